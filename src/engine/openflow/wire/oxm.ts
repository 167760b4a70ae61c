/** The headers by which OpenFlow messages name fields (ovs-fields(7); Open vSwitch's meta-flow.h). */
import { FIELD_NAMES, FIELDS, type FieldName } from '../fields';
import type { ByteReader } from './byte-reader';

/** The classes, and in each the numbers of its fields under the names that they have in FIELDS. */
const CLASSES = {
  NXM_OF: {
    number: 0x0000,
    fields: numbered(
      0,
      'IN_PORT ETH_DST ETH_SRC ETH_TYPE VLAN_TCI IP_TOS IP_PROTO IP_SRC IP_DST TCP_SRC TCP_DST UDP_SRC UDP_DST ICMP_TYPE ICMP_CODE ARP_OP ARP_SPA ARP_TPA',
    ),
  },
  NXM_NX: {
    number: 0x0001,
    fields: {
      ...numbered(0, 'REG0 REG1 REG2 REG3 REG4 REG5 REG6 REG7 REG8 REG9 REG10 REG11 REG12 REG13 REG14 REG15'),
      ...numbered(
        16,
        'TUN_ID ARP_SHA ARP_THA IPV6_SRC IPV6_DST ICMPV6_TYPE ICMPV6_CODE ND_TARGET ND_SLL ND_TLL IP_FRAG IPV6_LABEL IP_ECN IP_TTL MPLS_TTL TUN_IPV4_SRC TUN_IPV4_DST PKT_MARK TCP_FLAGS DP_HASH RECIRC_ID CONJ_ID',
      ),
      ...numbered(105, 'CT_STATE CT_ZONE CT_MARK CT_LABEL TUN_IPV6_SRC TUN_IPV6_DST XXREG0 XXREG1 XXREG2 XXREG3'),
      ...numbered(119, 'CT_NW_PROTO CT_NW_SRC CT_NW_DST CT_IPV6_SRC CT_IPV6_DST CT_TP_SRC CT_TP_DST'),
    },
  },
  OXM_OF_PKT: { number: 0x8001, fields: numbered(0, 'REG0 REG1 REG2 REG3 REG4 REG5 REG6 REG7') },
  OXM_OF: {
    number: 0x8000,
    fields: {
      ...numbered(
        0,
        'IN_PORT IN_PHY_PORT METADATA ETH_DST ETH_SRC ETH_TYPE VLAN_VID VLAN_PCP IP_DSCP IP_ECN IP_PROTO IPV4_SRC IPV4_DST TCP_SRC TCP_DST UDP_SRC UDP_DST SCTP_SRC SCTP_DST ICMPV4_TYPE ICMPV4_CODE ARP_OP ARP_SPA ARP_TPA ARP_SHA ARP_THA IPV6_SRC IPV6_DST IPV6_FLABEL ICMPV6_TYPE ICMPV6_CODE IPV6_ND_TARGET IPV6_ND_SLL IPV6_ND_TLL MPLS_LABEL MPLS_TC MPLS_BOS PBB_ISID TUNNEL_ID',
      ),
      TCP_FLAGS: 42,
    },
  },
} as const;

/** Fields of the class 0xffff, which carry the number of who made them before their own. */
const EXPERIMENTERS = {
  ERICOXM_OF: { id: 0x00001018, fields: { ICMPV6_ND_RESERVED: 1, ICMPV6_ND_OPTIONS_TYPE: 2 } },
} as const;

/**
 * The header of a field, which is followed by its value and, if `masked`, its mask. OpenFlow 1.2 and later prefer the
 * standard's name for a field (`standard`), Nicira's own actions the older one.
 */
export function oxmHeader(field: FieldName, { standard = true, masked = false } = {}): readonly number[] {
  const { headers } = FIELDS[field];
  // The standard's in_port has 32 bits, and is another field to Open vSwitch.
  const names = standard && field !== 'in_port' ? [...headers].reverse() : headers;
  const length = valueBytes(field) * (masked ? 2 : 1);
  for (const name of names) {
    const found = findHeader(name);
    if (found === undefined) continue;
    const { number, place, experimenter } = found;
    const kind = (place << 1) | (masked ? 1 : 0);
    if (experimenter === undefined) return [number >> 8, number & 0xff, kind, length];
    return [number >> 8, number & 0xff, kind, length + 4, ...bytesOf(BigInt(experimenter), 4)];
  }
  throw new Error(`${field} has no header`);
}

interface HeaderPlace {
  /** Of the class. */
  readonly number: number;
  /** Of the field in it. */
  readonly place: number;
  readonly experimenter?: number;
}

function findHeader(name: string): HeaderPlace | undefined {
  const found = /^(NXM_OF|NXM_NX|OXM_OF_PKT|OXM_OF)_(.*)$/.exec(name);
  const word = found?.[1];
  if (word === 'NXM_OF' || word === 'NXM_NX' || word === 'OXM_OF_PKT' || word === 'OXM_OF') {
    const { number, fields } = CLASSES[word];
    const place = new Map<string, number>(Object.entries(fields)).get(found?.[2] ?? '');
    return place === undefined ? undefined : { number, place };
  }
  const { id, fields } = EXPERIMENTERS.ERICOXM_OF;
  const place = new Map<string, number>(Object.entries(fields)).get(name.replace('ERICOXM_OF_', ''));
  return place === undefined ? undefined : { number: 0xffff, place, experimenter: id };
}

export interface OxmHeader {
  readonly field: FieldName;
  readonly isMasked: boolean;
  /** Of the value, and again of the mask. */
  readonly valueBytes: number;
}

/** What `oxmHeader` wrote, in either of the names that a field has; undefined for a header that no field has. */
export function readOxmHeader(reader: ByteReader): OxmHeader | undefined {
  HEADERS ??= allHeaders();
  const isExperimenter = reader.peek(2).every((byte) => byte === 0xff);
  return HEADERS.get(reader.take(isExperimenter ? 8 : 4).join());
}

let HEADERS: ReadonlyMap<string, OxmHeader> | undefined;

function allHeaders(): ReadonlyMap<string, OxmHeader> {
  const headers = new Map<string, OxmHeader>();
  for (const field of FIELD_NAMES) {
    if (!hasHeader(field)) continue;
    for (const isMasked of [false, true])
      for (const standard of [false, true]) {
        const key = oxmHeader(field, { standard, masked: isMasked }).join();
        if (!headers.has(key)) headers.set(key, { field, isMasked, valueBytes: valueBytes(field) });
      }
  }
  return headers;
}

function hasHeader(field: FieldName): boolean {
  return FIELDS[field].headers.some((name) => findHeader(name) !== undefined);
}

/** Bytes that a value of the field takes. */
export function valueBytes(field: FieldName): number {
  const { bits } = FIELDS[field];
  return field === 'ipv6_label' || field === 'mpls_label' ? 4 : Math.ceil(bits / 8);
}

export function bytesOf(value: bigint, length: number): readonly number[] {
  return Array.from({ length }, (_, i) => Number((value >> BigInt(8 * (length - 1 - i))) & 0xffn));
}

function numbered(from: number, words: string): Readonly<Record<string, number>> {
  return Object.fromEntries(words.split(' ').map((word, i) => [word, from + i]));
}
