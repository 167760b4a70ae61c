/** "where" (RFC 7047 section 5.1, `<condition>`): a row matches when every clause holds. */
import { isUuid, ok, type Result, type Uuid } from '../base';
import { compareAtoms, valuesEqual } from './datum';
import { valueFromJson, type NamedUuids } from './datum-json';
import { fail, syntaxFailure } from './errors';
import { isArray } from './json';
import { findColumn, isOptionalScalar, type ColumnSchema, type ColumnType, type TableSchema } from './schema';
import { columnOf } from './store';
import { describeType } from './type-english';
import type { Atom, ColumnValue, OvsdbError, Row } from './types';
import { atomsOf, pairsOf } from './values';
import { rowVersion } from './row-version';

export interface Condition {
  readonly matches: (row: Row) => boolean;
  /** Where the condition asks for one `_uuid`: no other row can match. */
  readonly uuid: Uuid | undefined;
}

/** The functions of RFC 7047 section 5.1, `<function>`. */
const FUNCTIONS = {
  '<': order((sign) => sign < 0),
  '<=': order((sign) => sign <= 0),
  '==': valuesEqual,
  '!=': (value, wanted) => !valuesEqual(value, wanted),
  '>=': order((sign) => sign >= 0),
  '>': order((sign) => sign > 0),
  includes: (value, wanted, isMap) => countPresent(value, wanted, isMap) === sizeOf(wanted),
  excludes: (value, wanted, isMap) => countPresent(value, wanted, isMap) === 0,
} as const satisfies Record<string, (value: ColumnValue, wanted: ColumnValue, isMap: boolean) => boolean>;

type FunctionName = keyof typeof FUNCTIONS;

export function parseCondition(
  table: TableSchema,
  json: readonly unknown[],
  names?: NamedUuids,
): Result<Condition, OvsdbError> {
  const clauses: ((row: Row) => boolean)[] = [];
  let uuid: Uuid | undefined;
  for (const item of json) {
    // Not in the RFC, but ovsdb-server takes a boolean for a clause.
    if (typeof item === 'boolean') {
      clauses.push(() => item);
      continue;
    }
    const clause = parseClause(table, item, names);
    if (!clause.ok) return clause;
    const { column, name, wanted } = clause.value;
    if (column.name === '_uuid' && name === '==' && typeof wanted === 'string' && isUuid(wanted)) uuid ??= wanted;
    clauses.push((row) => FUNCTIONS[name](valueOf(row, column), wanted, column.shape === 'map'));
  }
  return ok({ matches: (row) => clauses.every((clause) => clause(row)), uuid });
}

/** The value of a column, also of those that every table has. */
export function valueOf(row: Row, column: ColumnSchema): ColumnValue {
  return column.name === '_version' ? rowVersion(row) : columnOf(row, column.name);
}

interface Clause {
  readonly column: ColumnSchema;
  readonly name: FunctionName;
  readonly wanted: ColumnValue;
}

function parseClause(table: TableSchema, json: unknown, names?: NamedUuids): Result<Clause, OvsdbError> {
  if (!isArray(json) || json.length !== 3) return syntaxFailure(json, 'Parse error in condition.');
  const [columnName, name, wanted] = json;
  if (typeof columnName !== 'string' || typeof name !== 'string') {
    return syntaxFailure(json, 'Parse error in condition.');
  }
  const column = findColumn(table, columnName);
  if (column === undefined) {
    return syntaxFailure(json, `No column ${columnName} in table ${table.name}.`, 'unknown column');
  }
  if (!isFunctionName(name)) return fail('unknown function', `No function named ${name}.`);
  const type = argumentType(column.type, name);
  if (type === undefined) {
    const english = describeType(column.type);
    return syntaxFailure(
      json,
      `Type mismatch: "${name}" operator may not be applied to column ${columnName} of type ${english}.`,
    );
  }
  const value = valueFromJson(type, wanted, names);
  return value.ok ? ok({ column, name, wanted: value.value }) : value;
}

/** What the third member of a clause must be; undefined where the function does not fit the column. */
function argumentType(type: ColumnType, name: FunctionName): ColumnType | undefined {
  const isScalar = type.value === undefined && type.min === 1 && type.max === 1;
  switch (name) {
    case '==':
    case '!=':
      return type;
    case 'includes':
      return isScalar ? type : { ...type, min: 0 };
    case 'excludes':
      return isScalar ? type : { ...type, min: 0, max: Infinity };
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const isNumeric = type.key.type === 'integer' || type.key.type === 'real';
      return isNumeric && (isScalar || isOptionalScalar(type)) ? { ...type, min: 1 } : undefined;
    }
  }
}

function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name);
}

/** An ordering; false where an optional value is absent. */
function order(test: (sign: number) => boolean) {
  return (value: ColumnValue, wanted: ColumnValue): boolean => {
    const [a] = atomsOf(value);
    const [b] = atomsOf(wanted);
    return a !== undefined && b !== undefined && test(compareAtoms(a, b));
  };
}

/** How many of the wanted members (for a map: pairs) the value has. */
function countPresent(value: ColumnValue, wanted: ColumnValue, isMap: boolean): number {
  if (isMap) {
    const pairs = new Map<Atom, Atom>(pairsOf(value));
    return pairsOf(wanted).filter(([k, v]) => pairs.get(k) === v).length;
  }
  const atoms = new Set<Atom>(atomsOf(value));
  return atomsOf(wanted).filter((atom) => atoms.has(atom)).length;
}

function sizeOf(value: ColumnValue): number {
  return typeof value === 'object' ? value.length : 1;
}
