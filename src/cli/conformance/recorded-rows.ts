/**
 * The rows of two databases as texts that do not depend on UUIDs: a row is told by
 * what is in it, and a reference by what it leads to. Columns that are free, and
 * those that are empty, are left out.
 */
import { compareText, isUuid, type Uuid } from '../../engine/base';
import { isPairs, type Atom, type ColumnValue, type Row } from '../../engine/ovsdb';

/** The rows of a database, table by table. */
export interface Tables {
  readonly names: readonly string[];
  readonly rows: (table: string) => readonly Row[];
}

/** Columns that are not compared: counters, times, and keys that the real program draws. */
const FREE = /(_cfg|_timestamp)$|^(_uuid|_version|tunnel_key|seq_no)$/;
/** What stands in a map and is not compared. */
const FREE_KEYS: ReadonlySet<string> = new Set(['source', 'northd_internal_version']);

export class Described {
  readonly #rows = new Map<string, { readonly table: string; readonly row: Row }>();
  readonly #labels = new Map<string, string>();
  /** Rows by the first 32 bits of their UUID, as hints name them. */
  readonly #hints = new Map<string, string>();
  readonly #own: Tables;

  /** `own` may refer to rows of `northbound`. */
  constructor(own: Tables, northbound: Tables) {
    this.#own = own;
    for (const tables of [northbound, own]) {
      for (const table of tables.names) for (const row of tables.rows(table)) this.#rows.set(row._uuid, { table, row });
    }
    for (const table of northbound.names) {
      for (const { _uuid: uuid } of northbound.rows(table)) this.#hints.set(uuid.slice(0, 8), uuid);
    }
  }

  get tables(): readonly string[] {
    return this.#own.names;
  }

  /** Every row of a table, with a text for it. */
  rows(table: string): readonly { readonly row: Row; readonly text: string }[] {
    return this.#own.rows(table).map((row) => ({ row, text: this.#content(row) }));
  }

  /** What a reference leads to. */
  label(uuid: string): string {
    const known = this.#labels.get(uuid);
    if (known !== undefined) return known;
    const found = this.#rows.get(uuid);
    if (found === undefined) return isUuid(uuid) ? '<gone>' : uuid;
    this.#labels.set(uuid, '<itself>');
    const label = this.#labelOf(found.table, found.row);
    this.#labels.set(uuid, label);
    return label;
  }

  /** The row that a `stage-hint` names. */
  hint(text: string): string {
    const uuid = this.#hints.get(text);
    return uuid === undefined ? `<${text}>` : this.label(uuid);
  }

  /** A text in which UUIDs of rows are replaced. */
  text(text: string): string {
    return text.replace(UUIDS, (uuid) => (this.#rows.has(uuid) ? `<${this.label(uuid)}>` : uuid));
  }

  #labelOf(table: string, row: Row): string {
    if (table === 'Datapath_Binding') return this.label(String(one(row.nb_uuid)));
    if (table === 'Port_Binding') return String(row.logical_port);
    if (table === 'Logical_DP_Group') return `{${this.#members(row.datapaths ?? []).join(', ')}}`;
    const name = one(row.name);
    if (typeof name === 'string' && name !== '' && !NAMELESS.has(table)) return `${table} ${name}`;
    return `${table}(${this.#content(row)})`;
  }

  #content(row: Row): string {
    return Object.keys(row)
      .filter((column) => !FREE.test(column))
      .sort(compareText)
      .flatMap((column) => {
        const text = this.#value(column, row[column] ?? []);
        return text === '' ? [] : [`${column}=${text}`];
      })
      .join(' ');
  }

  #value(column: string, value: ColumnValue): string {
    if (typeof value !== 'object') {
      const text = this.#atom(column, value);
      return column === 'nat_addresses' ? sortedWords(text) : text;
    }
    if (!isPairs(value)) {
      const members = this.#members(value);
      return (column === 'nat_addresses' ? members.map(sortedWords) : members).join(', ');
    }
    return value
      .filter(([key]) => !FREE_KEYS.has(String(key)))
      .map(
        ([key, held]) => `${String(key)}:${key === 'stage-hint' ? this.hint(String(held)) : this.#atom(column, held)}`,
      )
      .sort(compareText)
      .join(', ');
  }

  #members(value: ColumnValue): readonly string[] {
    const atoms = typeof value === 'object' ? value : [value];
    return atoms.map((atom) => this.#atom('', typeof atom === 'object' ? String(atom) : atom)).sort(compareText);
  }

  #atom(column: string, atom: Atom): string {
    if (typeof atom !== 'string') return String(atom);
    if (isUuid(atom)) return this.label(atom);
    return column === 'match' ? sortedSets(this.text(atom)) : this.text(atom);
  }
}

/** Tables of which several rows may have one name. */
const NAMELESS: ReadonlySet<string> = new Set(['ACL', 'Load_Balancer']);

const UUIDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** A match with the members of its sets sorted: they are written in the order of a hash. */
export function sortedSets(match: string): string {
  return match.replace(/\{([^{}]*)\}/g, (_, members: string) => {
    const sorted = members
      .split(',')
      .map((member) => member.trim())
      .filter((member) => member !== '')
      .sort(compareText);
    return `{${sorted.join(', ')}}`;
  });
}

/** A MAC and addresses: those of load balancers are written in the order of a hash. */
function sortedWords(text: string): string {
  return text.split(' ').sort(compareText).join(' ');
}

export function one(value: ColumnValue | undefined): Atom | undefined {
  if (value === undefined || typeof value !== 'object') return value;
  const [first] = value;
  return typeof first === 'object' ? undefined : first;
}

export function uuidIn(row: Row, column: string): Uuid | undefined {
  const atom = one(row[column]);
  return typeof atom === 'string' && isUuid(atom) ? atom : undefined;
}
