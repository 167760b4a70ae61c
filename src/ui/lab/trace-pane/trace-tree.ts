/** Which lines of the tree are to be seen, and what its keys do: plain functions of what is closed. */
import type { TraceShape } from '../../state';

/** The steps that no closed line hides, ascending. */
export function visibleSteps({ ends }: TraceShape, closed: ReadonlySet<number>): readonly number[] {
  const visible: number[] = [];
  for (let index = 0; index < ends.length;) {
    visible.push(index);
    index = closed.has(index) ? (ends[index] ?? ends.length) : index + 1;
  }
  return visible;
}

/** Where a step stands among the visible ones: itself, or the closed line that holds it. */
export function placeAmong(visible: readonly number[], step: number): number {
  let low = 0;
  let high = visible.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((visible[middle] ?? 0) <= step) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Opens whatever hides a step; the same set when nothing does. */
export function revealed({ ends }: TraceShape, closed: ReadonlySet<number>, step: number): ReadonlySet<number> {
  const hides = (index: number) => index < step && step < (ends[index] ?? 0);
  const kept = Array.from(closed).filter((index) => !hides(index));
  return kept.length === closed.size ? closed : new Set(kept);
}

export type TreeMove =
  | { readonly kind: 'go'; readonly step: number }
  | { readonly kind: 'open'; readonly steps: readonly number[] }
  | { readonly kind: 'close'; readonly step: number };

export interface TreePosition {
  readonly shape: TraceShape;
  readonly parents: (step: number) => number | null;
  readonly closed: ReadonlySet<number>;
  readonly visible: readonly number[];
  /** Among `visible`. */
  readonly at: number;
  /** Lines that a page holds. */
  readonly page: number;
}

/** The keys of the WAI-ARIA tree pattern; undefined for any other key. */
export function treeMove(key: string, position: TreePosition): TreeMove | undefined {
  const { shape, closed, visible, at, page, parents } = position;
  const last = visible.length - 1;
  const step = visible[at] ?? 0;
  const line = (place: number): TreeMove => ({ kind: 'go', step: visible[Math.max(0, Math.min(place, last))] ?? 0 });
  const opens = (shape.children[step] ?? 0) > 0;
  switch (key) {
    case 'ArrowDown':
      return line(at + 1);
    case 'ArrowUp':
      return line(at - 1);
    case 'PageDown':
      return line(at + page);
    case 'PageUp':
      return line(at - page);
    case 'Home':
      return line(0);
    case 'End':
      return line(last);
    case 'ArrowRight':
      return opens && closed.has(step) ? { kind: 'open', steps: [step] } : line(at + 1);
    case 'ArrowLeft':
      return opens && !closed.has(step) ? { kind: 'close', step } : { kind: 'go', step: parents(step) ?? step };
    case '*': {
      const parent = parents(step);
      return { kind: 'open', steps: Array.from(closed).filter((other) => parents(other) === parent) };
    }
    default:
      return undefined;
  }
}
