/** Who read what: cells are what can be read, tasks are what reads. */
import { withMember, withoutMember, type Few } from './few';

/** A computation for one key of a collection; it is done again when a cell that it read is touched. */
export interface Task {
  /** The cells that it read, in the order of reading. */
  reads: readonly Cell[];
  /** Puts it on the list of what is to be done again. */
  mark(): void;
}

/** One thing that can be read: an entry, a group of entries, a list of keys. It exists as long as it has readers. */
export class Cell {
  #readers: Few<Task>;
  readonly #unread: () => void;

  /** `unread` is called when the last reader is gone. */
  constructor(unread: () => void) {
    this.#unread = unread;
  }

  /** What can be read here is no longer what it was. */
  touch(): void {
    if (this.#readers instanceof Set) for (const task of this.#readers) task.mark();
    else this.#readers?.mark();
  }

  hold(task: Task): void {
    this.#readers = withMember(this.#readers, task);
  }

  release(task: Task): void {
    this.#readers = withoutMember(this.#readers, task);
    if (this.#readers === undefined) this.#unread();
  }
}

/** The cell of a key, made when it is read for the first time. */
export function cellOf<K>(cells: Map<K, Cell>, key: K): Cell {
  let cell = cells.get(key);
  if (cell === undefined) cells.set(key, (cell = new Cell(() => cells.delete(key))));
  return cell;
}

/** Replaces what a task has read; new cells are held before old ones are let go, so that what stays is never unread. */
export function noteReads(task: Task, reads: readonly Cell[]): void {
  const old = task.reads;
  if (old.length === reads.length && old.every((cell, index) => cell === reads[index])) return;
  task.reads = reads;
  for (const cell of reads) cell.hold(task);
  if (old.length === 0) return;
  const kept = new Set(reads);
  for (const cell of old) if (!kept.has(cell)) cell.release(task);
}

/** Notes the reads of the computation that runs now. */
export class Tracker {
  /** Computations may read what has a lower number only; Infinity where nobody computes. */
  #below = Infinity;
  #reads: Cell[] | undefined;

  /** Whether a computation runs whose reads are noted. */
  get notes(): boolean {
    return this.#reads !== undefined;
  }

  /** Runs a computation of the collection with this number; its reads are added to `reads`, if there is such a list. */
  run<T>(number: number, reads: Cell[] | undefined, compute: () => T): T {
    const [below, outer] = [this.#below, this.#reads];
    this.#below = number;
    this.#reads = reads;
    try {
      return compute();
    } finally {
      this.#below = below;
      this.#reads = outer;
    }
  }

  /** Something of a collection is about to be read. */
  check(number: number, name: string): void {
    if (number >= this.#below) throw new Error(`${name} is read before it is up to date: it was made too late.`);
  }

  note(cell: Cell): void {
    const reads = this.#reads;
    if (reads !== undefined && reads.at(-1) !== cell) reads.push(cell);
  }
}
