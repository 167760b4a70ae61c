/** What `ovsdb-client monitor` prints: first what is there, then each change as it comes. */
import { DEFAULT_STYLE, findColumn, formatTable, valuesEqual } from '../ovsdb';
import type { Cell, ChangeSet, ColumnSchema, Database, Row, RowChange, TableStyle } from '../ovsdb';
import type { MonitoredTable, MonitorRequest } from './host';

/** The contents of the tables at the start; nothing for a table without rows. */
export function initialTables(database: Database, request: MonitorRequest, style: TableStyle = DEFAULT_STYLE): string {
  return join(
    request.tables.map((monitored) => {
      const columns = columnsOf(database, monitored);
      const rows = [...database.rows(monitored.table).values()].map((row) => [
        row._uuid,
        'initial',
        ...cells(row, columns),
      ]);
      return print(columns, rows, style);
    }),
  );
}

/** What one commit changed in the watched tables, with an empty line in front; empty when nothing was. */
export function monitorText(
  database: Database,
  request: MonitorRequest,
  changes: ChangeSet,
  style: TableStyle = DEFAULT_STYLE,
): string {
  const text = join(
    request.tables.map((monitored) => {
      const columns = columnsOf(database, monitored);
      const rows = changes
        .filter(({ table }) => table === monitored.table)
        .flatMap((change) => changeRows(change, monitored, columns));
      return print(columns, rows, style);
    }),
  );
  return text === '' ? '' : `\n${text}`;
}

function changeRows(
  { uuid, before, after }: RowChange,
  monitored: MonitoredTable,
  columns: readonly ColumnSchema[],
): Cell[][] {
  if (!before) return after && monitored.insert ? [[uuid, 'insert', ...cells(after, columns)]] : [];
  if (!after) return monitored.delete ? [[uuid, 'delete', ...cells(before, columns)]] : [];
  const changed = columns.filter(({ name, initial }) => !valuesEqual(before[name] ?? initial, after[name] ?? initial));
  if (!monitored.modify || changed.length === 0) return [];
  // Only what changed is known of the old row.
  const old = columns.map((column): Cell => (changed.includes(column) ? cell(before, column) : ''));
  return [
    [uuid, 'old', ...old],
    ['', 'new', ...cells(after, columns)],
  ];
}

function columnsOf(database: Database, { table, columns }: MonitoredTable): ColumnSchema[] {
  const schema = database.schema.tables.get(table);
  return columns.flatMap((name) => (schema && findColumn(schema, name)) ?? []);
}

function cells(row: Row, columns: readonly ColumnSchema[]): Cell[] {
  return columns.map((column) => cell(row, column));
}

function cell(row: Row, column: ColumnSchema): Cell {
  return { value: row[column.name] ?? column.initial, type: column.type };
}

function print(columns: readonly ColumnSchema[], rows: readonly (readonly Cell[])[], style: TableStyle): string {
  return rows.length === 0
    ? ''
    : formatTable({ headings: ['row', 'action', ...columns.map(({ name }) => name)], rows }, style);
}

function join(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n');
}
