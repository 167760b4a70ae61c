/** The wires that the way between two ports takes, for the graph to light up. */
import { createStore } from 'zustand/vanilla';

interface ShownWay {
  /** Keys of both ends of each wire, with a blank between, in either order. */
  readonly ends: ReadonlySet<string>;
}

export const wayStore = createStore<ShownWay>(() => ({ ends: new Set() }));
