/** Several fields read as one: the first problem, or all values. */
import type { JsonReader } from './json-reader';
import { ok, type Result } from './result';

export function optional<T>(reader: JsonReader, read: (reader: JsonReader) => Result<T>): Result<T | undefined> {
  return reader.isAbsent ? ok(undefined) : read(reader);
}

export function orNull<T>(reader: JsonReader, read: (reader: JsonReader) => Result<T>): Result<T | null> {
  return reader.value === null ? ok(null) : read(reader);
}

/** An object of results as a result of an object: the first problem, or all values. */
export function allOk<T extends Readonly<Record<string, unknown>>>(results: {
  readonly [K in keyof T]: Result<T[K]>;
}): Result<T> {
  const values: Partial<T> = {};
  for (const key of keysOf(results)) {
    const result = results[key];
    if (!result.ok) return result;
    values[key] = result.value;
  }
  if (!isComplete(values, results)) throw new Error('A field was lost.');
  return ok(values);
}

function keysOf<T extends object>(object: T): (keyof T)[] {
  const keys: (keyof T)[] = [];
  for (const key in object) keys.push(key);
  return keys;
}

function isComplete<T extends object>(values: Partial<T>, results: { readonly [K in keyof T]: unknown }): values is T {
  return keysOf(results).every((key) => key in values);
}

/** An object without the fields that are undefined. */
export type Present<T> = {
  readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & { readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };

export function withoutAbsent<T extends object>(fields: T): Present<T> {
  const kept: Partial<T> = {};
  for (const key of keysOf(fields)) if (fields[key] !== undefined) kept[key] = fields[key];
  if (!hasAllOf(kept, fields)) throw new Error('A field was lost.');
  return kept;
}

function hasAllOf<T extends object>(kept: unknown, fields: T): kept is Present<T> {
  if (typeof kept !== 'object' || kept === null) return false;
  return keysOf(fields).every((key) => fields[key] === undefined || key in kept);
}
