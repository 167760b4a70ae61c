/** Which other rules match packets of a rule, and who decides about them. */
import { apart, meeting } from './judge';
import type { Rules } from './rules';

export interface Overlap {
  readonly other: number;
  /** Who decides about the packets that both match; null between equal priorities, where OVN does not say. */
  readonly winner: number | null;
  /** Both do the same. */
  readonly agree: boolean;
}

/** Rules that one is compared with at most. */
const COMPARED = 150;

/** Of the rules with a packet in common, those asked first come first. `more` counts those that were not compared. */
export function overlapsOf(
  rules: Rules,
  index: number,
): { readonly overlaps: readonly Overlap[]; readonly more: number } {
  const near = rules.competing(index).filter((other) => other !== index && !apart(rules, index, other));
  const overlaps: Overlap[] = [];
  let more = Math.max(0, near.length - COMPARED);
  for (const other of near.slice(0, COMPARED)) {
    const meet = meeting(rules, index, other);
    if (!meet.ok) more++;
    if (!meet.ok || !meet.value) continue;
    const difference = rules.priority(other) - rules.priority(index);
    overlaps.push({
      other,
      winner: difference === 0 ? null : difference > 0 ? other : index,
      agree: rules.list[other]?.action === rules.list[index]?.action,
    });
  }
  return { overlaps, more };
}
