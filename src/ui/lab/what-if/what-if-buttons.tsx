/** The ways in, beside the player: suppose something, or see what a change that was made has changed. */
import { GitCompareArrows, Split } from 'lucide-react';
import { embedding } from '../../bridge';
import { openDialog } from '../../actions';
import { Button } from '../../kit';
import { usePlayer } from '../../state';
import css from './what-if-buttons.module.css';

export function WhatIfButtons() {
  const changed = usePlayer((p) => p.stale || p.before !== null);
  if (embedding.readonly) return null;
  return (
    <>
      {changed ? (
        <Button
          icon
          aria-label="Before and after…"
          title="This trace before and after the last change"
          onClick={() => openDialog('before-after')}
        >
          <GitCompareArrows size={14} />
        </Button>
      ) : null}
      <Button aria-label="What if…" title="Try a change without making it" onClick={() => openDialog('what-if')}>
        <Split size={14} aria-hidden /> <span className={css.label}>What if…</span>
      </Button>
    </>
  );
}
