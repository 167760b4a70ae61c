/** Ports on other hypervisors: reached through a tunnel, or by way of a physical network. */
import { hashOrder, hashText } from '../../../../base';
import { parseEthernet, type OfAction } from '../../../../openflow';
import type { LocalDatapath } from '../local-datapaths';
import type { Tunnel } from '../facts/hypervisor';
import type { Port } from '../facts/southbound';
import {
  flow,
  fromNowhere,
  load,
  NO_PORT,
  output,
  outport,
  REGISTERS,
  resubmit,
  TABLES,
  type Term,
  type WantedFlow,
} from '../flows';
import { largePacketFlows } from './large-packets';
import { encapsulate } from './tunnels';
import type { OwnView } from './view';

/** One flow for each address that this hypervisor begins tunnels with. */
export function remoteFlows(
  view: OwnView,
  port: Port,
  { key }: LocalDatapath,
  mayReturn: boolean,
): readonly WantedFlow[] {
  return view.self.encapIps.flatMap((ip, encap) => {
    const tunnels = tunnelsOf(view, port, ip);
    if (tunnels.length === 0) return [];
    const sent = [...tunnelActions(tunnels, key, port), resubmit(TABLES.remoteRampOutput)];
    // A network function may send a packet back into the tunnel that it came from.
    const actions = [...escapeLoopback(port), ...(mayReturn ? fromNowhere(sent) : sent)];
    const match: readonly Term[] = [...outport(key, port.key), [REGISTERS.encap, encap << 16, ENCAP_MASK]];
    return [flow(port.uuid, TABLES.remoteOutput, 100, match, actions)];
  });
}

const ENCAP_MASK = 0xffff0000;

function tunnelActions(tunnels: readonly Tunnel[], datapath: number, port: Port): readonly OfAction[] {
  return tunnels.flatMap(({ type, ofport }) => [
    ...encapsulate(type, datapath, port.key, port.type === 'vtep'),
    output(ofport),
  ]);
}

/** A gateway answers ARP by the tunnel that the question came from. */
function escapeLoopback({ type }: Port): readonly OfAction[] {
  return type === 'vtep' ? [load('in_port', NO_PORT)] : [];
}

/** To the chassis of the port, and to those that it moves to. */
function tunnelsOf({ world, self }: OwnView, port: Port, localIp: string | undefined): readonly Tunnel[] {
  const { encapIps } = world.sb;
  const tunnel = (chassis: string | undefined, remoteIp: string | undefined) =>
    chassis === undefined ? undefined : (world.tunnelTo(chassis, remoteIp, localIp) ?? world.tunnelTo(chassis));
  const ip = (encap: Port['encap']) => (encap === undefined ? undefined : encapIps.get(encap)?.ip);
  const main = port.chassis === self.uuid ? undefined : tunnel(world.chassisName(port.chassis), ip(port.encap));
  // As in OVN, which looks for the address of this chassis among those of the others.
  const additional = port.additionalEncaps.find((uuid) => encapIps.get(uuid)?.chassis === self.name);
  const others = port.additionalChassis
    .filter((chassis) => chassis !== self.uuid)
    .map((chassis) => tunnel(world.chassisName(chassis), ip(additional)));
  return [main, ...others].filter((each) => each !== undefined);
}

/** A port of an HA group: to the first of its chassis whose tunnel answers. */
export function haRemoteFlows({ world }: OwnView, port: Port, { key }: LocalDatapath): readonly WantedFlow[] {
  const tunnels = world
    .ranking(port.haGroup)
    .flatMap((chassis) => world.tunnelTo(world.chassisName(chassis) ?? '') ?? []);
  const [first] = tunnels;
  if (first === undefined || tunnels.some(({ type }) => type !== first.type)) return [];
  return [
    flow(port.uuid, TABLES.remoteOutput, 100, outport(key, port.key), [
      ...encapsulate(first.type, key, port.key, port.type === 'vtep'),
      {
        type: 'bundle',
        fields: 'eth_src',
        basis: 0,
        algorithm: 'active_backup',
        members: tunnels.map(({ ofport }) => ofport),
      },
    ]),
  ];
}

/** A datapath with a physical network reaches its other ports through that. */
export function switchedFlow(port: Port, { key }: LocalDatapath, localnet: Port): WantedFlow {
  return flow(port.uuid, TABLES.localOutput, 100, outport(key, port.key), [
    load(REGISTERS.outport, localnet.key),
    resubmit(TABLES.localOutput),
  ]);
}

/** What a port sends that is on several chassis goes through tunnels, and must fit into them. */
export function movingFlows(view: OwnView, port: Port, datapath: LocalDatapath): readonly WantedFlow[] {
  const moving = view.world.sb.movingOf.values(datapath.uuid);
  const tunnels = moving.length === 0 ? [] : tunnelsOf(view, port, undefined);
  if (tunnels.length === 0) return [];
  const { key } = datapath;
  return moving.flatMap((from) => [
    flow(
      port.uuid,
      TABLES.remoteOutput,
      110,
      [...outport(key, port.key), [REGISTERS.inport, from.key]],
      [...escapeLoopback(port), ...tunnelActions(tunnels, key, port)],
    ),
    ...largePacketFlows(view, port, datapath, from, tunnels),
  ]);
}

/** A gateway elsewhere that is reached over the physical network of the switch behind its port, in its own name. */
export function bridgedFlow({ datapaths }: OwnView, port: Port, { uuid, key }: LocalDatapath): readonly WantedFlow[] {
  if (port.type !== 'chassisredirect') return [];
  const mac = firstMac(port);
  const distributed = port.options.get('distributed-port');
  const side = datapaths.peersOf(uuid).find(({ remote }) => remote.options.get('peer') === distributed);
  const outer = side && datapaths.local.get(side.remote.datapath);
  if (mac === undefined || outer?.localnet === undefined) return [];
  return [
    flow(port.uuid, TABLES.localOutput, 100, outport(key, port.key), [
      { type: 'set_field', field: 'eth_src', value: mac },
      load('metadata', outer.key),
      load(REGISTERS.outport, outer.localnet.key),
      resubmit(TABLES.logicalToPhysical),
    ]),
  ];
}

function firstMac({ macs: [first = ''] }: Port): bigint | undefined {
  return first.split(' ').flatMap((word) => parseEthernet(word) ?? [])[0];
}

/** Sends to several chassis at once; the header is written again only where it is of another kind. */
export function floodActions(
  { world }: OwnView,
  chassis: ReadonlySet<string>,
  datapath: number,
  port: number,
  toRamp: boolean,
): readonly OfAction[] {
  let last: Tunnel | undefined;
  const actions: OfAction[] = [];
  for (const name of hashOrder(chassis, hashText)) {
    const tunnel = world.tunnelTo(name);
    if (tunnel === undefined) continue;
    if (last?.type !== tunnel.type) actions.push(...encapsulate(tunnel.type, datapath, port, toRamp));
    actions.push(output(tunnel.ofport));
    last = tunnel;
  }
  return actions;
}
