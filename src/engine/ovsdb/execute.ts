/** The operations of RFC 7047 section 5.2, run against one transaction. */
import { err, nextUuid, ok, type RandomSource, type Result, type Uuid } from '../base';
import { parseCondition, valueOf, type Condition } from './condition';
import { compareValues } from './datum';
import { valueFromJson, valueToJson, type NamedUuids } from './datum-json';
import { duplicateUuid, errorToJson, fail, syntaxFailure } from './errors';
import { isObject, jsonText } from './json';
import { MemberReader } from './member-reader';
import { mutateRow, parseMutations } from './mutation';
import { checkInitialValues, newRow, updatedRow } from './row-building';
import {
  findColumn,
  UUID_COLUMN,
  VERSION_COLUMN,
  type ColumnSchema,
  type DatabaseSchema,
  type TableSchema,
} from './schema';
import type { Transaction } from './transaction';
import type { ColumnValue, Json, OvsdbError, Row } from './types';
import { toUuid } from './uuid-text';

/** What the operations run with. */
export interface Execution {
  readonly schema: DatabaseSchema;
  readonly transaction: Transaction;
  readonly random: RandomSource;
  /** The locks that the client holds, for "assert". */
  readonly locks: ReadonlySet<string>;
}

/** One result for each operation, or, where it went wrong, the results up to the error and then null. */
export type Executed = Result<readonly Json[], { readonly results: readonly Json[]; readonly cause: OvsdbError }>;

export function executeOperations(execution: Execution, operations: readonly unknown[]): Executed {
  const context = { ...execution, names: new Map<string, NamedRow>() };
  const results: Json[] = [];
  for (const [index, json] of operations.entries()) {
    const result = executeOperation(context, json, `ovsdb operation ${index + 1} of ${operations.length}`);
    if (!result.ok) {
      results.push(errorToJson(result.error));
      while (results.length < operations.length) results.push(null);
      return err({ results, cause: result.error });
    }
    results.push(result.value);
  }
  return ok(results);
}

interface NamedRow {
  uuid: Uuid;
  inserted: boolean;
}

interface Context extends Execution {
  readonly names: Map<string, NamedRow>;
}

type Handler = (context: Context, reader: MemberReader) => Result<Json, OvsdbError>;

const OPERATIONS = {
  insert,
  select,
  update,
  mutate,
  delete: deleteRows,
  wait,
  commit: (_context, reader) => {
    reader.boolean('durable');
    return ok({});
  },
  abort: () => fail('aborted', 'aborted by request'),
  comment: (_context, reader) => {
    reader.string('comment');
    return ok({});
  },
  assert: (context, reader) => {
    const lock = reader.id('lock');
    if (lock === undefined || context.locks.has(lock)) return ok({});
    return fail('not owner', `Asserted lock ${lock} not held.`);
  },
} as const satisfies Record<string, Handler>;

function executeOperation(context: Context, json: unknown, what: string): Result<Json, OvsdbError> {
  const reader = new MemberReader(json, what);
  const name = reader.id('op');
  let result: Result<Json, OvsdbError> = ok({});
  if (name !== undefined) {
    if (isOperation(name)) result = OPERATIONS[name](context, reader);
    else reader.raise(`No operation "${name}"`);
  }
  // What cannot be parsed is reported before what cannot be done.
  return reader.finish() ?? result;
}

function isOperation(name: string): name is keyof typeof OPERATIONS {
  return Object.hasOwn(OPERATIONS, name);
}

function insert(context: Context, reader: MemberReader): Result<Json, OvsdbError> {
  const table = readTable(context, reader);
  const uuidText = reader.optionalString('uuid');
  const name = reader.optionalId('uuid-name');
  const json = reader.object('row');
  if (reader.failure !== undefined || table === undefined || json === undefined) return reader.failure ?? ok({});
  const given = uuidText === undefined ? undefined : toUuid(uuidText);
  if (uuidText !== undefined && given === undefined) return syntaxFailure(uuidText, 'bad uuid');
  if (given !== undefined && context.transaction.isTaken(table.name, given)) return duplicateUuid(uuidText);
  const named = name === undefined ? undefined : nameRow(context, name);
  if (named?.inserted === true) {
    return syntaxFailure(name, 'This "uuid-name" appeared on an earlier "insert" operation.', 'duplicate uuid-name');
  }
  if (named !== undefined) {
    named.uuid = given ?? named.uuid;
    named.inserted = true;
  }
  const uuid = named?.uuid ?? given ?? nextUuid(context.random);
  const values = parseRow(table, json, namesOf(context));
  if (!values.ok) return values;
  const failure = checkInitialValues(table, values.value);
  if (failure !== undefined) return failure;
  context.transaction.write(table.name, uuid, newRow(table, uuid, values.value));
  return ok({ uuid: ['uuid', uuid] });
}

function select(context: Context, reader: MemberReader): Result<Json, OvsdbError> {
  const table = readTable(context, reader);
  const where = reader.array('where');
  const columnNames = reader.optionalArray('columns');
  const sortNames = reader.optionalArray('sort');
  if (reader.failure !== undefined || table === undefined || where === undefined) return reader.failure ?? ok({});
  const condition = parseCondition(table, where, namesOf(context));
  if (!condition.ok) return condition;
  const columns = parseColumns(table, columnNames);
  if (!columns.ok) return columns;
  const sort = sortNames === undefined ? ok([]) : parseColumns(table, sortNames);
  if (!sort.ok) return sort;
  // Rows that agree in all selected columns are one row.
  const distinct = new Map<string, Row>();
  for (const row of query(context, table, condition.value)) {
    const key = rowKey(row, columns.value);
    if (!distinct.has(key)) distinct.set(key, row);
  }
  const rows = [...distinct.values()];
  if (sort.value.length > 0) rows.sort((a, b) => compareRows(a, b, sort.value));
  return ok({ rows: rows.map((row) => rowToJson(row, columns.value)) });
}

function update(context: Context, reader: MemberReader): Result<Json, OvsdbError> {
  const table = readTable(context, reader);
  const where = reader.array('where');
  const json = reader.object('row');
  if (reader.failure !== undefined || table === undefined || where === undefined || json === undefined) {
    return reader.failure ?? ok({});
  }
  const values = parseRow(table, json, namesOf(context));
  if (!values.ok) return values;
  for (const name of Object.keys(values.value)) {
    if (findColumn(table, name)?.mutable === true) continue;
    return syntaxFailure(
      reader.json,
      `Cannot update immutable column ${name} in table ${table.name}.`,
      'constraint violation',
    );
  }
  return change(context, table, where, (row) => ok(updatedRow(row, values.value)));
}

function mutate(context: Context, reader: MemberReader): Result<Json, OvsdbError> {
  const table = readTable(context, reader);
  const where = reader.array('where');
  const json = reader.array('mutations');
  if (reader.failure !== undefined || table === undefined || where === undefined || json === undefined) {
    return reader.failure ?? ok({});
  }
  const mutations = parseMutations(table, json, namesOf(context));
  if (!mutations.ok) return mutations;
  return change(context, table, where, (row) => mutateRow(row, mutations.value));
}

function deleteRows(context: Context, reader: MemberReader): Result<Json, OvsdbError> {
  const where = reader.array('where');
  const table = readTable(context, reader);
  if (reader.failure !== undefined || table === undefined || where === undefined) return reader.failure ?? ok({});
  return change(context, table, where, () => ok(undefined));
}

/**
 * Nobody else can commit while a transaction runs, so a condition that does not
 * hold now is a wait that times out at once.
 */
function wait(context: Context, reader: MemberReader): Result<Json, OvsdbError> {
  const timeout = reader.optionalInteger('timeout');
  const where = reader.array('where');
  const columnNames = reader.optionalArray('columns');
  const until = reader.string('until');
  const rowsJson = reader.array('rows');
  const table = readTable(context, reader);
  if (reader.failure !== undefined || table === undefined || where === undefined || rowsJson === undefined) {
    return reader.failure ?? ok({});
  }
  const condition = parseCondition(table, where, namesOf(context));
  if (!condition.ok) return condition;
  const columns = parseColumns(table, columnNames);
  if (!columns.ok) return columns;
  if (timeout !== undefined && timeout < 0) return syntaxFailure(timeout, 'timeout must be nonnegative');
  if (until !== '==' && until !== '!=') return syntaxFailure(until, '"until" must be "==" or "!="');
  const expected = new Set<string>();
  for (const json of rowsJson) {
    const row = parseRow(table, isObject(json) ? json : {}, namesOf(context));
    if (!row.ok) return row;
    const value = (column: ColumnSchema) => row.value[column.name] ?? column.initial;
    expected.add(jsonText(columns.value.map(value)));
  }
  const actual = new Set<string>();
  for (const row of query(context, table, condition.value)) actual.add(rowKey(row, columns.value));
  if (setsEqual(actual, expected) === (until === '==')) return ok({});
  return timeout === undefined || timeout === 0
    ? fail('timed out', '"where" clause test failed')
    : fail('timed out', `"wait" timed out after ${timeout} ms`);
}

/** Rewrites (or, with undefined, deletes) every matching row and counts them. */
function change(
  context: Context,
  table: TableSchema,
  where: readonly unknown[],
  rewrite: (row: Row) => Result<Row | undefined, OvsdbError>,
): Result<Json, OvsdbError> {
  const condition = parseCondition(table, where, namesOf(context));
  if (!condition.ok) return condition;
  const rows = [...query(context, table, condition.value)];
  for (const row of rows) {
    const after = rewrite(row);
    if (!after.ok) return after;
    if (after.value !== row) context.transaction.write(table.name, row._uuid, after.value);
  }
  return ok({ count: rows.length });
}

function* query({ transaction }: Context, table: TableSchema, condition: Condition): Iterable<Row> {
  if (condition.uuid !== undefined) {
    const row = transaction.row(table.name, condition.uuid);
    if (row !== undefined && condition.matches(row)) yield row;
    return;
  }
  for (const row of transaction.rows(table.name)) if (condition.matches(row)) yield row;
}

function readTable({ schema }: Context, reader: MemberReader): TableSchema | undefined {
  const name = reader.id('table');
  if (name === undefined) return undefined;
  const table = schema.tables.get(name);
  if (table === undefined) reader.raise(`No table named ${name}.`);
  return table;
}

/** The given columns of a row, each checked against its type. */
function parseRow(
  table: TableSchema,
  json: Readonly<Record<string, unknown>>,
  names: NamedUuids,
): Result<Readonly<Record<string, ColumnValue>>, OvsdbError> {
  const values: Record<string, ColumnValue> = {};
  for (const [name, member] of Object.entries(json)) {
    const column = findColumn(table, name);
    if (column === undefined) {
      return syntaxFailure(json, `No column ${name} in table ${table.name}.`, 'unknown column');
    }
    const value = valueFromJson(column.type, member, names);
    if (!value.ok) return value;
    values[name] = value.value;
  }
  return ok(values);
}

function parseColumns(
  table: TableSchema,
  names: readonly unknown[] | undefined,
): Result<readonly ColumnSchema[], OvsdbError> {
  if (names === undefined) return ok([UUID_COLUMN, VERSION_COLUMN, ...table.columns.values()]);
  const columns = new Set<ColumnSchema>();
  for (const name of names) {
    if (typeof name !== 'string') return syntaxFailure(names, 'array of distinct column names expected');
    const column = findColumn(table, name);
    if (column === undefined) return syntaxFailure(names, `${name} is not a valid column name`);
    if (columns.has(column)) return syntaxFailure(names, 'array of distinct column names expected');
    columns.add(column);
  }
  return ok([...columns]);
}

function rowToJson(row: Row, columns: readonly ColumnSchema[]): Json {
  return Object.fromEntries(columns.map((column) => [column.name, valueToJson(valueOf(row, column), column.type)]));
}

function rowKey(row: Row, columns: readonly ColumnSchema[]): string {
  return jsonText(columns.map((column) => valueOf(row, column)));
}

function compareRows(a: Row, b: Row, columns: readonly ColumnSchema[]): number {
  for (const column of columns) {
    const sign = compareValues(valueOf(a, column), valueOf(b, column));
    if (sign !== 0) return sign;
  }
  return 0;
}

/** A name stands for one UUID in the whole transaction, also before its insert. */
function namesOf(context: Context): NamedUuids {
  return (name) => nameRow(context, name).uuid;
}

function nameRow(context: Context, name: string): NamedRow {
  const known = context.names.get(name);
  if (known !== undefined) return known;
  const fresh = { uuid: nextUuid(context.random), inserted: false };
  context.names.set(name, fresh);
  return fresh;
}

function setsEqual(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((key) => b.has(key));
}
