/** Where undo and redo lead: they are time travel from user action to user action. */
import type { HistoryEntry } from './types';

/**
 * The position before the last user action at `position`, with what daemons did
 * between the entries of that action; undefined when there is none after `beginning`.
 */
export function undoTarget(entries: readonly HistoryEntry[], position: number, beginning: number): number | undefined {
  let index = position;
  while (index > beginning && entries[index - 1]?.action === null) index -= 1;
  const action = entries[index - 1]?.action;
  if (index <= beginning) return undefined;
  let target = index;
  for (; index > beginning && (entries[index - 1]?.action ?? action) === action; index--) {
    if (entries[index - 1]?.action === action) target = index - 1;
  }
  return target;
}

/** The position at the end of what the next user action brought about. */
export function redoTarget(entries: readonly HistoryEntry[], position: number): number {
  let index = position;
  while (index < entries.length && entries[index]?.action === null) index += 1;
  const action = entries[index]?.action;
  while (index < entries.length && (entries[index]?.action ?? action) === action) index += 1;
  return index;
}
