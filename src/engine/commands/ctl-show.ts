/** The indented overview that `show` prints: rows, their values, and the rows they refer to. */
import { compareText } from '../base';
import { formatDatum, type ColumnSchema, type ColumnValue, type Row, type Overlay } from '../ovsdb';
import { references } from './vsctl-model';

/** How one table is shown; the first of a list is where the overview starts. */
export interface ShowTable {
  readonly table: string;
  /** The column that names a row; without one its UUID does. */
  readonly name?: string;
  readonly columns: readonly string[];
}

export function showRows(overlay: Overlay, tables: readonly ShowTable[]): string {
  const [first] = tables;
  if (!first) return '';
  return overlay
    .rows(first.table)
    .map((row) => showRow(overlay, tables, first, row, 0, new Set()))
    .join('');
}

function showRow(
  overlay: Overlay,
  tables: readonly ShowTable[],
  show: ShowTable,
  row: Row,
  level: number,
  above: ReadonlySet<string>,
): string {
  const schema = overlay.schema.tables.get(show.table);
  const nameColumn = show.name === undefined ? undefined : schema?.columns.get(show.name);
  const title = nameColumn
    ? `${show.table} ${formatDatum(row[nameColumn.name] ?? nameColumn.initial, nameColumn.type)}`
    : row._uuid;
  let text = `${' '.repeat(level * 4)}${title}\n`;
  if (above.has(show.table)) return text;
  const within = new Set([...above, show.table]);
  for (const name of show.columns) {
    const column = schema?.columns.get(name);
    if (!column) continue;
    const value = row[name] ?? column.initial;
    const target = tables.find(({ table }) => table === column.type.key.refTable);
    if (target) {
      for (const child of referenced(overlay, target, value))
        text += showRow(overlay, tables, target, child, level + 1, within);
    } else if (!isDefault(value, column)) {
      text += `${' '.repeat((level + 1) * 4)}${name}: ${formatDatum(value, column.type)}\n`;
    }
  }
  return text;
}

/** By name, where the real programs follow the UUIDs, which says nothing to a reader. */
function referenced(overlay: Overlay, target: ShowTable, value: ColumnValue): Row[] {
  const rows = references(value).flatMap((uuid) => overlay.row(target.table, uuid) ?? []);
  const { name } = target;
  return name === undefined ? rows : rows.sort((a, b) => compareText(String(a[name]), String(b[name])));
}

function isDefault(value: ColumnValue, column: ColumnSchema): boolean {
  return JSON.stringify(value) === JSON.stringify(column.initial);
}
