/** Columns of rows whose schema came with a file, and may be anything: nothing here throws. */
import { isPairs, type Row } from '../ovsdb';

/** The members of a set, the one value of a scalar, as text; none for a map, and for a column that is not there. */
export function textsIn(row: Row | undefined, column: string): readonly string[] {
  const value = row?.[column];
  if (value === undefined) return [];
  if (typeof value !== 'object') return [String(value)];
  return isPairs(value) ? [] : value.map(String);
}

/** The only value, or the first one; an empty text where there is none. */
export function textIn(row: Row | undefined, column: string): string {
  return textsIn(row, column)[0] ?? '';
}

/** NaN where there is none. */
export function numberIn(row: Row | undefined, column: string): number {
  const text = textIn(row, column);
  return text === '' ? NaN : Number(text);
}

export function pairsIn(row: Row | undefined, column: string): readonly (readonly [string, string])[] {
  const value = row?.[column];
  if (value === undefined || typeof value !== 'object' || !isPairs(value)) return [];
  return value.map(([key, held]) => [String(key), String(held)]);
}

/** What a map holds under `key`. */
export function entryIn(row: Row | undefined, column: string, key: string): string | undefined {
  return pairsIn(row, column).find(([name]) => name === key)?.[1];
}
