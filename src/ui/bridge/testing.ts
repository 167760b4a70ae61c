/** A browser in miniature for tests: a database, tabs that share it, time that goes when it is told to. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import type { Hold, TabMessage, Tabs } from '../keeping';
import { applyModelPatch } from './model-patch';
import type { EngineApi, NetworkModel, Update } from './protocol';
import { createSession } from './session';
import type { Signal } from './signals';

export const compression = {
  deflate: (bytes: Uint8Array) => Promise.resolve(bytes),
  inflate: (bytes: Uint8Array) => Promise.resolve(bytes),
};

const NOTHING: NetworkModel = { switches: [], machines: [] };

export interface Tab {
  readonly session: EngineApi;
  readonly signals: Signal[];
  readonly updates: Update[];
  /** The network as the page has put it together from the updates. */
  model(): NetworkModel;
  /** The tab is closed or dies: its locks are free. */
  close(): void;
  /** What is open, without which daemons have to look at everything when they run next: undoing makes them. */
  document(): string;
}

/** Time that goes when it is told to; timers of one moment go in the order in which they were set. */
class Time {
  now = 1_000_000;
  #timers: { readonly due: number; readonly done: () => void }[] = [];

  readonly after = (ms: number): Promise<void> =>
    new Promise((done) => {
      this.#timers.push({ due: this.now + ms, done });
    });

  pass(ms: number): void {
    this.now += ms;
    const due = this.#timers.filter((timer) => timer.due <= this.now);
    this.#timers = this.#timers.filter((timer) => timer.due > this.now);
    for (const { done } of due) done();
  }
}

export class Browser {
  readonly time = new Time();
  readonly #listeners = new Map<object, (message: TabMessage) => void>();
  readonly #queues = new Map<string, object[]>();
  readonly #grants = new Map<object, () => void>();
  #ids = 0;

  constructor() {
    Object.assign(globalThis, { indexedDB: new IDBFactory() });
  }

  /** On a slow computer nothing is done again that need not be. */
  tab({ build = 'test', slow = false } = {}): Tab {
    let ticks = 0;
    const self = {};
    const holds: Hold[] = [];
    const signals: Signal[] = [];
    const updates: Update[] = [];
    const tabs: Tabs = {
      hold: (entry) => {
        const hold = this.#hold(entry);
        holds.push(hold);
        return hold;
      },
      held: () =>
        Promise.resolve(new Set(Array.from(this.#queues).flatMap(([id, { length }]) => (length > 0 ? [id] : [])))),
      tell: (message) => {
        for (const [tab, listener] of this.#listeners) if (tab !== self) listener(message);
      },
      onTold: (listener) => this.#listeners.set(self, listener),
    };
    const session = createSession({
      compression,
      build,
      post: (signal) => signals.push(signal),
      // Each question takes five milliseconds: work is cut into slices.
      clock: () => (ticks += slow ? 800 : 5),
      breathe: () => new Promise((resolve) => setTimeout(resolve)),
      keeping: {
        tabs,
        now: () => (this.time.now += 1),
        after: this.time.after,
        newId: () => `id-${(this.#ids += 1)}`,
      },
    });
    session.subscribe((update) => updates.push(update));
    return {
      session,
      signals,
      updates,
      model: () => updates.reduce((model, { model: patch }) => applyModelPatch(model, patch), NOTHING),
      document: () => session.document().replace(/,"cold":\[[^\]]*\]/, ''),
      close: () => {
        this.#listeners.delete(self);
        for (const hold of holds) hold.release();
      },
    };
  }

  #hold(entry: string): Hold {
    const queue = this.#queues.get(entry) ?? [];
    this.#queues.set(entry, queue);
    const turn = {};
    queue.push(turn);
    const granted = new Promise<void>((resolve) => {
      this.#grants.set(turn, resolve);
    });
    const next = () => {
      const [first] = queue;
      if (first !== undefined) this.#grants.get(first)?.();
    };
    next();
    return {
      granted,
      release: () => {
        if (queue.includes(turn)) queue.splice(queue.indexOf(turn), 1);
        next();
      },
    };
  }
}
