/** Ports with an interface of this switch: VIFs, containers behind them, localports, and what leads to a network. */
import type { OfAction } from '../../../../openflow';
import type { LocalDatapath } from '../local-datapaths';
import { flag, type Port } from '../facts/southbound';
import {
  clearRegisters,
  flagged,
  flow,
  fromNowhere,
  inport,
  load,
  output,
  outport,
  REGISTERS,
  resubmit,
  setFlag,
  STRIP_VLAN,
  TABLES,
  type Term,
  type WantedFlow,
} from '../flows';
import { activationFlows } from './activation';
import { enterWithEncap } from './enter';
import { drop, type OwnView } from './view';

/** How a port is reached on this switch. */
export interface Access {
  readonly ofport: number;
  /** The VLAN that tells its packets from those of others behind the interface; 0 for none. */
  readonly tag: number;
  /** The port behind which a container is. */
  readonly parent: Port | undefined;
}

export function localFlows(view: OwnView, port: Port, datapath: LocalDatapath, access: Access): readonly WantedFlow[] {
  const flows = [
    ...deliveryFlows(view, port, datapath, access.parent),
    ...activationFlows(view, port, datapath, access.ofport),
    ...arrivalFlows(view, port, access),
    departureFlow(port, datapath, access),
  ];
  if (port.type === 'localport') {
    // It is on every hypervisor: what it sends stays here.
    const actions = [resubmit(TABLES.localOutput)];
    flows.push(flow(port.uuid, TABLES.remoteOutput, 150, inport(datapath.key, port.key), actions));
  }
  return flows;
}

/** The way of a packet to a port that is here, from the end of the ingress pipeline to that of the egress one. */
export function deliveryFlows(
  view: OwnView,
  port: Port,
  { key, uuid }: LocalDatapath,
  parent: Port | undefined,
): readonly WantedFlow[] {
  const to = outport(key, port.key);
  const back = fromNowhere([resubmit(TABLES.logicalToPhysical)]);
  const flows = [
    flow(port.uuid, TABLES.localOutput, 100, to, [...view.zones.load(port), resubmit(TABLES.checkLoopback)]),
    flow(
      port.uuid,
      TABLES.checkLoopback,
      100,
      [flagged([], ['allowLoopback']), ...inport(key, port.key), ...to],
      drop(view, TABLES.checkLoopback),
    ),
    flow(port.uuid, TABLES.saveInport, 100, parent === undefined ? [...to, flagged(['allowLoopback'])] : to, back),
  ];
  if (parent !== undefined)
    // Several containers of a port ask for this, and get it once.
    flows.push(
      flow(parent.uuid, TABLES.saveInport, 100, [...outport(key, parent.key), flagged(['nestedContainer'])], back),
    );
  if (flag(port.options, 'is-nf'))
    flows.push(
      flow(uuid, TABLES.checkLoopback, 1, [['metadata', key]], [...clearAllButTunnel(), resubmit(TABLES.egress)]),
    );
  return flows;
}

/** A network function's answer goes back by the tunnel whose number stays in the upper half of its register. */
function clearAllButTunnel(): readonly OfAction[] {
  const { tunnel } = REGISTERS;
  return [
    ...clearRegisters().filter((action) => action.type !== 'set_field' || action.field !== tunnel),
    load(tunnel, 0, 0, 16),
  ];
}

function encapNumber({ world, self }: OwnView, port: Port): number {
  const ip = port.encap === undefined ? undefined : world.sb.encapIps.get(port.encap)?.ip;
  return Math.max(0, ip === undefined ? 0 : self.encapIps.indexOf(ip));
}

const UNTAGGED: Term = ['vlan_tci', 0, 0x1000];

function arrivalFlows(view: OwnView, port: Port, { ofport, tag, parent }: Access): readonly WantedFlow[] {
  const leadsOut = port.type === 'localnet' || port.type === 'l2gateway';
  const isTagged = (tag !== 0 || leadsOut) && (tag !== 0 || !flag(port.options, 'vlan-passthru'));
  const entered = [
    ...enterWithEncap(view, port, encapNumber(view, port)),
    ...(port.type === 'localport' ? [setFlag('localport')] : []),
    resubmit(TABLES.ingress),
  ];
  const from: Term = ['in_port', ofport];
  const flows = [
    flow(port.uuid, TABLES.physicalToLogical, tag === 0 ? 100 : 150, isTagged ? [from, ['dl_vlan', tag]] : [from], [
      // Containers reach each other, and the port that they are behind, through its interface.
      ...((tag !== 0 || leadsOut) && parent !== undefined ? [setFlag('nestedContainer')] : []),
      ...(isTagged ? [STRIP_VLAN] : []),
      ...entered,
    ]),
  ];
  if (tag === 0 && leadsOut) flows.push(flow(port.uuid, TABLES.physicalToLogical, 100, [from, UNTAGGED], entered));
  return flows;
}

function departureFlow(port: Port, { key, localnet }: LocalDatapath, { ofport, tag }: Access): WantedFlow {
  const actions = tag === 0 ? [output(ofport)] : [...pushVlan(localnet?.options, tag), output(ofport), STRIP_VLAN];
  return flow(port.uuid, TABLES.logicalToPhysical, 100, outport(key, port.key), actions);
}

const VLAN = 0x8100;
const PROVIDER_VLAN = 0x88a8;
/** That there is a tag, in the bit behind its number. */
const PRESENT = 0x1000;

/** The tag, of the kind that the network wants. */
export function pushVlan(options: ReadonlyMap<string, string> | undefined, tag: number): readonly OfAction[] {
  const kind = options?.get('ethtype')?.toLowerCase();
  const ethertype = kind === '802.11ad' || kind === '802.1ad' ? PROVIDER_VLAN : VLAN;
  return [
    { type: 'push_vlan', ethertype },
    { type: 'set_field', field: 'vlan_vid', value: BigInt(tag | PRESENT) },
  ];
}
