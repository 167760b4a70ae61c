/**
 * The text of a match, in the order and the words of ovs-ofctl(8) `dump-flows`.
 * The same printer serves the flows of 2015 and of today: what differs is only
 * which fields a match can have.
 */
import { FIELDS, type FieldName } from './fields';
import { getField, newFlow, type Flow } from './flow';
import { matchMask, matchValue, type Match } from './match';
import { formatMasked } from './values';

/** `field=value,field=value/mask`, beginning with the protocol's shorthand; "" for the match of everything. */
export function formatMatch(match: Match): string {
  return formatWords(matchValue(match), matchMask(match));
}

/**
 * The text of a whole packet, as ofproto/trace and parse-pcap print it: every
 * header field that the packet has, and metadata only where it is not zero.
 */
export function formatFlowKey(flow: Flow): string {
  return formatWords(flow, packetMask(flow));
}

const ETH_IP = 0x0800n;
const ETH_IPV6 = 0x86ddn;

const ETHERTYPE_NAMES: Readonly<Record<number, string>> = {
  0x0806: 'arp',
  0x8035: 'rarp',
  0x8847: 'mpls',
  0x8848: 'mplsm',
};

const IPV4_PROTOCOLS: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 132: 'sctp' };
const IPV6_PROTOCOLS: Readonly<Record<number, string>> = { 58: 'icmp6', 6: 'tcp6', 17: 'udp6', 132: 'sctp6' };

const METADATA_FIRST = [
  'pkt_mark',
  'recirc_id',
  'dp_hash',
  'conj_id',
  'ct_state',
  'ct_zone',
  'ct_mark',
  'ct_label',
] as const;
const CT_TUPLE = [
  'ct_nw_src',
  'ct_ipv6_src',
  'ct_nw_dst',
  'ct_ipv6_dst',
  'ct_nw_proto',
  'ct_tp_src',
  'ct_tp_dst',
] as const;
const REGISTERS = [
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
  'reg14',
  'reg15',
] as const;
const TUNNEL = ['tun_id', 'tun_src', 'tun_dst'] as const;
const METADATA: readonly FieldName[] = [...METADATA_FIRST, ...CT_TUPLE, ...REGISTERS, ...TUNNEL, 'metadata', 'in_port'];

/** The masks of the fields that a packet with these contents has. */
function packetMask(flow: Flow): Flow {
  const mask = newFlow();
  const cover = (...fields: readonly FieldName[]) => {
    for (const field of fields) coverField(mask, field);
  };
  for (const field of METADATA) if (getField(flow, field) !== 0n) cover(field);
  cover('eth_src', 'eth_dst', 'eth_type', 'vlan_tci');
  if (getField(flow, 'vlan_tci') !== 0n) cover('vlan_tci1');
  const type = getField(flow, 'eth_type');
  if (type === 0x8847n || type === 0x8848n) {
    cover('mpls_label', 'mpls_tc', 'mpls_bos', 'mpls_ttl');
    if (getField(flow, 'mpls_bos') === 0n) cover('mpls_lse1');
    if (getField(flow, 'mpls_bos') === 0n && (getField(flow, 'mpls_lse1') & 0x100n) === 0n) cover('mpls_lse2');
  }
  if (type === 0x0806n || type === 0x8035n) cover('arp_spa', 'arp_tpa', 'arp_op', 'arp_sha', 'arp_tha');
  if (type === ETH_IP) cover('ip_src', 'ip_dst');
  if (type === ETH_IPV6) cover('ipv6_src', 'ipv6_dst', 'ipv6_label');
  if (type === ETH_IP || type === ETH_IPV6) {
    cover('nw_proto', 'nw_tos', 'nw_ecn', 'nw_ttl', 'ip_frag');
    if ((getField(flow, 'ip_frag') & 2n) === 0n) coverTransport(flow, type, cover);
  }
  return mask;
}

function coverTransport(flow: Flow, type: bigint, cover: (...fields: readonly FieldName[]) => void): void {
  const proto = Number(getField(flow, 'nw_proto'));
  if (![1, 2, 6, 17, 58, 132].includes(proto)) return;
  cover('tcp_src', 'tcp_dst');
  if (proto === 6) cover('tcp_flags');
  if (type === ETH_IPV6 && proto === 58 && isNeighborDiscovery(flow)) cover('nd_target', 'nd_sll', 'nd_tll');
}

/** RFC 4861: a neighbor solicitation or advertisement with code 0. */
function isNeighborDiscovery(flow: Flow): boolean {
  const icmpType = getField(flow, 'tcp_src');
  return (icmpType === 135n || icmpType === 136n) && getField(flow, 'tcp_dst') === 0n;
}

function coverField(mask: Flow, field: FieldName): void {
  const { word, bits, shift, stored } = FIELDS[field];
  for (let left = Math.min(bits, stored), at = word; left > 0; left -= 32, at -= 1) {
    const ones = left >= 32 ? 0xffffffff : 2 ** left - 1;
    mask[at] = ((mask[at] ?? 0) | (ones << shift)) >>> 0;
  }
}

function formatWords(value: Flow, mask: Flow): string {
  const parts: string[] = [];
  /** Prints a field under a name if the match says anything about it. */
  const put = (field: FieldName, name: string = field) => {
    const bits = getField(mask, field);
    if (bits === 0n) return;
    const { form, bits: width, stored } = FIELDS[field];
    const whole = (1n << BigInt(Math.min(width, stored))) - 1n;
    const text = formatMasked(form, getField(value, field), bits === whole ? undefined : bits, width);
    parts.push(`${name}=${text}`);
  };

  const typeKnown = getField(mask, 'eth_type') !== 0n;
  const type = getField(value, 'eth_type');
  const proto = Number(getField(value, 'nw_proto'));
  const protoKnown = getField(mask, 'nw_proto') !== 0n;

  for (const field of METADATA_FIRST) put(field);
  for (const field of CT_TUPLE) put(field);
  const protocols = type === ETH_IP ? IPV4_PROTOCOLS : type === ETH_IPV6 ? IPV6_PROTOCOLS : {};
  const protocolName = protoKnown ? protocols[proto] : undefined;
  const typeName =
    protocolName ?? (type === ETH_IP ? 'ip' : type === ETH_IPV6 ? 'ipv6' : ETHERTYPE_NAMES[Number(type)]);
  if (typeKnown && typeName !== undefined) parts.push(typeName);
  for (const field of REGISTERS) put(field);
  for (const field of TUNNEL) put(field);
  put('metadata');
  put('in_port');
  putVlan(parts, getField(value, 'vlan_tci'), getField(mask, 'vlan_tci'), '');
  putVlan(parts, getField(value, 'vlan_tci1'), getField(mask, 'vlan_tci1'), '1');
  put('eth_src', 'dl_src');
  put('eth_dst', 'dl_dst');
  if (typeName === undefined) put('eth_type', 'dl_type');

  const isArp = type === 0x0806n || type === 0x8035n;
  if (type === ETH_IPV6) {
    put('ipv6_src');
    put('ipv6_dst');
    put('ipv6_label');
  } else {
    put('ip_src', isArp ? 'arp_spa' : 'nw_src');
    put('ip_dst', isArp ? 'arp_tpa' : 'nw_dst');
  }
  if (!typeKnown || protocolName === undefined) put('nw_proto', isArp ? 'arp_op' : 'nw_proto');
  if (isArp) {
    put('arp_sha');
    put('arp_tha');
  }
  const tos = getField(mask, 'nw_tos');
  if ((tos & 0xfcn) !== 0n) parts.push(`nw_tos=${getField(value, 'nw_tos') & 0xfcn}`);
  if ((tos & 3n) !== 0n) parts.push(`nw_ecn=${getField(value, 'nw_ecn')}`);
  put('nw_ttl');
  put('mpls_label');
  put('mpls_tc');
  put('mpls_ttl');
  put('mpls_bos');
  put('mpls_lse1');
  put('mpls_lse2');
  put('ip_frag', 'nw_frag');

  const isIcmp6 = type === ETH_IPV6 && proto === 58;
  const isIcmp = isIcmp6 || (type === ETH_IP && proto === 1);
  put('tcp_src', isIcmp ? 'icmp_type' : 'tp_src');
  put('tcp_dst', isIcmp ? 'icmp_code' : 'tp_dst');
  if (isIcmp6) {
    put('nd_target');
    put('nd_sll');
    put('nd_tll');
    put('nd_reserved');
    put('nd_options_type');
  }
  if ((type === ETH_IP || type === ETH_IPV6) && proto === 6) put('tcp_flags');
  return parts.join(',');
}

function putVlan(parts: string[], value: bigint, mask: bigint, suffix: string): void {
  if (mask === 0n) return;
  const vid = mask & 0xfffn;
  const pcp = mask & 0xe000n;
  const tagged = (mask & value & 0x1000n) !== 0n;
  if (tagged && (vid === 0n || vid === 0xfffn) && (pcp === 0n || pcp === 0xe000n) && (vid | pcp) !== 0n) {
    if (vid !== 0n) parts.push(`dl_vlan${suffix}=${value & 0xfffn}`);
    if (pcp !== 0n) parts.push(`dl_vlan_pcp${suffix}=${value >> 13n}`);
  } else {
    parts.push(`vlan_tci${suffix}=${formatMasked('hex4', value, mask === 0xffffn ? undefined : mask, 16)}`);
  }
}
