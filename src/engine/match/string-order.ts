/**
 * The order in which Open vSwitch's string sets list their members: that of a
 * hash table, which shows where OVN prints an intersection of port names.
 */
import { hashOrder, hashText } from '../base';

/** The members that all the sets have, in the order of a string set filled from the first one. */
export function intersectStrings(sets: readonly (readonly string[])[]): readonly string[] {
  const [first, ...rest] = sets;
  if (first === undefined) return [];
  const others = rest.map((set) => new Set(set));
  return hashOrder(new Set(first), hashText).filter((text) => others.every((set) => set.has(text)));
}
