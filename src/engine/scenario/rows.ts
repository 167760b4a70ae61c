/** Rows as a document has them: the UUID, and the columns that differ from what an inserted row has anyway. */
import { err, ok } from '../base';
import { badDocument } from './bad-document';
import { valuesEqual } from '../ovsdb';
import type { Progress, Result } from '../base';
import type { ColumnValue, Database, Row, RowEdit } from '../ovsdb';

/** A row: its UUID, and the columns that differ from what an inserted row has anyway. */
export type SavedRow = readonly [Row['_uuid'], Readonly<Record<string, ColumnValue>>];

/** By table, the rows in the order in which they were created. */
export type SavedTables = Readonly<Record<string, readonly SavedRow[]>>;

/** So many rows are saved in some milliseconds. */
const ROWS_PER_PIECE = 2_000;

/** Rows never change, so one that has been saved is not looked at again. */
const saved = new WeakMap<Row, SavedRow>();

export function saveRow(columns: Columns, row: Row): SavedRow {
  const known = saved.get(row);
  if (known !== undefined) return known;
  const values: Record<string, ColumnValue> = {};
  for (const [column, { initial }] of columns) {
    const value = row[column];
    if (value !== undefined && !valuesEqual(value, initial)) values[column] = value;
  }
  const now: SavedRow = [row._uuid, values];
  saved.set(row, now);
  return now;
}

type Columns = NonNullable<ReturnType<Database['schema']['tables']['get']>>['columns'];

/** The rows of a database, or of some tables of it, in pieces. */
export function* savingTables(
  database: Database,
  what: string,
  only?: readonly string[],
): Generator<Progress, SavedTables, void> {
  const tables: Record<string, readonly SavedRow[]> = {};
  let done = 0;
  for (const [name, { columns }] of database.schema.tables) {
    if (only?.includes(name) === false) continue;
    const rows: SavedRow[] = [];
    for (const row of database.rows(name).values()) {
      rows.push(saveRow(columns, row));
      done += 1;
      if (done % ROWS_PER_PIECE === 0) yield { what, done, total: null };
    }
    if (rows.length > 0) tables[name] = rows;
  }
  return tables;
}

/** The edits that put saved rows into a database. */
export function insertions(tables: SavedTables, schema: Database['schema'], path: string): Result<readonly RowEdit[]> {
  const edits: RowEdit[] = [];
  for (const [table, rows] of Object.entries(tables)) {
    const columns = schema.tables.get(table)?.columns;
    if (columns === undefined) return err(badDocument(`${path}.${table}`, `there is no table ${table}`));
    for (const [index, [uuid, row]] of rows.entries()) {
      const unknown = Object.keys(row).find((column) => !columns.has(column));
      if (unknown !== undefined) {
        return err(badDocument(`${path}.${table}[${index}]`, `table ${table} has no column ${unknown}`));
      }
      edits.push({ op: 'insert', table, uuid, row });
    }
  }
  return ok(edits);
}
