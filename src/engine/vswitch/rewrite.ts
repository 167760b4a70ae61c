/**
 * Writes what actions changed in a flow back into the bytes it was read from,
 * and keeps the checksums right: each is updated by the difference (RFC 1624),
 * so that a packet that came in broken goes out just as broken.
 */
import { crc32c } from '../../packets';
import { FIELDS, getField, type FieldName, WORD, type Flow } from '../openflow';
import { ETH, FRAG_LATER, PROTO, type Extracted } from './extract';

/**
 * The packet of `original` with the header fields of `flow`. Returns `bytes`
 * itself when nothing of the packet changed. Metadata (registers, in_port,
 * tunnel) has no bytes.
 */
export function rewrite(bytes: Uint8Array, original: Extracted, flow: Flow): Uint8Array {
  const { flow: before, offsets } = original;
  if (sameHeaders(before, flow) || bytes.length < 14) return bytes;
  const patched = bytes.slice();
  const view = new DataView(patched.buffer);
  putField(view, 0, flow, 'eth_dst');
  putField(view, 6, flow, 'eth_src');
  const type = Number(getField(flow, 'eth_type'));
  if (type === ETH.ARP || type === ETH.RARP) writeArp(view, offsets.l3, before, flow);
  else if (offsets.l4 >= 0 && (type === ETH.IP || type === ETH.IPV6)) writeIp(view, original, flow, type);
  return writeTags(patched, offsets.tags, flow);
}

const FIRST_HEADER_WORD = WORD.ethTypeDst;

function sameHeaders(a: Flow, b: Flow): boolean {
  for (let i = FIRST_HEADER_WORD; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The frame with the tags of `flow` in place of its first `had`. */
function writeTags(bytes: Uint8Array, had: number, flow: Flow): Uint8Array {
  const tpids = flow[WORD.vlanTpids] ?? 0;
  const tags = [
    { tci: Number(getField(flow, 'vlan_tci')), tpid: tpids >>> 16 },
    { tci: Number(getField(flow, 'vlan_tci1')), tpid: tpids & 0xffff },
  ].filter(({ tci }) => (tci & 0x1000) !== 0);
  const rest = 12 + had * 4;
  const result = new Uint8Array(bytes.length + (tags.length - had) * 4);
  result.set(bytes.subarray(0, 12));
  result.set(bytes.subarray(rest), 12 + tags.length * 4);
  const view = new DataView(result.buffer);
  for (const [i, { tci, tpid }] of tags.entries()) {
    view.setUint16(12 + 4 * i, tpid || ETH.VLAN);
    // The bit that means "there is a tag" in a flow is the drop-eligible bit on the wire, and stays as it was or 0.
    const keep = i < had ? ((bytes[14 + 4 * i] ?? 0) & 0x10) << 8 : 0;
    view.setUint16(14 + 4 * i, (tci & 0xefff) | keep);
  }
  return result;
}

function writeArp(view: DataView, at: number, before: Flow, flow: Flow): void {
  if (view.byteLength < at + 28) return;
  for (const [field, offset, bytes] of ARP_FIELDS) {
    if (getField(before, field) !== getField(flow, field)) putBytes(view, at + offset, getField(flow, field), bytes);
  }
}

/** Field, offset and bytes in an ARP packet. */
const ARP_FIELDS: readonly (readonly [FieldName, number, number])[] = [
  ['arp_op', 6, 2],
  ['arp_sha', 8, 6],
  ['arp_spa', 14, 4],
  ['arp_tha', 18, 6],
  ['arp_tpa', 24, 4],
];

interface Sum {
  /** Offset of the checksum. */
  readonly at: number;
  /** Byte ranges that it covers and that may have changed. */
  readonly covers: readonly (readonly [start: number, end: number])[];
  /** RFC 768: 0 means no checksum, and a computed 0 is sent as 0xffff. */
  readonly udp: boolean;
}

function writeIp(view: DataView, original: Extracted, flow: Flow, type: number): void {
  const { l3, l4, transport } = original.offsets;
  const { flow: before } = original;
  const old = new Uint8Array(view.buffer.slice(0));
  const proto = Number(getField(before, 'nw_proto'));
  const later = (Number(getField(before, 'ip_frag')) & FRAG_LATER) !== 0;
  const tos = Number(getField(flow, 'nw_tos'));
  const addresses: readonly [number, number] = type === ETH.IP ? [l3 + 12, l3 + 20] : [l3 + 8, l3 + 40];
  if (type === ETH.IP) {
    view.setUint8(l3 + 1, tos);
    view.setUint8(l3 + 8, Number(getField(flow, 'nw_ttl')));
    putField(view, l3 + 12, flow, 'ip_src');
    putField(view, l3 + 16, flow, 'ip_dst');
    updateSum(view, old, { at: l3 + 10, covers: [[l3, l3 + 20]], udp: false });
  } else {
    view.setUint32(l3, (6 << 28) | (tos << 20) | Number(getField(flow, 'ipv6_label')));
    view.setUint8(l3 + 7, Number(getField(flow, 'nw_ttl')));
    putField(view, l3 + 8, flow, 'ipv6_src');
    putField(view, l3 + 24, flow, 'ipv6_dst');
  }
  if (later || !transport) return;
  if (proto === PROTO.TCP || proto === PROTO.UDP) {
    putField(view, l4, flow, 'tcp_src');
    putField(view, l4 + 2, flow, 'tcp_dst');
    const isUdp = proto === PROTO.UDP;
    updateSum(view, old, { at: l4 + (isUdp ? 6 : 16), covers: [addresses, [l4, l4 + 4]], udp: isUdp });
  } else if (proto === PROTO.SCTP) {
    putField(view, l4, flow, 'sctp_src');
    putField(view, l4 + 2, flow, 'sctp_dst');
    updateSctp(view, old, l4, ipEnd(old, l3, type));
  } else if (proto === PROTO.ICMP && type === ETH.IP) {
    putIcmp(view, l4, flow);
    updateSum(view, old, { at: l4 + 2, covers: [[l4, l4 + 2]], udp: false });
  } else if (proto === PROTO.ICMPV6 && type === ETH.IPV6) {
    putIcmp(view, l4, flow);
    const covers: (readonly [number, number])[] = [addresses, [l4, l4 + 2], [l4 + 4, l4 + 8]];
    writeNeighborDiscovery(view, original, flow, covers);
    if (getField(before, 'nd_reserved') !== getField(flow, 'nd_reserved')) putField(view, l4 + 4, flow, 'nd_reserved');
    updateSum(view, old, { at: l4 + 2, covers, udp: false });
  }
}

function writeNeighborDiscovery(
  view: DataView,
  original: Extracted,
  flow: Flow,
  covers: (readonly [number, number])[],
): void {
  const { flow: before, offsets } = original;
  const places: readonly (readonly [FieldName, number, number])[] = [
    ['nd_target', offsets.l4 + 8, 16],
    ['nd_sll', offsets.sourceLink, 6],
    ['nd_tll', offsets.targetLink, 6],
  ];
  for (const [field, at, bytes] of places) {
    // A packet cut short before the target, or without the option, has no place for the address.
    if (at < 0 || at + bytes > view.byteLength || getField(before, field) === getField(flow, field)) continue;
    putField(view, at, flow, field);
    covers.push([at, at + bytes]);
  }
}

function putIcmp(view: DataView, l4: number, flow: Flow): void {
  const ports = flow[WORD.ports] ?? 0;
  view.setUint8(l4, (ports >>> 16) & 0xff);
  view.setUint8(l4 + 1, ports & 0xff);
}

/** RFC 1624 equation 3 over the 16-bit words of the covered ranges. */
function updateSum(view: DataView, old: Uint8Array, sum: Sum): void {
  const present = view.getUint16(sum.at);
  if (sum.udp && present === 0) return;
  const was = new DataView(old.buffer);
  let total = ~present & 0xffff;
  let changed = false;
  for (const [start, end] of sum.covers) {
    for (let at = start; at + 1 < end; at += 2) {
      if (at === sum.at) continue;
      const [from, to] = [was.getUint16(at), view.getUint16(at)];
      if (from === to) continue;
      total += (~from & 0xffff) + to;
      changed = true;
    }
  }
  if (!changed) return;
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
  const next = ~total & 0xffff;
  view.setUint16(sum.at, sum.udp && next === 0 ? 0xffff : next);
}

/** RFC 9260: the CRC over the whole SCTP packet; a wrong one stays wrong by the same bits. */
function updateSctp(view: DataView, old: Uint8Array, l4: number, end: number): void {
  const present = view.getUint32(l4 + 8);
  const crcOf = (bytes: Uint8Array) => {
    const copy = bytes.slice(l4, end);
    copy.fill(0, 8, 12);
    return crc32c(copy);
  };
  const correct = crcOf(old);
  const next = crcOf(new Uint8Array(view.buffer));
  view.setUint32(l4 + 8, (present ^ correct ^ next) >>> 0);
}

function ipEnd(bytes: Uint8Array, l3: number, type: number): number {
  const u16 = (at: number) => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  return type === ETH.IP ? l3 + u16(l3 + 2) : l3 + 40 + u16(l3 + 4);
}

function putField(view: DataView, at: number, flow: Flow, field: FieldName): void {
  putBytes(view, at, getField(flow, field), FIELDS[field].bits / 8);
}

function putBytes(view: DataView, at: number, value: bigint, count: number): void {
  for (let i = count - 1, rest = value; i >= 0; i--, rest >>= 8n) view.setUint8(at + i, Number(rest & 0xffn));
}
