/** The order of names as people count: p1, p2, p10. */
const collator = new Intl.Collator('en', { numeric: true });

interface Named {
  readonly name: string;
}

export function byName(a: Named, b: Named): number {
  return collator.compare(a.name, b.name);
}

const sorted = new WeakMap<readonly Named[], readonly Named[]>();

/** The list in that order; the same answer for the same list. */
export function inNameOrder<T extends Named>(list: readonly T[]): readonly T[] {
  let found = sorted.get(list) as readonly T[] | undefined;
  if (found === undefined) sorted.set(list, (found = list.toSorted(byName)));
  return found;
}
