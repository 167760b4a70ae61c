/** A view of a database with edits that are not yet committed, for making several edits of which each sees the others. */
import type { Uuid } from '../base';
import type { DatabaseView } from '../northd';
import { valuesEqual, type ColumnValue, type Row, type RowEdit } from '../ovsdb';

export class Draft {
  readonly #base: DatabaseView;
  readonly #edits: RowEdit[] = [];
  /** Whole copies of the tables that were edited. */
  readonly #tables = new Map<string, Map<Uuid, Row>>();
  /** What the database would hold after the edits, before its checks and its garbage collection. */
  readonly view: DatabaseView;

  constructor(base: DatabaseView) {
    this.#base = base;
    const rows = (table: string): ReadonlyMap<Uuid, Row> => this.#tables.get(table) ?? base.rows(table);
    this.view = {
      schema: base.schema,
      rows,
      row: (table, uuid) => rows(table).get(uuid),
      find: (table, column, value) => {
        if (!this.#tables.has(table)) return base.find(table, column, value);
        for (const row of rows(table).values()) {
          const held = row[column];
          if (held !== undefined && valuesEqual(held, value)) return row;
        }
        return undefined;
      },
    };
  }

  /** Everything added so far, for one commit. */
  get edits(): readonly RowEdit[] {
    return this.#edits;
  }

  /** Adds edits; an inserted row must come with its UUID. */
  add(edits: readonly RowEdit[]): void {
    for (const edit of edits) {
      this.#edits.push(edit);
      this.#edit(edit);
    }
  }

  #edit(edit: RowEdit): void {
    const rows = this.#copyOf(edit.table);
    if (edit.uuid === undefined) throw new Error('A draft cannot hold a new row without a UUID');
    if (edit.op === 'delete') rows.delete(edit.uuid);
    else if (edit.op === 'insert') rows.set(edit.uuid, { ...this.#initial(edit.table), ...edit.row, _uuid: edit.uuid });
    else {
      const row = rows.get(edit.uuid);
      if (row !== undefined) rows.set(edit.uuid, { ...row, ...edit.row, _uuid: edit.uuid });
    }
  }

  #copyOf(table: string): Map<Uuid, Row> {
    const copy = this.#tables.get(table) ?? new Map(this.#base.rows(table));
    this.#tables.set(table, copy);
    return copy;
  }

  #initial(table: string): Readonly<Record<string, ColumnValue>> {
    const columns = this.#base.schema.tables.get(table)?.columns.values() ?? [];
    return Object.fromEntries(Array.from(columns, (column) => [column.name, column.initial]));
  }
}
