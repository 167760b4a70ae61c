/** From a trace to the pane's lines: every OpenFlow step beside the logical step it carries out. */
import type { Trace, TraceStep } from '../../bridge';

export interface TraceLine {
  readonly index: number;
  readonly depth: number;
  readonly logical: {
    readonly head: string;
    readonly match: string;
    readonly actions: string;
    readonly text: string;
  } | null;
  readonly head: string;
  readonly body: string;
  readonly outcome: string;
  readonly tone: Tone;
  readonly machine: string;
  /** True where the packet comes to another hypervisor. */
  readonly arrives: boolean;
}

/** What a part of the story is painted with. */
export type Tone = 'logical' | 'openflow' | 'tunnel' | 'drop' | 'deliver' | 'inject';

export function traceLines(trace: Trace): readonly TraceLine[] {
  const logical = new Map(trace.logical.flatMap((step) => step.openflow.map((index) => [index, step] as const)));
  return trace.steps.map((step, index) => {
    const own = logical.get(index);
    return {
      index,
      depth: step.depth,
      logical: own
        ? {
            head: `${own.tableId} · ${own.priority ?? '–'}`,
            match: own.match ?? 'no row matches',
            actions: own.actions ?? '',
            text: own.text,
          }
        : null,
      ...describe(step),
      tone: toneOf(step, own !== undefined),
      machine: step.machine,
      arrives: index > 0 && trace.steps[index - 1]?.machine !== step.machine,
    };
  });
}

export function toneOf(step: TraceStep, logical: boolean): Tone {
  switch (step.kind) {
    case 'table':
      return logical ? 'logical' : 'openflow';
    case 'output':
      return 'openflow';
    case 'tunnel-out':
    case 'tunnel-in':
      return 'tunnel';
    default:
      return step.kind;
  }
}

function describe(step: TraceStep): { head: string; body: string; outcome: string } {
  const port = step.port ? `${step.port.name} (port ${step.port.ofport})` : '';
  switch (step.kind) {
    case 'table':
      return {
        head: step.flow ? `${step.table ?? ''} · ${step.flow.priority}` : String(step.table ?? ''),
        body: step.flow ? step.flow.match || 'any packet' : 'no flow matches',
        outcome: step.flow?.actions ?? '',
      };
    case 'inject':
      return { head: 'in', body: port, outcome: '' };
    case 'output':
      return { head: 'out', body: port, outcome: '' };
    case 'tunnel-out':
      return {
        head: 'tunnel',
        body: `${port}, key ${step.tunnel?.key ?? ''}`,
        outcome: `to ${step.tunnel?.peer ?? ''}`,
      };
    case 'tunnel-in':
      return {
        head: 'tunnel',
        body: `${port}, key ${step.tunnel?.key ?? ''}`,
        outcome: `from ${step.tunnel?.peer ?? ''}`,
      };
    case 'deliver':
      return { head: 'deliver', body: port, outcome: step.logicalPort ?? '' };
    case 'drop':
      return { head: 'drop', body: step.text, outcome: '' };
  }
}
