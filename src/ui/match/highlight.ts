/** Which parts belong together: nodes, flows and the source are tied by the places of the text they come from. */
import type { StageNode, StageView, TextRange } from '../bridge';

export interface Placed {
  readonly ranges: readonly TextRange[];
  /** A member of a set is only itself when all of its places are meant. */
  readonly member: boolean;
}

/** True when something lit at `active` lights `item` too. */
export function isLit(item: Placed, active: readonly TextRange[]): boolean {
  if (active.length === 0 || item.ranges.length === 0) return false;
  const inside = (range: TextRange) => active.some((other) => other.start <= range.start && range.end <= other.end);
  return item.member ? item.ranges.every(inside) : item.ranges.some(inside);
}

/** The places of the smallest node of the parsed tree around an offset; none between two. */
export function placeAt(stages: readonly StageView[], offset: number): readonly TextRange[] {
  const tree = stages[0]?.tree;
  let best: { readonly size: number; readonly ranges: readonly TextRange[] } | undefined;
  const visit = (node: StageNode) => {
    const around = node.ranges.some((range) => range.start <= offset && offset <= range.end);
    const size = node.ranges.reduce((sum, range) => sum + range.end - range.start, 0);
    // The members of a set share their field: pointing at it means all of them.
    const shared = node.member && !node.ranges.slice(1).some((range) => range.start <= offset && offset <= range.end);
    if (around && !shared && (best === undefined || size < best.size)) best = { size, ranges: node.ranges };
    for (const child of node.children) visit(child);
  };
  if (tree !== undefined) visit(tree);
  return best?.ranges ?? [];
}

/** What a number of flows costs, in words and on a scale of 0 to 1. */
export function costOf(flows: number): { readonly word: string; readonly level: number } {
  const level = Math.min(1, Math.log2(flows + 1) / 14);
  const word =
    flows === 0
      ? 'no flows'
      : flows <= 16
        ? 'cheap'
        : flows <= 128
          ? 'moderate'
          : flows <= 2048
            ? 'expensive'
            : 'very expensive';
  return { word, level };
}
