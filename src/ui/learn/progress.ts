/**
 * How far a lesson has come. A step that was once done stays done, even when a
 * later step undoes what it asked for; steps are done in their order, and what is
 * sent, run or opened counts only from when the step became the open one.
 */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { transcriptStore } from '../actions';
import { engine, engineStore } from '../bridge';
import { mirrorStore, playerStore, preferencesStore, selectionStore } from '../state';
import type { PaneId } from '../state';
import { isLessonLab } from './lab';
import type { Lesson, Seen } from './lesson';
import { remember, remembered } from './remembered';

export interface Progress {
  /** Steps done: all before this one. */
  readonly done: number;
  /** What the current step still misses; null when there is none. */
  readonly missing: string | null;
  /** The step that was done last while this page looked; null before that. */
  readonly ticked: number | null;
}

export interface ProgressWatch {
  readonly store: StoreApi<Progress>;
  /** Starts looking; returns how to stop. */
  start(): () => void;
}

export function watchProgress(lesson: Lesson): ProgressWatch {
  let pipeline: Seen['pipeline'] = [];
  let since = now();
  const begun = Math.min(remembered(lesson.id).done, lesson.steps.length);
  const store = createStore<Progress>(() => ({ done: begun, missing: null, ticked: null }));
  const look = () => {
    if (!isLessonLab(lesson.id, engineStore.getState().keeping?.entry ?? null)) return;
    const before = store.getState();
    let { done, missing } = before;
    for (;;) {
      const step = lesson.steps[done];
      const seen = seenSince(since, pipeline);
      missing = step?.check(seen) ?? null;
      if (step === undefined || missing !== null) break;
      const found = step.prediction?.found?.(seen) ?? null;
      if (found !== null) remember(lesson.id, { found: { ...remembered(lesson.id).found, [done]: found } });
      done += 1;
      since = now();
    }
    const ticked = done > before.done ? done - 1 : before.ticked;
    if (done !== before.done)
      remember(lesson.id, { done, ...(done === lesson.steps.length ? { finished: true } : {}) });
    if (done !== before.done || missing !== before.missing) store.setState({ done, missing, ticked });
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
  const work = () => {
    since.panes.add(preferencesStore.getState().pane);
    look();
  };
  return {
    store,
    start() {
      since = now();
      look();
      ask();
      const stops = [
        mirrorStore.subscribe(look),
        mirrorStore.subscribe(ask),
        playerStore.subscribe(look),
        transcriptStore.subscribe(look),
        preferencesStore.subscribe(({ pane }, before) => {
          if (pane !== before.pane) work();
        }),
        selectionStore.subscribe(({ hovered }, before) => {
          if (hovered !== before.hovered) work();
        }),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

/** What there was when a step became the open one. */
interface Since {
  readonly trace: Seen['player']['trace'];
  /** The number of the last command. */
  readonly line: number;
  readonly panes: Set<PaneId>;
}

function now(): Since {
  return {
    trace: playerStore.getState().trace,
    line: transcriptStore.getState().entries.at(-1)?.id ?? 0,
    panes: new Set(),
  };
}

function seenSince({ trace, line, panes }: Since, pipeline: Seen['pipeline']): Seen {
  const player = playerStore.getState();
  return {
    mirror: mirrorStore.getState(),
    pipeline,
    player: player.trace === trace ? { ...player, trace: null } : player,
    panes,
    ran: transcriptStore.getState().entries.filter(({ id }) => id > line),
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
