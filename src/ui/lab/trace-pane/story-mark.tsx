/** One shape for each part of the story, the same in the tree, on the scrubber and in the legend. */
import type { ReactElement } from 'react';
import type { Tone } from './trace-lines';
import css from './trace-pane.module.css';

const shapes: Readonly<Record<Tone, ReactElement>> = {
  inject: <path d="M2 1 L9 5 L2 9 Z" />,
  logical: <rect x="1" y="0" width="8" height="10" rx="1" />,
  openflow: <rect x="1" y="4" width="8" height="6" rx="1" />,
  tunnel: (
    <>
      <rect x="0" y="1" width="2" height="8" />
      <rect x="4" y="1" width="2" height="8" />
      <rect x="8" y="1" width="2" height="8" />
    </>
  ),
  drop: <path d="M1 1 L9 9 M9 1 L1 9" fill="none" stroke="currentColor" strokeWidth="2" />,
  deliver: <circle cx="5" cy="5" r="4" />,
};

export function StoryMark({ tone }: { tone: Tone }) {
  return (
    <svg className={css.mark} data-tone={tone} viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
      {shapes[tone]}
    </svg>
  );
}
