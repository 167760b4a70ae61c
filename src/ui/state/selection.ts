/** What is selected, what is pointed at, and what lights up with it. */
import { createStore } from 'zustand/vanilla';
import { engine } from '../bridge';
import type { EntityKey } from '../bridge';
import { mirrorStore } from './mirror';

export interface Selection {
  /** The first of all that are selected: what panels are about. */
  readonly selected: EntityKey | null;
  readonly all: ReadonlySet<EntityKey>;
  readonly hovered: EntityKey | null;
  /** Everything related to what is pointed at, or else to what is selected. */
  readonly lit: ReadonlySet<EntityKey>;
}

const nothing: ReadonlySet<EntityKey> = new Set();

export const selectionStore = createStore<Selection>(() => ({
  selected: null,
  all: nothing,
  hovered: null,
  lit: nothing,
}));

export function select(key: EntityKey | null): void {
  selectAll(key === null ? [] : [key]);
}

export function selectAll(keys: readonly EntityKey[]): void {
  selectionStore.setState({ selected: keys[0] ?? null, all: keys.length === 0 ? nothing : new Set(keys) });
  light();
}

/** Takes it to what is selected, or away from it. */
export function toggleSelected(key: EntityKey): void {
  const all = new Set(selectionStore.getState().all);
  if (!all.delete(key)) all.add(key);
  selectAll([...all]);
}

export function hover(key: EntityKey | null): void {
  if (selectionStore.getState().hovered === key) return;
  selectionStore.setState({ hovered: key });
  light();
}

mirrorStore.subscribe(light);

let asked = 0;

/** The thing itself lights up at once, its relatives as soon as the engine has said which they are. */
function light(): void {
  const { selected, hovered, lit } = selectionStore.getState();
  const key = hovered ?? selected;
  const question = ++asked;
  if (key === null) {
    if (lit !== nothing) selectionStore.setState({ lit: nothing });
    return;
  }
  if (!lit.has(key)) selectionStore.setState({ lit: new Set([key]) });
  void engine()
    .related(key)
    .then((keys) => {
      // Somebody may have pointed at something else meanwhile.
      if (question === asked) selectionStore.setState({ lit: new Set(keys) });
    });
}
