/** Reading columns of rows: each function throws if the schema makes the wish impossible. */
import { isUuid, type Uuid } from '../base';
import type { Atom, ColumnValue, MapPair, Row } from './types';

/** A scalar string, or the only member of an optional one. */
export function getString(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw mismatch(column, 'a string', value);
  return value;
}

export function getNumber(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw mismatch(column, 'a number', value);
  return value;
}

export function getBoolean(row: Row, column: string): boolean {
  const value = row[column];
  if (typeof value !== 'boolean') throw mismatch(column, 'a boolean', value);
  return value;
}

export function getUuid(row: Row, column: string): Uuid {
  return asUuid(getString(row, column), column);
}

/** The first member of a set, or undefined when it is empty: for columns with at most one value. */
export function getOptionalString(row: Row, column: string): string | undefined {
  const value = getAtoms(row, column)[0];
  if (value !== undefined && typeof value !== 'string') throw mismatch(column, 'strings', value);
  return value;
}

export function getOptionalNumber(row: Row, column: string): number | undefined {
  const value = getAtoms(row, column)[0];
  if (value !== undefined && typeof value !== 'number') throw mismatch(column, 'numbers', value);
  return value;
}

export function getOptionalBoolean(row: Row, column: string): boolean | undefined {
  const value = getAtoms(row, column)[0];
  if (value !== undefined && typeof value !== 'boolean') throw mismatch(column, 'booleans', value);
  return value;
}

export function getOptionalUuid(row: Row, column: string): Uuid | undefined {
  const value = getOptionalString(row, column);
  return value === undefined ? undefined : asUuid(value, column);
}

export function getStrings(row: Row, column: string): readonly string[] {
  const atoms = getAtoms(row, column);
  if (!isStrings(atoms)) throw mismatch(column, 'strings', atoms[0]);
  return atoms;
}

export function getNumbers(row: Row, column: string): readonly number[] {
  const atoms = getAtoms(row, column);
  if (!isNumbers(atoms)) throw mismatch(column, 'numbers', atoms[0]);
  return atoms;
}

export function getUuids(row: Row, column: string): readonly Uuid[] {
  const atoms = getAtoms(row, column);
  if (!isUuids(atoms)) throw mismatch(column, 'UUIDs', atoms[0]);
  return atoms;
}

export function getAtoms(row: Row, column: string): readonly Atom[] {
  const value = row[column];
  if (value === undefined) throw mismatch(column, 'a set', value);
  return atomsOf(value);
}

export function getPairs(row: Row, column: string): readonly MapPair[] {
  const value = row[column];
  if (value === undefined) throw mismatch(column, 'a map', value);
  return pairsOf(value);
}

/** The string stored under `key` in a string-to-string map column, undefined where there is none. */
export function getMapString(row: Row, column: string, key: string): string | undefined {
  const value = mapGet(row[column] ?? [], key);
  return value === undefined ? undefined : String(value);
}

/** The value stored under `key` in a map. */
export function mapGet(map: ColumnValue, key: Atom): Atom | undefined {
  for (const pair of pairsOf(map)) if (pair[0] === key) return pair[1];
  return undefined;
}

/** A copy of a map with `key` set, or removed where `value` is undefined. */
export function mapWith(map: ColumnValue, key: Atom, value: Atom | undefined): readonly MapPair[] {
  const rest = pairsOf(map).filter((pair) => pair[0] !== key);
  return value === undefined ? rest : [...rest, [key, value]];
}

/** The members of a set; a scalar is a set of one. Maps have no atoms. */
export function atomsOf(value: ColumnValue): readonly Atom[] {
  if (typeof value !== 'object') return [value];
  if (isPairs(value)) throw new Error('A map was read as a set');
  return value;
}

/** The pairs of a map. */
export function pairsOf(value: ColumnValue): readonly MapPair[] {
  if (typeof value !== 'object') throw new Error(`${value} was read as a map`);
  if (isPairs(value)) return value;
  if (value.length > 0) throw new Error('A set was read as a map');
  return NO_PAIRS;
}

/** True for a map that is not empty. */
export function isPairs(value: readonly Atom[] | readonly MapPair[]): value is readonly MapPair[] {
  return typeof value[0] === 'object';
}

const NO_PAIRS: readonly MapPair[] = Object.freeze([]);

function isStrings(atoms: readonly Atom[]): atoms is readonly string[] {
  return atoms.every((atom) => typeof atom === 'string');
}

function isNumbers(atoms: readonly Atom[]): atoms is readonly number[] {
  return atoms.every((atom) => typeof atom === 'number');
}

/** All members have one type, so the first tells for all: reading 10,000 references must stay cheap. */
function isUuids(atoms: readonly Atom[]): atoms is readonly Uuid[] {
  const first = atoms[0];
  return first === undefined || (typeof first === 'string' && isUuid(first));
}

function asUuid(text: string, column: string): Uuid {
  if (!isUuid(text)) throw mismatch(column, 'a UUID', text);
  return text;
}

function mismatch(column: string, wanted: string, value: unknown): Error {
  return new Error(`Column ${column} was read as ${wanted} but holds ${JSON.stringify(value)}`);
}
