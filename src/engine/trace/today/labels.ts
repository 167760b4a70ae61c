/** What the OpenFlow half of a trace of today calls what it meets: all of it is in the southbound database. */
import type { RowRef } from '../../base';
import {
  formatActions,
  formatFieldValue,
  formatMatch,
  getField,
  getNumber,
  type FieldName,
  type FlowEntry,
} from '../../openflow';
import type { TracedDatapath } from '../../ovn-trace';
import { INTEGRATION_BRIDGE } from '../../sim';
import type { InstalledFlow } from '../../vswitch';
import type { Labels } from '../labels';
import type { RegisterValue, TraceFlow } from '../types';
import { HELPERS } from './helpers';
import type { TodayNetwork } from './network';
import { packetInSentence } from './packet-in';

/** What only the hypervisors know. */
export interface HypervisorNames {
  /** The logical port of an interface. */
  ifaceId(machine: string, iface: string): string | undefined;
  portNumbered(machine: string, ofport: number): string | undefined;
  /** Who has a zone of connection tracking there. */
  zone(machine: string, zone: number): string | undefined;
}

export function todayLabels(network: TodayNetwork, names: HypervisorNames): Labels {
  const { registers } = network.language.actions;
  const described = new WeakMap<FlowEntry, TraceFlow>();
  const meaning = (datapath: TracedDatapath | undefined, field: FieldName, value: bigint): string | undefined => {
    if (value === 0n) return undefined;
    if (field === 'metadata') {
      const found = network.datapathOfKey(Number(value));
      return found && `logical ${found.kind} "${found.title}"`;
    }
    if (field !== registers.inport && field !== registers.outport) return undefined;
    const port = network.portName(datapath, Number(value));
    return port === '' ? undefined : `logical ${field === registers.inport ? 'inport' : 'outport'} "${port}"`;
  };
  return {
    registersOf: (_, flow) => {
      const datapath = network.datapathOf(flow);
      return REGISTERS.flatMap((field): readonly RegisterValue[] => {
        const value = getField(flow, field);
        if (value === 0n && !ALWAYS.has(field)) return [];
        const means = meaning(datapath, field, value);
        return [{ field, value: valueText(field, value), ...(means === undefined ? {} : { meaning: means }) }];
      });
    },
    meaningOf: (_, flow, field, value) => meaning(network.datapathOf(flow), field, value),
    outportOf: (_, flow) => network.portName(network.datapathOf(flow), getNumber(flow, registers.outport)) || undefined,
    ifaceId: (machine, iface) => names.ifaceId(machine, iface),
    portOutside: (machine, iface, flow) => {
      const meant = network.portName(network.datapathOf(flow), getNumber(flow, registers.outport));
      const own = names.ifaceId(machine, iface);
      return own === undefined ? undefined : meant === '' ? own : meant;
    },
    portNumbered: (machine, ofport) => names.portNumbered(machine, ofport),
    zone: (machine, zone) => names.zone(machine, zone),
    flow: ({ given }) => {
      let flow = described.get(given);
      if (flow === undefined) described.set(given, (flow = describe(given, originOf(network, given))));
      return flow;
    },
    isHelper: ({ bridge, table }) => bridge === INTEGRATION_BRIDGE && HELPERS.has(table),
    isTail: ({ bridge, table }) => bridge === INTEGRATION_BRIDGE && TAILS.has(table),
    packetIn: packetInSentence,
  };
}

/** Copies for other hypervisors and for hardware gateways go out before these. */
const TAILS: ReadonlySet<number> = new Set([45, 46]);

/** Registers and metadata that are shown where they hold something. */
const REGISTERS = [
  'metadata',
  'reg14',
  'reg15',
  'reg0',
  'reg1',
  'reg2',
  'reg3',
  'reg4',
  'reg5',
  'reg6',
  'reg7',
  'reg8',
  'reg9',
  'reg10',
  'reg11',
  'reg12',
  'reg13',
  'ct_state',
  'ct_zone',
  'ct_mark',
  'ct_label',
] as const satisfies readonly FieldName[];

const ALWAYS: ReadonlySet<FieldName> = new Set<FieldName>(['metadata', 'reg14', 'reg15']);

function valueText(field: FieldName, value: bigint): string {
  return field === 'ct_state' ? formatFieldValue(field, value) : `0x${value.toString(16)}`;
}

/** A flow that a controller of ours made names its row; any other tells it by its cookie. */
function originOf(network: TodayNetwork, flow: FlowEntry): RowRef | undefined {
  return network.rowOfCookie(flow.cookie);
}

function describe(entry: InstalledFlow['given'], origin: RowRef | undefined): TraceFlow {
  const match = formatMatch(entry.match);
  return {
    id: `${entry.table},${entry.priority},${match}`,
    cookie: entry.cookie,
    table: entry.table,
    priority: entry.priority,
    match,
    actions: formatActions(entry.actions),
    ...(origin === undefined ? {} : { origin }),
  };
}
