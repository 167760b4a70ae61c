/**
 * The logical half of a trace of today, read out of the switches' tables: each table that carries out a logical one
 * becomes a logical step with the row that its flow was made from, the tables that its actions looked something up in,
 * and what became of the packet. Of each step the logical language is asked by itself which row the packet meets; where
 * the switch took another one, it is told.
 */
import { isUuid, ZERO_UUID } from '../../base';
import { stageTitle } from '../../logical';
import { getNumber, type Flow } from '../../openflow';
import type { FlowProgram, TracedDatapath } from '../../ovn-trace';
import { INTEGRATION_BRIDGE } from '../../sim';
import type { Step, TableVisit } from '../../vswitch';
import type { OpenFlowTrace } from '../openflow-trace';
import type { Agreement, LogicalStep, TraceStep } from '../types';
import { logicalChanges } from './changes';
import { foundIn, HELPERS } from './helpers';
import type { LogicalPlace, TodayNetwork } from './network';

export interface LogicalHalf {
  readonly steps: readonly LogicalStep[];
  readonly agreement: Agreement;
}

/** A difference early on makes others after it; the first ones say why. */
const MOST_DIFFERENCES = 8;

/** `chassisOf`: as whom a machine is registered. */
export function logicalHalf(
  network: TodayNetwork,
  { steps, visits }: OpenFlowTrace,
  chassisOf: (machine: string) => string,
): LogicalHalf {
  const logical: Growing[] = [];
  const differences: string[] = [];
  /** By step: the logical one that led there. */
  const within: (Growing | undefined)[] = [];
  for (const step of steps) {
    const above = step.parent === null ? undefined : within[step.parent];
    within[step.index] = above;
    const visit = visits.get(step.index);
    if (visit?.bridge !== INTEGRATION_BRIDGE) continue;
    if (HELPERS.has(visit.table)) {
      above?.openflow.push(step.index);
      const found = foundIn(network, visit);
      if (found !== '') above?.found.push(found);
      continue;
    }
    const place = network.placeOf(visit.table);
    if (place === undefined) continue;
    const { made, difference } = readStep(network, { step, visit, place, above, index: logical.length }, chassisOf);
    logical.push(made);
    within[step.index] = made;
    if (difference !== undefined) differences.push(difference);
  }
  return {
    steps: logical,
    agreement: { agree: differences.length === 0, differences: differences.slice(0, MOST_DIFFERENCES) },
  };
}

/** A step whose helpers are still to come. */
type Growing = Omit<LogicalStep, 'openflow' | 'found'> & { readonly openflow: number[]; readonly found: string[] };

interface Here {
  readonly step: TraceStep;
  readonly visit: TableVisit;
  readonly place: LogicalPlace;
  readonly above: Growing | undefined;
  readonly index: number;
}

function readStep(
  network: TodayNetwork,
  { step, visit, place, above, index }: Here,
  chassisOf: (machine: string) => string,
): { readonly made: Growing; readonly difference: string | undefined } {
  const { lookedUp, before } = visit;
  const datapath = network.datapathOf(before);
  const { direction, table } = place;
  const chassis = chassisOf(step.machine);
  const flows = datapath?.flows[direction].get(table);
  const expected = flows?.lookup(lookedUp, (port) => port === '' || network.isResident(chassis, port)) ?? [];
  const uuid = step.flow?.origin?.table === 'Logical_Flow' ? step.flow.origin.uuid : undefined;
  const program = uuid === undefined ? undefined : network.logical.programOf(uuid);
  const stage = program?.row.stage ?? flows?.programs[0]?.row.stage;
  const title = stageTitle(undefined, table);
  const port = (key: 'reg14' | 'reg15') => network.portName(datapath, getNumber(before, key) & 0xffff);
  const made: Growing = {
    index,
    parent: above?.index ?? null,
    depth: above === undefined ? 0 : above.depth + 1,
    datapath: datapath !== undefined && isUuid(datapath.uuid) ? datapath.uuid : ZERO_UUID,
    datapathName: datapath?.title ?? `datapath ${getNumber(before, 'metadata')}`,
    ...(datapath === undefined ? {} : { datapathKind: datapath.kind }),
    direction,
    tableId: table,
    stage: stage ?? title,
    ...rowOf(program),
    inport: port('reg14'),
    outport: port('reg15'),
    text: program === undefined ? `${stage ?? title}: no row matches.` : textOf(program),
    changes: logicalChanges(network, before, handedOn(visit)),
    passesOn: program !== undefined && passesOn(program),
    openflow: [step.index],
    found: [],
  };
  const agrees =
    uuid === undefined
      ? expected.length === 0 && step.flow === undefined
      : expected.some((one) => one.program.row.uuid === uuid);
  return { made, difference: agrees ? undefined : differenceOf(step, made, datapath, expected[0]?.program) };
}

function rowOf(program: FlowProgram | undefined) {
  if (program === undefined) return {};
  const { uuid, priority, match, actions } = program.row;
  return { ...(isUuid(uuid) ? { row: uuid } : {}), priority, match, actions };
}

function textOf({ row: { stage, match, actions } }: FlowProgram): string {
  return `${stage ?? 'table'}: ${match}, then ${actions}`;
}

/** It takes every packet and only hands it to the next table. */
function passesOn({ row: { match, actions } }: FlowProgram): boolean {
  return match === '1' && actions === 'next;';
}

function differenceOf(
  { machine, flow }: TraceStep,
  { tableId, stage, datapathName }: Growing,
  datapath: TracedDatapath | undefined,
  expected: FlowProgram | undefined,
): string {
  const did = flow === undefined ? 'no flow' : `the flow ${flow.match || 'for any packet'}`;
  if (datapath === undefined)
    return `${machine} matched ${did} in a datapath that the southbound database does not have.`;
  const met = expected === undefined ? 'no row' : `“${expected.row.match}”`;
  return `In ${tableId} ${stage} of ${datapathName}, ${met} matches; ${machine} matched ${did}.`;
}

/** The packet as a table's own actions leave it, where it goes on. */
function handedOn({ steps, before }: TableVisit): Flow {
  let flow = before;
  for (const step of steps) {
    if (leads(step)) return step.before;
    flow = step.after;
  }
  return flow;
}

function leads({ table, action, outputs }: Step): boolean {
  if (table !== undefined) return !(table.bridge === INTEGRATION_BRIDGE && HELPERS.has(table.table));
  return outputs.length > 0 || (action.type === 'ct' && action.table !== undefined);
}
