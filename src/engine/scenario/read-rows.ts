/** Rows of JSON of unknown origin; whether they fit a schema is the database's to say. */
import { isUuid, ok, JsonReader } from '../base';
import type { Result } from '../base';
import type { Atom, ColumnValue, MapPair } from '../ovsdb';
import type { SavedRow, SavedTables } from './rows';

export function readTables(tables: JsonReader): Result<SavedTables> {
  const entries = tables.entries((rows) => rows.list(readRow));
  return entries.ok ? ok(Object.fromEntries(entries.value)) : entries;
}

export function readRow(row: JsonReader): Result<SavedRow> {
  if (!Array.isArray(row.value) || row.value.length !== 2) return row.wrong('a UUID and columns');
  const uuid: unknown = row.value[0];
  if (typeof uuid !== 'string' || !isUuid(uuid)) return row.wrong('a UUID and columns');
  const columns = readColumns(row.at(row.value[1], row.path));
  return columns.ok ? ok([uuid, columns.value]) : columns;
}

export function readColumns(columns: JsonReader): Result<SavedRow[1]> {
  const entries = columns.entries(readValue);
  return entries.ok ? ok(Object.fromEntries(entries.value)) : entries;
}

function readValue(column: JsonReader): Result<ColumnValue> {
  const { value } = column;
  if (isAtom(value)) return ok(value);
  if (!Array.isArray(value)) return column.wrong('an atom, a set or a map');
  const items: readonly unknown[] = value;
  if (items.every(isAtom)) return ok(items);
  if (items.every(isPair)) return ok(items);
  return column.wrong('an atom, a set or a map');
}

function isAtom(value: unknown): value is Atom {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isPair(value: unknown): value is MapPair {
  return Array.isArray(value) && value.length === 2 && isAtom(value[0]) && isAtom(value[1]);
}
