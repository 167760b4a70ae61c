/**
 * Bytes to flow, as Open vSwitch's extractor does it: a header that is too
 * short or lies about its length ends the walk, and what was found so far
 * stands. Checksums are not looked at.
 */
import { newFlow, setField, setNumber, WORD, type Flow, type TagReading } from '../openflow';

/** Where the headers of a packet are; -1 where there is none. */
export interface HeaderOffsets {
  /** Tags that the extractor read, at most two. */
  readonly tags: number;
  /** First byte after the last Ethernet type. */
  readonly l3: number;
  /** First byte after the IP header and its extensions. */
  readonly l4: number;
  /** Nothing of the transport header was readable (too short, or a later fragment) when false. */
  readonly transport: boolean;
  /** Link-layer address options of neighbor discovery: offset of the address. */
  readonly sourceLink: number;
  readonly targetLink: number;
}

export interface Extracted {
  readonly flow: Flow;
  readonly offsets: HeaderOffsets;
}

/** The flow of a frame that came in at OpenFlow port `inPort`. */
export function extract(bytes: Uint8Array, inPort = 0, tags: TagReading = 'two'): Flow {
  return extractWithOffsets(bytes, inPort, tags).flow;
}

/** The flow, and the places needed to write changed fields back. */
export function extractWithOffsets(bytes: Uint8Array, inPort = 0, tags: TagReading = 'two'): Extracted {
  const flow = newFlow();
  const at = { tags: 0, l3: -1, l4: -1, transport: false, sourceLink: -1, targetLink: -1 };
  setNumber(flow, 'in_port', inPort);
  if (bytes.length >= 14) readEthernet(new Reader(bytes), flow, at, tags);
  return { flow, offsets: at };
}

type Offsets = { -readonly [Key in keyof HeaderOffsets]: HeaderOffsets[Key] };

/** IP protocol numbers. */
export const PROTO = { ICMP: 1, IGMP: 2, TCP: 6, UDP: 17, FRAGMENT: 44, ICMPV6: 58, SCTP: 132 } as const;

/** Ethernet types. */
export const ETH = {
  IP: 0x0800,
  ARP: 0x0806,
  RARP: 0x8035,
  VLAN: 0x8100,
  QINQ: 0x88a8,
  IPV6: 0x86dd,
  MPLS: 0x8847,
  MPLS_MCAST: 0x8848,
  /** What a frame with a length instead of a type has as its type (OFP_DL_TYPE_NOT_ETH_TYPE). */
  NOT_ETH_TYPE: 0x05ff,
} as const;

/** Bits of ip_frag. */
export const FRAG_ANY = 1;
export const FRAG_LATER = 2;

/** A position in the bytes, and an end that IP lengths may pull in. */
class Reader {
  at = 0;
  end: number;
  constructor(readonly bytes: Uint8Array) {
    this.end = bytes.length;
  }
  get left(): number {
    return this.end - this.at;
  }
  u8(offset: number): number {
    return this.bytes[this.at + offset] ?? 0;
  }
  u16(offset: number): number {
    return (this.u8(offset) << 8) | this.u8(offset + 1);
  }
  u32(offset: number): number {
    return ((this.u16(offset) << 16) | this.u16(offset + 2)) >>> 0;
  }
  /** `words` words of 32 bits into a flow. */
  copyWords(offset: number, flow: Flow, word: number, words: number): void {
    for (let i = 0; i < words; i++) flow[word + i] = this.u32(offset + 4 * i);
  }
  /** An Ethernet address into a flow; its upper 16 bits are the lower half of `word`. */
  copyEthernet(offset: number, flow: Flow, word: number): void {
    flow[word] = (((flow[word] ?? 0) & 0xffff0000) | this.u16(offset)) >>> 0;
    flow[word + 1] = this.u32(offset + 2);
  }
  ethernet(offset: number): bigint {
    return (BigInt(this.u16(offset)) << 32n) | BigInt(this.u32(offset + 2));
  }
}

function readEthernet(r: Reader, flow: Flow, at: Offsets, tags: TagReading): void {
  r.copyEthernet(0, flow, WORD.ethTypeDst);
  r.copyEthernet(6, flow, WORD.vlanSrc);
  r.at = 12;
  const most = tags === 'one' ? 1 : 2;
  while (at.tags < most && isTag(r.u16(0), tags) && r.left >= 6) {
    setNumber(flow, at.tags === 0 ? 'vlan_tci' : 'vlan_tci1', r.u16(2) | 0x1000);
    flow[WORD.vlanTpids] = ((flow[WORD.vlanTpids] ?? 0) | (r.u16(0) << (at.tags === 0 ? 16 : 0))) >>> 0;
    r.at += 4;
    at.tags += 1;
  }
  const type = readEtherType(r);
  setNumber(flow, 'eth_type', type);
  if (type === ETH.MPLS || type === ETH.MPLS_MCAST) readMpls(r, flow);
  at.l3 = r.at;
  if (type === ETH.IP) readIpv4(r, flow, at);
  else if (type === ETH.IPV6) readIpv6(r, flow, at);
  else if (type === ETH.ARP || type === ETH.RARP) readArp(r, flow);
}

function isTag(type: number, tags: TagReading): boolean {
  return type === ETH.VLAN || (type === ETH.QINQ && tags === 'two');
}

/** The type, or that of an LLC SNAP header (IEEE 802.2), or NOT_ETH_TYPE. */
function readEtherType(r: Reader): number {
  const type = r.u16(0);
  r.at += 2;
  if (type >= 0x600) return type;
  const isSnap = r.left >= 8 && r.u16(0) === 0xaaaa && r.u8(2) === 3 && r.u8(3) === 0 && r.u16(4) === 0;
  if (!isSnap) return ETH.NOT_ETH_TYPE;
  const inner = r.u16(6);
  r.at += 8;
  return inner >= 0x600 ? inner : ETH.NOT_ETH_TYPE;
}

/** Up to three label stack entries (RFC 3032) are kept; the rest of the stack is passed. */
function readMpls(r: Reader, flow: Flow): void {
  for (let count = 0; r.left >= 4; count++) {
    const entry = r.u32(0);
    if (count < 3) flow[WORD.mplsLse0 + count] = entry;
    r.at += 4;
    if ((entry & 0x100) !== 0) return;
  }
}

function readIpv4(r: Reader, flow: Flow, at: Offsets): void {
  if (r.left < 20) return;
  const length = (r.u8(0) & 0x0f) * 4;
  const total = r.u16(2);
  if (length < 20 || r.left < length || total > r.left || length > total || r.left - total > 255) return;
  r.end = r.at + total;
  r.copyWords(12, flow, WORD.nwSrc, 2);
  setNetwork(flow, r.u8(9), r.u8(8), r.u8(1), fragmentBits(r.u16(6)));
  r.at += length;
  readTransport(r, flow, at);
}

/** `offset` with the more-fragments flag at 0x2000. */
function fragmentBits(offset: number): number {
  if ((offset & 0x3fff) === 0) return 0;
  return (offset & 0x1fff) !== 0 ? FRAG_ANY | FRAG_LATER : FRAG_ANY;
}

function readIpv6(r: Reader, flow: Flow, at: Offsets): void {
  if (r.left < 40) return;
  const payload = r.u16(4);
  if (payload > r.left - 40 || r.left - 40 - payload > 255) return;
  r.end = r.at + 40 + payload;
  r.copyWords(8, flow, WORD.ipv6Src, 8);
  const first = r.u32(0);
  const [proto, ttl, tos] = [r.u8(6), r.u8(7), (first >>> 20) & 0xff];
  r.at += 40;
  const walked = walkExtensions(r, proto);
  if (!walked) return;
  setNumber(flow, 'ipv6_label', first & 0xfffff);
  setNetwork(flow, walked.proto, ttl, tos, walked.frag);
  readTransport(r, flow, at);
}

/** RFC 8200 section 4: past the extension headers; undefined when one is cut short. */
function walkExtensions(r: Reader, first: number): { readonly proto: number; readonly frag: number } | undefined {
  let proto = first;
  let frag = 0;
  while ([0, 43, 44, 51, 60].includes(proto)) {
    if (r.left < 8) return undefined;
    const next = r.u8(0);
    if (proto === PROTO.FRAGMENT) {
      const offset = r.u16(2);
      r.at += 8;
      proto = next;
      if (offset === 0) continue;
      frag = FRAG_ANY;
      if ((offset & 0xfff8) !== 0) return { proto: PROTO.FRAGMENT, frag: FRAG_ANY | FRAG_LATER };
      continue;
    }
    const length = proto === 51 ? (r.u8(1) + 2) * 4 : (r.u8(1) + 1) * 8;
    if (r.left < length) return undefined;
    r.at += length;
    proto = next;
  }
  return { proto, frag };
}

function setNetwork(flow: Flow, proto: number, ttl: number, tos: number, frag: number): void {
  flow[WORD.nw] = ((frag << 24) | (tos << 16) | (ttl << 8) | proto) >>> 0;
}

/** ICMP over IPv6, or ICMPv6 over IPv4, is read all the same. */
function readTransport(r: Reader, flow: Flow, at: Offsets): void {
  at.l4 = r.at;
  const nw = flow[WORD.nw] ?? 0;
  if (((nw >>> 24) & FRAG_LATER) !== 0) return;
  const proto = nw & 0xff;
  const setPorts = (source: number, target: number) => {
    at.transport = true;
    flow[WORD.ports] = ((source << 16) | target) >>> 0;
  };
  if (proto === PROTO.TCP) {
    // The data offset must leave room for the header, and lie within the segment.
    const header = (r.u8(12) >> 4) * 4;
    if (r.left < 20 || header < 20 || header > r.left) return;
    setPorts(r.u16(0), r.u16(2));
    setNumber(flow, 'tcp_flags', r.u16(12) & 0xfff);
  } else if ((proto === PROTO.UDP && r.left >= 8) || (proto === PROTO.SCTP && r.left >= 12)) {
    setPorts(r.u16(0), r.u16(2));
  } else if ((proto === PROTO.ICMP || proto === PROTO.IGMP) && r.left >= 8) {
    setPorts(r.u8(0), r.u8(1));
  } else if (proto === PROTO.ICMPV6 && r.left >= 8) {
    setPorts(r.u8(0), r.u8(1));
    if ((r.u8(0) === 135 || r.u8(0) === 136) && r.u8(1) === 0) readNeighborDiscovery(r, flow, at);
  }
}

/** RFC 4861 sections 4.3 and 4.4; an address given twice makes target and addresses unknown, a bad length ends the reading. */
function readNeighborDiscovery(r: Reader, flow: Flow, at: Offsets): void {
  if (r.left < 24) return;
  flow[WORD.ndReserved] = r.u32(4);
  const addresses = { sll: 0n, tll: 0n };
  for (let offset = 24; r.left - offset >= 8;) {
    const length = r.u8(offset + 1) * 8;
    if (length === 0 || length > r.left - offset) break;
    const kind = length === 8 ? r.u8(offset) : 0;
    if (kind === 1 || kind === 2) {
      const key = kind === 1 ? 'sll' : 'tll';
      if (addresses[key] !== 0n) return;
      addresses[key] = r.ethernet(offset + 2);
      at[kind === 1 ? 'sourceLink' : 'targetLink'] = r.at + offset + 2;
      setNumber(flow, 'nd_options_type', kind);
    }
    offset += length;
  }
  r.copyWords(8, flow, WORD.ndTarget, 4);
  setField(flow, 'nd_sll', addresses.sll);
  setField(flow, 'nd_tll', addresses.tll);
}

/** RFC 826 over Ethernet and IPv4; other address families have no fields. */
function readArp(r: Reader, flow: Flow): void {
  if (r.left < 28 || r.u16(0) !== 1 || r.u16(2) !== ETH.IP || r.u16(4) !== 0x0604) return;
  if (r.u16(6) <= 0xff) setNumber(flow, 'arp_op', r.u16(6));
  r.copyEthernet(8, flow, WORD.tcpFlagsSha);
  r.copyWords(14, flow, WORD.nwSrc, 1);
  r.copyEthernet(18, flow, WORD.arpTha);
  r.copyWords(24, flow, WORD.nwDst, 1);
}
