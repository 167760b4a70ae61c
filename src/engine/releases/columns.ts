/** Column types that the schemas of every release are written with, in the notation of RFC 7047 section 3.2. */

export const STRING_MAP = { key: 'string', value: 'string', min: 0, max: 'unlimited' } as const;
export const STRINGS = { key: 'string', min: 0, max: 'unlimited' } as const;
export const OPTIONAL_STRING = { key: 'string', min: 0, max: 1 } as const;
export const OPTIONAL_BOOLEAN = { key: 'boolean', min: 0, max: 1 } as const;

/** Integers from `minInteger` to `maxInteger`, both included. */
export function range<const Min extends number, const Max extends number>(minInteger: Min, maxInteger: Max) {
  return { type: 'integer', minInteger, maxInteger } as const;
}

/** At most one value of the given base type. */
export function optional<const Base>(key: Base) {
  return { key, min: 0, max: 1 } as const;
}

export function oneOf<const Names extends readonly string[]>(...names: Names) {
  return { type: 'string', enum: ['set', names] } as const;
}

export function reference<const Table extends string>(refTable: Table, refType: 'strong' | 'weak' = 'strong') {
  return { type: 'uuid', refTable, refType } as const;
}

/** Any number of references. */
export function references<const Table extends string>(refTable: Table, refType: 'strong' | 'weak' = 'strong') {
  return { key: reference(refTable, refType), min: 0, max: 'unlimited' } as const;
}
