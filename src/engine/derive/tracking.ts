/** Who read what: cells are what can be read, tasks are what reads. */
import { withMember, withoutMember, type Few } from './few';

/** A computation for one key of a collection; it is done again when a cell that it read is touched. */
export interface Task {
  /** The cells that it read, in the order of reading. */
  reads: readonly AnyCell[];
  /** Puts it on the list of what is to be done again. */
  mark(): void;
}

/** A cell for those who need not know what it is of. */
export type AnyCell = Pick<Cell, 'hold' | 'release' | 'touch'>;

/** Where a cell stands as long as somebody reads it. */
interface Home<K> {
  delete(key: K): void;
}

/** One thing that can be read: an entry, a group of entries, a list of keys. It exists as long as it has readers. */
export class Cell<K = unknown> {
  #readers: Few<Task>;
  readonly #home: Home<K>;
  readonly #key: K;

  constructor(home: Home<K>, key: K) {
    this.#home = home;
    this.#key = key;
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
    if (this.#readers === undefined) this.#home.delete(this.#key);
  }
}

export type Cells<K> = Map<K, Cell<K>>;

/** The cell of a key, made when it is read for the first time. */
export function cellOf<K>(cells: Cells<K>, key: K): Cell<K> {
  let cell = cells.get(key);
  if (cell === undefined) cells.set(key, (cell = new Cell<K>(cells, key)));
  return cell;
}

/** Replaces what a task has read; new cells are held before old ones are let go, so that what stays is never unread. */
export function noteReads(task: Task, reads: readonly AnyCell[]): void {
  const old = task.reads;
  if (old.length === reads.length && old.every((cell, index) => cell === reads[index])) return;
  task.reads = reads;
  for (const cell of reads) cell.hold(task);
  if (old.length === 0) return;
  const kept = new Set(reads);
  for (const cell of old) if (!kept.has(cell)) cell.release(task);
}

/** A computation that runs: which collection it belongs to, and what it has read. */
interface Running {
  /** It may read what has a lower number only. */
  readonly number: number;
  /** Where it comes from: it is done again when that changes, read or not. */
  readonly over: unknown;
  readonly key: unknown;
  /** Undefined where nothing is noted. */
  reads: AnyCell[] | undefined;
}

/** Notes the reads of the computation that runs now. */
export class Tracker {
  #running: Running | undefined;

  /** Whether reads are noted now. */
  get isNoting(): boolean {
    return this.#running?.reads !== undefined;
  }

  /** Whether a read of this key of this collection must be noted. */
  notes(collection: unknown, key: unknown): boolean {
    const running = this.#running;
    return running?.reads !== undefined && !(running.over === collection && running.key === key);
  }

  /** Begins a computation; `end` takes what it returns. */
  begin(number: number, reads: AnyCell[] | undefined, over?: unknown, key?: unknown): Running | undefined {
    const outer = this.#running;
    this.#running = { number, over, key, reads };
    return outer;
  }

  end(outer: Running | undefined): void {
    this.#running = outer;
  }

  /** Something of a collection is about to be read. */
  check(number: number, name: string): void {
    if (this.#running === undefined || number < this.#running.number) return;
    throw new Error(`${name} is read before it is up to date: it was made too late.`);
  }

  note(cell: AnyCell): void {
    const reads = this.#running?.reads;
    if (reads !== undefined && reads.at(-1) !== cell) reads.push(cell);
  }
}
