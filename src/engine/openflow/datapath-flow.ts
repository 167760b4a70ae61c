/**
 * The flows of a datapath as `ovs-appctl dpif/dump-flows` and the kernel's log
 * print them (lib/odp-util.c): `in_port(1),eth(src=…,dst=…),eth_type(0x0806),…`.
 */
import { err, ok, type Result, type TextRange } from '../base';
import { FIELDS, type FieldName } from './fields';
import { getNumber, newFlow, setField, setNumber, type Flow } from './flow';
import { parseEthernet, parseInteger, parseIpv4, parseIpv6 } from './parse-values';
import { hasPrerequisites } from './prerequisites';
import { splitKeyValues } from './tokens';

export interface DatapathFlow {
  /** Its fields, without an in_port: a datapath numbers its ports in its own way. */
  readonly flow: Flow;
  /** The number or the name of a port of the datapath; undefined when it names none. */
  readonly port: string | undefined;
}

/** True for a text that begins as a datapath flow does, whether or not it is one. */
export function looksLikeDatapathFlow(text: string): boolean {
  const [, word = ''] = /^\s*([a-z_0-9]+)\(/.exec(text) ?? [];
  return Object.hasOwn(SIMPLE, word) || Object.hasOwn(GROUPS, word) || OTHERS.has(word);
}

/**
 * Reads a flow; masks are passed over, since what is traced is one packet. What a line of dump-flows says of
 * counters and actions behind it is not part of the flow, and refused.
 */
export function parseDatapathFlow(text: string): Result<DatapathFlow> {
  const state: Reading = { flow: newFlow(), port: undefined, later: [] };
  const wrong = readParts(text, 0, state);
  if (wrong) return err({ code: 'bad-flow', message: 'syntax error in datapath flow', range: wrong });
  if (getNumber(state.flow, 'eth_type') === 0) setNumber(state.flow, 'eth_type', NO_ETHERTYPE);
  for (const [field, value] of state.later)
    if (hasPrerequisites(state.flow, FIELDS[field].needs)) setField(state.flow, field, value);
  return ok({ flow: state.flow, port: state.port });
}

/** The line of dump-flows around a flow: counters and actions. */
export function withoutStatistics(text: string): string {
  return text.replace(/^\s*ufid:[^,]*,\s*/, '').replace(/,\s*(?:packets|bytes|used|dp|actions):.*$/s, '');
}

interface Reading {
  readonly flow: Flow;
  port: string | undefined;
  /** Fields of the layers above, which mean something once the whole of the flow is known. */
  readonly later: [FieldName, bigint][];
}

/** What a frame with a length instead of a type has as its type, and a flow that says none. */
const NO_ETHERTYPE = 0x05ff;

type Read = (text: string) => bigint | undefined;
type Group = Readonly<Record<string, readonly [field: FieldName, read: Read]>>;

/** `name(VALUE)` */
const SIMPLE: Readonly<Record<string, readonly [field: FieldName, read: Read] | null>> = {
  recirc_id: ['recirc_id', parseInteger],
  dp_hash: ['dp_hash', parseInteger],
  skb_mark: ['pkt_mark', parseInteger],
  // Queues are not part of this switch.
  skb_priority: null,
  eth_type: ['eth_type', parseInteger],
  tcp_flags: ['tcp_flags', parseInteger],
};

const PORTS = (src: FieldName, dst: FieldName): Group => ({ src: [src, parseInteger], dst: [dst, parseInteger] });

/** `name(KEY=VALUE,…)` */
const GROUPS: Readonly<Record<string, Group>> = {
  eth: { src: ['eth_src', parseEthernet], dst: ['eth_dst', parseEthernet] },
  ipv4: {
    src: ['ip_src', parseIpv4],
    dst: ['ip_dst', parseIpv4],
    proto: ['nw_proto', parseInteger],
    tos: ['nw_tos', parseInteger],
    ttl: ['nw_ttl', parseInteger],
    frag: ['ip_frag', parseFragment],
  },
  ipv6: {
    src: ['ipv6_src', parseIpv6],
    dst: ['ipv6_dst', parseIpv6],
    label: ['ipv6_label', parseInteger],
    proto: ['nw_proto', parseInteger],
    tclass: ['nw_tos', parseInteger],
    hlimit: ['nw_ttl', parseInteger],
    frag: ['ip_frag', parseFragment],
  },
  tcp: PORTS('tcp_src', 'tcp_dst'),
  udp: PORTS('udp_src', 'udp_dst'),
  sctp: PORTS('sctp_src', 'sctp_dst'),
  icmp: { type: ['icmp_type', parseInteger], code: ['icmp_code', parseInteger] },
  icmpv6: { type: ['icmpv6_type', parseInteger], code: ['icmpv6_code', parseInteger] },
  arp: {
    sip: ['arp_spa', parseIpv4],
    tip: ['arp_tpa', parseIpv4],
    op: ['arp_op', parseInteger],
    sha: ['arp_sha', parseEthernet],
    tha: ['arp_tha', parseEthernet],
  },
  nd: { target: ['nd_target', parseIpv6], sll: ['nd_sll', parseEthernet], tll: ['nd_tll', parseEthernet] },
  mpls: {
    label: ['mpls_label', parseInteger],
    tc: ['mpls_tc', parseInteger],
    ttl: ['mpls_ttl', parseInteger],
    bos: ['mpls_bos', parseInteger],
  },
};

/** Those with a form of their own. */
const OTHERS: ReadonlySet<string> = new Set(['in_port', 'vlan', 'encap', 'tunnel']);

/** Where it is wrong; undefined when it is not. */
function readParts(text: string, offset: number, state: Reading): TextRange | undefined {
  for (const { key, value, keyRange, valueRange } of splitKeyValues(text, offset)) {
    if (text[keyRange.end - offset] !== '(') return { start: keyRange.start, end: valueRange.end };
    const group = Object.hasOwn(GROUPS, key) ? GROUPS[key] : undefined;
    const simple = Object.hasOwn(SIMPLE, key) ? SIMPLE[key] : undefined;
    if (group !== undefined) {
      if (!readGroup(value, group, state)) return valueRange;
    } else if (simple !== undefined) {
      if (simple !== null && !readValue(value, simple, state)) return valueRange;
    } else if (key === 'in_port') state.port = value;
    else if (key === 'encap') {
      const wrong = readParts(value, valueRange.start, state);
      if (wrong) return wrong;
    } else if (key === 'vlan') {
      if (!readVlan(value, state.flow)) return valueRange;
    } else if (key === 'tunnel') {
      if (!readTunnel(value, state.flow)) return valueRange;
    } else return keyRange;
  }
  return undefined;
}

function readGroup(text: string, group: Group, state: Reading): boolean {
  return splitKeyValues(text).every(({ key, value }) => {
    const entry = Object.hasOwn(group, key) ? group[key] : undefined;
    return entry !== undefined && readValue(value, entry, state);
  });
}

function readValue(text: string, [field, read]: readonly [FieldName, Read], { flow, later }: Reading): boolean {
  const value = read(unmasked(text));
  if (value === undefined || value >= 1n << BigInt(FIELDS[field].bits)) return false;
  if (FIELDS[field].needs === 'none') setField(flow, field, value);
  else later.push([field, value]);
  return true;
}

function readVlan(text: string, flow: Flow): boolean {
  let tci = 0x1000n;
  for (const { key, value } of splitKeyValues(text)) {
    const number = parseInteger(unmasked(value));
    if (number === undefined) return false;
    if (key === 'vid' && number <= 0xfffn) tci |= number;
    else if (key === 'pcp' && number <= 7n) tci |= number << 13n;
    else if (key === 'cfi' && number <= 1n) tci = (tci & ~0x1000n) | (number << 12n);
    else if (key === 'tci' && number <= 0xffffn) tci = number;
    else return false;
  }
  setField(flow, 'vlan_tci', tci);
  return true;
}

/** Of the outer header a flow has the key and the addresses; the rest is read and passed over. */
function readTunnel(text: string, flow: Flow): boolean {
  return splitKeyValues(text).every(({ key, value }) => {
    const read = key === 'tun_id' ? parseInteger : parseIpv4;
    if (key !== 'tun_id' && key !== 'src' && key !== 'dst') return TUNNEL_WORDS.has(key);
    const number = read(unmasked(value));
    if (number === undefined) return false;
    setField(flow, key === 'tun_id' ? 'tun_id' : key === 'src' ? 'tun_src' : 'tun_dst', number);
    return true;
  });
}

const TUNNEL_WORDS: ReadonlySet<string> = new Set(['tos', 'ttl', 'tp_src', 'tp_dst', 'flags', 'vxlan', 'geneve']);

function unmasked(text: string): string {
  return text.replace(/\/.*$/, '');
}

function parseFragment(text: string): bigint | undefined {
  return { no: 0n, first: 1n, later: 3n }[text];
}
