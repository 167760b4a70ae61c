/** How the engine is, as far as the page is told: for the top bar, notices and reports. */
import { createStore } from 'zustand/vanilla';
import type { Keeping, Piece, Progress } from './signals';

export interface EngineStatus {
  /** `opening`: a worker is being brought up; `gone`: none can be. */
  readonly phase: 'opening' | 'running' | 'gone';
  /** Long work under way. */
  readonly progress: Progress | null;
  /** Null until the worker has said it. */
  readonly keeping: Keeping | null;
  /** Counts what `kept()` lists changing. */
  readonly listChanges: number;
}

export const engineStore = createStore<EngineStatus>(() => ({
  phase: 'opening',
  progress: null,
  keeping: null,
  listChanges: 0,
}));

/** The last that a script under way has printed, told to those who watch. */
export const printedStore = createStore<{ readonly run: number; readonly pieces: readonly Piece[] }>(() => ({
  run: 0,
  pieces: [],
}));
