/** Where cards stand, kept to places that a canvas can show. */

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Farther from the middle nothing is found again: a card is some hundred units wide. */
const FARTHEST = 1_000_000;

/**
 * The positions that a canvas can show. A card whose place is beyond them has
 * none, and so is put beside the others as a new one is.
 */
export function sensiblePositions(positions: Iterable<readonly [string, Place]>): Readonly<Record<string, Place>> {
  return Object.fromEntries(Array.from(positions).filter(([, { x, y }]) => isSensible(x) && isSensible(y)));
}

function isSensible(at: number): boolean {
  return Math.abs(at) <= FARTHEST;
}
