/**
 * What the OpenFlow half of a trace calls the numbers and flows that it meets. It asks here, so that it is the same walk
 * for a network of 2015 and for one of today.
 */
import { INTEGRATION_BRIDGE } from '../sim';
import type { FieldName, Flow, OfActionOf } from '../openflow';
import type { InstalledFlow, TableVisit } from '../vswitch';
import { meaningOf, registersOf } from './meanings';
import type { Names } from './names';
import type { Deployment } from './release';
import { traceFlow } from './trace-flow';
import type { RegisterValue, TraceFlow } from './types';

export interface Labels {
  registersOf(machine: string, flow: Flow): readonly RegisterValue[];
  /** What a field's value stands for; undefined where it is just a number. `flow` is the packet that has it. */
  meaningOf(machine: string, flow: Flow, field: FieldName, value: bigint): string | undefined;
  /** The logical port that a copy is for, as its registers have it. */
  outportOf(machine: string, flow: Flow): string | undefined;
  /** The logical port that an interface stands for. */
  ifaceId(machine: string, iface: string): string | undefined;
  /** The logical port that receives at an interface: its own, or a container's behind it. */
  portOutside(machine: string, iface: string, flow: Flow): string | undefined;
  /** The name of a port of the integration bridge. */
  portNumbered(machine: string, ofport: number): string | undefined;
  /** Who has a zone of connection tracking. */
  zone(machine: string, zone: number): string | undefined;
  flow(entry: InstalledFlow): TraceFlow;
  /** An action looks something up in this table, and the packet goes on whatever comes of it. */
  isHelper(visit: Pick<TableVisit, 'bridge' | 'table'>): boolean;
  /** Where nothing more is done with a copy in this table that went out before, nothing is lost. */
  isTail(visit: Pick<TableVisit, 'bridge' | 'table'>): boolean;
  /** A sentence on a packet that ovn-controller is asked about. */
  packetIn(machine: string, action: OfActionOf<'controller'>): string;
}

/** Of a deployment whose daemons number datapaths and ports by themselves. */
export function labelsOf(deployment: Deployment, names: Names): Labels {
  const { release } = deployment;
  const bridgeOf = (machine: string) => deployment.machines.get(machine)?.bridges.get(INTEGRATION_BRIDGE);
  return {
    registersOf: (machine, flow) => registersOf(names, machine, flow),
    meaningOf: (machine, flow, field, value) => meaningOf(names, machine, flow, field, value),
    outportOf: (machine, flow) => names.outportOf(machine, flow),
    ifaceId: (machine, iface) => names.ifaceId(machine, iface),
    portOutside: (machine, iface, flow) => names.portOutside(machine, iface, flow),
    portNumbered: (machine, ofport) => bridgeOf(machine)?.portNumbered(ofport)?.name,
    zone: () => undefined,
    flow: (entry) => traceFlow(release, entry),
    isHelper: ({ table }) => names.logical.tables.physicalAt(table)?.role === 'helper',
    isTail: () => false,
    packetIn: (machine) => `${machine} hands the packet to its ovn-controller.`,
  };
}
