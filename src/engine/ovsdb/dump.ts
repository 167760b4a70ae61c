/** `ovsdb-client dump`: the contents of tables, sorted so that equal databases print equally. */
import { compareText } from '../base';
import { compareValues } from './datum';
import type { Database } from './database';
import { findColumn, type ColumnSchema, type TableSchema } from './schema';
import { columnOf } from './store';
import { DEFAULT_STYLE, formatTables, type Table, type TableStyle } from './table-text';
import type { Row } from './types';

/** Tables to print, each with its columns; undefined stands for all of them. */
export type DumpSelection = Readonly<Record<string, readonly string[] | undefined>>;

/**
 * The text of `ovsdb-client dump DATABASE [TABLE [COLUMN...]]`. Tables come by
 * name; columns too, but `_uuid` first (whatever order they are asked for in);
 * rows by their columns from left to right. Of rows that agree in all columns
 * asked for, one is printed. The selection must name what the schema has.
 */
export function dumpTables(database: Database, selection?: DumpSelection, style: TableStyle = DEFAULT_STYLE): string {
  const names = selection === undefined ? [...database.schema.tables.keys()] : Object.keys(selection);
  const tables = names.sort(compareText).map((name) => dumpTable(database, name, selection?.[name]));
  return formatTables(tables, style);
}

function dumpTable(database: Database, name: string, columnNames?: readonly string[]): Table {
  const schema = database.schema.tables.get(name);
  if (schema === undefined) throw new Error(`No table named ${name}.`);
  const columns = dumpColumns(schema, columnNames);
  return {
    caption: `${name} table`,
    headings: columns.map((column) => column.name),
    rows: distinctRows([...database.rows(name).values()], columns).map((row) =>
      columns.map(({ name: column, type }) => ({ value: columnOf(row, column), type })),
    ),
  };
}

/** `_version` is never printed: it differs from run to run. */
function dumpColumns(schema: TableSchema, names?: readonly string[]): readonly ColumnSchema[] {
  const wanted = new Set(names ?? ['_uuid', ...schema.columns.keys()]);
  wanted.delete('_version');
  // '_' sorts behind capital letters, yet `_uuid` goes first.
  const sorted = [...wanted].sort((a, b) => Number(b === '_uuid') - Number(a === '_uuid') || compareText(a, b));
  return sorted.map((name) => {
    const column = findColumn(schema, name);
    if (column === undefined) throw new Error(`Table "${schema.name}" has no column ${name}.`);
    return column;
  });
}

function distinctRows(rows: readonly Row[], columns: readonly ColumnSchema[]): readonly Row[] {
  const sorted = [...rows].sort((a, b) => compareRows(a, b, columns));
  return sorted.filter((row, i) => {
    const previous = sorted[i - 1];
    return previous === undefined || compareRows(previous, row, columns) !== 0;
  });
}

function compareRows(a: Row, b: Row, columns: readonly ColumnSchema[]): number {
  for (const { name } of columns) {
    const sign = compareValues(columnOf(a, name), columnOf(b, name));
    if (sign !== 0) return sign;
  }
  return 0;
}
