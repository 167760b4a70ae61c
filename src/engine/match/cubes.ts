/**
 * Sets of masks over one field. A comparison is a cube: it fixes some bits and
 * leaves the others. Most sets are of prefixes, which a sorted sweep handles in
 * the time it takes to read them; the rest is done pair by pair.
 */
import { andBits, compareBits, compatible, coversBits, orBits, unionMask, type Bits, type Mask } from './bits';
import type { Budget } from './budget';
import { joinOrigins, type NumberTest, type Origin } from './expr';

/** What making a cube costs, and what putting one into its place does. */
export const NARROWING = 5;
export const SORTING = 8;
/** What passing a cube in sorted sets costs. */
const SWEEPING = 2;
/** What finding out whether two cubes have to do with each other costs. */
const COMPARING = 0.3;

/** OVN's order: by bits compared, then value, then mask. */
function compareCubes(x: NumberTest, y: NumberTest): number {
  return (
    x.mask.count - y.mask.count ||
    compareBits(x.value, y.value) ||
    (x.mask === y.mask ? 0 : compareBits(x.mask, y.mask))
  );
}

/** What both cubes ask; undefined when they contradict each other. */
export function intersectCubes(
  value1: Bits,
  mask1: Mask,
  value2: Bits,
  mask2: Mask,
): { readonly value: Bits; readonly mask: Mask } | undefined {
  if (!compatible(value1, mask1, value2, mask2)) return undefined;
  const mask = unionMask(mask1, mask2);
  if (mask === mask1) return { value: value1, mask };
  if (mask === mask2) return { value: value2, mask };
  return { value: orBits(value1, value2), mask };
}

/** The bit above the masks' runs when every mask is a run up to the same bit: then the cubes are prefixes. */
export function prefixTop(cubes: readonly NumberTest[]): number | undefined {
  const first = cubes[0]?.mask;
  if (first === undefined || first.length === 0) return undefined;
  const top = first.offset + first.length;
  for (const { mask } of cubes) if (mask.length === 0 || mask.offset + mask.length !== top) return undefined;
  return top;
}

/** Every intersection of a cube of `xs` with one of `ys`, in no particular order; duplicates are possible. */
export function multiplyCubes(
  xs: readonly NumberTest[],
  ys: readonly NumberTest[],
  budget: Budget,
): readonly NumberTest[] {
  const top = xs.length * ys.length > 16 ? prefixTop(xs) : undefined;
  if (top !== undefined && prefixTop(ys) === top) return sweep([...xs].sort(bySweep), [...ys].sort(bySweep), budget);
  const made: NumberTest[] = [];
  for (const x of xs) {
    budget.spend(ys.length * COMPARING);
    for (const y of ys) {
      const both = intersectCubes(x.value, x.mask, y.value, y.mask);
      if (both === undefined) continue;
      budget.spend(NARROWING);
      made.push(narrow(x, both.value, both.mask, joinOrigins(x.origin, y.origin)));
    }
  }
  return made;
}

/**
 * The product of many sets of prefixes with the same top, none of which has a
 * member that another one covers. It has none either, and is in OVN's order.
 */
export function multiplyPrefixSets(sets: readonly (readonly NumberTest[])[], budget: Budget): readonly NumberTest[] {
  let left = sets.map((set): readonly NumberTest[] => [...set].sort(bySweep));
  // Pairwise, so that each member takes part in few products.
  while (left.length > 1) {
    const next: (readonly NumberTest[])[] = [];
    for (let i = 0; i < left.length; i += 2) {
      const [x = [], y] = [left[i], left[i + 1]];
      next.push(y === undefined ? x : sweep(x, y, budget));
    }
    left = next;
  }
  return byWidth(left[0] ?? []);
}

/**
 * Two sets of prefixes, sorted by value with wider ones first: either prefix
 * contains the other or they are apart, so the open ones form a stack.
 */
function sweep(left: readonly NumberTest[], right: readonly NumberTest[], budget: Budget): readonly NumberTest[] {
  budget.spend((left.length + right.length) * SWEEPING);
  const made: NumberTest[] = [];
  const openLeft: NumberTest[] = [];
  const openRight: NumberTest[] = [];
  for (let i = 0, j = 0; i < left.length || j < right.length;) {
    const x = left[i];
    const y = right[j];
    const takeLeft = y === undefined || (x !== undefined && bySweep(x, y) <= 0);
    const next = takeLeft ? x : y;
    if (next === undefined) break;
    if (takeLeft) i++;
    else j++;
    close(openLeft, next);
    close(openRight, next);
    const others = takeLeft ? openRight : openLeft;
    budget.spend(others.length * NARROWING);
    for (const other of others) made.push(narrow(next, next.value, next.mask, joinOrigins(next.origin, other.origin)));
    (takeLeft ? openLeft : openRight).push(next);
  }
  return made;
}

function close(open: NumberTest[], next: NumberTest): void {
  for (let last = open.at(-1); last !== undefined && !covers(last, next); last = open.at(-1)) open.pop();
}

function bySweep(x: NumberTest, y: NumberTest): number {
  return compareBits(x.value, y.value) || x.mask.count - y.mask.count;
}

/** True when every packet of `narrower` is one of `wider`. */
export function covers(wider: NumberTest, narrower: NumberTest): boolean {
  return compatible(wider.value, wider.mask, narrower.value, narrower.mask) && coversBits(narrower.mask, wider.mask);
}

/** The cubes that no other one covers, once each, in OVN's order. */
export function widestCubes(cubes: readonly NumberTest[], budget: Budget): readonly NumberTest[] {
  budget.spend(cubes.length * SORTING);
  if (prefixTop(cubes) === undefined) return dropCovered(dropRepeated(cubes), budget);
  const kept: NumberTest[] = [];
  for (const cube of [...cubes].sort(bySweep)) {
    const last = kept.at(-1);
    if (last === undefined || !covers(last, cube)) kept.push(cube);
    else if (last.mask === cube.mask) {
      kept[kept.length - 1] = { ...last, origin: joinOrigins(last.origin, cube.origin) };
    }
  }
  return byWidth(kept);
}

/** OVN's order of cubes that are sorted by value already. */
function byWidth(cubes: readonly NumberTest[]): readonly NumberTest[] {
  const widths: (NumberTest[] | undefined)[] = [];
  for (const cube of cubes) (widths[cube.mask.count] ??= []).push(cube);
  const sorted: NumberTest[] = [];
  for (const same of widths) if (same !== undefined) for (const cube of same) sorted.push(cube);
  return sorted;
}

/** Sorted, each cube once. A cube that stands for several is no longer said to be from an address set. */
export function dropRepeated(cubes: readonly NumberTest[]): readonly NumberTest[] {
  const kept: NumberTest[] = [];
  for (const cube of [...cubes].sort(compareCubes)) {
    const last = kept.at(-1);
    if (last === undefined || compareCubes(last, cube) !== 0) kept.push(cube);
    else kept[kept.length - 1] = { ...last, tracked: false, origin: joinOrigins(last.origin, cube.origin) };
  }
  return kept;
}

/** `cubes` is sorted by width, so only an earlier one can cover a later one. */
function dropCovered(cubes: readonly NumberTest[], budget: Budget): readonly NumberTest[] {
  const kept: NumberTest[] = [];
  for (const cube of cubes) {
    budget.spend(kept.length * COMPARING);
    if (!isCovered(cube, kept)) kept.push(cube);
  }
  return kept;
}

function isCovered(cube: NumberTest, by: readonly NumberTest[]): boolean {
  for (const wider of by) {
    if (wider.mask.count >= cube.mask.count) return false;
    if (covers(wider, cube)) return true;
  }
  return false;
}

/** `test` on the bits of `mask` only. */
export function narrow(test: NumberTest, value: Bits, mask: Mask, origin: Origin): NumberTest {
  return {
    kind: 'number',
    symbol: test.symbol,
    relop: '==',
    value: andBits(value, mask),
    mask,
    tracked: false,
    origin,
  };
}
