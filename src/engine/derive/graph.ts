/** Sources, what is computed from them, and the order in which it is brought up to date. */
import { finishWork, type Progress, type Work } from '../base';
import type { Collection } from './collection';
import { FlatMapStage, MapStage, Tasks, type Stage } from './computed';
import { MemoStage } from './memo';
import type { Key, Value } from './order';
import { Source } from './source';
import { Tracker } from './tracking';

/** Computes something of an entry. It may read whatever was made before it, and does nothing else. */
type Compute<K, V, W> = (value: V, key: K) => W;

export interface MapOptions<W> {
  /** Whether a new value makes no difference to the one before, which is kept then. Identity, if not given. */
  readonly same?: (a: W, b: W) => boolean;
}

/** `again` asks to be called in the next update too, though nothing that was read may have changed. */
export type Settled = 'settled' | 'again';

/** What is done with an entry outside the graph. */
export interface Effect<K, V> {
  /** An entry is new, or it or something that was read of it has changed. */
  readonly run: (value: V, key: K) => Settled;
  /** An entry is gone. */
  readonly gone: (key: K) => void;
}

export class Graph {
  readonly #tracker = new Tracker();
  readonly #stages: Stage[] = [];
  #made = 0;

  /** A database. Its changes are handed to `observing` before each update. */
  source(): Source {
    return new Source(this.#tracker, () => this.#next());
  }

  /** One value for each entry, under its key; none where it is undefined. */
  map<K extends Key, V extends Value, W extends Value>(
    name: string,
    over: Collection<K, V>,
    compute: Compute<K, V, W | undefined>,
    { same = Object.is }: MapOptions<W> = {},
  ): Collection<K, W> {
    return this.#add(new MapStage(name, this.#next(), this.#tracker, over, compute, same));
  }

  /**
   * Any number of values for each entry, under keys of their own. A key that several entries give is there once, with
   * the value of the first of them, until none gives it any more. Keys are in the order of their text.
   */
  flatMap<K extends Key, V extends Value, L extends Key, W extends Value>(
    name: string,
    over: Collection<K, V>,
    compute: Compute<K, V, Iterable<readonly [L, W]>>,
    { same = Object.is }: MapOptions<W> = {},
  ): Collection<L, W> {
    return this.#add(new FlatMapStage(name, this.#next(), this.#tracker, over, compute, same));
  }

  /** A value for each key that a computation asks for, as long as one does. */
  memo<K extends Key, V>(
    name: string,
    compute: (key: K) => V,
    { same = Object.is }: MapOptions<V> = {},
  ): { readonly get: (key: K) => V } {
    const memo = this.#add(new MemoStage(name, this.#next(), this.#tracker, compute, same));
    return { get: (key) => memo.get(key) };
  }

  /** Hands on each entry, and what is read of it, to somebody outside. */
  effect<K extends Key, V extends Value>(over: Collection<K, V>, { run, gone }: Effect<K, V>): void {
    const tasks = new Tasks(this.#next(), this.#tracker, over, (key, value) => {
      if (value === undefined) gone(key);
      else if (run(value, key) === 'again') tasks.again(key);
    });
    this.#add(tasks);
  }

  /** Brings everything up to date. */
  update(): void {
    finishWork(this.updating(QUIET));
  }

  /** `update` in pieces, between which nothing that it sees may change; each tells `progress`. */
  *updating(progress: Progress): Work<void> {
    for (const stage of this.#stages) yield* stage.settling(progress);
  }

  #next(): number {
    this.#made += 1;
    return this.#made;
  }

  #add<S extends Stage>(stage: S): S {
    this.#stages.push(stage);
    return stage;
  }
}

const QUIET: Progress = { what: '', done: 0, total: null };
