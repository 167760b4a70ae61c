/** Atoms and values: order, equality, and whether a type allows them. */
import { compareText, ok, type Result } from '../base';
import { fail, syntaxFailure, type Failure } from './errors';
import { formatAtom } from './datum-text';
import type { BaseType, ColumnType } from './schema';
import { shapeOf } from './schema';
import type { Atom, ColumnValue, MapPair, OvsdbError } from './types';
import { toUuid } from './uuid-text';
import { isPairs } from './values';

/** The order of OVSDB: numbers by value, false before true, text by bytes. Atoms of one type only. */
export function compareAtoms(a: Atom, b: Atom): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  return Number(a) - Number(b);
}

/** Compares as sorted sequences: the shorter of two values sorts first, then member by member. */
export function compareValues(a: ColumnValue, b: ColumnValue): number {
  if (typeof a !== 'object' || typeof b !== 'object') {
    return typeof a !== 'object' && typeof b !== 'object' ? compareAtoms(a, b) : 0;
  }
  if (a.length !== b.length) return a.length < b.length ? -1 : 1;
  if (isPairs(a) && isPairs(b)) {
    return (
      compareLists(
        a.map((pair) => pair[0]),
        b.map((pair) => pair[0]),
      ) ||
      compareLists(
        a.map((pair) => pair[1]),
        b.map((pair) => pair[1]),
      )
    );
  }
  return isPairs(a) || isPairs(b) ? 0 : compareLists(a, b);
}

export function valuesEqual(a: ColumnValue, b: ColumnValue): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const x = a[i];
    const y = b[i];
    if (x === y) continue;
    if (typeof x !== 'object' || typeof y !== 'object' || x[0] !== y[0] || x[1] !== y[1]) return false;
  }
  return true;
}

/**
 * Checks a typed value, in the shape of `ColumnValue`, against a type, sorts it
 * and freezes it. A set may also be given as its only atom. `previous` is a value
 * of the same type that was checked before: a large set made from it by adding or
 * removing a few members is checked faster.
 */
export function checkValue(type: ColumnType, value: unknown, previous?: ColumnValue): Result<ColumnValue, OvsdbError> {
  const shape = shapeOf(type);
  if (shape === 'scalar') return checkAtom(type.key, value);
  if (shape === 'map') {
    if (!Array.isArray(value)) return syntaxFailure(value, 'expected ["map", <array>]');
    return checkMap(type, value);
  }
  const known = typeof previous === 'object' && !isPairs(previous) ? previous : undefined;
  return checkSet(type, Array.isArray(value) ? value : [value], known);
}

/** Whether one atom has the type of `base` and meets its constraints; a UUID comes back in lower case. */
export function checkAtom(base: BaseType, value: unknown): Result<Atom, OvsdbError> {
  const typed = TYPE_CHECKS[base.type](value);
  if (typed === undefined) {
    return base.type === 'uuid' && typeof value === 'string'
      ? syntaxFailure(value, `"${value}" is not a valid UUID`)
      : syntaxFailure(value, `expected ${base.type}`);
  }
  return checkConstraints(base, typed) ?? ok(typed);
}

/** The constraint that an atom of the right type breaks, in the words of ovsdb-server. */
export function checkConstraints(base: BaseType, atom: Atom): Failure | undefined {
  if (base.enum !== undefined) {
    if (base.enum.includes(atom)) return undefined;
    const allowed = base.enum.map((member) => formatAtom(member, base)).join(', ');
    const set = base.enum.length === 1 ? allowed : `[${allowed}]`;
    return fail('constraint violation', `${formatAtom(atom, base)} is not one of the allowed values (${set})`);
  }
  if (typeof atom === 'number') return checkRange(base, atom);
  if (typeof atom === 'string' && (base.minLength !== undefined || base.maxLength !== undefined)) {
    return checkLength(base, atom);
  }
  return undefined;
}

/** Sorts members and looks for duplicates; the result is frozen. */
export function makeSet(members: Atom[]): Result<readonly Atom[], OvsdbError> {
  if (!isSorted(members)) members.sort(compareAtoms);
  for (let i = 1; i < members.length; i++) {
    if (members[i] === members[i - 1]) return fail('ovsdb error', 'set contains duplicate');
  }
  return ok(Object.freeze(members));
}

/** Sorts pairs by key and looks for duplicate keys; the result is frozen. */
export function makeMap(pairs: MapPair[]): Result<readonly MapPair[], OvsdbError> {
  pairs.sort((a, b) => compareAtoms(a[0], b[0]));
  for (let i = 1; i < pairs.length; i++) {
    if (pairs[i]?.[0] === pairs[i - 1]?.[0]) return fail('ovsdb error', 'map contains duplicate key');
  }
  return ok(Object.freeze(pairs));
}

/** What ovsdb-server says when a set or map has too few or too many members. */
export function countFailure(type: ColumnType, count: number, json: unknown): Failure {
  const kind = type.value === undefined ? 'set' : 'map';
  if (type.max === 1 && type.min === 1) {
    return syntaxFailure(json, `${kind} must have exactly one member but ${count} are present`);
  }
  // The C programs hold "unlimited" in 32 bits and print it like that.
  const max = type.max === Infinity ? 0xffffffff : type.max;
  return syntaxFailure(json, `${kind} must have ${type.min} to ${max} members but ${count} are present`);
}

const TYPE_CHECKS = {
  integer: (value) => (Number.isSafeInteger(value) && typeof value === 'number' ? value + 0 : undefined),
  real: (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  string: (value) => (typeof value === 'string' ? value : undefined),
  uuid: (value) => (typeof value === 'string' ? toUuid(value) : undefined),
} satisfies Record<BaseType['type'], (value: unknown) => Atom | undefined>;

function checkSet(
  type: ColumnType,
  given: readonly unknown[],
  known?: readonly Atom[],
): Result<ColumnValue, OvsdbError> {
  if (given.length < type.min || given.length > type.max) return countFailure(type, given.length, given);
  const members: Atom[] = [];
  let next = 0;
  for (const member of given) {
    // Known members mostly come in their old order, with gaps where some were removed.
    if (known !== undefined && known[next] !== member && known[next + 1] === member) next++;
    const same = known?.[next];
    if (same !== undefined && same === member) {
      members.push(same);
      next++;
      continue;
    }
    const atom = checkAtom(type.key, member);
    if (!atom.ok) return atom;
    members.push(atom.value);
  }
  return makeSet(members);
}

function checkMap(type: ColumnType, given: readonly unknown[]): Result<ColumnValue, OvsdbError> {
  if (given.length < type.min || given.length > type.max) return countFailure(type, given.length, given);
  const pairs: MapPair[] = [];
  for (const pair of given) {
    if (!Array.isArray(pair) || pair.length !== 2) return syntaxFailure(pair, 'expected 2-element array');
    const key = checkAtom(type.key, pair[0]);
    if (!key.ok) return key;
    const value = checkAtom(type.value ?? type.key, pair[1]);
    if (!value.ok) return value;
    pairs.push(Object.freeze([key.value, value.value] as const));
  }
  return makeMap(pairs);
}

function checkRange(base: BaseType, atom: number): Failure | undefined {
  const { min, max } = base;
  if ((min === undefined || atom >= min) && (max === undefined || atom <= max)) return undefined;
  const text = (value: number) => formatAtom(value, base);
  if (min !== undefined && max !== undefined) {
    return fail(
      'constraint violation',
      `${text(atom)} is not in the valid range ${text(min)} to ${text(max)} (inclusive)`,
    );
  }
  return min !== undefined
    ? fail('constraint violation', `${text(atom)} is less than minimum allowed value ${text(min)}`)
    : fail('constraint violation', `${text(atom)} is greater than maximum allowed value ${text(max ?? 0)}`);
}

function checkLength(base: BaseType, text: string): Failure | undefined {
  const { minLength = 0, maxLength = Infinity } = base;
  const length = Array.from(text).length;
  if (length < minLength) {
    return fail('constraint violation', `"${text}" length ${length} is less than minimum allowed length ${minLength}`);
  }
  if (length > maxLength) {
    return fail(
      'constraint violation',
      `"${text}" length ${length} is greater than maximum allowed length ${maxLength}`,
    );
  }
  return undefined;
}

function isSorted(members: readonly Atom[]): boolean {
  for (let i = 1; i < members.length; i++) {
    const a = members[i - 1];
    const b = members[i];
    if (a !== undefined && b !== undefined && compareAtoms(a, b) > 0) return false;
  }
  return true;
}

function compareLists(a: readonly Atom[], b: readonly Atom[]): number {
  for (let i = 0; i < a.length; i++) {
    const x = a[i];
    const y = b[i];
    if (x === undefined || y === undefined || x === y) continue;
    const order = compareAtoms(x, y);
    if (order !== 0) return order;
  }
  return 0;
}
