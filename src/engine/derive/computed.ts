/** What is computed for each entry of a collection. */
import type { Progress, Work } from '../base';
import { Collection, type Follower } from './collection';
import { inOrder, ownRank, type Key, type Rank, type Value } from './order';
import { pieces } from './pieces';
import { noteReads, type AnyCell, type Task, type Tracker } from './tracking';

/** A part of the graph that is brought up to date in its turn. */
export interface Stage {
  settling(progress: Progress): Work<void>;
}

/** The tasks of one stage, one for each entry of the collection that it goes by. */
export class Tasks<K extends Key, V extends Value> implements Stage, Follower<K> {
  readonly #number: number;
  readonly #tracker: Tracker;
  readonly #over: Collection<K, V>;
  readonly #perform: (key: K, value: V | undefined, moved: boolean) => void;
  /** Of keys whose last computation read something. */
  readonly #tasks = new Map<K, KeyTask<K>>();
  readonly #stale = new Set<K>();
  readonly #moved = new Set<K>();
  /** Nothing was computed yet: everything is stale, in the order in which it is there. */
  #isFirst = true;

  /** `perform` computes an entry and hands it on; without a value, it takes it back. */
  constructor(
    number: number,
    tracker: Tracker,
    over: Collection<K, V>,
    perform: (key: K, value: V | undefined, moved: boolean) => void,
  ) {
    this.#number = number;
    this.#tracker = tracker;
    this.#over = over;
    this.#perform = perform;
    over.follow(this);
  }

  changed(key: K, moved: boolean): void {
    if (this.#isFirst) return;
    this.#stale.add(key);
    if (moved) this.#moved.add(key);
  }

  *settling(progress: Progress): Work<void> {
    if (this.#isFirst) {
      this.#isFirst = false;
      yield* pieces(this.#over.entries(), progress, ([key, value]) => {
        this.#do(key, value);
      });
      return;
    }
    if (this.#stale.size === 0) return;
    const [gone, there]: [K[], K[]] = [[], []];
    for (const key of this.#stale) (this.#over.peek(key) === undefined ? gone : there).push(key);
    this.#stale.clear();
    yield* pieces(inOrder(gone, ownRank), progress, (key) => {
      this.#do(key, undefined);
    });
    yield* pieces(inOrder(there, this.#over.rank), progress, (key) => {
      this.#do(key, this.#over.peek(key));
    });
    this.#moved.clear();
  }

  /** To be done again in the next update, whatever happens. */
  again(key: K): void {
    this.#stale.add(key);
  }

  #do(key: K, value: V | undefined): void {
    const moved = this.#moved.size > 0 && this.#moved.has(key);
    const reads: AnyCell[] = [];
    const outer = this.#tracker.begin(this.#number, reads, this.#over, key);
    try {
      this.#perform(key, value, moved);
    } finally {
      this.#tracker.end(outer);
    }
    let task = this.#tasks.get(key);
    if (task === undefined) {
      if (reads.length === 0) return;
      this.#tasks.set(key, (task = new KeyTask(key, this.#stale)));
    }
    noteReads(task, reads);
    if (reads.length === 0) this.#tasks.delete(key);
  }
}

class KeyTask<K> implements Task {
  reads: readonly AnyCell[] = NO_READS;
  readonly #key: K;
  readonly #stale: Set<K>;

  constructor(key: K, stale: Set<K>) {
    this.#key = key;
    this.#stale = stale;
  }

  mark(): void {
    this.#stale.add(this.#key);
  }
}

const NO_READS: readonly AnyCell[] = [];

/** One value for each entry, under the same key. */
export class MapStage<K extends Key, V extends Value, W extends Value> extends Collection<K, W> implements Stage {
  readonly rank: Rank<K>;
  readonly #tasks: Tasks<K, V>;

  constructor(
    name: string,
    number: number,
    tracker: Tracker,
    over: Collection<K, V>,
    compute: (value: V, key: K) => W | undefined,
    same: (a: W, b: W) => boolean,
  ) {
    super(name, number, tracker);
    this.rank = over.rank;
    this.#tasks = new Tasks(number, tracker, over, (key, value, moved) => {
      const before = this.peek(key);
      const now = value === undefined ? undefined : compute(value, key);
      if (before === undefined || now === undefined) this.write(key, before, now);
      else if (moved || !same(before, now)) this.write(key, before, now, moved);
    });
  }

  settling(progress: Progress): Work<void> {
    return this.#tasks.settling(progress);
  }
}

/** What one source gives a key. */
interface Given<K, W> {
  readonly source: K;
  readonly value: W;
}

/** Several values for each entry, under keys of their own. */
export class FlatMapStage<K extends Key, V extends Value, L extends Key, W extends Value>
  extends Collection<L, W>
  implements Stage
{
  readonly rank = ownRank;
  readonly #tasks: Tasks<K, V>;
  readonly #keysOf = new Map<K, readonly L[]>();
  /** By key, what its sources give it, in their order. */
  readonly #given = new Map<L, readonly Given<K, W>[]>();
  readonly #same: (a: W, b: W) => boolean;

  constructor(
    name: string,
    number: number,
    tracker: Tracker,
    over: Collection<K, V>,
    compute: (value: V, key: K) => Iterable<readonly [L, W]>,
    same: (a: W, b: W) => boolean,
  ) {
    super(name, number, tracker);
    this.#same = same;
    this.#tasks = new Tasks(number, tracker, over, (key, value) => {
      const now = new Map(value === undefined ? [] : compute(value, key));
      for (const old of this.#keysOf.get(key) ?? []) if (!now.has(old)) this.#give(old, key, undefined, over);
      for (const [to, each] of now) this.#give(to, key, each, over);
      if (now.size === 0) this.#keysOf.delete(key);
      else this.#keysOf.set(key, [...now.keys()]);
    });
  }

  settling(progress: Progress): Work<void> {
    return this.#tasks.settling(progress);
  }

  /** Where several sources give a key a value, the first in their order does. */
  #give(key: L, source: K, value: W | undefined, over: Collection<K, V>): void {
    let given: readonly Given<K, W>[] = (this.#given.get(key) ?? []).filter((each) => each.source !== source);
    if (value !== undefined) given = [...given, { source, value }];
    if (given.length > 1) given = inOrder(given, ({ source }) => over.rank(source));
    const [first] = given;
    if (first === undefined) this.#given.delete(key);
    else this.#given.set(key, given);
    const before = this.peek(key);
    if (before === undefined || first === undefined || !this.#same(before, first.value))
      this.write(key, before, first?.value);
  }
}
