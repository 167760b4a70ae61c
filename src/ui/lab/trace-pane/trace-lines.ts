/** From a trace to the pane's lines: every OpenFlow step beside the logical step it carries out. */
import { shapeOf } from '../../state';
import type { Trace, TraceStep } from '../../bridge';

type LogicalStep = Trace['logical'][number];

export interface TraceLine {
  readonly index: number;
  /** What happened, in a word or two. */
  readonly title: string;
  /** 1 at the root. */
  readonly level: number;
  /** How many times the packet was copied or crossed a tunnel on its way here. */
  readonly branch: number;
  readonly children: number;
  readonly place: number;
  readonly siblings: number;
  /** Set where a copy begins: which of how many, and for whom. */
  readonly copy: { readonly place: number; readonly of: number; readonly to: string } | null;
  readonly logical: {
    readonly head: string;
    readonly match: string;
    readonly actions: string;
    /** What its actions looked up and found. */
    readonly found: readonly string[];
  } | null;
  /** Set where the packet comes into another pipeline: which one, and by which port. */
  readonly section: { readonly title: string; readonly kind: 'switch' | 'router' } | null;
  /** It only hands the packet on, or is a lookup of the line above: one may do without it. */
  readonly quiet: boolean;
  readonly head: string;
  readonly body: string;
  readonly outcome: string;
  readonly tone: Tone;
  readonly machine: string;
  /** True where the packet comes to another hypervisor. */
  readonly arrives: boolean;
  /** True where the two languages met different rows. */
  readonly differs: boolean;
}

/** What a part of the story is painted with. */
export type Tone = 'logical' | 'openflow' | 'tunnel' | 'drop' | 'deliver' | 'inject';

export function traceLines(trace: Trace): readonly TraceLine[] {
  const logical = new Map(trace.logical.flatMap((step) => step.openflow.map((index) => [index, step] as const)));
  const { children, places, levels } = shapeOf(trace);
  const branches: number[] = [];
  const lookups = new Set(trace.logical.flatMap(({ openflow }) => openflow.slice(1)));
  const lookedUp = trace.steps.map(() => 0);
  for (const index of lookups) {
    const parent = trace.steps[index]?.parent ?? -1;
    lookedUp[parent] = (lookedUp[parent] ?? 0) + 1;
  }
  return trace.steps.map((step, index) => {
    const own = logical.get(index);
    const parent = step.parent ?? -1;
    const isLookup = lookups.has(index);
    // What an action looks up is no copy of the packet.
    const siblings = step.parent === null || isLookup ? 1 : (children[parent] ?? 1) - (lookedUp[parent] ?? 0);
    const branch = (branches[parent] ?? 0) + (siblings > 1 || step.kind === 'tunnel-in' ? 1 : 0);
    branches.push(branch);
    return {
      index,
      title: titleOf(step, own),
      level: levels[index] ?? 1,
      branch,
      children: children[index] ?? 0,
      place: places[index] ?? 1,
      siblings: step.parent === null ? 1 : (children[parent] ?? 1),
      section: isLookup ? null : sectionAt(trace, own),
      quiet: isLookup || isQuiet(step, own),
      copy: siblings > 1 ? { place: places[index] ?? 1, of: siblings, to: destination(step, own) } : null,
      logical:
        own && !isLookup
          ? {
              head: `${own.tableId} · ${own.priority ?? '–'}`,
              match: own.match ?? 'no row matches',
              actions: own.actions ?? '',
              found: isLookup ? NOTHING : (own.found ?? NOTHING),
            }
          : null,
      ...describe(step),
      tone: toneOf(step, own !== undefined),
      machine: step.machine,
      arrives: index > 0 && trace.steps[index - 1]?.machine !== step.machine,
      differs: differsAt(trace, step, own),
    };
  });
}

const NOTHING: readonly string[] = [];

/** Of today's networks, which have several datapaths: where one pipeline ends and another begins. */
function sectionAt({ logical }: Trace, own: LogicalStep | undefined): TraceLine['section'] {
  if (own?.datapathKind === undefined) return null;
  const above = own.parent === null ? undefined : logical[own.parent];
  if (above?.datapath === own.datapath && above.direction === own.direction) return null;
  const port = own.direction === 'ingress' ? `in by ${own.inport || 'nowhere'}` : `out by ${own.outport || 'nowhere'}`;
  return { title: `${own.datapathName} ${own.direction}, ${port}`, kind: own.datapathKind };
}

/** A row for every packet that only hands it on; a table between pipelines that does nothing else. */
function isQuiet(step: TraceStep, own: LogicalStep | undefined): boolean {
  if (step.kind !== 'table') return false;
  if (own !== undefined) return own.passesOn === true;
  return step.flow?.match === '' && /^(?:set_field:0->reg\d+,)*resubmit\(,\d+\)$/.test(step.flow.actions);
}

function toneOf(step: TraceStep, logical: boolean): Tone {
  switch (step.kind) {
    case 'table':
      return logical ? 'logical' : 'openflow';
    case 'conntrack':
    case 'packet-in':
    case 'output':
      return 'openflow';
    case 'tunnel-out':
    case 'tunnel-in':
      return 'tunnel';
    default:
      return step.kind;
  }
}

/** Pipeline rows that the logical network met and no hypervisor carried out. */
export function rowsNotCarriedOut(trace: Trace): readonly LogicalStep[] {
  return trace.logical.filter((step) => step.openflow.length === 0);
}

function titleOf(step: TraceStep, own: LogicalStep | undefined): string {
  switch (step.kind) {
    case 'table':
      return own ? own.stage : `table ${step.table ?? ''}`;
    case 'inject':
      return `enters ${step.machine}`;
    case 'conntrack':
      return 'connection tracking';
    case 'packet-in':
      return 'to ovn-controller';
    case 'output':
      return 'output';
    case 'tunnel-out':
      return `tunnel to ${step.tunnel?.peer === '' ? 'nowhere' : (step.tunnel?.peer ?? '')}`;
    case 'tunnel-in':
      return `arrives at ${step.machine}`;
    case 'deliver':
      return `to ${step.logicalPort ?? step.port?.name ?? ''}`;
    case 'drop':
      return 'dropped';
  }
}

/** The port that a copy is for, as far as is known where it begins. */
function destination(step: TraceStep, own: LogicalStep | undefined): string {
  if (step.kind === 'table') return own?.outport ?? step.outport ?? '';
  return step.logicalPort ?? step.tunnel?.peer ?? step.port?.name ?? '';
}

function differsAt(trace: Trace, step: TraceStep, own: LogicalStep | undefined): boolean {
  if (trace.agreement.agree || step.kind !== 'table') return false;
  return own !== undefined && own.row !== step.flow?.origin?.uuid;
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
    case 'conntrack':
      return { head: 'ct', body: step.text, outcome: '' };
    case 'packet-in':
      return { head: 'packet-in', body: step.text, outcome: '' };
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
