/** A column type in words, as ovsdb-server's messages have it. */
import type { ColumnType } from './schema';

export function describeType(type: ColumnType): string {
  const { key, value, min, max } = type;
  if (value === undefined && min === 1 && max === 1) return key.type;
  const count =
    max === Infinity ? (min === 0 ? '' : `${min} or more `) : min === 0 ? `up to ${max} ` : `${min} to ${max} `;
  return value === undefined ? `set of ${count}${key.type}s` : `map of ${count}(${key.type}, ${value.type}) pairs`;
}
