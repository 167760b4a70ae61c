/** The values and events that a database is made of, as plain frozen data. */
import type { Problem, Uuid } from '../base';

/** Integers and reals are numbers (integers within ±(2^53 - 1)); a UUID is its lower-case text. */
export type Atom = string | number | boolean;

export type MapPair = readonly [Atom, Atom];

/**
 * A column's value. A scalar column (min = max = 1, no value type) holds an
 * atom; every other set, also an optional one, a sorted array without
 * duplicates; a map, pairs sorted by key.
 */
export type ColumnValue = Atom | readonly Atom[] | readonly MapPair[];

/** A deep-frozen row. A changed row is a new object that shares the unchanged values. */
export interface Row {
  readonly _uuid: Uuid;
  readonly [column: string]: ColumnValue;
}

/** Values for some of a row's columns; sets and maps in any order. */
export type RowValues = Readonly<Record<string, ColumnValue>>;

/** What happened to one row: inserted (no `before`), deleted (no `after`) or modified. */
export interface RowChange {
  readonly table: string;
  readonly uuid: Uuid;
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

/** The net effect of one commit; at most one entry for each row. */
export type ChangeSet = readonly RowChange[];

export type RowEdit =
  | { readonly op: 'insert'; readonly table: string; readonly uuid?: Uuid; readonly row: RowValues }
  | { readonly op: 'update'; readonly table: string; readonly uuid: Uuid; readonly row: RowValues }
  | { readonly op: 'delete'; readonly table: string; readonly uuid: Uuid };

/** `code` is the "error" string of RFC 7047, `message` its "details". */
export interface OvsdbError extends Problem {
  /** The JSON that was not understood, as compact text. */
  readonly syntax?: string;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
