/** Packets that actions make of a packet: ARP requests, neighbour discovery, ICMP errors, resets. */
import type { TodayAction } from '../../actions';
import { cloneFlow, getField, getNumber, setField, setNumber, type FieldName, type Flow } from '../../openflow';
import type { Here } from '../walk';

const ICMP = 1;
const TCP = 6;
const ICMPV6 = 58;
const SCTP = 132;
const IPV4 = 0x0800;
const ARP = 0x0806;
const RST = 4;
/** The type of "destination unreachable" in ICMP, and in ICMPv6. */
const UNREACHABLE = 3;
const UNREACHABLE_6 = 1;

/** Does the inner actions to a packet of its own; the packet itself stays as it is. */
function withPacket(here: Here, title: string, flow: Flow, actions: readonly TodayAction[]): void {
  const { walk, datapath, direction, table, node } = here;
  walk.perform(actions, { datapath, direction, table, flow, node: node.add('transformation', title) });
}

export function clone(here: Here, actions: readonly TodayAction[]): void {
  withPacket(here, 'clone', cloneFlow(here.flow), actions);
}

/** An ARP request from the packet's source for its destination. */
export function arp(here: Here, actions: readonly TodayAction[]): void {
  const flow = cloneFlow(here.flow);
  setNumber(flow, 'ip_frag', 0);
  setNumber(flow, 'nw_tos', 0);
  setNumber(flow, 'nw_ttl', 0);
  setNumber(flow, 'tcp_flags', 0);
  setNumber(flow, 'eth_type', ARP);
  setNumber(flow, 'arp_op', 1);
  setField(flow, 'arp_sha', getField(flow, 'eth_src'));
  setField(flow, 'arp_tha', 0n);
  withPacket(here, 'arp', flow, actions);
}

/** A neighbour advertisement, back to who asked. */
export function neighborAdvertisement(here: Here, actions: readonly TodayAction[]): void {
  const flow = cloneFlow(here.flow);
  swap(flow, 'eth_src', 'eth_dst');
  setField(flow, 'ipv6_dst', getField(here.flow, 'ipv6_src'));
  setField(flow, 'ipv6_src', getField(here.flow, 'nd_target'));
  setNumber(flow, 'icmpv6_type', 136);
  setField(flow, 'nd_sll', 0n);
  setField(flow, 'nd_tll', getField(here.flow, 'eth_dst'));
  withPacket(here, 'nd_na', flow, actions);
}

/** A neighbour solicitation for the packet's destination, to all who could have the address (RFC 4291, 2.7.1). */
export function neighborSolicitation(here: Here, actions: readonly TodayAction[]): void {
  const flow = cloneFlow(here.flow);
  const solicited = (0xff02n << 112n) | 0x1_ff00_0000n | (getField(flow, 'ipv6_dst') & 0xffffffn);
  setField(flow, 'eth_dst', 0x3333_0000_0000n | (solicited & 0xffff_ffffn));
  setNumber(flow, 'icmpv6_type', 135);
  setField(flow, 'nd_sll', 0n);
  setField(flow, 'nd_tll', getField(here.flow, 'eth_dst'));
  withPacket(here, 'nd_ns', flow, actions);
}

/** An answer goes back to the sender (`back`), or stands as it was, to be addressed by the inner actions. */
interface Answer {
  readonly back: boolean;
}

export function icmp4(here: Here, actions: readonly TodayAction[], { back }: Answer): void {
  if (back && transport(here.flow) === UNREACHABLE) return;
  const flow = cloneFlow(here.flow);
  if (back) turn(flow, 'ip_src', 'ip_dst');
  setNumber(flow, 'nw_proto', ICMP);
  setNumber(flow, 'nw_ttl', 255);
  setNumber(flow, 'icmp_type', UNREACHABLE);
  setNumber(flow, 'icmp_code', 1);
  withPacket(here, 'icmp4', flow, actions);
}

export function icmp6(here: Here, actions: readonly TodayAction[], { back }: Answer): void {
  if (back && transport(here.flow) === UNREACHABLE_6) return;
  const flow = cloneFlow(here.flow);
  if (back) turn(flow, 'ipv6_src', 'ipv6_dst');
  setNumber(flow, 'nw_proto', ICMPV6);
  setNumber(flow, 'nw_ttl', 255);
  setNumber(flow, 'icmpv6_type', UNREACHABLE_6);
  setNumber(flow, 'icmpv6_code', 1);
  withPacket(here, 'icmp6', flow, actions);
}

export function tcpReset(here: Here, actions: readonly TodayAction[], answer: Answer): void {
  abort(here, actions, answer, 'tcp_reset', TCP);
}

/** The real program marks an abort of SCTP as it marks a reset, and calls it TCP over IPv6. */
export function sctpAbort(here: Here, actions: readonly TodayAction[], answer: Answer): void {
  abort(here, actions, answer, 'sctp_abort', getNumber(here.flow, 'eth_type') === IPV4 ? SCTP : TCP);
}

function abort(here: Here, actions: readonly TodayAction[], { back }: Answer, title: string, protocol: number): void {
  if (back && getNumber(here.flow, 'tcp_flags') === RST) return;
  const flow = cloneFlow(here.flow);
  if (back) {
    if (getNumber(flow, 'eth_type') === IPV4) turn(flow, 'ip_src', 'ip_dst');
    else turn(flow, 'ipv6_src', 'ipv6_dst');
  }
  setNumber(flow, 'nw_proto', protocol);
  setNumber(flow, 'nw_ttl', 255);
  setNumber(flow, 'tcp_flags', RST);
  withPacket(here, title, flow, actions);
}

/** Whichever answer says no to the packet. */
export function reject(here: Here, actions: readonly TodayAction[]): void {
  const back = { back: true };
  switch (getNumber(here.flow, 'nw_proto')) {
    case TCP:
      tcpReset(here, actions, back);
      break;
    case SCTP:
      sctpAbort(here, actions, back);
      break;
    default:
      if (getNumber(here.flow, 'eth_type') === IPV4) icmp4(here, actions, back);
      else icmp6(here, actions, back);
  }
}

/** A copy to the port of that name, as if it came from nowhere. */
export function mirror(here: Here, portName: string): void {
  const { walk, datapath, flow, node } = here;
  const port = walk.network.ports.get(portName);
  if (port?.datapath !== datapath) {
    // The real program spells it so.
    node.add('error', '/* omitting output because no taget port found. */');
    return;
  }
  const copy = cloneFlow(flow);
  setNumber(copy, 'reg14', 0);
  setNumber(copy, 'reg15', port.key);
  walk.enter(datapath, 'egress', 0, copy, node.add('transformation', 'clone'));
}

/** The source port, or where ICMP has its type. */
function transport(flow: Flow): number {
  return getNumber(flow, 'tcp_src');
}

function turn(flow: Flow, source: FieldName, destination: FieldName): void {
  swap(flow, 'eth_src', 'eth_dst');
  swap(flow, source, destination);
}

function swap(flow: Flow, a: FieldName, b: FieldName): void {
  const before = getField(flow, a);
  setField(flow, a, getField(flow, b));
  setField(flow, b, before);
}
