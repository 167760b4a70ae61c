/**
 * Monitors (RFC 7047 sections 4.1.5 and 4.1.6): what a client asked to watch,
 * the rows at the start, and an update for each commit that touches them.
 */
import { ok, type Result, type Uuid } from '../base';
import { valueOf } from './condition';
import type { Database } from './database';
import { valueToJson } from './datum-json';
import { valuesEqual } from './datum';
import { fail, syntaxFailure } from './errors';
import { isArray, isObject } from './json';
import { MemberReader } from './member-reader';
import { findColumn, VERSION_COLUMN, type ColumnSchema, type DatabaseSchema, type TableSchema } from './schema';
import type { ChangeSet, Json, OvsdbError, Row, RowChange } from './types';

/** What happened to one row: `old` alone for a delete, `new` alone for an insert. */
export interface RowUpdate {
  readonly old?: Readonly<Record<string, Json>>;
  readonly new?: Readonly<Record<string, Json>>;
}

/** RFC 7047 section 4.1.6, `<table-updates>`: by table and UUID. */
export type TableUpdates = Readonly<Record<string, Readonly<Record<Uuid, RowUpdate>>>>;

export interface Monitor {
  /** The reply to the "monitor" request. */
  readonly initial: TableUpdates;
  /** Ends it, as "monitor_cancel" does. */
  readonly cancel: () => void;
}

/** When a column is reported. */
interface Select {
  readonly initial: boolean;
  readonly insert: boolean;
  readonly delete: boolean;
  readonly modify: boolean;
}

interface WatchedColumn {
  readonly column: ColumnSchema;
  readonly select: Select;
}

type Watched = ReadonlyMap<string, readonly WatchedColumn[]>;

/**
 * Starts to watch. `request` is the RFC's `<monitor-requests>`; `onUpdate` is
 * called after each commit in which something watched changed, with exactly the
 * net change of that commit.
 */
export function monitor(
  database: Database,
  request: unknown,
  onUpdate: (updates: TableUpdates) => void,
): Result<Monitor, OvsdbError> {
  const watched = parseRequest(database.schema, request);
  if (!watched.ok) return watched;
  const cancel = database.onCommit((changes) => {
    const updates = updatesOf(watched.value, changes);
    if (Object.keys(updates).length > 0) onUpdate(updates);
  });
  return ok({ initial: initialRows(database, watched.value), cancel });
}

function initialRows(database: Database, watched: Watched): TableUpdates {
  const updates: Record<string, Record<Uuid, RowUpdate>> = {};
  for (const [table, all] of watched) {
    const columns = all.filter(({ select }) => select.initial);
    if (columns.length === 0) continue;
    for (const row of database.rows(table).values()) {
      (updates[table] ??= {})[row._uuid] = { new: toJson(row, columns) };
    }
  }
  return updates;
}

function updatesOf(watched: Watched, changes: ChangeSet): TableUpdates {
  const updates: Record<string, Record<Uuid, RowUpdate>> = {};
  for (const change of changes) {
    const columns = watched.get(change.table);
    const update = columns === undefined ? undefined : updateOf(columns, change);
    if (update !== undefined) (updates[change.table] ??= {})[change.uuid] = update;
  }
  return updates;
}

function updateOf(columns: readonly WatchedColumn[], { before, after }: RowChange): RowUpdate | undefined {
  if (after === undefined) {
    const deleted = columns.filter(({ select }) => select.delete);
    return before === undefined || deleted.length === 0 ? undefined : { old: toJson(before, deleted) };
  }
  if (before === undefined) {
    const inserted = columns.filter(({ select }) => select.insert);
    return inserted.length === 0 ? undefined : { new: toJson(after, inserted) };
  }
  const modified = columns.filter(({ select }) => select.modify);
  const changed = modified.filter(({ column }) => !valuesEqual(valueOf(before, column), valueOf(after, column)));
  // `_version` changes with the row, which is no reason to report it when nothing else that is watched did.
  if (changed.every(({ column }) => column.name === '_version') && modified.length > 1) return undefined;
  return changed.length === 0 ? undefined : { old: toJson(before, changed), new: toJson(after, modified) };
}

function toJson(row: Row, columns: readonly WatchedColumn[]): Readonly<Record<string, Json>> {
  return Object.fromEntries(columns.map(({ column }) => [column.name, valueToJson(valueOf(row, column), column.type)]));
}

function parseRequest(schema: DatabaseSchema, request: unknown): Result<Watched, OvsdbError> {
  if (!isObject(request)) return syntaxFailure(request, 'monitor-requests must be object');
  const watched = new Map<string, WatchedColumn[]>();
  for (const [name, json] of Object.entries(request)) {
    const table = schema.tables.get(name);
    if (table === undefined) return fail('syntax error', `no table named ${name}`);
    const columns: WatchedColumn[] = [];
    watched.set(name, columns);
    for (const part of isArray(json) ? json : [json]) {
      const failure = parsePart(table, part, columns);
      if (!failure.ok) return failure;
    }
  }
  return ok(watched);
}

/** One `<monitor-request>`: some columns of a table and when they matter. */
function parsePart(table: TableSchema, json: unknown, columns: WatchedColumn[]): Result<true, OvsdbError> {
  const reader = new MemberReader(json, `table ${table.name}`);
  const names = reader.optionalArray('columns');
  const selectJson = reader.any('select');
  const failure = reader.finish();
  if (failure !== undefined) return failure;
  const select = parseSelect(table, selectJson);
  if (!select.ok) return select;
  // Every column includes `_version`, but not `_uuid`, which the update is filed under.
  if (names === undefined) {
    for (const column of [VERSION_COLUMN, ...table.columns.values()]) columns.push({ column, select: select.value });
    return ok(true);
  }
  for (const name of names) {
    if (typeof name !== 'string') return syntaxFailure(names, 'columns must be array of strings');
    const column = findColumn(table, name);
    if (column === undefined) return syntaxFailure(names, `${name} is not a valid column name`);
    if (columns.some((known) => known.column === column)) {
      return syntaxFailure(names, `column ${name} mentioned more than once`);
    }
    columns.push({ column, select: select.value });
  }
  return ok(true);
}

function parseSelect(table: TableSchema, json: unknown): Result<Select, OvsdbError> {
  if (json === undefined) return ok({ initial: true, insert: true, delete: true, modify: true });
  const reader = new MemberReader(json, `table ${table.name} select`);
  const select = {
    initial: reader.optionalBoolean('initial') ?? true,
    insert: reader.optionalBoolean('insert') ?? true,
    delete: reader.optionalBoolean('delete') ?? true,
    modify: reader.optionalBoolean('modify') ?? true,
  };
  return reader.finish() ?? ok(select);
}
