/** Databases as sources: tables reduced to the columns that count. */
import type { Progress, Uuid, Work } from '../base';
import { valuesEqual, type ChangeSet, type ColumnValue, type DatabaseView, type Row } from '../ovsdb';
import { Collection } from './collection';
import { pieces } from './pieces';
import type { Tracker } from './tracking';

export class Source {
  readonly #tracker: Tracker;
  readonly #number: () => number;
  readonly #tables = new Map<string, Table[]>();

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
    const table = new Table(name, this.#number(), this.#tracker, columns);
    const tables = this.#tables.get(name);
    if (tables === undefined) this.#tables.set(name, [table]);
    else tables.push(table);
    return table;
  }

  /**
   * Takes note of changes, which `view` already has: `all` for everything that is in it. Several changes of one row
   * may be among them, in the order of their commits.
   */
  *observing(view: DatabaseView, seen: ChangeSet | 'all', progress: Progress): Work<void> {
    if (seen !== 'all') {
      yield* pieces(seen, progress, ({ table, uuid, before }) => {
        for (const each of this.#tables.get(table) ?? NO_TABLES) each.observe(view, uuid, before === undefined);
      });
      return;
    }
    for (const [name, tables] of this.#tables) {
      for (const table of tables) {
        for (const uuid of table.keys()) if (view.row(name, uuid) === undefined) table.observe(view, uuid, false);
        yield* pieces(view.rows(name).keys(), progress, (uuid) => {
          table.observe(view, uuid, false);
        });
      }
    }
  }
}

const NO_TABLES: readonly Table[] = [];

class Table extends Collection<Uuid, Row> {
  readonly #columns: readonly string[] | undefined;
  /** When each row came, as a number that grows. */
  readonly #places = new Map<Uuid, number>();
  #last = 0;

  constructor(name: string, number: number, tracker: Tracker, columns: readonly string[] | undefined) {
    super(name, number, tracker);
    this.#columns = columns;
  }

  readonly compare = (a: Uuid, b: Uuid): number => (this.#places.get(a) ?? 0) - (this.#places.get(b) ?? 0);

  /** A row may have changed; `inserted` if that was its first version. */
  observe(view: DatabaseView, uuid: Uuid, inserted: boolean): void {
    const held = this.peek(uuid);
    const row = view.row(this.name, uuid);
    if (row === undefined) {
      this.#places.delete(uuid);
      this.write(uuid, undefined);
      return;
    }
    // A row that was there and is inserted has gone in between.
    const moved = inserted && held !== undefined && this.#places.get(uuid) !== this.#last;
    if (held === undefined || moved) this.#places.set(uuid, ++this.#last);
    if (moved || !this.#isSame(held, row)) this.write(uuid, this.#reduced(row), moved);
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
