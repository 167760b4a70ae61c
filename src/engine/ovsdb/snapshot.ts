/** A database's contents as plain JSON, for saving in a document and opening again. */
import { ok, type Result, type Uuid } from '../base';
import { Database } from './database';
import { valueFromJson, valueToJson } from './datum-json';
import { fail, syntaxFailure } from './errors';
import { isObject } from './json';
import { valuesEqual } from './datum';
import { newRow } from './row-building';
import { columnOf } from './store';
import type { TableSchema } from './schema';
import type { ColumnValue, Json, OvsdbError, Row, RowEdit } from './types';
import { toUuid } from './uuid-text';

/** By table and UUID, each row's columns that differ from their initial values, in RFC 7047 notation. */
export type DatabaseDump = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Json>>>>>>;

/** Everything that `loadDatabase` needs to build the same rows, with the same UUIDs, in the same order. */
export function dumpDatabase(database: Database): DatabaseDump {
  const dump: Record<string, Record<string, Record<string, Json>>> = {};
  for (const table of database.schema.tables.values()) {
    const rows = database.rows(table.name);
    if (rows.size === 0) continue;
    dump[table.name] = Object.fromEntries([...rows.values()].map((row) => [row._uuid, rowToJson(table, row)]));
  }
  return dump;
}

/**
 * Fills an empty database. Every constraint is checked as in any commit, and
 * listeners hear of it as of any commit; a dump that names tables or columns that
 * the schema lacks, or that breaks a constraint, changes nothing. Rows outside the
 * root set that nothing refers to are left out.
 */
export function loadDatabase(database: Database, dump: unknown): Result<Database, OvsdbError> {
  if (!isObject(dump)) return syntaxFailure(dump, 'Object expected.');
  const edits: RowEdit[] = [];
  for (const [tableName, rows] of Object.entries(dump)) {
    const table = database.schema.tables.get(tableName);
    if (table === undefined) return fail('syntax error', `No table named ${tableName}.`);
    if (!isObject(rows)) return syntaxFailure(rows, 'Object expected.');
    for (const [uuidText, json] of Object.entries(rows)) {
      const row = rowFromJson(table, uuidText, json);
      if (!row.ok) return row;
      edits.push({ op: 'insert', table: tableName, ...row.value });
    }
  }
  const committed = database.commit(edits);
  return committed.ok ? ok(database) : committed;
}

function rowToJson(table: TableSchema, row: Row): Readonly<Record<string, Json>> {
  const json: Record<string, Json> = {};
  const initial = newRow(table, row._uuid, {});
  for (const { name, type } of table.columns.values()) {
    const value = columnOf(row, name);
    if (!valuesEqual(value, columnOf(initial, name))) json[name] = valueToJson(value, type);
  }
  return json;
}

function rowFromJson(
  table: TableSchema,
  uuidText: string,
  json: unknown,
): Result<{ readonly uuid: Uuid; readonly row: Readonly<Record<string, ColumnValue>> }, OvsdbError> {
  const uuid = toUuid(uuidText);
  if (uuid === undefined) return fail('syntax error', `"${uuidText}" is not a valid UUID`);
  if (!isObject(json)) return syntaxFailure(json, 'Object expected.');
  const row: Record<string, ColumnValue> = {};
  for (const [name, member] of Object.entries(json)) {
    const column = table.columns.get(name);
    if (column === undefined) return syntaxFailure(json, `No column ${name} in table ${table.name}.`, 'unknown column');
    const value = valueFromJson(column.type, member);
    if (!value.ok) return value;
    row[name] = value.value;
  }
  return ok({ uuid, row });
}
