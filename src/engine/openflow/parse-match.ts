/** Reads matches in the syntax of ovs-ofctl(8), "Flow Syntax". */
import { err, ok, type Problem, type Result, type TextRange } from '../base';
import { FIELDS, findField, WORD, type FieldName } from './fields';
import { getField, getNumber, newFlow, onesOf, putBits, readBits, setField, type Flow } from './flow';
import { matchFrom, matchFromWords, matchMask, matchValue, type Match, type MatchTerm } from './match';
import { parseFieldValue, type PortNames } from './parse-values';
import { splitKeyValues, type KeyValue } from './tokens';

export interface ParseMatchOptions {
  /** Resolves port names in `in_port=NAME`. */
  readonly ports?: PortNames;
}

/**
 * Reads `tcp,nw_dst=10.0.0.0/8,…`. A problem has the message of ovs-ofctl and
 * the range of the word at fault.
 */
export function parseMatch(text: string, options: ParseMatchOptions = {}): Result<Match> {
  return matchFromPairs(splitKeyValues(text), options);
}

/** The packet that a text such as formatFlowKey's describes; what it does not name is 0. */
export function parseFlowKey(text: string, options: ParseMatchOptions = {}): Result<Flow> {
  const match = parseMatch(text, options);
  return match.ok ? ok(matchValue(match.value)) : match;
}

/** The match of already split words. */
export function matchFromPairs(pairs: readonly KeyValue[], options: ParseMatchOptions): Result<Match> {
  const terms: MatchTerm[] = [];
  for (const pair of pairs) {
    const protocol = PROTOCOLS.get(pair.key);
    if (protocol) {
      terms.push(...protocol);
      continue;
    }
    const field = findField(pair.key) ?? SUFFIXED_VLAN.get(pair.key);
    if (field === undefined) return problem('unknown-keyword', `unknown keyword ${pair.key}`, pair.keyRange);
    const parsed = parseFieldValue(field, pair.value, options.ports);
    if (!parsed.ok) {
      return problem('bad-value', parsed.error, pair.value === '' ? pair.keyRange : pair.valueRange);
    }
    const { value, mask } = parsed.value;
    if (mask === 0n) continue;
    const fit = fitTerm(pair.key, field, value, mask);
    if (fit === undefined) {
      return problem(
        'bad-value',
        `OFPBMC_BAD_VALUE: ${pair.value} does not fit into ${FIELDS[field].bits} bits`,
        pair.valueRange,
      );
    }
    terms.push(fit);
  }
  return ok(matchFrom(terms));
}

/** True for words that `matchFromPairs` understands as part of a match. */
export function isMatchKeyword(key: string): boolean {
  return PROTOCOLS.has(key) || SUFFIXED_VLAN.has(key) || findField(key) !== undefined;
}

/**
 * Drops what a match asks of fields whose prerequisites it does not ask for, as
 * ovs-ofctl does ("normalization changed ofp_match") and as a switch would
 * otherwise refuse.
 */
export function normalizeMatch(match: Match): Match {
  const value = matchValue(match);
  const mask = matchMask(match);
  const proto = getNumber(mask, 'nw_proto') === 0 ? undefined : getNumber(value, 'nw_proto');
  // What has these places in other packets, ports above all, allows nothing.
  const icmp = proto === 1 || proto === 58;
  const allowed = allowedIn({
    etherType: getNumber(mask, 'eth_type') === 0xffff ? getNumber(value, 'eth_type') : undefined,
    proto,
    icmpType: icmp ? getNumber(value, 'icmp_type') : 0,
    icmpCode: icmp ? getNumber(value, 'icmp_code') : 0,
    ctProto: getNumber(value, 'ct_nw_proto'),
  });
  const fits = match.words.every((word, i) => ((match.masks[i] ?? 0) & ~(allowed[word] ?? 0)) === 0);
  if (fits) return canonicalMatch(match);
  return canonicalMatch(
    matchFromWords(
      value,
      mask.map((bits, word) => (bits & (allowed[word] ?? 0)) >>> 0),
    ),
  );
}

/** What a match asks of the packet's kind; undefined where it does not ask. */
interface Kind {
  readonly etherType: number | undefined;
  readonly proto: number | undefined;
  readonly icmpType: number;
  readonly icmpCode: number;
  readonly ctProto: number;
}

/** The bits that may be asked of packets of a kind, by kind; begun anew when there are many. */
const allowedBits = new Map<string, Flow>();
const MANY_KINDS = 1_024;

function allowedIn(kind: Kind): Flow {
  const { etherType, proto, icmpType, icmpCode, ctProto } = kind;
  const key = `${etherType ?? ''} ${proto ?? ''} ${icmpType} ${icmpCode} ${ctProto}`;
  const known = allowedBits.get(key);
  if (known !== undefined) return known;
  const allowed = newFlow();
  const allow = (...fields: readonly FieldName[]) => {
    for (const field of fields)
      putBits(allowed, FIELDS[field], (1n << BigInt(FIELDS[field].stored)) - 1n, FIELDS[field].stored);
  };
  allow(...METADATA_FIELDS, 'eth_src', 'eth_dst', 'eth_type', 'vlan_tci', 'vlan_tci1');
  allowCt(allow, BigInt(ctProto));
  if (etherType !== undefined) allowNetwork(allow, BigInt(etherType), { proto, icmpType, icmpCode });
  if (allowedBits.size >= MANY_KINDS) allowedBits.clear();
  allowedBits.set(key, allowed);
  return allowed;
}

/**
 * The one match, of those that the same packets satisfy, which has a text of
 * its own. ICMP's type and code have the places of ports, of which OpenFlow
 * carries one byte and no mask: `icmp,tp_src=300` is a match on type 44. And a
 * later fragment is always a fragment, which the words for fragments take for
 * granted: `later` is `ip_frag=3/3`, never 2/2.
 */
export function canonicalMatch(match: Match): Match {
  if (!match.words.some((word) => word === WORD.nw || word === WORD.ports)) return match;
  const value = matchValue(match);
  const mask = matchMask(match);
  const frag = getField(value, 'ip_frag');
  const asked = getField(mask, 'ip_frag');
  if ((asked === 2n && frag === 2n) || (asked === 1n && frag === 0n)) {
    setField(mask, 'ip_frag', 3n);
    setField(value, 'ip_frag', frag === 0n ? 0n : 3n);
  }
  if (isIcmp(value)) {
    wholeByte(value, mask, 'icmp_type');
    wholeByte(value, mask, 'icmp_code');
  }
  return matchFromWords(value, mask);
}

function isIcmp(value: Flow): boolean {
  const type = getField(value, 'eth_type');
  const proto = getField(value, 'nw_proto');
  return (type === 0x0800n && proto === 1n) || (type === 0x86ddn && proto === 58n);
}

/** If the match asks anything of the field's place, it asks for one byte and zeros before it. */
function wholeByte(value: Flow, mask: Flow, field: 'icmp_type' | 'icmp_code'): void {
  const { stored } = FIELDS[field];
  const spec = { ...FIELDS[field], bits: stored };
  if (readBits(mask, spec) === 0n) return;
  putBits(value, spec, getField(value, field), stored);
  putBits(mask, spec, (1n << BigInt(stored)) - 1n, stored);
}

const proto = (type: bigint, number?: bigint): readonly MatchTerm[] => [
  { field: 'eth_type', value: type },
  ...(number === undefined ? [] : [{ field: 'nw_proto', value: number } as const]),
];

/** The shorthands of ovs-ofctl(8). */
export const PROTOCOLS: ReadonlyMap<string, readonly MatchTerm[]> = new Map([
  ['ip', proto(0x0800n)],
  ['ipv4', proto(0x0800n)],
  ['ip4', proto(0x0800n)],
  ['icmp', proto(0x0800n, 1n)],
  ['icmp4', proto(0x0800n, 1n)],
  ['tcp', proto(0x0800n, 6n)],
  ['tcp4', proto(0x0800n, 6n)],
  ['udp', proto(0x0800n, 17n)],
  ['udp4', proto(0x0800n, 17n)],
  ['sctp', proto(0x0800n, 132n)],
  ['sctp4', proto(0x0800n, 132n)],
  ['ipv6', proto(0x86ddn)],
  ['ip6', proto(0x86ddn)],
  ['icmp6', proto(0x86ddn, 58n)],
  ['icmpv6', proto(0x86ddn, 58n)],
  ['tcp6', proto(0x86ddn, 6n)],
  ['udp6', proto(0x86ddn, 17n)],
  ['sctp6', proto(0x86ddn, 132n)],
  ['arp', proto(0x0806n)],
  ['rarp', proto(0x8035n)],
  ['mpls', proto(0x8847n)],
  ['mplsm', proto(0x8848n)],
  // Every packet begins with an Ethernet header here.
  ['eth', []],
]);

/** The second tag, as a flow's text names it when it is whole. */
const SUFFIXED_VLAN: ReadonlyMap<string, FieldName> = new Map([
  ['dl_vlan1', 'vlan_tci1'],
  ['dl_vlan_pcp1', 'vlan_tci1'],
]);

const METADATA_FIELDS: readonly FieldName[] = [
  'in_port',
  'pkt_mark',
  'conj_id',
  'recirc_id',
  'dp_hash',
  'tun_id',
  'tun_src',
  'tun_dst',
  'tun_metadata0',
  'metadata',
  'xxreg0',
  'xxreg1',
  'xxreg2',
  'xxreg3',
  'ct_state',
  'ct_zone',
  'ct_mark',
  'ct_label',
  'ct_nw_proto',
];

function allowCt(allow: (...fields: readonly FieldName[]) => void, proto: bigint): void {
  allow('ct_nw_src', 'ct_nw_dst', 'ct_ipv6_src', 'ct_ipv6_dst');
  if (proto !== 0n) allow('ct_tp_src', 'ct_tp_dst');
}

function allowNetwork(
  allow: (...fields: readonly FieldName[]) => void,
  type: bigint,
  packet: { readonly proto: number | undefined; readonly icmpType: number; readonly icmpCode: number },
): void {
  const { proto, icmpType, icmpCode } = packet;
  const ports = [6, 17, 132].includes(proto ?? -1);
  if (type === 0x0800n || type === 0x86ddn) {
    allow('nw_proto', 'nw_tos', 'nw_ecn', 'nw_ttl', 'ip_frag');
    if (ports) allow('tcp_src', 'tcp_dst');
    if (proto === 6) allow('tcp_flags');
  }
  if (type === 0x0800n) {
    allow('ip_src', 'ip_dst');
    if (proto === 1) allow('icmp_type', 'icmp_code');
  } else if (type === 0x86ddn) {
    allow('ipv6_src', 'ipv6_dst', 'ipv6_label');
    if (proto === 58) {
      allow('icmpv6_type', 'icmpv6_code');
      if ((icmpType === 135 || icmpType === 136) && icmpCode === 0) {
        allow('nd_target', icmpType === 135 ? 'nd_sll' : 'nd_tll', 'nd_reserved', 'nd_options_type');
      }
    }
  } else if (type === 0x0806n || type === 0x8035n) {
    allow('arp_op', 'arp_spa', 'arp_tpa', 'arp_sha', 'arp_tha');
  } else if (type === 0x8847n || type === 0x8848n) {
    allow('mpls_label', 'mpls_tc', 'mpls_bos', 'mpls_ttl', 'mpls_lse1', 'mpls_lse2');
  }
}

/** Turns what ovs-ofctl treats specially into a plain term; undefined when the switch would refuse it. */
function fitTerm(key: string, field: FieldName, value: bigint, mask: bigint): MatchTerm | undefined {
  if (key === 'dl_vlan1') return { field, value: value | 0x1000n, mask: 0x1fffn };
  if (key === 'dl_vlan_pcp1') return { field, value: (value << 13n) | 0x1000n, mask: 0xf000n };
  const untagged: MatchTerm = { field: 'vlan_tci', value: 0n };
  // 0xffff is OFP_VLAN_NONE; an OXM VLAN ID without its present bit is OFPVID_NONE.
  if (field === 'dl_vlan' && value === 0xffffn) return untagged;
  if (field === 'vlan_vid' && mask === onesOf(field) && (value & 0x1000n) === 0n) return untagged;
  if (field === 'vlan_pcp') return { field: 'dl_vlan_pcp', value, mask };
  if (field === 'ipv6_label' && value > onesOf(field)) return undefined;
  return { field, value, mask };
}

function problem(code: string, message: string, range: TextRange): Result<never> {
  const error: Problem = { code, message, range };
  return err(error);
}
