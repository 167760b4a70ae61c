/** Rows of the northbound database as a recording of Neutron has them: with a name for each row, without what is empty. */
import { isRecord, type Uuid } from '../../engine/base';
import {
  getMapString,
  getString,
  isPairs,
  type ColumnSchema,
  type ColumnValue,
  type Database,
  type Row,
  type RowEdit,
} from '../../engine/ovsdb';
import type { NeutronNames } from './neutron-names';

export type RecordedRow = Readonly<Record<string, unknown>>;
export type RecordedTables = Readonly<Record<string, readonly RecordedRow[]>>;

/** They say how the database itself is, not what Neutron wrote. */
const ASIDE: readonly string[] = ['NB_Global', 'Connection', 'SSL'];

export function recordedTables(nb: Database, names: NeutronNames): RecordedTables {
  const tables = [...nb.schema.tables.keys()].filter((table) => !ASIDE.includes(table));
  return Object.fromEntries(
    tables.flatMap((table) => {
      const rows = Array.from(nb.rows(table).values(), (row) => recordedRow(nb, names, table, row));
      return rows.length === 0 ? [] : [[table, rows]];
    }),
  );
}

function recordedRow(nb: Database, names: NeutronNames, table: string, row: Row): RecordedRow {
  const columns = nb.schema.tables.get(table)?.columns ?? new Map<string, ColumnSchema>();
  const entries = [...columns.values()].flatMap((column): (readonly [string, unknown])[] => {
    const value = row[column.name];
    if (value === undefined || isEmpty(value) || isDefault(column, value)) return [];
    return [[column.name, recordedValue(nb, names, column, value)]];
  });
  const plain = { _id: names.recorded(idOf(row, table)), ...Object.fromEntries(entries) };
  return table === 'DHCP_Options' ? withServerName(plain) : plain;
}

/** Members that are numbers of a later release, at what they are by default. */
function isDefault(column: ColumnSchema, value: ColumnValue): boolean {
  return (
    ['tier', 'label', 'nat.priority', 'sample_new', 'sample_est'].includes(column.name) ||
    (column.name === 'priority' && value === 0)
  );
}

function recordedValue(nb: Database, names: NeutronNames, column: ColumnSchema, value: ColumnValue): unknown {
  if (isMap(column)) {
    const pairs = Array.isArray(value) && isPairs(value) ? value : [];
    return Object.fromEntries(pairs.map(([key, item]) => [names.recorded(String(key)), names.recorded(item)]));
  }
  const refTable = refTableOf(column);
  const text = (atom: unknown): unknown => {
    const target =
      refTable === undefined || typeof atom !== 'string'
        ? undefined
        : [...nb.rows(refTable).values()].find((row) => row._uuid === atom);
    return names.recorded(target === undefined || refTable === undefined ? atom : idOf(target, refTable));
  };
  if (!Array.isArray(value)) return text(value);
  const members = value.map(text).sort();
  return isOptional(column) ? members[0] : members;
}

/** As the recording names a row: what makes it that row. */
function idOf(row: Row, table: string): string {
  switch (table) {
    case 'ACL': {
      const rule = getMapString(row, 'external_ids', 'neutron:security_group_rule_id');
      return rule === undefined ? `acl ${columnsText(row, ['direction', 'priority', 'match'])}` : `acl ${rule}`;
    }
    case 'DHCP_Options': {
      const port = getMapString(row, 'external_ids', 'port_id');
      return ['dhcp', getMapString(row, 'external_ids', 'subnet_id') ?? '', ...(port === undefined ? [] : [port])].join(
        ' ',
      );
    }
    case 'DNS':
      return `dns ${getMapString(row, 'external_ids', 'ls_name') ?? ''}`;
    case 'NAT':
      return `nat ${columnsText(row, ['type', 'external_ip', 'logical_ip'])}`;
    case 'Logical_Router_Static_Route':
      return `route ${columnsText(row, ['ip_prefix', 'nexthop'])}`;
    case 'HA_Chassis':
      return `ha_chassis ${getString(row, 'chassis_name')}`;
    case 'QoS':
      return `qos ${columnsText(row, ['direction', 'priority', 'match'])}`;
    default:
      return getString(row, 'name');
  }
}

function columnsText(row: Row, columns: readonly string[]): string {
  return columns.map((column) => textOf(row[column])).join(' ');
}

/** The server's MAC is drawn, and drawn anew when its row is made again. */
function withServerName(row: RecordedRow): RecordedRow {
  const { options, external_ids } = row;
  if (!isRecord(options) || !isRecord(external_ids)) return row;
  const subnet = /^<subnet:(.*)>$/.exec(textOf(external_ids.subnet_id))?.[1] ?? '';
  const named = Object.entries(options).map(([key, value]) => {
    const isMac = key === 'server_mac' || (key === 'server_id' && /^([0-9a-f]{2}:){5}/.test(textOf(value)));
    return [key, isMac ? `<mac:dhcp-${subnet}>` : value];
  });
  return { ...row, options: Object.fromEntries(named) };
}

/**
 * What somebody did behind Neutron's back, as the difference of two recorded states:
 * rows that are gone go, new ones come, columns that differ are set.
 */
export function behindItsBack(
  nb: Database,
  names: NeutronNames,
  before: RecordedTables,
  after: RecordedTables,
): readonly RowEdit[] {
  const uuids = new Map<string, Uuid>();
  for (const table of Object.keys(after)) {
    for (const row of nb.rows(table).values())
      uuids.set(`${table} ${String(names.recorded(idOf(row, table)))}`, row._uuid);
  }
  const fresh: RowEdit[] = [];
  const edits: RowEdit[] = [];
  for (const [table, rows] of Object.entries(after)) {
    for (const row of rows) {
      const key = `${table} ${textOf(row._id)}`;
      if (!uuids.has(key)) uuids.set(key, names.draw());
    }
  }
  for (const [table, rows] of Object.entries(after)) {
    const held = before[table] ?? [];
    for (const row of rows) {
      const uuid = uuids.get(`${table} ${textOf(row._id)}`);
      const old = held.find(({ _id }) => _id === row._id);
      if (uuid === undefined) continue;
      const columns = [...new Set([...Object.keys(row), ...Object.keys(old ?? {})])].filter(
        (name) => name !== '_id' && JSON.stringify(row[name]) !== JSON.stringify(old?.[name]),
      );
      const values = Object.fromEntries(
        columns.map((name) => [name, realValue(nb, names, uuids, table, name, row[name])]),
      );
      if (nb.row(table, uuid) === undefined) fresh.push({ op: 'insert', table, uuid, row: values });
      else if (columns.length > 0) edits.push({ op: 'update', table, uuid, row: values });
    }
    const isRoot = nb.schema.tables.get(table)?.isRoot === true;
    for (const row of held) {
      const uuid = uuids.get(`${table} ${textOf(row._id)}`);
      const gone = rows.every(({ _id }) => _id !== row._id);
      if (gone && isRoot && uuid !== undefined) edits.push({ op: 'delete', table, uuid });
    }
  }
  return [...fresh, ...edits];
}

function realValue(
  nb: Database,
  names: NeutronNames,
  uuids: ReadonlyMap<string, string>,
  table: string,
  name: string,
  value: unknown,
): ColumnValue {
  const column = nb.schema.tables.get(table)?.columns.get(name);
  if (column === undefined) throw new Error(`Neutron wrote a column ${table}.${name} that the database does not have.`);
  if (isMap(column)) {
    return Object.entries(isRecord(value) ? value : {}).map(
      ([key, item]) => [String(names.real(key)), names.real(item) as string | number] as const,
    );
  }
  const refTable = refTableOf(column);
  const members = (value === undefined ? [] : Array.isArray(value) ? value : [value]).map((item: unknown) =>
    refTable === undefined
      ? (names.real(item) as string | number | boolean)
      : (uuids.get(`${refTable} ${textOf(item)}`) ?? String(names.real(item))),
  );
  return isScalar(column) ? (members[0] ?? column.initial) : members;
}

/** A recorded value where it is a text or a number. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isEmpty(value: ColumnValue): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}

function isMap({ type }: ColumnSchema): boolean {
  return type.value !== undefined;
}

function isScalar({ type }: ColumnSchema): boolean {
  return type.min === 1 && type.max === 1;
}

function isOptional({ type }: ColumnSchema): boolean {
  return type.min === 0 && type.max === 1;
}

function refTableOf({ type }: ColumnSchema): string | undefined {
  return type.key.refTable;
}
