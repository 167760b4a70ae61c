/**
 * Which cards show all they have. A card with many ports or interfaces shows the
 * first of them and says how many more there are; a person can unfold it.
 */
import { createStore } from 'zustand/vanilla';

export type Unfolded = ReadonlySet<string>;

/** By the card's id. */
export const unfoldedStore = createStore<Unfolded>(() => new Set());

export function toggleFold(card: string): void {
  const next = new Set(unfoldedStore.getState());
  if (!next.delete(card)) next.add(card);
  unfoldedStore.setState(next, true);
}

/** How many of a card's parts are shown, and how many are not; `chip` when the card has one that unfolds or folds it. */
export interface Fold {
  readonly shown: number;
  readonly more: number;
  readonly chip: boolean;
}

/** So many stand on a card of an ordinary graph. */
const USUAL = 24;
/** In a graph of thousands a card is there to be found; what is on it is a click away. */
const CROWDED = { from: 1_000, most: 6 } as const;

/** `count` parts on this card, `total` on all cards of its kind. */
export function foldOf(count: number, total: number, unfolded: boolean): Fold {
  const most = total > CROWDED.from ? CROWDED.most : USUAL;
  if (count <= most) return { shown: count, more: 0, chip: false };
  return unfolded ? { shown: count, more: 0, chip: true } : { shown: most, more: count - most, chip: true };
}
