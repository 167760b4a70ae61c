/** The order of keys, in which everything is computed and listed. */

export type Key = string | number;

/** What is derived: anything but nothing, which stands for an entry that is not there. */
export type Value = string | number | boolean | object;

/** What a key is sorted by; ranks of one collection are all numbers or all texts. */
export type Rank<K> = (key: K) => Key;

/** Keys that are sorted by themselves. */
export function ownRank(key: Key): Key {
  return key;
}

/** The keys in the order of their ranks: the same list, if it is in order already, as most lists are. */
export function inOrder<K>(keys: readonly K[], rank: Rank<K>): readonly K[] {
  let before: Key | undefined;
  for (const key of keys) {
    const own = rank(key);
    if (before !== undefined && before > own) return sorted(keys, rank);
    before = own;
  }
  return keys;
}

function sorted<K>(keys: readonly K[], rank: Rank<K>): readonly K[] {
  const ranked = keys.map((key): [Key, K] => [rank(key), key]);
  ranked.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return ranked.map(([, key]) => key);
}
