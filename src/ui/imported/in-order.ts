/** The order in which people count: node2 before node10. */
const collator = new Intl.Collator('en', { numeric: true });

export function inOrder<T>(list: readonly T[], textOf: (item: T) => string): readonly T[] {
  return list
    .map((item) => ({ item, text: textOf(item) }))
    .sort((a, b) => collator.compare(a.text, b.text))
    .map(({ item }) => item);
}
