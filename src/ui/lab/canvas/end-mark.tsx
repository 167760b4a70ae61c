/** The mark at the end of a copy's way: a tick, or a cross. */
import { memo } from 'react';
import css from './cards.module.css';
import type { Crossing } from './crossing';

const words: Partial<Record<Crossing, string>> = {
  delivered: 'a packet was delivered here',
  dropped: 'a packet was dropped here',
  'as expected': 'the copy for the port it came from is dropped here, as it should be',
};

export const EndMark = memo(function EndMark({ crossing }: { readonly crossing: Crossing | undefined }) {
  const text = crossing === undefined ? undefined : words[crossing];
  if (text === undefined) return null;
  return (
    <span className={css.end} data-kind={crossing} role="img" aria-label={text} title={text}>
      {crossing === 'delivered' ? '✓' : '✕'}
    </span>
  );
});
