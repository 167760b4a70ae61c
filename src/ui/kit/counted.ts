/** How a count is said. */

/** `1 port`, `1,200 ports`, `2 switches`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

type Counted = readonly [count: number, one: string, many?: string];

/** `2 switches, 1 port`, without what there is none of. */
export function countedList(list: readonly Counted[]): string {
  return list
    .filter(([count]) => count > 0)
    .map((entry) => counted(...entry))
    .join(', ');
}
