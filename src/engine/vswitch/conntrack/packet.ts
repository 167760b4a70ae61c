/**
 * Bytes to the connection that they belong to. A packet that is cut short, lies about its length or has a wrong checksum
 * belongs to none; an ICMP error belongs to the connection of the packet that it quotes.
 */
import { crc32c, onesSum, pseudoHeaderSum } from '../../../packets';
import { formatIpv4, formatIpv6, getNumber, type Flow } from '../../openflow';
import { ETH, FRAG_ANY, FRAG_LATER, PROTO, type Extracted, type HeaderOffsets } from '../extract';
import { isIcmp, oppositeType, reversed, type Tuple } from './tuple';

export interface TrackedPacket {
  readonly tuple: Tuple;
  /** An error that quotes a packet of the other direction. */
  readonly related: boolean;
  readonly tcp?: TcpSegment;
}

export interface TcpSegment {
  readonly seq: number;
  readonly acknowledged: number;
  readonly syn: boolean;
  readonly ack: boolean;
  readonly fin: boolean;
  readonly rst: boolean;
  readonly psh: boolean;
  readonly urg: boolean;
  readonly window: number;
  /** Bytes of data. */
  readonly length: number;
  /** Of the option Window Scale. */
  readonly scale?: number;
}

/** Undefined for a packet of no connection. */
export function readPacket(bytes: Uint8Array, { flow, offsets }: Extracted): TrackedPacket | undefined {
  const type = getNumber(flow, 'eth_type');
  const family = type === ETH.IP ? 4 : type === ETH.IPV6 ? 6 : undefined;
  const { l3, l4 } = offsets;
  if (family === undefined || l4 < 0 || !isWhole(bytes, family, flow, offsets)) return undefined;
  const ip: Ip = { bytes, family, proto: getNumber(flow, 'nw_proto'), l3, l4, end: endOfIp(bytes, family, l3) };
  const read = readTransport(ip, 'outer');
  if (read === undefined) return undefined;
  if (read !== 'error') {
    const tcp = ip.proto === PROTO.TCP ? readSegment(ip) : undefined;
    return { tuple: read, related: false, ...(tcp === undefined ? {} : { tcp }) };
  }
  const inner = quoted(ip);
  if (inner === undefined || addresses(inner).src !== addresses(ip).dst) return undefined;
  const tuple = readTransport(inner, 'quoted');
  return tuple === undefined || tuple === 'error' ? undefined : { tuple: reversed(tuple), related: true };
}

/** The IP header that an error quotes, where its transport header begins, and where the packet ends. */
export interface Ip {
  readonly bytes: Uint8Array;
  readonly family: 4 | 6;
  readonly proto: number;
  readonly l3: number;
  readonly l4: number;
  readonly end: number;
}

const ICMP_HEADER = 8;

/** The packet inside an ICMP error; undefined when its header is not there, or it is a fragment. */
export function quoted({ bytes, family, l4, end }: Pick<Ip, 'bytes' | 'family' | 'l4' | 'end'>): Ip | undefined {
  const l3 = l4 + ICMP_HEADER;
  const found = family === 4 ? walkIpv4(bytes, l3, end) : walkIpv6(bytes, l3, end);
  return found && { bytes, family, l3, end, ...found };
}

function walkIpv4(bytes: Uint8Array, l3: number, end: number) {
  const length = (u8(bytes, l3) & 0xf) * 4;
  if (end - l3 < 20 || length < 20 || end - l3 < length || (u16(bytes, l3 + 6) & 0x1fff) !== 0) return undefined;
  return { l4: l3 + length, proto: u8(bytes, l3 + 9) };
}

const HOP_BY_HOP = 0;
const ROUTING = 43;
const AUTHENTICATION = 51;
const DESTINATION = 60;

function walkIpv6(bytes: Uint8Array, l3: number, end: number) {
  if (end - l3 < 40) return undefined;
  let proto = u8(bytes, l3 + 6);
  let at = l3 + 40;
  while ([HOP_BY_HOP, ROUTING, AUTHENTICATION, DESTINATION].includes(proto)) {
    if (end - at < 8) return undefined;
    const words = u8(bytes, at + 1);
    const length = proto === AUTHENTICATION ? (words + 2) * 4 : (words + 1) * 8;
    proto = u8(bytes, at);
    at += length;
  }
  return proto === PROTO.FRAGMENT ? undefined : { l4: at, proto };
}

function isWhole(bytes: Uint8Array, family: 4 | 6, flow: Flow, { l3, l4 }: HeaderOffsets): boolean {
  const fragment = getNumber(flow, 'ip_frag');
  if (family === 6) return (fragment & FRAG_ANY) === 0;
  return (fragment & FRAG_LATER) === 0 && onesSum(bytes.subarray(l3, l4)) === 0xffff;
}

export function endOfIp(bytes: Uint8Array, family: 4 | 6, l3: number): number {
  return family === 4 ? l3 + u16(bytes, l3 + 2) : l3 + 40 + u16(bytes, l3 + 4);
}

function addresses({ bytes, family, l3 }: Ip): { readonly src: string; readonly dst: string } {
  if (family === 4) {
    return { src: formatIpv4(number(bytes, l3 + 12, 4)), dst: formatIpv4(number(bytes, l3 + 16, 4)) };
  }
  return { src: formatIpv6(number(bytes, l3 + 8, 16)), dst: formatIpv6(number(bytes, l3 + 24, 16)) };
}

/** A quoted packet may end early, so of it nothing is checked but that the ports are there. */
function readTransport(ip: Ip, which: 'outer' | 'quoted'): Tuple | 'error' | undefined {
  const { bytes, family, proto, l4, end } = ip;
  const of = (sport: number, dport: number, id?: number): Tuple => ({
    family,
    proto,
    ...addresses(ip),
    sport,
    dport,
    ...(id === undefined ? {} : { id }),
  });
  const size = end - l4;
  if (isIcmp(ip)) {
    if (size < ICMP_HEADER || (which === 'outer' && !hasGoodSum(ip))) return undefined;
    const [type, code] = [u8(bytes, l4), u8(bytes, l4 + 1)];
    if (oppositeType(family, type) !== undefined) return code === 0 ? of(type, 0, u16(bytes, l4 + 4)) : undefined;
    return which === 'outer' && ERRORS[family].has(type) ? 'error' : undefined;
  }
  const least = LEAST[proto];
  if (least === undefined) return of(0, 0);
  if (which === 'outer' ? !isGood(ip) : size < (family === 4 ? 8 : least)) return undefined;
  const [sport, dport] = [u16(bytes, l4), u16(bytes, l4 + 2)];
  return sport === 0 || dport === 0 ? undefined : of(sport, dport);
}

/** Types of errors: RFC 792 has unreachable, source quench, redirect, time exceeded and parameter problem. */
const ERRORS: Readonly<Record<4 | 6, ReadonlySet<number>>> = {
  4: new Set([3, 4, 5, 11, 12]),
  6: new Set([1, 2, 3, 4]),
};

/** Bytes of the smallest header. */
const LEAST: Readonly<Partial<Record<number, number>>> = { [PROTO.TCP]: 20, [PROTO.UDP]: 8, [PROTO.SCTP]: 12 };

function isGood(ip: Ip): boolean {
  const { bytes, family, proto, l4, end } = ip;
  const size = end - l4;
  if (size < (LEAST[proto] ?? 0)) return false;
  if (proto === PROTO.TCP) {
    const header = (u8(bytes, l4 + 12) >> 4) * 4;
    return header >= 20 && header <= size && hasGoodSum(ip);
  }
  if (proto === PROTO.UDP) {
    const length = u16(bytes, l4 + 4);
    const isUnchecked = family === 4 && u16(bytes, l4 + 6) === 0;
    return length >= 8 && length <= size && (isUnchecked || hasGoodSum(ip));
  }
  return isSctp(bytes.subarray(l4, end));
}

/** Chunks that fill the packet exactly, and the CRC over all (RFC 9260). */
function isSctp(bytes: Uint8Array): boolean {
  let at = 12;
  while (at < bytes.length) {
    const length = u16(bytes, at + 2);
    if (length < 4) return false;
    at += Math.ceil(length / 4) * 4;
  }
  const copy = bytes.slice();
  copy.fill(0, 8, 12);
  return at === bytes.length && crc32c(copy) === Number(number(bytes, 8, 4));
}

/** The Internet checksum over the transport header and its data; that of ICMP over IPv4 has no pseudo-header. */
function hasGoodSum({ bytes, family, proto, l3, l4, end }: Ip): boolean {
  const rest = bytes.subarray(l4, end);
  if (family === 4 && proto === PROTO.ICMP) return onesSum(rest) === 0xffff;
  const [at, width] = family === 4 ? [l3 + 12, 4] : [l3 + 8, 16];
  const [src, dst] = [bytes.subarray(at, at + width), bytes.subarray(at + width, at + 2 * width)];
  return onesSum(rest, pseudoHeaderSum(src, dst, proto, rest.length)) === 0xffff;
}

const WINDOW_SCALE = 3;
const MAX_SCALE = 14;

function readSegment({ bytes, l4, end }: Ip): TcpSegment {
  const flags = u8(bytes, l4 + 13);
  const header = (u8(bytes, l4 + 12) >> 4) * 4;
  const scale = windowScale(bytes.subarray(l4 + 20, l4 + header));
  return {
    seq: Number(number(bytes, l4 + 4, 4)),
    acknowledged: Number(number(bytes, l4 + 8, 4)),
    fin: (flags & 1) !== 0,
    syn: (flags & 2) !== 0,
    rst: (flags & 4) !== 0,
    psh: (flags & 8) !== 0,
    ack: (flags & 16) !== 0,
    urg: (flags & 32) !== 0,
    window: u16(bytes, l4 + 14),
    length: end - l4 - header,
    ...(scale === undefined ? {} : { scale }),
  };
}

/** RFC 7323; options of kind 0 and 1 have no length. */
function windowScale(options: Uint8Array): number | undefined {
  for (let at = 0; at + 3 <= options.length;) {
    const kind = u8(options, at);
    if (kind === 0) return undefined;
    if (kind === WINDOW_SCALE) return Math.min(u8(options, at + 2), MAX_SCALE);
    at += kind === 1 ? 1 : Math.max(u8(options, at + 1), 2);
  }
  return undefined;
}

function u8(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

function u16(bytes: Uint8Array, at: number): number {
  return (u8(bytes, at) << 8) | u8(bytes, at + 1);
}

function number(bytes: Uint8Array, at: number, count: number): bigint {
  let value = 0n;
  for (let i = 0; i < count; i++) value = (value << 8n) | BigInt(u8(bytes, at + i));
  return value;
}
