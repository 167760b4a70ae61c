/** A part of the details that is folded until somebody opens it; this browser remembers which are open. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import css from './step-panel.module.css';

const STORAGE_KEY = 'ovn-playground.unfolded';

interface Props {
  /** What is remembered; never shown. */
  readonly id: string;
  readonly title: ReactNode;
  readonly children: ReactNode;
}

export function Fold({ id, title, children }: Props) {
  const [open, setOpen] = useState(() => unfolded().has(id));
  return (
    <details
      className={css.fold}
      open={open}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open === open) return;
        setOpen(currentTarget.open);
        remember(id, currentTarget.open);
      }}
    >
      <summary>
        <h3>{title}</h3>
      </summary>
      {open ? <div className={css.folded}>{children}</div> : null}
    </details>
  );
}

function unfolded(): Set<string> {
  try {
    return new Set((localStorage.getItem(STORAGE_KEY) ?? '').split(' '));
  } catch {
    return new Set();
  }
}

function remember(id: string, open: boolean): void {
  const ids = unfolded();
  if (open) ids.add(id);
  else ids.delete(id);
  try {
    localStorage.setItem(STORAGE_KEY, Array.from(ids).join(' '));
  } catch {
    // A browser that keeps nothing still folds.
  }
}
