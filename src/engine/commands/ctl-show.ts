/** The indented overview that `show` prints: rows, their values, and the rows they refer to or that refer to them. */
import { compareText } from '../base';
import { formatDatum, type ColumnSchema, type ColumnValue, type Row } from '../ovsdb';
import type { CtlContext } from './ctl';
import { references } from './vsctl-model';

/** How one table is shown; the first of a list is where the overview starts. */
export interface ShowTable {
  readonly table: string;
  /** The column that names a row; without one its UUID does. */
  readonly name?: string;
  readonly columns: readonly string[];
  /** Rows of another table that refer to a row, which stand behind its values by their names. */
  readonly referrers?: { readonly table: string; readonly name: string; readonly column: string };
}

type Shown = Pick<CtlContext, 'overlay' | 'dialect'>;

/** What must stand somewhere in the text of a row of a table, in either case; otherwise the row is left out. */
export type ShowFilters = ReadonlyMap<string, ReadonlySet<string>>;

export function showRows(context: Shown, tables: readonly ShowTable[], filters: ShowFilters = new Map()): string {
  const [first] = tables;
  if (!first) return '';
  const overview = new Overview(context, tables, filters);
  return context.dialect
    .inOrder(context.overlay.rows(first.table))
    .map((row) => overview.row(first, row, 0, new Set()))
    .join('');
}

class Overview {
  constructor(
    private readonly context: Shown,
    private readonly tables: readonly ShowTable[],
    private readonly filters: ShowFilters,
  ) {}

  row(show: ShowTable, row: Row, level: number, above: ReadonlySet<string>): string {
    const { overlay } = this.context;
    const schema = overlay.schema.tables.get(show.table);
    const nameColumn = show.name === undefined ? undefined : schema?.columns.get(show.name);
    const title = nameColumn ? `${show.table} ${printed(row, nameColumn)}` : row._uuid;
    let text = `${indent(level)}${title}\n`;
    if (above.has(show.table)) return text;
    const within = new Set([...above, show.table]);
    for (const name of show.columns) {
      const column = schema?.columns.get(name);
      if (!column) continue;
      const value = row[name] ?? column.initial;
      const target = this.tables.find(({ table }) => table === column.type.key.refTable);
      if (target) {
        for (const child of this.referenced(target, value)) text += this.row(target, child, level + 1, within);
      } else if (!isDefault(value, column)) {
        text += `${indent(level + 1)}${name}: ${formatDatum(value, column.type)}\n`;
      }
    }
    text += this.referrersOf(show, row, level + 1);
    const wanted = this.filters.get(show.table);
    return !wanted || [...wanted].some((part) => text.toLowerCase().includes(part.toLowerCase())) ? text : '';
  }

  private referenced(target: ShowTable, value: ColumnValue): Row[] {
    const { overlay, dialect } = this.context;
    const rows = references(value).flatMap((uuid) => overlay.row(target.table, uuid) ?? []);
    const { name } = target;
    if (name === undefined || !dialect.refersByName) return rows;
    return rows.sort((a, b) => compareText(String(a[name]), String(b[name])));
  }

  private referrersOf({ referrers }: ShowTable, row: Row, level: number): string {
    const { overlay, dialect } = this.context;
    const nameColumn = referrers && overlay.schema.tables.get(referrers.table)?.columns.get(referrers.name);
    if (!referrers || !nameColumn) return '';
    return dialect
      .inOrder(overlay.rows(referrers.table))
      .filter((other) => references(other[referrers.column])[0] === row._uuid)
      .map((other) => `${indent(level)}${referrers.table} ${printed(other, nameColumn)}\n`)
      .join('');
  }
}

function indent(level: number): string {
  return ' '.repeat(level * 4);
}

function printed(row: Row, column: ColumnSchema): string {
  return formatDatum(row[column.name] ?? column.initial, column.type);
}

function isDefault(value: ColumnValue, column: ColumnSchema): boolean {
  return JSON.stringify(value) === JSON.stringify(column.initial);
}
