/** Schemas as JSON (RFC 7047 section 3.2), with the complaints of ovsdb-tool. */
import { ok, ZERO_UUID, type Result } from '../base';
import { atomToJson, valueFromJson } from './datum-json';
import { fail, syntaxFailure, type Failure } from './errors';
import { isArray } from './json';
import { isId, MemberReader } from './member-reader';
import {
  ATOMIC_TYPES,
  makeColumn,
  type AtomicType,
  type BaseType,
  type ColumnSchema,
  type ColumnType,
  type DatabaseSchema,
  type TableSchema,
} from './schema';
import type { Json, OvsdbError, Row } from './types';
import { atomsOf } from './values';

/** Reads a `<database-schema>`; the order of tables and columns in the text is kept. */
export function parseSchema(json: unknown): Result<DatabaseSchema, OvsdbError> {
  const reader = new MemberReader(json, 'database schema');
  const name = reader.id('name');
  const version = reader.optionalString('version');
  const cksum = reader.optionalString('cksum');
  const tablesJson = reader.object('tables');
  const failure = reader.finish();
  if (failure !== undefined || name === undefined || tablesJson === undefined) {
    return failure ?? fail('syntax error', 'Not a schema');
  }
  if (version !== undefined && !/^[0-9]+\.[0-9]+\.[0-9]+$/.test(version)) {
    return syntaxFailure(json, `schema version "${version}" not in format x.y.z`);
  }
  const parsed: TableSchema[] = [];
  for (const [tableName, tableJson] of Object.entries(tablesJson)) {
    const table = checkName(tableName, json) ?? parseTable(tableName, tableJson);
    if (!table.ok) return table;
    parsed.push(table.value);
  }
  // A schema from before "isRoot" says it nowhere: then no row is ever garbage.
  const isOld = !parsed.some((table) => table.isRoot);
  const tables = new Map(
    parsed.map((table) => [table.name, Object.freeze({ ...table, isRoot: isOld || table.isRoot })]),
  );
  for (const table of parsed) {
    for (const column of table.columns.values()) {
      const bad = checkReferences(tables, column);
      if (bad !== undefined) return bad;
    }
  }
  return ok(Object.freeze({ name, version, cksum, tables, tableOrder: [...tables.keys()] }));
}

/** A column's type in the shortest form that means the same, as `ovsdb-client list-columns` prints it. */
export function typeToJson({ key, value, min, max }: ColumnType): Json {
  if (value === undefined && min === 1 && max === 1) {
    const base = baseToJson(key);
    return typeof base === 'string' ? base : { key: base };
  }
  return {
    key: baseToJson(key),
    ...(value === undefined ? {} : { value: baseToJson(value) }),
    ...(min === 1 ? {} : { min }),
    ...(max === 1 ? {} : { max: max === Infinity ? 'unlimited' : max }),
  };
}

export function schemaToJson(schema: DatabaseSchema): Json {
  return {
    name: schema.name,
    ...(schema.version === undefined ? {} : { version: schema.version }),
    ...(schema.cksum === undefined ? {} : { cksum: schema.cksum }),
    tables: Object.fromEntries([...schema.tables.values()].map((table) => [table.name, tableToJson(table)])),
  };
}

function tableToJson(table: TableSchema): Json {
  return {
    columns: Object.fromEntries([...table.columns.values()].map((column) => [column.name, columnToJson(column)])),
    ...(table.isRoot ? { isRoot: true } : {}),
    ...(table.maxRows === Infinity ? {} : { maxRows: table.maxRows }),
    ...(table.indexes.length === 0 ? {} : { indexes: table.indexes }),
  };
}

function columnToJson(column: ColumnSchema): Json {
  return {
    type: typeToJson(column.type),
    ...(column.mutable ? {} : { mutable: false }),
    ...(column.ephemeral ? { ephemeral: true } : {}),
  };
}

function baseToJson(base: BaseType): Json {
  const { type, min, max, minLength, maxLength, refTable, refType } = base;
  const numeric = type === 'integer' ? 'Integer' : 'Real';
  const json = {
    type,
    ...(base.enum === undefined ? {} : { enum: ['set', base.enum.map((atom) => atomToJson(atom, type))] }),
    ...(min === undefined ? {} : { [`min${numeric}`]: min }),
    ...(max === undefined ? {} : { [`max${numeric}`]: max }),
    ...(minLength === undefined ? {} : { minLength }),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(refTable === undefined ? {} : { refTable }),
    ...(refType === 'weak' ? { refType } : {}),
  };
  return Object.keys(json).length === 1 ? type : json;
}

function checkName(name: string, json: unknown): Failure | undefined {
  if (!isId(name)) return syntaxFailure(json, 'name must be a valid id');
  return name.startsWith('_') ? syntaxFailure(json, 'names beginning with "_" are reserved') : undefined;
}

function parseTable(name: string, json: unknown): Result<TableSchema, OvsdbError> {
  const reader = new MemberReader(json, `table schema for table ${name}`);
  const columnsJson = reader.object('columns');
  const maxRows = reader.optionalInteger('maxRows');
  const isRoot = reader.optionalBoolean('isRoot') ?? false;
  const indexesJson = reader.optionalArray('indexes') ?? [];
  const failure = reader.finish();
  if (failure !== undefined || columnsJson === undefined) return failure ?? fail('syntax error', 'Not a table');
  if (maxRows !== undefined && maxRows < 1) return syntaxFailure(json, 'maxRows must be at least 1');
  const columns = new Map<string, ColumnSchema>();
  for (const [columnName, columnJson] of Object.entries(columnsJson)) {
    const column = checkName(columnName, json) ?? parseColumn(columnName, columnJson);
    if (!column.ok) return column;
    columns.set(columnName, column.value);
  }
  if (columns.size === 0) return syntaxFailure(json, 'table must have at least one column');
  const indexes: (readonly string[])[] = [];
  for (const indexJson of indexesJson) {
    const index = parseIndex(columns, indexJson, json);
    if (!index.ok) return index;
    indexes.push(index.value);
  }
  const initials = Object.fromEntries([...columns.values()].map((column) => [column.name, column.initial]));
  const initialRow: Row = Object.freeze({ ...initials, _uuid: ZERO_UUID });
  return ok({ name, columns, initialRow, indexes, isRoot, maxRows: maxRows ?? Infinity });
}

function parseIndex(
  columns: ReadonlyMap<string, ColumnSchema>,
  json: unknown,
  table: unknown,
): Result<readonly string[], OvsdbError> {
  if (!isArray(json)) return syntaxFailure(json, 'array of distinct column names expected');
  const names: string[] = [];
  for (const name of json) {
    if (typeof name !== 'string' || names.includes(name)) {
      return syntaxFailure(json, 'array of distinct column names expected');
    }
    const column = columns.get(name);
    if (column === undefined) return syntaxFailure(json, `${name} is not a valid column name`);
    if (column.ephemeral) return syntaxFailure(table, `ephemeral columns (such as ${name}) may not be indexed`);
    names.push(name);
  }
  return names.length === 0 ? syntaxFailure(table, 'index must have at least one column') : ok(names);
}

function parseColumn(name: string, json: unknown): Result<ColumnSchema, OvsdbError> {
  const reader = new MemberReader(json, `schema for column ${name}`);
  const mutable = reader.optionalBoolean('mutable') ?? true;
  const ephemeral = reader.optionalBoolean('ephemeral') ?? false;
  const typeJson = reader.stringOrObject('type');
  const failure = reader.finish();
  if (failure !== undefined) return failure;
  const type = parseType(typeJson);
  return type.ok ? ok(Object.freeze(makeColumn(name, type.value, { mutable, ephemeral }))) : type;
}

function parseType(json: unknown): Result<ColumnType, OvsdbError> {
  if (typeof json === 'string') {
    const key = parseBase(json);
    return key.ok ? ok({ key: key.value, min: 1, max: 1 }) : key;
  }
  const reader = new MemberReader(json, 'ovsdb type');
  const keyJson = reader.stringOrObject('key');
  const valueJson = reader.optionalStringOrObject('value');
  const minJson = reader.optionalInteger('min') ?? 1;
  const maxJson = reader.optionalIntegerOrString('max') ?? 1;
  const failure = reader.finish();
  if (failure !== undefined) return failure;
  const key = parseBase(keyJson);
  if (!key.ok) return key;
  const value = valueJson === undefined ? undefined : parseBase(valueJson);
  if (value?.ok === false) return value;
  if (minJson < 0) return syntaxFailure(minJson, 'bad min or max value');
  const max = maxJson === 'unlimited' ? Infinity : maxJson;
  if (typeof max === 'string' || max < 0) return syntaxFailure(maxJson, 'bad min or max value');
  if ((minJson !== 0 && minJson !== 1) || max < 1 || max < minJson) {
    return syntaxFailure(json, 'ovsdb type fails constraint checks');
  }
  return ok({ key: key.value, ...(value === undefined ? {} : { value: value.value }), min: minJson, max });
}

function parseBase(json: unknown): Result<BaseType, OvsdbError> {
  if (typeof json === 'string') {
    return isAtomicType(json) ? ok({ type: json }) : syntaxFailure(json, `"${json}" is not an atomic-type`);
  }
  const reader = new MemberReader(json, 'ovsdb type');
  const type = reader.string('type');
  if (type === undefined) return reader.finish() ?? fail('syntax error', 'Not a type');
  if (!isAtomicType(type)) return syntaxFailure(type, `"${type}" is not an atomic-type`);
  const enumJson = reader.any('enum');
  const base = enumJson === undefined ? BASE_READERS[type](reader, json) : parseEnum(type, enumJson);
  return base.ok ? (reader.finish() ?? base) : base;
}

function parseEnum(type: AtomicType, json: unknown): Result<BaseType, OvsdbError> {
  const values = valueFromJson({ key: { type }, min: 1, max: Infinity }, json);
  return values.ok ? ok({ type, enum: atomsOf(values.value) }) : values;
}

const BASE_READERS = {
  integer: (reader, json) => {
    const min = reader.optionalInteger('minInteger');
    const max = reader.optionalInteger('maxInteger');
    if (min !== undefined && max !== undefined && min > max)
      return syntaxFailure(json, 'minInteger exceeds maxInteger');
    return ok({ type: 'integer', ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) });
  },
  real: (reader, json) => {
    const min = reader.optionalNumber('minReal');
    const max = reader.optionalNumber('maxReal');
    if (min !== undefined && max !== undefined && min > max) return syntaxFailure(json, 'minReal exceeds maxReal');
    return ok({ type: 'real', ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) });
  },
  boolean: () => ok({ type: 'boolean' }),
  string: (reader, json) => {
    const minLength = reader.optionalInteger('minLength');
    const maxLength = reader.optionalInteger('maxLength');
    for (const [member, length] of Object.entries({ minLength, maxLength })) {
      if (length !== undefined && (length < 0 || length > 0xffffffff)) {
        return syntaxFailure(length, `${member} out of valid range 0 to 4294967295`);
      }
    }
    if ((minLength ?? 0) > (maxLength ?? Infinity)) return syntaxFailure(json, 'minLength exceeds maxLength');
    return ok({
      type: 'string',
      ...(minLength === undefined ? {} : { minLength }),
      ...(maxLength === undefined ? {} : { maxLength }),
    });
  },
  uuid: (reader, json) => {
    const refTable = reader.optionalId('refTable');
    if (refTable === undefined) return ok({ type: 'uuid' });
    const refType = reader.optionalId('refType') ?? 'strong';
    if (refType !== 'strong' && refType !== 'weak') {
      return syntaxFailure(json, `refType must be "strong" or "weak" (not "${refType}")`);
    }
    return ok({ type: 'uuid', refTable, refType });
  },
} as const satisfies Record<AtomicType, (reader: MemberReader, json: unknown) => Result<BaseType, OvsdbError>>;

function isAtomicType(text: string): text is AtomicType {
  return ATOMIC_TYPES.some((type) => type === text);
}

function checkReferences(tables: ReadonlyMap<string, TableSchema>, { name, type }: ColumnSchema): Failure | undefined {
  for (const [role, base] of Object.entries({ key: type.key, value: type.value })) {
    if (base?.refTable !== undefined && !tables.has(base.refTable)) {
      return fail('syntax error', `column ${name} ${role} refers to undefined table ${base.refTable}`);
    }
  }
  return undefined;
}
