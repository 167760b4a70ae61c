/** Databases as sources: tables reduced to the columns that count. */
import type { Progress, Uuid, Work } from '../base';
import { valuesEqual, type ChangeSet, type ColumnValue, type DatabaseView, type Row } from '../ovsdb';
import { Collection } from './collection';
import type { Rank } from './order';
import { pieces } from './pieces';
import type { Tracker } from './tracking';

export class Source {
  readonly #tracker: Tracker;
  readonly #number: () => number;
  readonly #tables = new Map<string, Followed>();

  /** `number` gives each table its place in the order of the graph. */
  constructor(tracker: Tracker, number: () => number) {
    this.#tracker = tracker;
    this.#number = number;
  }

  /**
   * The rows of a table with these columns and `_uuid`, all columns where none are named. A change of another column
   * is no change; a column that is not named is not there, so that it cannot be read by mistake.
   */
  table(name: string, columns?: readonly string[]): Collection<Uuid, Row> {
    let followed = this.#tables.get(name);
    if (followed === undefined) this.#tables.set(name, (followed = new Followed(name)));
    const table = new Table(name, this.#number(), this.#tracker, columns, followed.rank);
    followed.tables.push(table);
    return table;
  }

  /**
   * Takes note of changes, which `view` already has: `all` for everything that is in it. Several changes of one row
   * may be among them, in the order of their commits.
   */
  *observing(view: DatabaseView, seen: ChangeSet | 'all', progress: Progress): Work<void> {
    if (seen !== 'all') {
      yield* pieces(seen, progress, ({ table, uuid, before }) => {
        this.#tables.get(table)?.observe(view, uuid, before === undefined);
      });
      return;
    }
    for (const [name, followed] of this.#tables) {
      for (const uuid of followed.known()) if (view.row(name, uuid) === undefined) followed.observe(view, uuid, false);
      yield* pieces(view.rows(name).keys(), progress, (uuid) => {
        followed.observe(view, uuid, false);
      });
    }
  }
}

/** A table of a database, and what was asked for of it. */
class Followed {
  readonly tables: Table[] = [];
  readonly #name: string;
  /** When each row came, as a number that grows. */
  readonly #places = new Map<Uuid, number>();
  #last = 0;

  constructor(name: string) {
    this.#name = name;
  }

  readonly rank = (uuid: Uuid): number => this.#places.get(uuid) ?? 0;

  known(): readonly Uuid[] {
    return [...this.#places.keys()];
  }

  /** A row may have changed; `inserted` if that was its first version. */
  observe(view: DatabaseView, uuid: Uuid, inserted: boolean): void {
    const place = this.#places.get(uuid);
    const row = view.row(this.#name, uuid);
    // A row that was there and is inserted has gone in between.
    const moved = row !== undefined && inserted && place !== undefined && place !== this.#last;
    if (row === undefined) this.#places.delete(uuid);
    else if (place === undefined || moved) this.#places.set(uuid, ++this.#last);
    for (const table of this.tables) table.take(uuid, row, moved);
  }
}

class Table extends Collection<Uuid, Row> {
  readonly rank: Rank<Uuid>;
  readonly #columns: readonly string[] | undefined;

  constructor(
    name: string,
    number: number,
    tracker: Tracker,
    columns: readonly string[] | undefined,
    rank: Rank<Uuid>,
  ) {
    super(name, number, tracker);
    this.#columns = columns;
    this.rank = rank;
  }

  take(uuid: Uuid, row: Row | undefined, moved: boolean): void {
    const held = this.peek(uuid);
    if (row === undefined) this.write(uuid, held, undefined);
    else if (moved || !this.#isSame(held, row)) this.write(uuid, held, this.#reduced(row), moved);
  }

  #isSame(held: Row | undefined, row: Row): boolean {
    if (held === undefined || held === row) return held === row;
    return this.#columns?.every((column) => isEqual(held[column], row[column])) ?? false;
  }

  #reduced(row: Row): Row {
    if (this.#columns === undefined) return row;
    const reduced: { _uuid: Uuid; [column: string]: ColumnValue } = { _uuid: row._uuid };
    for (const column of this.#columns) {
      const value = row[column];
      if (value === undefined) throw new Error(`Table ${this.name} has no column ${column}.`);
      reduced[column] = value;
    }
    return reduced;
  }
}

function isEqual(a: ColumnValue | undefined, b: ColumnValue | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && valuesEqual(a, b));
}
