/**
 * How attributes of the API are kept in columns of a database. A resource is a table
 * of columns; its schema, its type and both directions of reading follow from it.
 * Reading never fails: what somebody else wrote into a column that does not fit is
 * as good as absent.
 */
import { isUuid, parseJson, type Uuid } from '../base';
import { asJson } from './json';
import { pairsOf, valuesEqual, type ColumnValue, type Json, type Row, type RowValues } from '../ovsdb';

export interface Column<T> {
  /** As a schema of OVSDB has it. */
  readonly type: Json;
  read(value: ColumnValue | undefined): T;
  write(value: T): ColumnValue;
}

export type Columns = Readonly<Record<string, Column<never>>>;

type ValueOf<C> = C extends Column<infer T> ? T : never;

/** A resource as the API has it: the attributes of its table, and its id. */
export type Stored<C> = { readonly [K in keyof C]: ValueOf<C[K]> } & { readonly id: Uuid };

export const TEXT: Column<string> = { type: 'string', read: (value) => textOf(value) ?? '', write: (value) => value };

export const BOOLEAN: Column<boolean> = {
  type: 'boolean',
  read: (value) => value === true,
  write: (value) => value,
};

export const NUMBER: Column<number> = {
  type: 'integer',
  read: (value) => (typeof value === 'number' ? value : 0),
  write: (value) => value,
};

export const OPTIONAL_TEXT: Column<string | null> = {
  type: { key: 'string', min: 0, max: 1 },
  read: (value) => textOf(membersOf(value)[0]) ?? null,
  write: (value) => (value === null ? [] : [value]),
};

export const OPTIONAL_NUMBER: Column<number | null> = {
  type: { key: 'integer', min: 0, max: 1 },
  read: (value) => membersOf(value).find((member) => typeof member === 'number') ?? null,
  write: (value) => (value === null ? [] : [value]),
};

/** Texts without blanks between them, in an order that means something: a set would sort them. */
export const WORDS: Column<readonly string[]> = words((word) => word, String);

/** Values that are each written as one word. */
export function words<T>(read: (word: string) => T | undefined, write: (value: T) => string): Column<readonly T[]> {
  return {
    type: 'string',
    read: (value) =>
      (textOf(value) ?? '')
        .split(' ')
        .filter(Boolean)
        .flatMap((word) => read(word) ?? []),
    write: (values) => values.map(write).join(' '),
  };
}

/** Any JSON by key. */
export const DICTIONARY: Column<Readonly<Record<string, Json>>> = {
  type: { key: 'string', value: 'string', min: 0, max: 'unlimited' },
  read(value) {
    const entries = (Array.isArray(value) ? pairsOf(value) : []).flatMap(([key, text]) => {
      const json = parseJson(String(text));
      return json === undefined ? [] : [[String(key), asJson(json.json)] as const];
    });
    return Object.fromEntries(entries);
  },
  write: (value) => Object.entries(value).map(([key, json]) => [key, JSON.stringify(json)] as const),
};

/** A row of another table that must be there as long as this one is. */
export function reference(refTable: string): Column<Uuid> {
  return {
    type: { key: { type: 'uuid', refTable, refType: 'strong' } },
    read: (value) => uuidOf(value) ?? NO_UUID,
    write: (value) => value,
  };
}

export function optionalReference(refTable: string): Column<Uuid | null> {
  return {
    type: { key: { type: 'uuid', refTable, refType: 'weak' }, min: 0, max: 1 },
    read: (value) => uuidOf(membersOf(value)[0]) ?? null,
    write: (value) => (value === null ? [] : [value]),
  };
}

export function references(refTable: string): Column<readonly Uuid[]> {
  return {
    type: { key: { type: 'uuid', refTable, refType: 'weak' }, min: 0, max: 'unlimited' },
    read: (value) => membersOf(value).flatMap((member) => uuidOf(member) ?? []),
    write: (value) => value,
  };
}

/** `binding:host_id` is the column `binding_host_id`. */
export function columnName(attribute: string): string {
  return attribute.replaceAll(':', '_');
}

export function readRow<C extends Readonly<Record<string, unknown>>>(columns: C, row: Row): Stored<C> {
  const entries = Object.entries(columns).map(([name, column]) => [name, asColumn(column).read(row[columnName(name)])]);
  return { ...Object.fromEntries(entries), id: row._uuid } as Stored<C>;
}

export function writeRow<C extends Readonly<Record<string, unknown>>>(
  columns: C,
  values: Partial<Stored<C>>,
): RowValues {
  const given: Readonly<Record<string, unknown>> = values;
  const entries = Object.entries(columns).flatMap(([name, column]) =>
    given[name] === undefined ? [] : [[columnName(name), asColumn(column).write(given[name])] as const],
  );
  return Object.fromEntries(entries);
}

/** The columns of `values` that differ from what the row has. */
export function changedColumns(row: Row, values: RowValues): RowValues {
  const changed = Object.entries(values).filter(([column, value]) => {
    const before = row[column];
    return before === undefined || !valuesEqual(before, value);
  });
  return Object.fromEntries(changed);
}

/** The table as a schema has it. */
export function tableJson(columns: Readonly<Record<string, unknown>>): Json {
  const entries = Object.entries(columns).map(([name, column]) => [columnName(name), { type: asColumn(column).type }]);
  return { columns: Object.fromEntries(entries) as Json, isRoot: true };
}

const NO_UUID = '00000000-0000-0000-0000-000000000000' as Uuid;

/** A table of columns has columns of many types; which one a name has, its type remembers. */
function asColumn(column: unknown): Column<unknown> {
  return column as Column<unknown>;
}

function membersOf(value: ColumnValue | undefined): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function uuidOf(value: unknown): Uuid | undefined {
  return typeof value === 'string' && isUuid(value) ? value : undefined;
}
