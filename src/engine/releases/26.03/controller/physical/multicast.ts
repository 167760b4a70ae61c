/** Floods: to the members of a multicast group that are here, and to the hypervisors of the others. */
import type { OfAction } from '../../../../openflow';
import type { LocalDatapath } from '../local-datapaths';
import { isAt } from '../bindings';
import { flag, type MulticastGroup, type Port } from '../facts/southbound';
import {
  flagged,
  flow,
  load,
  output,
  outport,
  REGISTERS,
  resubmit,
  TABLES,
  type Term,
  type WantedFlow,
} from '../flows';
import { floodActions } from './remote-port';
import { encapsulate } from './tunnels';
import type { OwnView } from './view';

/** What becomes of a packet for the group: here, beyond, and beyond if it came from a hardware gateway. */
interface Flood {
  readonly here: OfAction[];
  readonly beyond: OfAction[];
  readonly fromRamp: OfAction[];
  readonly chassis: Set<string>;
  readonly ramps: Set<string>;
}

export function multicastFlows(view: OwnView, group: MulticastGroup, datapath: LocalDatapath): readonly WantedFlow[] {
  const flood: Flood = { here: [], beyond: [], fromRamp: [], chassis: new Set(), ramps: new Set() };
  for (const uuid of group.ports) {
    const port = view.world.sb.ports.get(uuid);
    if (port?.datapath === group.datapath) addMember(view, port, datapath, flood);
  }
  const restore = load(REGISTERS.outport, group.key);
  const to = outport(datapath.key, group.key);
  const wanted = (table: number, priority: number, more: readonly Term[], actions: readonly OfAction[]) =>
    flow(group.uuid, table, priority, [...to, ...more], actions);
  const beyond = [
    ...(flood.beyond.length === 0 ? [] : [...flood.beyond, restore]),
    ...floodActions(view, flood.chassis, datapath.key, group.key, false),
    ...floodActions(view, flood.ramps, datapath.key, group.key, true),
  ];
  const on = resubmit(TABLES.remoteRampOutput);
  return [
    ...(flood.here.length === 0 ? [] : [wanted(TABLES.localOutput, 100, [], [...flood.here, restore])]),
    ...(beyond.length === 0 ? [] : [wanted(TABLES.remoteOutput, 100, [flagged([], ['fromRamp'])], [...beyond, on])]),
    ...(flood.fromRamp.length === 0
      ? []
      : [wanted(TABLES.remoteOutput, 120, [flagged(['fromRamp', 'allowLoopback'])], [...flood.fromRamp, restore, on])]),
  ];
}

function addMember(view: OwnView, port: Port, datapath: LocalDatapath, flood: Flood): void {
  const { world, self } = view;
  if (port.type === 'patch') {
    // A packet enters the next datapath once, where it was sent, but for switches that span several OVNs.
    if (datapath.options.has('interconn-ts')) flood.here.push(...deliver(view, port.name, port.key));
    else {
      flood.beyond.push(...turnTo(port.key));
      flood.fromRamp.push(...turnTo(port.key));
    }
    return;
  }
  if (port.type === 'remote') {
    const name = world.chassisName(port.chassis);
    const tunnel = name === undefined ? undefined : world.tunnelTo(name);
    if (name === undefined) return;
    flood.beyond.push(load(REGISTERS.outport, port.key));
    if (tunnel !== undefined)
      flood.beyond.push(...encapsulate(tunnel.type, datapath.key, port.key, false), output(tunnel.ofport));
    return;
  }
  if (port.type === 'localport') flood.beyond.push(...turnTo(port.key));
  else if (isHere(view, port) || world.here.patches.first(port.name) !== undefined)
    flood.here.push(...deliver(view, port.name, port.key));
  else if (port.type === 'chassisredirect' && port.chassis === self.uuid) {
    const distributed = world.port(port.options.get('distributed-port'));
    if (distributed?.datapath === port.datapath) flood.here.push(...deliver(view, port.name, distributed.key));
  } else if (datapath.localnet === undefined) addChassis(view, port, flood);
}

/** With a physical network, that takes a flood to the other hypervisors; without one, tunnels do. */
function addChassis({ world }: OwnView, port: Port, flood: Flood): void {
  for (const uuid of [...(port.chassis === undefined ? [] : [port.chassis]), ...port.additionalChassis]) {
    const chassis = world.sb.chassis.get(uuid);
    if (chassis !== undefined) (flag(chassis.otherConfig, 'is-vtep') ? flood.ramps : flood.chassis).add(chassis.name);
  }
}

function isHere({ self, bindings }: OwnView, port: Port): boolean {
  return isAt(port, self.uuid) && (port.type === 'l3gateway' || bindings.isPlugged(port.parent ?? port.name));
}

function turnTo(key: number): readonly OfAction[] {
  return [load(REGISTERS.outport, key), resubmit(TABLES.checkLoopback)];
}

function deliver({ zones }: OwnView, name: string, key: number): readonly OfAction[] {
  const zone = zones.ofPort(name);
  return [...(zone === 0 ? [] : [load(REGISTERS.portZone, zone, 0, 16)]), ...turnTo(key)];
}
