/** The keys of the trace: they work in its pane and in its details, and never while someone types. */
import type { KeyboardEvent } from 'react';
import { commandAt } from '../commands';
import { playerStore } from '../state';

export function onPlayerKey(event: KeyboardEvent): void {
  if (!playerStore.getState().trace || event.defaultPrevented) return;
  const command = commandAt('trace', event.nativeEvent);
  if (!command || belongsToTarget(event)) return;
  event.preventDefault();
  void command.run();
}

/** True when the key means something else where it was pressed: typed text, a slider's arrow, a button's space. */
function belongsToTarget({ key, target, currentTarget }: KeyboardEvent): boolean {
  // A dialog opened from the pane is not in the pane, though React lets its events pass there.
  if (!(target instanceof HTMLElement) || !currentTarget.contains(target)) return true;
  if (target.isContentEditable || target.matches('select, textarea')) return true;
  if (target instanceof HTMLInputElement)
    return target.type === 'range' ? key.startsWith('Arrow') : target.type !== 'checkbox' || key === ' ';
  return key === ' ' && target.closest('button, a, summary') !== null;
}
