/**
 * The history of a deployment as a tree of lines. A line is an array of records;
 * acting before its end leaves it as it is and continues on a new line that
 * shares the records up to that point.
 */
import type { ChangeSet } from '../ovsdb';
import type { BranchInfo, DatabaseKey, HistoryEntry } from './types';
import type { Millis } from '../base';
import type { Step } from './journal';

/** One occurrence with all that is needed to take it back and take it again. */
export interface OccurrenceRecord {
  readonly entry: HistoryEntry;
  readonly steps: readonly Step[];
  readonly before: Instant;
  readonly after: Instant;
}

/** The parts of the state that are plain numbers. */
export interface Instant {
  readonly now: Millis;
  readonly random: number;
  /** How many wake-ups have been scheduled; orders those that are due at the same time. */
  readonly sequence: number;
}

/** How far history had come at a moment. */
export interface TimelineMark {
  readonly branch: string;
  readonly position: number;
  readonly length: number;
  readonly lines: number;
}

interface Line {
  readonly id: string;
  readonly parent: string | null;
  readonly forkedAt: number;
  readonly records: OccurrenceRecord[];
  readonly entries: HistoryEntry[];
}

export class Timeline {
  readonly #lines = new Map<string, Line>();
  #line: Line;
  #position = 0;

  constructor() {
    this.#line = { id: 'main', parent: null, forkedAt: 0, records: [], entries: [] };
    this.#lines.set(this.#line.id, this.#line);
  }

  /** How many entries of the current line have happened. */
  get position(): number {
    return this.#position;
  }

  get branch(): string {
    return this.#line.id;
  }

  /** The current line, with the entries after `position` that lie in its future. */
  get entries(): readonly HistoryEntry[] {
    return this.#line.entries;
  }

  get branches(): readonly BranchInfo[] {
    return Array.from(this.#lines.values(), (line) => ({
      id: line.id,
      parent: line.parent,
      forkedAt: line.forkedAt,
      length: line.entries.length,
      current: line === this.#line,
    }));
  }

  entriesOf(branch: string): readonly HistoryEntry[] | undefined {
    return this.#lines.get(branch)?.entries;
  }

  /** What became entry `index`, from 1, of the current line. */
  record(index: number): OccurrenceRecord {
    const record = this.#line.records[index - 1];
    if (record === undefined) throw new Error(`History has no entry ${index}.`);
    return record;
  }

  /** What was committed to a database after entry `index`, up to `position`. */
  *changesAfter(index: number, database: DatabaseKey): Iterable<ChangeSet> {
    for (let after = index + 1; after <= this.#position; after++) {
      for (const { db, changes } of this.record(after).entry.changes) if (db === database) yield changes;
    }
  }

  /** Appends at `position`; true when that began a new line. */
  append(record: OccurrenceRecord): boolean {
    const forks = this.#position < this.#line.records.length;
    if (forks) {
      this.#line = {
        id: `branch-${this.#lines.size}`,
        parent: this.#line.id,
        forkedAt: this.#position,
        records: this.#line.records.slice(0, this.#position),
        entries: this.#line.entries.slice(0, this.#position),
      };
      this.#lines.set(this.#line.id, this.#line);
    }
    this.#line.records.push(record);
    this.#line.entries.push(record.entry);
    this.#position += 1;
    return forks;
  }

  mark(): TimelineMark {
    const { id, records } = this.#line;
    return { branch: id, position: this.#position, length: records.length, lines: this.#lines.size };
  }

  /** Forgets what was appended to the line and which lines were begun since `mark`; the state must be at its position. */
  cut({ branch, length, lines }: TimelineMark): void {
    const line = this.#lines.get(branch);
    if (line === undefined || line !== this.#line) throw new Error(`Branch ${branch} is not the current one.`);
    line.records.length = length;
    line.entries.length = length;
    for (const id of Array.from(this.#lines.keys()).slice(lines)) this.#lines.delete(id);
  }

  /** Says that the state now is the one after `position` entries. */
  moved(position: number): void {
    this.#position = position;
  }

  /** Takes over the past of another timeline, to be read and not to be gone to. */
  adopt(other: Timeline): void {
    const records = other.#line.records.slice(0, other.#position);
    this.#line = {
      ...other.#line,
      records: records.map((record) => ({ ...record, steps: [CLOSED] })),
      entries: records.map(({ entry }) => entry),
    };
    this.#lines.clear();
    this.#lines.set(this.#line.id, this.#line);
    this.#position = records.length;
  }

  /** How many records `branch` shares with the current line; undefined when there is no such branch. */
  sharedWith(branch: string): number | undefined {
    const other = this.#lines.get(branch);
    if (other === undefined) return undefined;
    let shared = 0;
    const end = Math.min(other.records.length, this.#line.records.length);
    while (shared < end && other.records[shared] === this.#line.records[shared]) shared += 1;
    return shared;
  }

  /** Continues on another line; the state must be at a position both share. */
  switchTo(branch: string): void {
    const line = this.#lines.get(branch);
    if (line === undefined) throw new Error(`There is no branch ${branch}.`);
    this.#line = line;
  }
}

/** The steps of what happened to somebody else's state. */
const CLOSED: Step = { undo: notOurs, redo: notOurs };

function notOurs(): never {
  throw new Error('The past of a copy belongs to the original.');
}
