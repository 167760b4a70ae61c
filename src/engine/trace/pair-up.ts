/** Which of two lists' members belong together. */

export interface Pairs<A, B> {
  readonly pairs: ReadonlyMap<A, B>;
  /** Of the second list, those that nobody has, in their order. */
  readonly rest: readonly B[];
}

/**
 * Pairs each member of `ours` with at most one of `theirs`: first those that agree in the first pair of keys, of the
 * rest those that agree in the second, and so on. Of several with one key the order decides. Proportional to the lists.
 */
export function pairUp<A, B>(
  ours: readonly A[],
  theirs: readonly B[],
  keys: readonly (readonly [(ours: A) => string, (theirs: B) => string])[],
): Pairs<A, B> {
  const pairs = new Map<A, B>();
  let rest = theirs;
  for (const [keyOfOurs, keyOfTheirs] of keys) {
    if (rest.length === 0 || pairs.size === ours.length) break;
    const waiting = grouped(rest, keyOfTheirs);
    for (const list of waiting.values()) list.reverse();
    const taken = new Set<B>();
    for (const one of ours) {
      if (pairs.has(one)) continue;
      const other = waiting.get(keyOfOurs(one))?.pop();
      if (other === undefined) continue;
      pairs.set(one, other);
      taken.add(other);
    }
    if (taken.size > 0) rest = rest.filter((other) => !taken.has(other));
  }
  return { pairs, rest };
}

/** The members with each key, in their order. */
export function grouped<K, V>(items: readonly V[], keyOf: (item: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
