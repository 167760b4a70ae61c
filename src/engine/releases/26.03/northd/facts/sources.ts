/** Where facts come from, and how columns of northbound rows are read. */
import type { RowRef, Uuid } from '../../../../base';
import type { Graph, Source } from '../../../../derive';
import { pairsOf, type Row } from '../../../../ovsdb';

export interface Sources {
  readonly graph: Graph;
  readonly nb: Source;
  readonly sb: Source;
}

export function northboundRow(table: string, uuid: Uuid): RowRef {
  return { db: 'OVN_Northbound', table, uuid };
}

/** A column such as `options` or `other_config`. */
export type Options = ReadonlyMap<string, string>;

export function optionsOf(row: Row, column: string): Options {
  return new Map(pairsOf(row[column] ?? []).map(([key, value]) => [String(key), String(value)]));
}

/** As `smap_get_bool`: only the word for the other value, in any case, overrules the fallback. */
export function optionIs(options: Options, key: string, fallback = false): boolean {
  const value = options.get(key)?.toLowerCase();
  if (value === undefined) return fallback;
  return fallback ? value !== 'false' : value === 'true';
}

/** As `smap_get_ullong` and its like: the fallback where there is no whole number. */
export function optionNumber(options: Options, key: string, fallback: number): number {
  const value = options.get(key)?.trim();
  return value !== undefined && /^[-+]?\d+$/.test(value) ? Number(value) : fallback;
}

/** Whether facts are the same: plain data, with lists, maps and sets in it. */
export function sameFacts(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && sameLists(a, b);
  if (a instanceof Map) return b instanceof Map && sameLists([...a], [...b]);
  if (a instanceof Set) return b instanceof Set && sameLists([...a], [...b]);
  return !Array.isArray(b) && sameLists(Object.entries(a), Object.entries(b));
}

function sameLists(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((member, index) => sameFacts(member, b[index]));
}

/** For collections of facts: who reads them is told only if they have changed. */
export const SAME = { same: sameFacts } as const;
