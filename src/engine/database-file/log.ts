/** The records of a database file, one after the other, to the rows that there are in the end. */
import { err, ok, utf8Decode, type Result } from '../base';
import { changed, listOf, type Value } from './values';

/** Columns by name, as RFC 7047, 5.1, writes their values. */
export type FileRow = ReadonlyMap<string, Value>;

export interface DatabaseFile {
  /** Of the schema: `OVN_Northbound`. */
  readonly name: string;
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, FileRow>>;
  /** What was wrong with its end; null when all of it was read. */
  readonly damage: string | null;
}

/** Rows that records may change, all together; compaction keeps real files far below. */
const MOST_CHANGES = 2_000_000;
const HEADER = /^OVSDB (JSON|CLUSTER) (\d{1,10}) [0-9a-f]{40}$/;

export function isDatabaseFile(bytes: Uint8Array): boolean {
  return /^OVSDB (?:JSON|CLUSTER) \d/.test(utf8Decode(bytes.subarray(0, 24)));
}

/** A problem only where not even its schema can be read. */
export function readDatabaseFile(bytes: Uint8Array): Result<DatabaseFile> {
  const reading = new Reading();
  let damage: string | null = null;
  let number = 0;
  for (let at = 0; at < bytes.length && damage === null; number++) {
    const end = bytes.indexOf(0x0a, at);
    const header = end < 0 ? null : HEADER.exec(utf8Decode(bytes.subarray(at, Math.min(end, at + 80))));
    const length = Number(header?.[2] ?? 0);
    const next = end + 1 + length;
    if (header === null || next > bytes.length) {
      damage = `Record ${number + 1} is damaged or cut off`;
      break;
    }
    damage = reading.record(jsonOf(bytes.subarray(end + 1, next)), number);
    at = next;
    while (at < bytes.length && bytes[at] === 0x0a) at++;
  }
  if (reading.name === null)
    return err({ code: 'no-schema', message: `${damage ?? 'There is no schema in this database file'}.` });
  return ok({ name: reading.name, tables: reading.tables, damage });
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8Decode(bytes));
  } catch {
    return undefined;
  }
}

class Reading {
  name: string | null = null;
  readonly tables = new Map<string, Map<string, FileRow>>();
  /** `TABLE COLUMN` of those that hold several values, whose changes are written as differences. */
  private readonly many = new Set<string>();
  private changes = 0;

  /** What is wrong with it, if anything is. */
  record(json: unknown, number: number): string | null {
    if (!isObject(json)) return `Record ${number + 1} is damaged`;
    const clustered = listOf(json.prev_data) ?? listOf(json.data);
    if (clustered !== undefined) {
      const [schema, content] = clustered;
      if (isObject(schema)) this.schema(schema);
      return isObject(content) ? this.transaction(content, Array.isArray(json.prev_data)) : null;
    }
    if (typeof json.name === 'string' && isObject(json.tables)) {
      this.schema(json);
      return null;
    }
    // Terms, votes and addresses of a cluster are of no use here.
    return this.name === null ? null : this.transaction(json, false);
  }

  private schema(schema: Readonly<Record<string, unknown>>): void {
    if (typeof schema.name !== 'string' || !isObject(schema.tables)) return;
    this.name = schema.name;
    this.many.clear();
    for (const [table, about] of Object.entries(schema.tables)) {
      const columns = isObject(about) && isObject(about.columns) ? about.columns : {};
      for (const [column, said] of Object.entries(columns)) {
        const type = isObject(said) ? said.type : undefined;
        if (isObject(type) && (type.max === 'unlimited' || Number(type.max) > 1)) this.many.add(`${table} ${column}`);
      }
    }
  }

  private transaction(content: Readonly<Record<string, unknown>>, whole: boolean): string | null {
    if (whole) this.tables.clear();
    const isDiff = content._is_diff === true;
    for (const [table, rows] of Object.entries(content)) {
      if (table.startsWith('_') || !isObject(rows)) continue;
      const known = this.tables.get(table) ?? new Map<string, FileRow>();
      this.tables.set(table, known);
      for (const [uuid, row] of Object.entries(rows)) {
        if (++this.changes > MOST_CHANGES) return `It changes more than ${MOST_CHANGES.toLocaleString('en')} rows`;
        if (row === null) known.delete(uuid);
        else if (isObject(row)) known.set(uuid, this.merged(table, known.get(uuid), row, isDiff));
      }
    }
    return null;
  }

  private merged(table: string, before: FileRow | undefined, row: Readonly<Record<string, unknown>>, isDiff: boolean) {
    const columns = new Map(before);
    for (const [column, value] of Object.entries(row)) {
      const old = columns.get(column);
      columns.set(
        column,
        isDiff && old !== undefined && this.many.has(`${table} ${column}`) ? changed(old, value) : value,
      );
    }
    return columns;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
