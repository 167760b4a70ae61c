/** The three texts of a trace, letter for letter as ovn-trace(8) prints them. */
import { utf8Encode } from '../base';
import type { NodeKind, TraceNode } from './nodes';

export type OvnTraceForm = 'detailed' | 'summary' | 'minimal';

/** The forms that were asked for, in the order of the program; a heading where there are several. */
export function printTrace(packet: string, roots: readonly TraceNode[], forms: readonly OvnTraceForm[]): string {
  const lines = [`# ${packet}`];
  for (const form of FORMS) {
    if (!forms.includes(form)) continue;
    if (forms.length > 1) lines.push(`# ${form.charAt(0).toUpperCase()}${form.slice(1)} trace.`);
    PRINT[form](roots, lines);
  }
  return `${lines.join('\n')}\n`;
}

const FORMS = ['detailed', 'summary', 'minimal'] as const satisfies readonly OvnTraceForm[];

const PRINT: Readonly<Record<OvnTraceForm, (roots: readonly TraceNode[], lines: string[]) => void>> = {
  detailed: (roots, lines) => {
    printDetailed(roots, 0, lines);
  },
  summary: (roots, lines) => {
    printBlocks(without(roots, IN_SUMMARY_LEFT_OUT), 0, lines);
  },
  minimal: (roots, lines) => {
    printBlocks(without(roots, IN_MINIMAL_LEFT_OUT), 0, lines);
  },
};

/** Below these, what follows is always set in, even the last of them. */
const ENDS: ReadonlySet<NodeKind> = new Set<NodeKind>(['output', 'action', 'error']);

/** The last child stands as far left as its parent does, so that a long way through tables does not run out of the page. */
function printDetailed(nodes: readonly TraceNode[], level: number, lines: string[]): void {
  const last = nodes.at(-1);
  for (const node of nodes) {
    if (node.kind === 'modify') continue;
    const isSetIn = node !== last || node.alwaysIndent || ENDS.has(node.kind);
    const indent = ' '.repeat(4 * (level + (isSetIn ? 1 : 0)));
    const isTitle = node.kind === 'pipeline' || node.kind === 'transformation';
    if (isTitle) lines.push('');
    lines.push(indent + node.text);
    if (isTitle) lines.push(indent + '-'.repeat(utf8Encode(node.text).length));
    printDetailed(node.nodes, level + (isSetIn ? 2 : 0), lines);
  }
}

const IN_SUMMARY_LEFT_OUT: ReadonlySet<NodeKind> = new Set<NodeKind>(['modify', 'table']);
const IN_MINIMAL_LEFT_OUT: ReadonlySet<NodeKind> = new Set<NodeKind>(['action', 'pipeline', 'table', 'output']);

interface Block {
  readonly kind: NodeKind;
  readonly text: string;
  readonly nodes: readonly Block[];
}

/** The tree without nodes of these kinds: their children take their places. */
function without(nodes: readonly TraceNode[], kinds: ReadonlySet<NodeKind>): readonly Block[] {
  return nodes.flatMap((node) => {
    const below = without(node.nodes, kinds);
    return kinds.has(node.kind) ? below : [{ kind: node.kind, text: node.text, nodes: below }];
  });
}

function printBlocks(blocks: readonly Block[], level: number, lines: string[]): void {
  const indent = ' '.repeat(4 * level);
  for (const { kind, text, nodes } of blocks) {
    if (kind === 'action' && text.startsWith('next(')) continue;
    const end = kind === 'action' ? '' : ';';
    if (nodes.length === 0) lines.push(`${indent}${text}${end}`);
    else {
      lines.push(`${indent}${text} {`);
      printBlocks(nodes, level + 1, lines);
      lines.push(`${indent}}${end}`);
    }
  }
}
