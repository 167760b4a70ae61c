/**
 * A recorded network through our ovn-nbctl and our ovn-northd. The commands begin with an
 * empty northbound database and must make the recorded one; ovn-northd begins with that, whose
 * UUIDs all the rest of the recording names, and with an empty southbound one. What
 * ovn-controllers wrote is given as recorded. Tunnel keys are free, so they are set as recorded too: actions, and what
 * controllers learnt, name them.
 */
import { createRandom, type Uuid } from '../../engine/base';
import { Northd } from '../../engine/northd';
import {
  Database,
  isPairs,
  type Atom,
  type ChangeSet,
  type ColumnValue,
  type Row,
  type RowEdit,
  type RowValues,
} from '../../engine/ovsdb';
import { release26_03, runCommands26_03 as runCommands } from '../../engine/releases';
import { one, uuidIn, type Tables } from './recorded-rows';

export interface NorthdCase {
  readonly id: string;
  readonly family: string;
  /** With the program's name in front; undefined where the case begins with the database. */
  readonly commands: readonly (readonly string[])[] | undefined;
  /** The exit status of each command. */
  readonly status: readonly number[];
  readonly northbound: Tables;
  readonly southbound: Tables;
}

export interface Settled {
  readonly nb: Tables;
  readonly sb: Tables;
  /** The northbound rows that a flow may be said to come from. */
  readonly hintsOf: (flow: Uuid) => readonly Uuid[];
}

/** What the commands of a case make of an empty northbound database, and what they made when they were recorded. */
export interface Administered {
  readonly ours: Tables;
  readonly recorded: Tables;
  readonly statuses: readonly number[];
}

/** The northbound database before ovn-northd has seen it; undefined where a case has no commands. */
export function administer({ commands, northbound }: NorthdCase): Administered | undefined {
  if (commands === undefined) return undefined;
  const made = runCommands(commands);
  const administered = (tables: Tables): Tables => {
    const nb = new Database(release26_03.schemas.nb, createRandom(1));
    commit(nb, asAdministered(tables));
    return withoutDrawn(tablesOf(nb), tablesOf(made.northbound));
  };
  return {
    ours: administered(tablesOf(made.northbound)),
    recorded: administered(northbound),
    statuses: made.statuses,
  };
}

/** What ovn-northd draws at random where nobody has set it. */
const DRAWN: ReadonlySet<string> = new Set(['mac_prefix', 'svc_monitor_mac', 'svc_monitor_mac_dst']);

/** Without the options of NB_Global that no command has set, so that it was ovn-northd. */
function withoutDrawn(tables: Tables, made: Tables): Tables {
  const given = new Set(made.rows('NB_Global').flatMap(({ options }) => keysOf(options)));
  const isKept = (key: string): boolean => given.has(key) || !DRAWN.has(key);
  return {
    names: tables.names,
    rows: (table) =>
      tables.rows(table).map((row) => {
        const { options } = row;
        if (table !== 'NB_Global' || typeof options !== 'object' || !isPairs(options)) return row;
        return { ...row, options: options.filter(([key]) => isKept(String(key))) };
      }),
  };
}

function keysOf(value: ColumnValue | undefined): readonly string[] {
  return typeof value === 'object' && isPairs(value) ? value.map(([key]) => String(key)) : [];
}

/** Both databases when ovn-northd has come to rest. */
export function runCase(recorded: NorthdCase): Settled {
  const nb = new Database(release26_03.schemas.nb, createRandom(1));
  const sb = new Database(release26_03.schemas.sb, createRandom(2));
  commit(nb, asAdministered(recorded.northbound));
  const lab = new Lab(nb, sb);
  commit(
    sb,
    ['Chassis', 'Encap'].flatMap((table) => recorded.southbound.rows(table).map((row) => insert(table, row))),
  );
  lab.settle();
  commit(sb, asControlled(recorded.southbound, sb));
  lab.settle();
  return { nb: tablesOf(nb), sb: tablesOf(sb), hintsOf: (flow) => lab.hintsOf(flow) };
}

class Lab {
  readonly #northd = new Northd(release26_03.northd);
  #pending: { nb: ChangeSet; sb: ChangeSet } = { nb: [], sb: [] };
  #first = true;

  constructor(
    readonly nb: Database,
    readonly sb: Database,
  ) {
    nb.onCommit((changes) => (this.#pending = { ...this.#pending, nb: [...this.#pending.nb, ...changes] }));
    sb.onCommit((changes) => (this.#pending = { ...this.#pending, sb: [...this.#pending.sb, ...changes] }));
  }

  hintsOf(flow: Uuid): readonly Uuid[] {
    return this.#northd.provenance(flow)?.nb.map(({ uuid }) => uuid) ?? [];
  }

  settle(): void {
    for (let run = 0; run < MANY; run++) {
      const seen = this.#pending;
      this.#pending = { nb: [], sb: [] };
      const asked = this.#northd.run({ nb: this.nb, sb: this.sb }, this.#first ? 'all' : seen);
      this.#first = false;
      if (asked.nb.length + asked.sb.length === 0) return;
      commit(this.sb, asked.sb);
      commit(this.nb, asked.nb);
    }
    throw new Error('ovn-northd does not come to rest');
  }
}

/** So many runs are always enough: each sees what the one before wrote. */
const MANY = 12;

function commit(db: Database, edits: readonly RowEdit[]): void {
  if (edits.length === 0) return;
  const done = db.commit(edits);
  if (!done.ok) throw new Error(`${db.name}: ${done.error.code}: ${done.error.message}`);
}

/** The recorded northbound rows without what ovn-northd wrote into them. */
function asAdministered(tables: Tables): readonly RowEdit[] {
  return tables.names.flatMap((table) =>
    tables.rows(table).map((row) => insert(table, row, (column) => isNorthds(table, column, row))),
  );
}

function isNorthds(table: string, column: string, row: Row): boolean {
  if (table === 'Logical_Switch_Port') {
    return column === 'up' || column === 'dynamic_addresses' || (column === 'tag' && row.tag_request !== undefined);
  }
  if (table === 'NB_Global') return /(_cfg|_timestamp)$/.test(column);
  return column === 'status' && (table === 'BFD' || table === 'Logical_Router_Port');
}

const WRITTEN_OPTIONS = ['max_tunid', 'northd_internal_version'];

function insert(table: string, row: Row, isLeftOut: (column: string) => boolean = () => false): RowEdit {
  const values: Record<string, ColumnValue> = {};
  for (const [column, value] of Object.entries(row)) {
    if (column === '_uuid' || isLeftOut(column)) continue;
    values[column] = table === 'NB_Global' && column === 'options' ? withoutWritten(value) : value;
  }
  return { op: 'insert', table, uuid: row._uuid, row: values };
}

function withoutWritten(value: ColumnValue): ColumnValue {
  if (typeof value !== 'object') return value;
  return value.flatMap((pair) =>
    typeof pair === 'object' && !WRITTEN_OPTIONS.includes(String(pair[0])) ? [pair] : [],
  );
}

/** What ovn-controllers wrote, and the tunnel keys, for the rows that ours made. */
function asControlled(recorded: Tables, sb: Database): readonly RowEdit[] {
  const edits: RowEdit[] = [];
  const ours = new Map<string, Uuid>();
  const pair = (table: string, keyOf: (row: Row) => string, columns: readonly string[]): void => {
    const byKey = new Map([...sb.rows(table)].map(([uuid, row]) => [keyOf(row), uuid]));
    for (const row of recorded.rows(table)) {
      const uuid = byKey.get(keyOf(row));
      if (uuid === undefined) continue;
      ours.set(row._uuid, uuid);
      edits.push({ op: 'update', table, uuid, row: picked(row, columns) });
    }
  };
  pair('Datapath_Binding', (row) => String(one(row.nb_uuid)), ['tunnel_key']);
  pair('Port_Binding', (row) => String(row.logical_port), CONTROLLERS);
  const datapath = (row: Row): string => {
    const uuid = String(one(row.datapath));
    return ours.get(uuid) ?? uuid;
  };
  pair('Multicast_Group', (row) => `${datapath(row)} ${String(row.name)}`, ['tunnel_key']);
  pair('Service_Monitor', (row) => [row.ip, row.port, one(row.protocol), row.logical_port].map(String).join(' '), [
    'status',
  ]);
  for (const table of ['IGMP_Group', 'MAC_Binding', 'FDB'] as const) {
    for (const row of recorded.rows(table)) {
      const at = uuidIn(row, 'datapath');
      if (at !== undefined && !ours.has(at)) continue;
      edits.push(insert(table, mapped(row, ours)));
    }
  }
  return edits;
}

/** Of a binding, what ovn-controllers write into it. */
const CONTROLLERS = [
  'tunnel_key',
  'chassis',
  'additional_chassis',
  'up',
  'encap',
  'additional_encap',
  'virtual_parent',
];

function picked(row: Row, columns: readonly string[]): RowValues {
  const values: Record<string, ColumnValue> = {};
  for (const column of columns) {
    const value = row[column];
    if (value !== undefined) values[column] = value;
  }
  return values;
}

function mapped(row: Row, ours: ReadonlyMap<string, Uuid>): Row {
  const atom = (value: Atom): Atom => (typeof value === 'string' ? (ours.get(value) ?? value) : value);
  const values: Record<string, ColumnValue> = {};
  for (const [column, value] of Object.entries(row)) {
    if (typeof value !== 'object') values[column] = atom(value);
    else values[column] = isPairs(value) ? value : value.map(atom);
  }
  return { ...values, _uuid: row._uuid };
}

function tablesOf(db: Database): Tables {
  return { names: [...db.schema.tables.keys()], rows: (table) => [...db.rows(table).values()] };
}
