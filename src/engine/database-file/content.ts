/** The rows of a database while its file is read: each record changes them, under the schema of the file. */
import { isUuid, type Uuid, type Work } from '../base';
import {
  atomsOf,
  compareAtoms,
  pairsOf,
  parseSchema,
  valueFromJson,
  type Atom,
  type ColumnType,
  type ColumnValue,
  type DatabaseSchema,
  type MapPair,
  type Row,
  type TableSchema,
} from '../ovsdb';
import type { FileTable } from './file-database';
import { parsePart, partsInPieces, type Part } from './json-scanner';

/** Changes that the records of a file may make in all, and their bytes: more has no room in a page. */
const MOST_ROWS = 2_000_000;
const MOST_BYTES = 400_000_000;
/** Bytes of one row, and of a schema. */
const LONGEST_ROW = 1 << 26;
const LONGEST_SCHEMA = 1 << 24;
/** Rows between two rests. */
const STRIDE = 1000;
/** Complaints of one kind that are told one by one. */
const TOLD = 3;

interface OpenTable {
  readonly schema: TableSchema;
  readonly rows: Map<Uuid, Row>;
}

interface PlacedRow extends Part {
  readonly table: string;
}

export class Content {
  schema: DatabaseSchema | null = null;
  changed: number | null = null;
  readonly complaints = new Complaints();
  private tables = new Map<string, OpenTable>();
  private changes = 0;
  private bytesRead = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** Begins anew with the schema that stands in the file; what is wrong with it, if anything is. */
  begin(part: { readonly from: number; readonly to: number }): string | null {
    if (part.to - part.from > LONGEST_SCHEMA) return 'holds a schema that is too long';
    const schema = parseSchema(parsePart(this.bytes, part));
    if (!schema.ok) return `holds no schema: ${schema.error.message.slice(0, 200)}`;
    this.schema = schema.value;
    this.tables = new Map([...schema.value.tables].map(([name, table]) => [name, { schema: table, rows: new Map() }]));
    return null;
  }

  /** Does what the transaction at `part` says; why it cannot be done, if it cannot. */
  *transaction(part: { readonly from: number; readonly to: number }, where: string): Work<string | null> {
    const { bytes } = this;
    const members = yield* partsInPieces(bytes, part.from, part.to);
    if (members === undefined) return 'is no transaction';
    // Whether values are differences may stand behind them.
    const isDiff = members.some((member) => member.key === '_is_diff' && parsePart(bytes, member) === true);
    const rows: PlacedRow[] = [];
    for (const member of members) {
      if (member.key === '_date') this.dated(parsePart(bytes, member));
      if (member.key.startsWith('_')) continue;
      if (!this.tables.has(member.key))
        this.complaints.add(where, `a table ${name(member.key)}, which its schema lacks`);
      const placed = yield* partsInPieces(bytes, member.from, member.to);
      if (placed === undefined) return `holds no rows for the table ${name(member.key)}`;
      for (const row of placed) rows.push({ ...row, table: member.key });
    }
    for (const [index, row] of rows.entries()) {
      const wrong = this.change(row, isDiff, where);
      if (wrong !== null) return wrong;
      if (index % STRIDE === STRIDE - 1) yield { what: 'reads rows', done: row.to, total: bytes.length };
    }
    return null;
  }

  finished(): ReadonlyMap<string, FileTable> {
    return this.tables;
  }

  private dated(date: unknown): void {
    if (typeof date === 'number' && Number.isFinite(date)) this.changed = date;
  }

  private change(part: PlacedRow, isDiff: boolean, where: string): string | null {
    const table = this.tables.get(part.table);
    this.changes += 1;
    this.bytesRead += part.to - part.from;
    if (this.changes > MOST_ROWS || this.bytesRead > MOST_BYTES)
      return `makes the file too large to be read: ${this.changes} rows with ${this.bytesRead} bytes were read so far`;
    if (table === undefined) return null;
    if (part.to - part.from > LONGEST_ROW) return `holds a row of ${part.to - part.from} bytes`;
    const uuid = part.key.toLowerCase();
    const json = parsePart(this.bytes, part);
    if (!isUuid(uuid)) return `has a row without a UUID in the table ${name(part.table)}: ${name(part.key)}`;
    if (json === null) table.rows.delete(uuid);
    else if (isObject(json)) table.rows.set(uuid, this.row(table, uuid, json, isDiff, where));
    else return `has a row that is none in the table ${name(part.table)}, at byte ${part.from}`;
    return null;
  }

  private row(
    { schema, rows }: OpenTable,
    uuid: Uuid,
    json: Readonly<Record<string, unknown>>,
    isDiff: boolean,
    where: string,
  ): Row {
    const before = rows.get(uuid);
    const row: { _uuid: Uuid; [column: string]: ColumnValue } =
      before === undefined ? { ...schema.initialRow, _uuid: uuid } : { ...before };
    for (const column in json) {
      const said = json[column];
      const type = schema.columns.get(column)?.type;
      if (type === undefined) {
        this.complaints.add(where, `a column ${name(column)} in the table ${schema.name}, which its schema lacks`);
        continue;
      }
      const differs = isDiff && before !== undefined && type.max > 1;
      const value = valueFromJson(differs ? anyNumber(type) : type, said);
      if (!value.ok)
        this.complaints.add(
          where,
          `a value of ${schema.name}.${column} that is none (${value.error.message.slice(0, 120)})`,
        );
      else row[column] = differs ? changed(row[column] ?? [], value.value, type) : value.value;
    }
    return Object.freeze(row);
  }
}

/** What was wrong with values, told for the first ones of each kind and counted for the rest. */
export class Complaints {
  private readonly kinds = new Map<string, { count: number; where: string[] }>();

  add(where: string, what: string): void {
    const known = this.kinds.get(what) ?? { count: 0, where: [] };
    known.count += 1;
    if (known.count <= TOLD && this.kinds.size < 100) known.where.push(where);
    if (this.kinds.size < 1000) this.kinds.set(what, known);
  }

  /** Sentences. */
  all(): readonly string[] {
    return [...this.kinds].map(([what, { count, where }]) => {
      const places = [...new Set(where)].join(', ');
      return `There is ${what}; it is left out${places === '' ? '' : ` (${places}${count > TOLD ? `, ${count} times in all` : ''})`}.`;
    });
  }
}

/** A difference may have more or fewer members than the value. */
function anyNumber(type: ColumnType): ColumnType {
  return { ...type, min: 0, max: Infinity };
}

/** The value that a difference makes of another one: of a set what is in one of both, of a map what it says. */
function changed(before: ColumnValue, difference: ColumnValue, type: ColumnType): ColumnValue {
  if (type.value !== undefined) {
    const pairs = new Map<Atom, Atom>(pairsOf(before));
    for (const [key, value] of pairsOf(difference)) {
      if (pairs.get(key) === value) pairs.delete(key);
      else pairs.set(key, value);
    }
    const sorted: MapPair[] = [...pairs].map((pair) => Object.freeze(pair));
    return Object.freeze(sorted.sort((a, b) => compareAtoms(a[0], b[0])));
  }
  const atoms = new Set<Atom>(atomsOf(before));
  for (const atom of atomsOf(difference)) if (!atoms.delete(atom)) atoms.add(atom);
  return Object.freeze([...atoms].sort(compareAtoms));
}

function name(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
