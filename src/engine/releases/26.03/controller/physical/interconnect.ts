/** Hypervisors of other OVNs that are connected to this one: floods to all of them, and the answers that come back. */
import type { OfAction } from '../../../../openflow';
import { flag } from '../facts/southbound';
import {
  ETH,
  flagged,
  flow,
  IP_PROTOCOL,
  load,
  move,
  output,
  REGISTERS,
  resubmit,
  setFlag,
  TABLES,
  type Term,
  type WantedFlow,
} from '../flows';
import type { View } from './view';
import type { Tunnel, TunnelType } from '../facts/hypervisor';
import { decapsulate } from './tunnels';

/** `flood_remote` sends to each of them once. */
export function floodRemoteFlow({ world }: View): readonly WantedFlow[] {
  const { chassis } = world.sb;
  const actions: OfAction[] = [];
  let last: TunnelType | undefined;
  for (const uuid of chassis.keys()) {
    const remote = chassis.get(uuid);
    const tunnel = remote && flag(remote.otherConfig, 'is-remote') ? world.tunnelTo(remote.name) : undefined;
    if (tunnel === undefined) continue;
    if (tunnel.type !== last) actions.push(...floodHeader(tunnel.type));
    actions.push(output(tunnel.ofport));
    last = tunnel.type;
  }
  if (actions.length === 0) return [];
  return [flow(undefined, TABLES.floodRemote, 100, [flagged([], ['fromTunnel'])], actions)];
}

function floodHeader(type: TunnelType): readonly OfAction[] {
  if (type === 'vxlan') return [move(REGISTERS.inport, 0, 'tun_id', 12, 12), move('metadata', 0, 'tun_id', 0, 12)];
  return [
    move('metadata', 0, 'tun_id', 0, 24),
    load('tun_metadata0', 0),
    move(REGISTERS.inport, 0, 'tun_metadata0', 16, 15),
  ];
}

/** Answers to ARP and neighbour discovery are for whoever asked: they enter the pipeline, as if they were sent here. */
export function remoteAnswerFlows({ world }: View, tunnel: Tunnel): readonly WantedFlow[] {
  const chassis = world.sb.chassisByName.first(tunnel.chassis);
  if (chassis === undefined || !flag(chassis.otherConfig, 'is-remote')) return [];
  const { type, ofport } = tunnel;
  const actions = [
    setFlag('fromTunnel'),
    ...decapsulate(tunnel),
    resubmit(TABLES.ingress),
    ...(type === 'vxlan' ? [resubmit(TABLES.localOutput)] : []),
  ];
  const toNobody: readonly Term[] = type === 'geneve' ? [['tun_metadata0', 0, 0xffff]] : [];
  const answer = (terms: readonly Term[]) =>
    flow(chassis.uuid, TABLES.physicalToLogical, 120, [['in_port', ofport], ...terms, ...toNobody], actions);
  return [
    answer([
      ['eth_type', ETH.arp],
      ['arp_op', 2],
    ]),
    answer([
      ['eth_type', ETH.ip6],
      ['nw_proto', IP_PROTOCOL.icmp6],
      ['icmpv6_type', 136],
      ['icmpv6_code', 0],
    ]),
  ];
}
