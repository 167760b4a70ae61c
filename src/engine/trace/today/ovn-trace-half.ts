/**
 * The other logical half: the same packet as ovn-trace(8) sends it through the whole logical network, of no hypervisor.
 * Where both part, it says why: what ovn-trace assumes and a hypervisor knows.
 */
import { cloneFlow, setNumber } from '../../openflow';
import {
  NO_OPTIONS,
  tracePacket,
  type Choices,
  type FlowProgram,
  type Met,
  type TraceNode,
  type TraceOptions,
} from '../../ovn-trace';
import type { OpenFlowTrace } from '../openflow-trace';
import type { LogicalStep } from '../types';
import type { TodayNetwork } from './network';

/** One table that ovn-trace's packet went through. */
interface Row {
  readonly datapath: string;
  readonly place: string;
  readonly program: FlowProgram | undefined;
  /** Where connection tracking, an answer, or a copy led here. */
  readonly through: readonly string[];
  readonly next: Row[];
}

/** Where the two logical halves part. */
export interface Parting {
  /** The step after which they do; undefined where they do not begin alike. */
  readonly step: number | undefined;
  readonly sentence: string;
}

/** `options`: what connection tracking says; `choices`: what OVN leaves open. */
export function partingsOf(
  network: TodayNetwork,
  openflow: OpenFlowTrace,
  steps: readonly LogicalStep[],
  options: TraceOptions = NO_OPTIONS,
  choices?: Choices,
): readonly Parting[] {
  const [first] = steps;
  const visit = first && openflow.visits.get(first.openflow[0] ?? -1);
  const datapath = first && network.logical.datapaths.get(first.datapath);
  if (first === undefined || visit === undefined || datapath === undefined) return [];
  const flow = cloneFlow(visit.before);
  for (const register of UNSEEN) setNumber(flow, register, 0);
  const { root } = tracePacket(network.logical, { datapath, flow }, options, choices);
  const rows: Row[] = [];
  gather(root, rows, []);
  const found: Parting[] = [];
  const children = new Map<number | null, LogicalStep[]>();
  for (const step of steps) children.set(step.parent, [...(children.get(step.parent) ?? []), step]);
  const compare = (above: LogicalStep | undefined, theirs: readonly Row[], chassis: string): void => {
    const ours = children.get(above?.index ?? null) ?? [];
    const left = [...theirs];
    for (const step of ours) {
      const place = placeOf(step);
      const at = bestOf(left, step, place);
      const row = left[at];
      if (row === undefined) {
        found.push({ step: above?.index, sentence: `${place}: only the hypervisor went there.` });
        continue;
      }
      left.splice(at, 1);
      if (row.program?.row.uuid === step.row) compare(step, row.next, chassis);
      else
        found.push({
          step: step.index,
          sentence: `${place}: ovn-trace met “${row.program?.row.match ?? 'no row'}”, the hypervisor “${step.match ?? 'no row'}”.`,
        });
    }
    for (const row of left)
      found.push({
        step: above?.index,
        sentence: `${row.place}: only ovn-trace went there${row.through.length === 0 ? '' : ` (${row.through.join(', ')})`}.`,
      });
  };
  compare(undefined, rows, '');
  return found;
}

const UNSEEN = ['reg10', 'reg11', 'reg12', 'reg13'] as const;

function placeOf({ datapath, direction, tableId }: LogicalStep): string {
  return `${datapath} ${direction} ${tableId}`;
}

function bestOf(rows: readonly Row[], step: LogicalStep, place: string): number {
  const exact = rows.findIndex((row) => row.place === place && row.program?.row.uuid === step.row);
  return exact >= 0 ? exact : rows.findIndex((row) => row.place === place);
}

function gather(node: TraceNode, into: Row[], through: readonly string[]): void {
  for (const child of node.nodes) {
    if (child.kind === 'table' && child.met !== undefined) {
      const [row, last] = chainOf(child.met, through);
      into.push(row);
      gather(child, last.next, []);
    } else gather(child, into, child.kind === 'transformation' ? [...through, child.text] : through);
  }
}

/** The tables that only passed the packet on, and the one that did something. */
function chainOf({ datapath, direction, table, flow, passed }: Met, through: readonly string[]): readonly [Row, Row] {
  const made = (number: number, program: FlowProgram | undefined): Row => ({
    datapath: datapath.uuid,
    place: `${datapath.uuid} ${direction} ${number}`,
    program,
    through,
    next: [],
  });
  const chain = [...passed.map((program) => made(program.row.table, program)), made(table, flow)];
  for (const [at, row] of chain.entries()) chain[at - 1]?.next.push(row);
  const [first] = chain;
  const last = chain.at(-1);
  if (first === undefined || last === undefined) throw new Error('A table is of no chain');
  return [first, last];
}
