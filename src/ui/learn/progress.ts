/**
 * How far a lesson has come. A step that was once done stays done, even when a
 * later step undoes what it asked for; steps are done in their order.
 */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { mirrorStore, playerStore, preferencesStore } from '../state';
import { engine } from '../bridge';
import type { Lesson, Seen } from './lesson';

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
  let pipeline: Seen['pipeline'] = [];
  const store = createStore<Progress>(() => advance(lesson, pipeline, 0));
  const look = () => {
    const before = store.getState();
    const after = advance(lesson, pipeline, before.done);
    if (after.done !== before.done || after.missing !== before.missing) store.setState(after);
  };
  let asked = 0;
  const ask = () => {
    const question = ++asked;
    void pipelineOf(lesson).then((rows) => {
      if (question !== asked) return;
      pipeline = rows;
      look();
    });
  };
  return {
    store,
    start() {
      look();
      ask();
      const stops = [
        mirrorStore.subscribe(look),
        mirrorStore.subscribe(ask),
        playerStore.subscribe(look),
        preferencesStore.subscribe(look),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

/** The networks of lessons are small: all rows of the switch at once. */
const ALL = { start: 0, count: 1_000 };

async function pipelineOf(lesson: Lesson): Promise<Seen['pipeline']> {
  const { switches } = mirrorStore.getState().model;
  const sw = lesson.pipelineOf === undefined ? undefined : switches.find(({ name }) => name === lesson.pipelineOf);
  if (sw === undefined) return [];
  const { items } = await engine().pipelineRows({ datapath: sw.uuid, filter: '' }, ALL);
  return items.flatMap((item) => (item.kind === 'row' ? item.value : []));
}

function advance(lesson: Lesson, pipeline: Seen['pipeline'], from: number): Progress {
  const seen = {
    mirror: mirrorStore.getState(),
    pipeline,
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
