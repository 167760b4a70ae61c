/** A stage's tree as the lines that show it. */
import type { NodeChange, StageNode } from '../bridge';

export interface TreeRow {
  readonly node: StageNode;
  readonly depth: number;
  /** The lines that tie it to its parent. */
  readonly prefix: string;
}

/** Lines that a person may want to read; more are counted only. */
const MAX_ROWS = 300;
/** Lines where more were asked for. */
export const MOST_ROWS = 3000;

export function rowsOf(
  tree: StageNode,
  most = MAX_ROWS,
): { readonly rows: readonly TreeRow[]; readonly omitted: number } {
  const rows: TreeRow[] = [];
  let omitted = 0;
  const visit = (node: StageNode, depth: number, prefix: string, below: string) => {
    if (rows.length >= most) {
      omitted++;
      return;
    }
    rows.push({ node, depth, prefix });
    omitted += node.omitted;
    for (const [index, child] of node.children.entries()) {
      const last = index === node.children.length - 1 && node.omitted === 0;
      visit(child, depth + 1, below + (last ? '└ ' : '├ '), below + (last ? '  ' : '│ '));
    }
  };
  visit(tree, 0, '', '');
  return { rows, omitted };
}

/** What the mark of a change says, for those who cannot see its colour. */
export const CHANGE_LABELS = {
  prerequisite: 'prerequisite added',
  expanded: 'from a predicate',
  rewritten: 'found in its field',
  negated: 'turned by !',
  masked: 'made of != or a range',
  merged: 'merged',
} as const satisfies Record<NodeChange, string>;

export const CHANGE_SIGNS = {
  prerequisite: '+',
  expanded: '=',
  rewritten: '→',
  negated: '!',
  masked: '/',
  merged: '∪',
} as const satisfies Record<NodeChange, string>;
