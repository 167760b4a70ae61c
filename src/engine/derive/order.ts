/** The order of keys, in which everything is computed and listed. */

export type Key = string | number;

export function compareKeys(a: Key, b: Key): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Sorts in place, where it is not sorted already: most lists are. */
export function settleOrder<K>(keys: K[], compare: (a: K, b: K) => number): K[] {
  for (let index = 1; index < keys.length; index++) {
    const [before, after] = [keys[index - 1], keys[index]];
    if (before !== undefined && after !== undefined && compare(before, after) > 0) return keys.sort(compare);
  }
  return keys;
}
