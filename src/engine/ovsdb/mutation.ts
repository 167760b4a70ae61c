/** "mutations" (RFC 7047 section 5.1, `<mutation>`): a value changed in place. */
import { ok, type Result } from '../base';
import { checkConstraints, compareAtoms, makeMap, makeSet } from './datum';
import { valueFromJson, type NamedUuids } from './datum-json';
import { fail, syntaxFailure } from './errors';
import { isArray } from './json';
import { findColumn, type ColumnSchema, type ColumnType, type TableSchema } from './schema';
import { columnOf } from './store';
import { describeType } from './type-english';
import type { Atom, ColumnValue, OvsdbError, Row } from './types';
import { atomsOf, pairsOf } from './values';
import { updatedRow } from './row-building';

export interface Mutation {
  readonly column: ColumnSchema;
  readonly apply: (value: ColumnValue) => Result<ColumnValue, OvsdbError>;
}

/** The mutators of RFC 7047 section 5.1; arithmetic ones give undefined for a division by zero. */
const MUTATORS = {
  '+=': (a: number, b: number) => a + b,
  '-=': (a: number, b: number) => a - b,
  '*=': (a: number, b: number) => a * b,
  '/=': (a: number, b: number, isInteger: boolean) => (b === 0 ? undefined : isInteger ? Math.trunc(a / b) : a / b),
  '%=': (a: number, b: number) => (b === 0 ? undefined : a % b),
  insert: 'set',
  delete: 'set',
} as const;

type MutatorName = keyof typeof MUTATORS;

export function parseMutations(
  table: TableSchema,
  json: readonly unknown[],
  names?: NamedUuids,
): Result<readonly Mutation[], OvsdbError> {
  const mutations: Mutation[] = [];
  for (const item of json) {
    const mutation = parseMutation(table, item, names);
    if (!mutation.ok) return mutation;
    mutations.push(mutation.value);
  }
  return ok(mutations);
}

export function mutateRow(row: Row, mutations: readonly Mutation[]): Result<Row, OvsdbError> {
  let result = row;
  for (const { column, apply } of mutations) {
    const value = apply(columnOf(result, column.name));
    if (!value.ok) return value;
    result = updatedRow(result, { [column.name]: value.value });
  }
  return ok(result);
}

function parseMutation(table: TableSchema, json: unknown, names?: NamedUuids): Result<Mutation, OvsdbError> {
  if (!isArray(json) || json.length !== 3) return syntaxFailure(json, 'Parse error in mutation.');
  const [columnName, name, operand] = json;
  if (typeof columnName !== 'string' || typeof name !== 'string') {
    return syntaxFailure(json, 'Parse error in mutation.');
  }
  const column = findColumn(table, columnName);
  if (column === undefined) {
    return syntaxFailure(json, `No column ${columnName} in table ${table.name}.`, 'unknown column');
  }
  if (!column.mutable) {
    return syntaxFailure(
      json,
      `Cannot mutate immutable column ${columnName} in table ${table.name}.`,
      'constraint violation',
    );
  }
  if (!isMutatorName(name)) return fail('unknown mutator', `No mutator named ${name}.`);
  if (!fits(column.type, name)) {
    const english = describeType(column.type);
    return syntaxFailure(
      json,
      `Type mismatch: "${name}" operator may not be applied to column ${columnName} of type ${english}.`,
    );
  }
  const apply =
    name === 'insert' || name === 'delete'
      ? parseMembers(column.type, name, operand, names)
      : parseArithmetic(column.type, name, operand);
  return apply.ok ? ok({ column, apply: apply.value }) : apply;
}

function fits({ key, value, min, max }: ColumnType, name: MutatorName): boolean {
  if (name === 'insert' || name === 'delete') return value !== undefined || min !== 1 || max !== 1;
  return value === undefined && (key.type === 'integer' || (key.type === 'real' && name !== '%='));
}

/** The operand is a plain number: the column's own range only binds the result. */
function parseArithmetic(
  type: ColumnType,
  name: Exclude<MutatorName, 'insert' | 'delete'>,
  json: unknown,
): Result<Mutation['apply'], OvsdbError> {
  const operand = valueFromJson({ key: { type: type.key.type }, min: 1, max: 1 }, json);
  if (!operand.ok) return operand;
  const by = Number(operand.value);
  const isInteger = type.key.type === 'integer';
  return ok((value) => {
    const results: Atom[] = [];
    for (const atom of atomsOf(value)) {
      const result = MUTATORS[name](Number(atom), by, isInteger);
      if (result === undefined) return fail('domain error', 'Division by zero.');
      if (!(isInteger ? Number.isSafeInteger(result) : Number.isFinite(result))) {
        return fail('range error', `Result of "${name}" operation is out of range.`);
      }
      results.push(result + 0);
    }
    for (const result of results) {
      const failure = checkConstraints(type.key, result);
      if (failure !== undefined) return failure;
    }
    const [only] = results;
    if (typeof value !== 'object' && only !== undefined) return ok(only);
    const set = makeSet(results);
    return set.ok ? set : fail('constraint violation', `Result of "${name}" operation contains duplicates.`);
  });
}

function parseMembers(
  type: ColumnType,
  name: 'insert' | 'delete',
  json: unknown,
  names?: NamedUuids,
): Result<Mutation['apply'], OvsdbError> {
  const max = name === 'delete' ? Infinity : type.max;
  let operand = valueFromJson({ ...type, min: 0, max }, json, names);
  let byKey = type.value === undefined;
  if (!operand.ok && type.value !== undefined && name === 'delete') {
    // Pairs may also be deleted by their keys alone.
    operand = valueFromJson({ key: type.key, min: 0, max: Infinity }, json, names);
    byKey = true;
  }
  if (!operand.ok) return operand;
  const members = operand.value;
  const checkCount = (value: ColumnValue): Result<ColumnValue, OvsdbError> => {
    const count = typeof value === 'object' ? value.length : 1;
    if (count >= type.min && count <= type.max) return ok(value);
    return fail('constraint violation', `Attempted to store ${count} elements in ${describeType(type)}.`);
  };
  if (type.value === undefined) {
    const given = new Set(atomsOf(members));
    return ok((value) => {
      const rest = atomsOf(value).filter((atom) => !given.has(atom));
      return checkCount(Object.freeze(name === 'delete' ? rest : [...rest, ...given].sort(compareAtoms)));
    });
  }
  if (byKey) {
    const keys = new Set(atomsOf(members));
    return ok((value) => checkCount(Object.freeze(pairsOf(value).filter((pair) => !keys.has(pair[0])))));
  }
  const given = new Map<Atom, Atom>(pairsOf(members));
  return ok((value) => {
    const pairs = pairsOf(value);
    if (name === 'delete') return checkCount(Object.freeze(pairs.filter(([k, v]) => given.get(k) !== v)));
    const known = new Set(pairs.map((pair) => pair[0]));
    const merged = makeMap([...pairs, ...pairsOf(members).filter((pair) => !known.has(pair[0]))]);
    return merged.ok ? checkCount(merged.value) : merged;
  });
}

function isMutatorName(name: string): name is MutatorName {
  return Object.hasOwn(MUTATORS, name);
}
