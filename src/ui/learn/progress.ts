/**
 * How far a lesson has come. A step that was once done stays done, even when a
 * later step undoes what it asked for; steps are done in their order.
 */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { mirrorStore, playerStore, preferencesStore } from '../state';
import type { Lesson } from './lesson';

export interface Progress {
  /** Steps done: all before this one. */
  readonly done: number;
  /** What the current step still misses; null when there is none. */
  readonly missing: string | null;
}

export interface ProgressWatch {
  readonly store: StoreApi<Progress>;
  /** Starts looking; returns how to stop. */
  start(): () => void;
}

export function watchProgress(lesson: Lesson): ProgressWatch {
  const store = createStore<Progress>(() => advance(lesson, 0));
  const look = () => {
    const before = store.getState();
    const after = advance(lesson, before.done);
    if (after.done !== before.done || after.missing !== before.missing) store.setState(after);
  };
  return {
    store,
    start() {
      look();
      const stops = [mirrorStore.subscribe(look), playerStore.subscribe(look), preferencesStore.subscribe(look)];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

function advance(lesson: Lesson, from: number): Progress {
  const seen = {
    mirror: mirrorStore.getState(),
    player: playerStore.getState(),
    pane: preferencesStore.getState().pane,
  };
  let done = from;
  for (;;) {
    const missing = lesson.steps[done]?.check(seen) ?? null;
    if (done >= lesson.steps.length || missing !== null) return { done, missing };
    done += 1;
  }
}
