/** What a database may hold: the types of RFC 7047 section 3.2, as the rest of the engine reads them. */
import { compareText } from '../base';
import type { Atom, ColumnValue, Row } from './types';

export const ATOMIC_TYPES = ['integer', 'real', 'boolean', 'string', 'uuid'] as const;
export type AtomicType = (typeof ATOMIC_TYPES)[number];

/** The type of a key or a value, with its constraints. */
export interface BaseType {
  readonly type: AtomicType;
  /** The allowed values, sorted. */
  readonly enum?: readonly Atom[];
  /** Inclusive bounds of an integer or a real. */
  readonly min?: number;
  readonly max?: number;
  /** Strings of letters and digits are printed without quotes, as the programs of today do; those of 2015 quote digits. */
  readonly plainDigits?: true;
  /** Inclusive bounds of a string's length in characters. */
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly refTable?: string;
  /** Present together with `refTable`. */
  readonly refType?: 'strong' | 'weak';
}

export interface ColumnType {
  readonly key: BaseType;
  readonly value?: BaseType;
  readonly min: 0 | 1;
  /** Infinity for "unlimited". */
  readonly max: number;
}

export interface ColumnSchema {
  readonly name: string;
  readonly type: ColumnType;
  /** How a value is held, which follows from the type: see `ColumnValue`. */
  readonly shape: 'scalar' | 'set' | 'map';
  readonly mutable: boolean;
  /** Kept for printing the schema only: nothing here survives a restart differently. */
  readonly ephemeral: boolean;
  /** What a row holds when an insert does not say. */
  readonly initial: ColumnValue;
  readonly hasStrongRefs: boolean;
  readonly hasWeakRefs: boolean;
}

export interface TableSchema {
  readonly name: string;
  /** In the order of the schema's text; `_uuid` and `_version` are not among them. */
  readonly columns: ReadonlyMap<string, ColumnSchema>;
  /** The columns whose combination of values must be unique. */
  readonly indexes: readonly (readonly string[])[];
  /** The columns by which two rows with one key are ordered in a complaint; where there are none, all. */
  readonly comparable?: readonly string[];
  /** Whether rows stay without being referenced. True everywhere when the schema says it nowhere. */
  readonly isRoot: boolean;
  /** What an insert without any values gives; its `_uuid` is zeros. */
  readonly initialRow: Row;
  /** Infinity where the schema sets no limit. */
  readonly maxRows: number;
}

export interface DatabaseSchema {
  readonly name: string;
  readonly version: string | undefined;
  readonly cksum: string | undefined;
  readonly tables: ReadonlyMap<string, TableSchema>;
  /** Table names in the order of the schema's text. */
  readonly tableOrder: readonly string[];
}

/** The schema as the programs of today have it: they print strings with digits without quotes, and compare no UUIDs. */
export function asToday(schema: DatabaseSchema): DatabaseSchema {
  const base = (type: BaseType): BaseType => (type.type === 'string' ? { ...type, plainDigits: true } : type);
  const column = (old: ColumnSchema): ColumnSchema => ({
    ...old,
    type: { ...old.type, key: base(old.type.key), ...(old.type.value && { value: base(old.type.value) }) },
  });
  const table = (old: TableSchema): TableSchema => ({
    ...old,
    columns: new Map(Array.from(old.columns, ([name, each]) => [name, column(each)])),
    comparable: Array.from(old.columns.values())
      .filter(({ type }) => type.key.type !== 'uuid' && type.value?.type !== 'uuid')
      .map(({ name }) => name)
      .sort(compareText),
  });
  return { ...schema, tables: new Map(Array.from(schema.tables, ([name, each]) => [name, table(each)])) };
}

/** A column by name, also `_uuid` and `_version`. */
export function findColumn(table: TableSchema, name: string): ColumnSchema | undefined {
  return table.columns.get(name) ?? (name === '_uuid' ? UUID_COLUMN : name === '_version' ? VERSION_COLUMN : undefined);
}

/** Completes a column with what follows from its type. */
export function makeColumn(
  name: string,
  type: ColumnType,
  options: { readonly mutable: boolean; readonly ephemeral: boolean },
): ColumnSchema {
  const bases = type.value === undefined ? [type.key] : [type.key, type.value];
  return {
    name,
    type,
    shape: shapeOf(type),
    ...options,
    initial: initialValue(type),
    hasStrongRefs: bases.some((base) => base.refType === 'strong'),
    hasWeakRefs: bases.some((base) => base.refType === 'weak'),
  };
}

export function shapeOf(type: ColumnType): 'scalar' | 'set' | 'map' {
  return type.value !== undefined ? 'map' : type.min === 1 && type.max === 1 ? 'scalar' : 'set';
}

/** True for a set that holds at most one value. */
export function isOptionalScalar(type: ColumnType): boolean {
  return type.value === undefined && type.min === 0 && type.max === 1;
}

const DEFAULTS: Readonly<Record<AtomicType, Atom>> = {
  integer: 0,
  real: 0,
  boolean: false,
  string: '',
  uuid: '00000000-0000-0000-0000-000000000000',
};

const EMPTY: readonly Atom[] = Object.freeze([]);

/** RFC 7047 section 5.2.1: the empty set or map where that is allowed, else the type's zero. */
function initialValue(type: ColumnType): ColumnValue {
  if (type.min === 0) return EMPTY;
  const key = DEFAULTS[type.key.type];
  if (type.value !== undefined) return Object.freeze([Object.freeze([key, DEFAULTS[type.value.type]] as const)]);
  return type.max === 1 ? key : Object.freeze([key]);
}

function standardColumn(name: string): ColumnSchema {
  return makeColumn(
    name,
    { key: { type: 'uuid' }, min: 1, max: 1 },
    { mutable: false, ephemeral: name === '_version' },
  );
}

/** The two columns that every table has: RFC 7047 section 3.2, `<table-schema>`. */
export const UUID_COLUMN = standardColumn('_uuid');
export const VERSION_COLUMN = standardColumn('_version');
