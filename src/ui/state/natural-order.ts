/** The order of names as people count: p1, p2, p10. */
const collator = new Intl.Collator('en', { numeric: true });

export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return collator.compare(a.name, b.name);
}
