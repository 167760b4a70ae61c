/** React's doors to the stores. Selectors return what the store holds, never new objects. */
import { useStore } from 'zustand';
import { mirrorStore } from './mirror';
import type { Mirror } from './mirror';
import { playerStore } from './player';
import type { Player } from './player';
import { preferencesStore } from './preferences';
import type { Preferences } from './preferences';
import { selectionStore } from './selection';
import type { Selection } from './selection';
import type { EntityKey } from '../bridge';

export const useMirror = <T>(selector: (mirror: Mirror) => T): T => useStore(mirrorStore, selector);
export const usePlayer = <T>(selector: (player: Player) => T): T => useStore(playerStore, selector);
export const usePreferences = <T>(selector: (preferences: Preferences) => T): T => useStore(preferencesStore, selector);
export const useSelection = <T>(selector: (selection: Selection) => T): T => useStore(selectionStore, selector);

/** `selected`, `lit` or nothing, for the element that shows an entity. */
export function useMark(key: EntityKey): 'selected' | 'lit' | undefined {
  return useSelection((s) => (s.all.has(key) ? 'selected' : s.lit.has(key) ? 'lit' : undefined));
}
