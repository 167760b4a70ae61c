/**
 * The text of a match, in the order and the words of ovs-ofctl(8) `dump-flows`.
 * The same printer serves the flows of 2015 and of today: what differs is only
 * which fields a match can have.
 */
import { FIELDS, FLOW_WORDS, WORD, type FieldName, type FieldSpec } from './fields';
import { getField, newFlow, readBits, storedWidth, type Flow, type TagReading } from './flow';
import type { Match } from './match';
import { formatMasked, formatSmall } from './values';

/** `field=value,field=value/mask`, beginning with the protocol's shorthand; "" for the match of everything. */
export function formatMatch(match: Match): string {
  const { words, masks, values } = match;
  for (let i = 0; i < words.length; i++) {
    VALUE[words[i] ?? 0] = values[i] ?? 0;
    MASK[words[i] ?? 0] = masks[i] ?? 0;
  }
  const text = formatWords(VALUE, MASK, words[0] ?? FLOW_WORDS);
  for (const word of words) VALUE[word] = MASK[word] = 0;
  return text;
}

/** Work space of `formatMatch`, all zero between calls: making it anew took as long as the printing. */
const VALUE: Flow = newFlow();
const MASK: Flow = newFlow();

/**
 * The text of a whole packet, as ofproto/trace and parse-pcap print it: every
 * header field that the packet has, and metadata only where it is not zero.
 */
export function formatFlowKey(flow: Flow, tags: TagReading = 'two'): string {
  return formatWords(flow, packetMask(flow, tags), 0);
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
  'skb_priority',
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
const TUNNEL = ['tun_id', 'tun_src', 'tun_dst', 'tun_metadata0'] as const;
const METADATA: readonly FieldName[] = [...METADATA_FIRST, ...REGISTERS, ...TUNNEL, 'metadata', 'in_port'];

/** The masks of the fields that a packet with these contents has. */
function packetMask(flow: Flow, tags: TagReading): Flow {
  const mask = newFlow();
  const cover = (...fields: readonly FieldName[]) => {
    for (const field of fields) coverField(mask, field);
  };
  for (const field of METADATA) if (getField(flow, field) !== 0n) cover(field);
  // Options that have been set for a tunnel still to come are nothing that the packet has.
  if (getField(flow, 'tun_dst') === 0n) mask[WORD.tunMetadata0] = 0;
  cover('eth_src', 'eth_dst', 'eth_type', 'vlan_tci');
  if (tags === 'two' && getField(flow, 'vlan_tci') !== 0n) cover('vlan_tci1');
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
    const hasTransport = (getField(flow, 'ip_frag') & 2n) === 0n;
    if (hasTransport) coverTransport(flow, type, cover);
    // The tuple of a connection is printed whole or not at all.
    if (getField(flow, 'ct_nw_proto') !== 0n) {
      cover('ct_nw_proto');
      if (type === ETH_IP) cover('ct_nw_src', 'ct_nw_dst');
      else cover('ct_ipv6_src', 'ct_ipv6_dst');
      if (hasTransport) cover('ct_tp_src', 'ct_tp_dst');
    }
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

/** A field with what printing asks again and again. */
interface Printed {
  readonly field: FieldName;
  readonly spec: FieldSpec;
  /** The field's least significant word, and the field's bits in that word, the one before it, and so on. */
  readonly word: number;
  readonly covers: readonly number[];
  /** The mask of the whole field. */
  readonly whole: bigint;
}

function printed(field: FieldName): Printed {
  const spec = FIELDS[field];
  const width = storedWidth(spec);
  const covers: number[] = [];
  for (let left = width; left > 0; left -= 32) {
    covers.push(left >= 32 ? 0xffffffff : ((0xffffffff >>> (32 - left)) << spec.shift) >>> 0);
  }
  return { field, spec, word: spec.word, covers, whole: (1n << BigInt(width)) - 1n };
}

const METADATA_PRINTED = [...METADATA_FIRST, ...CT_TUPLE].map(printed);
const REGISTERS_PRINTED = [...REGISTERS, ...TUNNEL].map(printed);

const PRINTED = {
  metadata: printed('metadata'),
  in_port: printed('in_port'),
  eth_src: printed('eth_src'),
  eth_dst: printed('eth_dst'),
  eth_type: printed('eth_type'),
  ipv6_src: printed('ipv6_src'),
  ipv6_dst: printed('ipv6_dst'),
  ipv6_label: printed('ipv6_label'),
  ip_src: printed('ip_src'),
  ip_dst: printed('ip_dst'),
  nw_proto: printed('nw_proto'),
  arp_sha: printed('arp_sha'),
  arp_tha: printed('arp_tha'),
  nw_ttl: printed('nw_ttl'),
  mpls_label: printed('mpls_label'),
  mpls_tc: printed('mpls_tc'),
  mpls_ttl: printed('mpls_ttl'),
  mpls_bos: printed('mpls_bos'),
  mpls_lse1: printed('mpls_lse1'),
  mpls_lse2: printed('mpls_lse2'),
  ip_frag: printed('ip_frag'),
  tcp_src: printed('tcp_src'),
  tcp_dst: printed('tcp_dst'),
  nd_target: printed('nd_target'),
  nd_sll: printed('nd_sll'),
  nd_tll: printed('nd_tll'),
  nd_reserved: printed('nd_reserved'),
  nd_options_type: printed('nd_options_type'),
  tcp_flags: printed('tcp_flags'),
} as const;

const VLAN_TCI = printed('vlan_tci');
const VLAN_TCI1 = printed('vlan_tci1');
const NW_TOS = printed('nw_tos');

/** `first` is the first word that has any mask: most flows have none among the many words of metadata. */
function formatWords(value: Flow, mask: Flow, first: number): string {
  let text = '';
  const add = (part: string) => {
    text = text === '' ? part : `${text},${part}`;
  };
  /** Prints a field, or its alias, if the match says anything about it. */
  const put = ({ field, word, covers, whole, spec }: Printed, name: string = field) => {
    let asked = 0;
    for (let i = 0; i < covers.length; i++) asked |= (mask[word - i] ?? 0) & (covers[i] ?? 0);
    if (asked === 0) return;
    if (covers.length === 1) {
      // `asked` may have its top bit set, which makes it negative.
      const bits = asked >>> spec.shift;
      const met = ((value[word] ?? 0) & (covers[0] ?? 0)) >>> spec.shift;
      const small = formatSmall(spec.form, met, asked >>> 0 === covers[0] ? undefined : bits);
      if (small !== undefined) {
        add(`${name}=${small}`);
        return;
      }
    }
    const bits = readBits(mask, spec);
    const written = formatMasked(spec.form, readBits(value, spec), bits === whole ? undefined : bits, spec.bits);
    add(`${name}=${written}`);
  };

  const typeKnown = smallOf(mask, PRINTED.eth_type) !== 0;
  const type = smallOf(value, PRINTED.eth_type);
  const proto = smallOf(value, PRINTED.nw_proto);
  const protoKnown = smallOf(mask, PRINTED.nw_proto) !== 0;
  const isIpv4 = type === 0x0800;
  const isIpv6 = type === 0x86dd;

  const hasMetadata = first < WORD.ethTypeDst;
  if (hasMetadata) for (const printed of METADATA_PRINTED) put(printed);
  const protocols = isIpv4 ? IPV4_PROTOCOLS : isIpv6 ? IPV6_PROTOCOLS : {};
  const protocolName = protoKnown ? protocols[proto] : undefined;
  const typeName = protocolName ?? (isIpv4 ? 'ip' : isIpv6 ? 'ipv6' : ETHERTYPE_NAMES[type]);
  // What has come round again is printed as the datapath keys it, which begins with the kind of packet.
  if (hasMetadata && (mask[WORD.recircId] ?? 0) !== 0) add('eth');
  if (typeKnown && typeName !== undefined) add(typeName);
  if (hasMetadata) {
    for (const printed of REGISTERS_PRINTED) put(printed);
    put(PRINTED.metadata);
    put(PRINTED.in_port);
  }
  putVlan(add, value, mask, VLAN_TCI, '');
  putVlan(add, value, mask, VLAN_TCI1, '1');
  put(PRINTED.eth_src, 'dl_src');
  put(PRINTED.eth_dst, 'dl_dst');
  if (typeName === undefined) put(PRINTED.eth_type, 'dl_type');

  const isArp = type === 0x0806 || type === 0x8035;
  if (isIpv6) {
    put(PRINTED.ipv6_src);
    put(PRINTED.ipv6_dst);
    put(PRINTED.ipv6_label);
  } else {
    put(PRINTED.ip_src, isArp ? 'arp_spa' : 'nw_src');
    put(PRINTED.ip_dst, isArp ? 'arp_tpa' : 'nw_dst');
  }
  if (!typeKnown || protocolName === undefined) put(PRINTED.nw_proto, isArp ? 'arp_op' : 'nw_proto');
  if (isArp) {
    put(PRINTED.arp_sha);
    put(PRINTED.arp_tha);
  }
  const tos = smallOf(mask, NW_TOS);
  if ((tos & 0xfc) !== 0) add(`nw_tos=${smallOf(value, NW_TOS) & 0xfc}`);
  if ((tos & 3) !== 0) add(`nw_ecn=${smallOf(value, NW_TOS) & 3}`);
  put(PRINTED.nw_ttl);
  put(PRINTED.mpls_label);
  put(PRINTED.mpls_tc);
  put(PRINTED.mpls_ttl);
  put(PRINTED.mpls_bos);
  put(PRINTED.mpls_lse1);
  put(PRINTED.mpls_lse2);
  put(PRINTED.ip_frag, 'nw_frag');

  const isIcmp6 = isIpv6 && proto === 58;
  const isIcmp = isIcmp6 || (isIpv4 && proto === 1);
  put(PRINTED.tcp_src, isIcmp ? 'icmp_type' : 'tp_src');
  put(PRINTED.tcp_dst, isIcmp ? 'icmp_code' : 'tp_dst');
  if (isIcmp6) {
    put(PRINTED.nd_target);
    put(PRINTED.nd_sll);
    put(PRINTED.nd_tll);
    put(PRINTED.nd_reserved);
    put(PRINTED.nd_options_type);
  }
  if ((isIpv4 || isIpv6) && proto === 6) put(PRINTED.tcp_flags);
  return text;
}

function putVlan(add: (part: string) => void, values: Flow, masks: Flow, tci: Printed, suffix: string): void {
  const mask = smallOf(masks, tci);
  if (mask === 0) return;
  const value = smallOf(values, tci);
  const vid = mask & 0xfff;
  const pcp = mask & 0xe000;
  const tagged = (mask & value & 0x1000) !== 0;
  if (tagged && (vid === 0 || vid === 0xfff) && (pcp === 0 || pcp === 0xe000) && (vid | pcp) !== 0) {
    if (vid !== 0) add(`dl_vlan${suffix}=${value & 0xfff}`);
    if (pcp !== 0) add(`dl_vlan_pcp${suffix}=${value >> 13}`);
  } else {
    const asked = mask === 0xffff ? undefined : BigInt(mask);
    add(`vlan_tci${suffix}=${formatMasked('hex4', BigInt(value), asked, 16)}`);
  }
}

/** The value of a field of one word. */
function smallOf(flow: Flow, { word, covers, spec }: Printed): number {
  return ((flow[word] ?? 0) & (covers[0] ?? 0)) >>> spec.shift;
}
