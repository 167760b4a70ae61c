/** Where playing and running stop: a table, a row, a port, or an expression over the packet. */
import type { Problem, Trace, TraceStep, Uuid } from '../bridge';

export type BreakpointSpot =
  /** An OpenFlow table, on every hypervisor. */
  | { readonly kind: 'table'; readonly table: number }
  /** A Pipeline row, wherever a flow made from it matches. */
  | { readonly kind: 'row'; readonly row: Uuid; readonly label: string }
  /** A flow that comes from no Pipeline row. */
  | { readonly kind: 'flow'; readonly machine: string; readonly flow: string; readonly label: string }
  /** An interface or a logical port, where the packet enters or leaves by it or is dropped on the way to it. */
  | { readonly kind: 'port'; readonly port: string }
  | { readonly kind: 'expression'; readonly text: string };

export interface Breakpoint {
  readonly id: string;
  readonly spot: BreakpointSpot;
  readonly enabled: boolean;
  /** Expressions: where the engine found it true, and in which trace. */
  readonly found?: Found;
}

export interface Found {
  readonly trace: Trace;
  readonly steps: readonly number[];
  readonly problem: Problem | null;
}

export function breakpointId(spot: BreakpointSpot): string {
  switch (spot.kind) {
    case 'table':
      return `table:${spot.table}`;
    case 'row':
      return `row:${spot.row}`;
    case 'flow':
      return `flow:${spot.machine}:${spot.flow}`;
    case 'port':
      return `port:${spot.port}`;
    case 'expression':
      return `expression:${spot.text}`;
  }
}

export function breakpointLabel(spot: BreakpointSpot): string {
  switch (spot.kind) {
    case 'table':
      return `table ${spot.table}`;
    case 'row':
    case 'flow':
      return spot.label;
    case 'port':
      return `port ${spot.port}`;
    case 'expression':
      return spot.text;
  }
}

/** What a breakpoint on this step's table would be; its port when it is at none. */
export function tableSpot(step: TraceStep): BreakpointSpot | null {
  if (step.table !== undefined) return { kind: 'table', table: step.table };
  return step.port ? { kind: 'port', port: step.port.name } : null;
}

/** What a breakpoint on the row that this step met would be. */
export function rowSpot(trace: Trace, step: TraceStep): BreakpointSpot | null {
  const { flow, machine } = step;
  if (!flow) return tableSpot(step);
  const { origin } = flow;
  const logical = trace.logical.find((candidate) => candidate.openflow.includes(step.index));
  if (origin && logical?.row === origin.uuid) {
    const { tableId, priority = 0, match = '' } = logical;
    return { kind: 'row', row: origin.uuid, label: `Pipeline ${tableId} · ${priority} ${match}` };
  }
  return {
    kind: 'flow',
    machine,
    flow: flow.id,
    label: `${machine} ${flow.table} · ${flow.priority} ${flow.match || 'any packet'}`,
  };
}

/** The steps at which an enabled breakpoint holds, each with the first one that does. */
export function breakpointHits(trace: Trace, breakpoints: readonly Breakpoint[]): ReadonlyMap<number, Breakpoint> {
  const known = cache.get(trace);
  if (known?.breakpoints === breakpoints) return known.hits;
  const hits = new Map<number, Breakpoint>();
  for (const breakpoint of breakpoints) {
    if (!breakpoint.enabled) continue;
    for (const index of stepsAt(trace, breakpoint)) if (!hits.has(index)) hits.set(index, breakpoint);
  }
  cache.set(trace, { breakpoints, hits });
  return hits;
}

const cache = new WeakMap<
  Trace,
  { readonly breakpoints: readonly Breakpoint[]; readonly hits: ReadonlyMap<number, Breakpoint> }
>();

/** Where in a trace a breakpoint holds, enabled or not. */
export function stepsAt(trace: Trace, { spot, found }: Breakpoint): readonly number[] {
  if (spot.kind === 'expression') return found?.trace === trace ? found.steps : [];
  const entry = trace.logical[0]?.inport;
  return trace.steps.filter((step) => holds(spot, step, entry)).map(({ index }) => index);
}

type Plain = Exclude<BreakpointSpot, { kind: 'expression' }>;

function holds(spot: Plain, step: TraceStep, entry: string | undefined): boolean {
  switch (spot.kind) {
    case 'table':
      return step.table === spot.table;
    case 'row':
      return step.flow?.origin?.uuid === spot.row;
    case 'flow':
      return step.machine === spot.machine && step.flow?.id === spot.flow;
    case 'port':
      return (
        step.port?.name === spot.port ||
        (step.kind !== 'table' && step.logicalPort === spot.port) ||
        (step.kind === 'inject' && entry === spot.port)
      );
  }
}
