/** Values that are computed for the keys that somebody reads. */
import type { Progress, Work } from '../base';
import { inOrder, ownRank, type Key } from './order';
import { pieces } from './pieces';
import type { Stage } from './computed';
import { Cell, noteReads, type AnyCell, type Task, type Tracker } from './tracking';

export class MemoStage<K extends Key, V> implements Stage {
  readonly name: string;
  readonly #number: number;
  readonly #tracker: Tracker;
  readonly #compute: (key: K) => V;
  readonly #same: (a: V, b: V) => boolean;
  readonly #kept = new Map<K, Kept<V>>();
  readonly #stale = new Set<K>();

  constructor(name: string, number: number, tracker: Tracker, compute: (key: K) => V, same: (a: V, b: V) => boolean) {
    this.name = name;
    this.#number = number;
    this.#tracker = tracker;
    this.#compute = compute;
    this.#same = same;
  }

  /** The value for a key. It is kept as long as a computation goes by it. */
  get(key: K): V {
    this.#tracker.check(this.#number, this.name);
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#tracker.note(kept.cell);
      return kept.value;
    }
    if (!this.#tracker.notes(this, key)) return this.#run(key, undefined);
    const made = this.#keep(key);
    this.#tracker.note(made.cell);
    return made.value;
  }

  *settling(progress: Progress): Work<void> {
    const stale = inOrder([...this.#stale], ownRank);
    this.#stale.clear();
    yield* pieces(stale, progress, (key) => {
      const kept = this.#kept.get(key);
      if (kept === undefined) return;
      const value = this.#computed(key, kept);
      if (this.#same(kept.value, value)) return;
      kept.value = value;
      kept.cell.touch();
    });
  }

  #keep(key: K): Kept<V> {
    const task: Task = { reads: [], mark: () => this.#stale.add(key) };
    const value = this.#computed(key, { task });
    const forget = () => {
      this.#kept.delete(key);
      this.#stale.delete(key);
      noteReads(task, []);
    };
    const cell = new Cell({ delete: forget }, key);
    const kept = { task, cell, value };
    this.#kept.set(key, kept);
    return kept;
  }

  #computed(key: K, { task }: Pick<Kept<V>, 'task'>): V {
    const reads: AnyCell[] = [];
    const value = this.#run(key, reads);
    noteReads(task, reads);
    return value;
  }

  #run(key: K, reads: AnyCell[] | undefined): V {
    const outer = this.#tracker.begin(this.#number, reads);
    try {
      return this.#compute(key);
    } finally {
      this.#tracker.end(outer);
    }
  }
}

interface Kept<V> {
  readonly task: Task;
  readonly cell: AnyCell;
  value: V;
}
