/** One step of a trace in full: why its flow matched, and why others of the stage did not. */
import { explain, flowReader, type Expr, type FieldReader } from '../../../engine/match';
import { formatFlowKey } from '../../../engine/openflow';
import type { FlowProgram, LogicalNetwork, Met } from '../../../engine/ovn-trace';
import { stageTextOf } from '../../../engine/releases';
import type { FlowsView } from './flows-view';
import type { Candidate, StepDetails } from './protocol';

/** Flows that are looked at, and those of them that are told. */
const LOOKED_AT = 400;
const TOLD = 8;

export function stepDetails(step: number, met: Met, network: LogicalNetwork, flows: FlowsView): StepDetails {
  const { datapath, direction, table, flow } = met;
  const reader = readerOf(network, met);
  const all = datapath.flows[direction].get(table)?.programs ?? [];
  const tried = flow === undefined ? all : all.filter(({ row }) => row.priority > flow.row.priority);
  const explained = tried.slice(0, LOOKED_AT).flatMap((program) => {
    const reasons = program.meaning === undefined ? [] : explain(program.meaning.expr, reader).reasons;
    return [{ program, count: program.meaning === undefined ? Infinity : reasons.length, reasons }];
  });
  // Those that came nearest say most.
  const nearest = explained.toSorted((a, b) => a.count - b.count || b.program.row.priority - a.program.row.priority);
  return {
    step,
    datapath: { id: datapath.uuid, title: datapath.title },
    stageText: stageTextOf(flow?.row.stage ?? all[0]?.row.stage ?? '')?.does ?? null,
    flow: flow === undefined ? null : (flows.named(flow.row.uuid) ?? null),
    why: flow?.meaning === undefined ? '' : whyMatched(flow.meaning.expr, reader),
    packet: formatFlowKey(met.packet),
    before: nearest.slice(0, TOLD).flatMap(({ program, reasons }): readonly Candidate[] => {
      const view = flows.named(program.row.uuid);
      if (view === undefined) return [];
      const why =
        program.meaning === undefined
          ? `It does not parse: ${view.problem ?? ''}`
          : reasons.map(({ part, met: value }) => `${shorten(part)} is false: ${value}`).join('; ');
      return [{ flow: view, why }];
    }),
    moreBefore: Math.max(0, tried.length - TOLD),
    others: met.others.flatMap((other: FlowProgram) => flows.named(other.row.uuid) ?? []),
  };
}

function readerOf(network: LogicalNetwork, { datapath, packet }: Met): FieldReader {
  const names = (key: number) =>
    datapath.portsByKey.get(key)?.name ?? datapath.groupsByKey.get(key)?.name ?? (key === 0 ? '' : `port ${key}`);
  const reader = flowReader(packet, network.language.symbols, names);
  return { ...reader, isResident: (port) => port === '' || network.ports.has(port) };
}

function whyMatched(expr: Expr, reader: FieldReader): string {
  if (expr.kind === 'constant') return 'It matches every packet.';
  return explain(expr, reader)
    .reasons.map(({ part, met }) => `${shorten(part)}: ${met}`)
    .join('; ');
}

/** Characters of a part of a match that are told. */
const LONGEST = 200;

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
