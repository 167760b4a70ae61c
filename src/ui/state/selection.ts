/** What is selected, what is pointed at, and what lights up with it. */
import { createStore } from 'zustand/vanilla';
import { relatedEntities } from './entities';
import type { EntityKey } from './entities';
import { mirrorStore } from './mirror';

export interface Selection {
  readonly selected: EntityKey | null;
  readonly hovered: EntityKey | null;
  /** Everything related to what is pointed at, or else to what is selected. */
  readonly lit: ReadonlySet<EntityKey>;
}

const nothing: ReadonlySet<EntityKey> = new Set();

export const selectionStore = createStore<Selection>(() => ({ selected: null, hovered: null, lit: nothing }));

export function select(key: EntityKey | null): void {
  selectionStore.setState(({ hovered }) => ({ selected: key, lit: litBy(hovered ?? key) }));
}

export function hover(key: EntityKey | null): void {
  const { hovered } = selectionStore.getState();
  if (hovered === key) return;
  selectionStore.setState(({ selected }) => ({ hovered: key, lit: litBy(key ?? selected) }));
}

mirrorStore.subscribe(() => {
  selectionStore.setState(({ selected, hovered }) => ({ lit: litBy(hovered ?? selected) }));
});

function litBy(key: EntityKey | null): ReadonlySet<EntityKey> {
  return key === null ? nothing : relatedEntities(mirrorStore.getState(), key);
}
