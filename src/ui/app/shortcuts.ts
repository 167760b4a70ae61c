/** Keys that work everywhere. A key typed into a field belongs to the field, unless it means nothing there. */
import { useEffect } from 'react';
import { isField } from '../actions';
import { commandAt, isCharacter } from '../commands';
import { preferencesStore } from '../state';

export function useShortcuts(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

function onKey(event: KeyboardEvent): void {
  const command = commandAt('page', event);
  if (!command) return;
  if (command.inFields !== true && (event.defaultPrevented || isField(event.target))) return;
  // Whoever speaks to the computer, or hits keys by chance, can turn these off.
  if (isCharacter(event.key) && !event.ctrlKey && !event.metaKey && !preferencesStore.getState().characterKeys) return;
  event.preventDefault();
  if ((command.unless?.() ?? null) === null) void command.run();
}
