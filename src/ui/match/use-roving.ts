/** One stop for Tab, arrows inside: for lists and trees whose items carry `data-item`. */
import { useCallback } from 'react';
import type { KeyboardEvent } from 'react';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

/** For the container's `onKeyDown`. Exactly one item should have `tabIndex` 0. */
export function useRoving(): (event: KeyboardEvent<HTMLElement>) => void {
  return useCallback((event) => {
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-item]')];
    const at = items.findIndex((item) => item === document.activeElement);
    const step = STEPS[event.key];
    const target =
      event.key === 'Home'
        ? items[0]
        : event.key === 'End'
          ? items.at(-1)
          : step === undefined || at < 0
            ? undefined
            : items[Math.min(Math.max(at + step, 0), items.length - 1)];
    if (target === undefined) return;
    event.preventDefault();
    target.focus();
  }, []);
}
