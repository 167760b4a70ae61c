/** What is selected, what is pointed at, and what lights up with it. */
import { createStore } from 'zustand/vanilla';
import { engine } from '../bridge';
import type { EntityKey } from '../bridge';
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
  selectionStore.setState({ selected: key });
  light();
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
