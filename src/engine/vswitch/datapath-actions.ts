/**
 * The "Datapath actions" line of ofproto/trace: the ports in order, and before
 * each what has to be done to the packet since the last one.
 */
import {
  formatEthernet,
  formatHex,
  formatIpv4,
  formatIpv6,
  getField,
  getNumber,
  RESERVED_PORTS,
  type FieldName,
  type Flow,
} from '../openflow';
import { ETH, PROTO } from './extract';
import type { Execution, Output } from './record';

/** The number that stands for an OpenFlow port in the datapath; by default the port's own. */
export type DatapathPort = (output: Output) => string;

export function formatDatapathActions(execution: Execution, datapathPort: DatapathPort = ofportText): string {
  const parts: string[] = [];
  let base = execution.flow;
  for (const output of execution.outputs) {
    if (output.tunnel) {
      const { id, src, dst, hasKey } = output.tunnel;
      const inner = [...(hasKey ? [`tun_id=${formatHex(id)}`] : []), ...(src ? [`src=${formatIpv4(src)}`] : [])];
      parts.push(
        `set(tunnel(${[...inner, `dst=${formatIpv4(dst)}`, 'ttl=64', `flags(df${hasKey ? '|key' : ''})`].join(',')}))`,
      );
    }
    const toController = output.port === RESERVED_PORTS.CONTROLLER;
    parts.push(...difference(base, output.flow), toController ? 'userspace(controller)' : datapathPort(output));
    base = output.flow;
  }
  return parts.length === 0 ? 'drop' : parts.join(',');
}

const ofportText: DatapathPort = (output) => String(output.port);

type Key = readonly [field: FieldName, name: string, write: (value: bigint, before: bigint) => string];

const decimal = (value: bigint) => value.toString();

/** Only the half that changed, DSCP or ECN, is set. */
const tos = (value: bigint, before: bigint) => {
  const mask = ((value ^ before) & 0xfcn ? 0xfcn : 0n) | ((value ^ before) & 3n ? 3n : 0n);
  return mask === 0xffn ? formatHex(value) : `${formatHex(value & mask)}/${formatHex(mask)}`;
};

const ETHERNET: readonly Key[] = [
  ['eth_src', 'src', formatEthernet],
  ['eth_dst', 'dst', formatEthernet],
];
const IPV4: readonly Key[] = [
  ['ip_src', 'src', formatIpv4],
  ['ip_dst', 'dst', formatIpv4],
  ['nw_tos', 'tos', tos],
  ['nw_ttl', 'ttl', decimal],
];
const IPV6: readonly Key[] = [
  ['ipv6_src', 'src', formatIpv6],
  ['ipv6_dst', 'dst', formatIpv6],
  ['ipv6_label', 'label', formatHex],
  ['nw_tos', 'tclass', tos],
  ['nw_ttl', 'hlimit', decimal],
];
const ARP: readonly Key[] = [
  ['arp_spa', 'sip', formatIpv4],
  ['arp_tpa', 'tip', formatIpv4],
  ['arp_op', 'op', decimal],
  ['arp_sha', 'sha', formatEthernet],
  ['arp_tha', 'tha', formatEthernet],
];
const PORTS: readonly Key[] = [
  ['tcp_src', 'src', decimal],
  ['tcp_dst', 'dst', decimal],
];
const ICMP: readonly Key[] = [
  ['icmp_type', 'type', decimal],
  ['icmp_code', 'code', decimal],
];
const ND: readonly Key[] = [
  ['nd_target', 'target', formatIpv6],
  ['nd_sll', 'sll', formatEthernet],
  ['nd_tll', 'tll', formatEthernet],
];

const TRANSPORT_NAMES: Readonly<Record<number, string>> = {
  [PROTO.TCP]: 'tcp',
  [PROTO.UDP]: 'udp',
  [PROTO.SCTP]: 'sctp',
};

/** The actions that make a packet of `from` one of `to`. */
function difference(from: Flow, to: Flow): readonly string[] {
  const type = getNumber(to, 'eth_type');
  const proto = getNumber(to, 'nw_proto');
  const parts = [set('eth', ETHERNET, from, to)];
  if (type === ETH.IP) parts.push(set('ipv4', IPV4, from, to));
  if (type === ETH.IPV6) parts.push(set('ipv6', IPV6, from, to));
  if (type === ETH.ARP || type === ETH.RARP) parts.push(set('arp', ARP, from, to));
  const transport = TRANSPORT_NAMES[proto];
  if (type === ETH.IP || type === ETH.IPV6) {
    if (transport !== undefined) parts.push(set(transport, PORTS, from, to));
    if (proto === PROTO.ICMP) parts.push(set('icmp', ICMP, from, to));
    if (proto === PROTO.ICMPV6) parts.push(set('icmpv6', ICMP, from, to), set('nd', ND, from, to));
  }
  return [...parts.filter((part) => part !== undefined), ...vlanDifference(from, to)];
}

function set(name: string, keys: readonly Key[], from: Flow, to: Flow): string | undefined {
  const differs = keys.filter(([field]) => getField(from, field) !== getField(to, field));
  if (differs.length === 0) return undefined;
  // The datapath sets ICMP's type and code only together.
  const changed = keys === ICMP ? keys : differs;
  return `set(${name}(${changed.map(([field, key, write]) => `${key}=${write(getField(to, field), getField(from, field))}`).join(',')}))`;
}

/** Tags come off until what is left is the inner part of what is wanted, then go on again. */
function vlanDifference(from: Flow, to: Flow): readonly string[] {
  const had = tagsOf(from);
  const wanted = tagsOf(to);
  let same = 0;
  while (same < had.length && same < wanted.length && had.at(-1 - same) === wanted.at(-1 - same)) same += 1;
  const pops = Array.from({ length: had.length - same }, () => 'pop_vlan');
  const pushes = wanted
    .slice(0, wanted.length - same)
    .reverse()
    .map((tci) => `push_vlan(vid=${tci & 0xfff},pcp=${tci >> 13})`);
  return [...pops, ...pushes];
}

/** Outermost first. */
function tagsOf(flow: Flow): readonly number[] {
  return [getNumber(flow, 'vlan_tci'), getNumber(flow, 'vlan_tci1')].filter((tci) => (tci & 0x1000) !== 0);
}
