/** Two compared traces as the rows that are shown. Pure. */
import type { ComparedStep, Trace, TraceComparison, TraceStep } from '../../bridge';

export interface Side {
  readonly index: number;
  readonly machine: string;
  readonly head: string;
  readonly body: string;
  readonly kind: TraceStep['kind'];
}

export interface SideRow {
  readonly kind: ComparedStep['kind'] | 'apart';
  readonly left: Side | null;
  readonly right: Side | null;
  readonly differences: ComparedStep['differences'];
  /** The packet first takes another way here, or first is another one. */
  readonly first: boolean;
}

/** Steps that only one trace has stand beside those that only the other has: each side goes its own way there. */
export function sideRows(left: Trace, right: Trace, { steps, first }: TraceComparison): readonly SideRow[] {
  const [leftSides, rightSides] = [sidesOf(left), sidesOf(right)];
  const rows: SideRow[] = [];
  for (let at = 0; at < steps.length;) {
    const step = steps[at];
    if (!step) break;
    if (step.kind !== 'left' && step.kind !== 'right') {
      rows.push({
        kind: step.kind,
        left: leftSides[step.left ?? -1] ?? null,
        right: rightSides[step.right ?? -1] ?? null,
        differences: step.differences,
        first: at === first,
      });
      at += 1;
      continue;
    }
    let end = at;
    while (steps[end]?.kind === 'left' || steps[end]?.kind === 'right') end += 1;
    const apart = steps.slice(at, end);
    const lefts = apart.flatMap((one) => leftSides[one.left ?? -1] ?? []);
    const rights = apart.flatMap((one) => rightSides[one.right ?? -1] ?? []);
    for (let index = 0; index < Math.max(lefts.length, rights.length); index += 1) {
      const [a, b] = [lefts[index] ?? null, rights[index] ?? null];
      const kind = a && b ? 'apart' : a ? 'left' : 'right';
      const isFirst = index === 0 && first !== null && first >= at && first < end;
      rows.push({ kind, left: a, right: b, differences: [], first: isFirst });
    }
    at = end;
  }
  return rows;
}

export const MARKS: Readonly<Record<SideRow['kind'], readonly [glyph: string, words: string]>> = {
  same: ['=', 'the same'],
  values: ['≈', 'the same step with other values'],
  course: ['≠', 'another way'],
  apart: ['≠', 'another way'],
  left: ['−', 'only on the left'],
  right: ['+', 'only on the right'],
};

function sidesOf(trace: Trace): readonly Side[] {
  const stages = new Map(trace.logical.flatMap(({ openflow, stage }) => openflow.map((index) => [index, stage])));
  return trace.steps.map((step) => ({
    index: step.index,
    machine: step.machine,
    kind: step.kind,
    ...describe(step, stages.get(step.index)),
  }));
}

const WORDS: Readonly<Record<TraceStep['kind'], string>> = {
  inject: 'in',
  table: 'table',
  conntrack: 'is looked up in connection tracking',
  'packet-in': 'asks ovn-controller',
  output: 'out',
  'tunnel-out': 'into tunnel',
  'tunnel-in': 'out of tunnel',
  deliver: 'delivers',
  drop: 'drops',
};

function describe(step: TraceStep, stage: string | undefined): { head: string; body: string } {
  if (step.kind === 'table') {
    const flow = step.flow ? `${step.flow.match || 'any packet'} → ${step.flow.actions}` : 'no flow matches';
    return { head: `table ${step.table ?? ''}`, body: stage === undefined ? flow : `${stage}: ${flow}` };
  }
  if (step.kind === 'drop' || step.kind === 'conntrack' || step.kind === 'packet-in')
    return { head: WORDS[step.kind], body: step.text };
  const tunnel = step.tunnel ? `, key ${step.tunnel.key}, ${step.tunnel.peer}` : '';
  const port = step.logicalPort === undefined ? '' : `, ${step.logicalPort}`;
  return { head: WORDS[step.kind], body: `${step.port?.name ?? ''}${tunnel}${port}` };
}
