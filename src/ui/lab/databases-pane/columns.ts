/** The columns of a table in the order that a person reads them; pure. */
import type { ColumnInfo, RowView } from '../../bridge';

/** What a row is called and what it says first; all others follow by name. */
const FIRST = [
  'name',
  'logical_port',
  'table_id',
  'priority',
  'match',
  'action',
  'actions',
  'type',
  'chassis_name',
  'macs',
  'addresses',
  'port_security',
  'up',
  'enabled',
  'tag',
  'tunnel_key',
  'ip',
  'external_ids',
  'options',
];

export function inReadingOrder(columns: readonly ColumnInfo[]): readonly ColumnInfo[] {
  const rank = ({ name, isUuid }: ColumnInfo) => {
    const at = FIRST.indexOf(name);
    return at >= 0 ? at : FIRST.length + (isUuid ? 1 : 0);
  };
  return columns.toSorted((a, b) => rank(a) - rank(b));
}

/** Says nothing: an empty text, set or map. */
function isEmptyCell(text: string | undefined): boolean {
  return text === undefined || text === '' || text === '""' || text === '[]' || text === '{}';
}

/** The columns that say something in one of the rows. */
export function columnsInUse(columns: readonly ColumnInfo[], rows: readonly RowView[]): readonly ColumnInfo[] {
  return columns.filter(({ name }) => rows.some(({ cells }) => !isEmptyCell(cells[name])));
}
