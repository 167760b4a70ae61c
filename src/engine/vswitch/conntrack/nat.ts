/**
 * Address translation: which addresses and ports a new connection gets, so that replies to it cannot be those of
 * another, and what becomes of the packets of a connection in both directions (conntrack.c).
 *
 * Where the real tracker takes an address or port of a range by a hash with a secret of its own, or by chance, this one
 * hashes without a secret, so that the same packets are always given the same.
 */
import type { Millis } from '../../base';
import {
  cloneFlow,
  formatIpv4,
  formatIpv6,
  parseIpv4,
  parseIpv6,
  setField,
  setNumber,
  type Flow,
  type Nat,
  type NatRange,
} from '../../openflow';
import { internetChecksum, pseudoHeaderSum } from '../../../packets';
import type { Extracted } from '../extract';
import { rewrite } from '../rewrite';
import { hashText } from '../hash';
import type { Connection } from './connection';
import { endOfIp, quoted, type Ip } from './packet';
import type { Connections } from './table';
import { hasPorts, keyOf, reversed, type Tuple } from './tuple';

/** The tuple of replies to the connection, which no other has; undefined when all that may be are taken. */
export function replyTuple(
  connections: Connections,
  zone: number,
  original: Tuple,
  nat: Nat,
  now: Millis,
): Tuple | undefined {
  const plain = reversed(original);
  const { type, range } = nat;
  if (type === undefined) return plain;
  const hash = hashText(keyOf(zone, original), 0);
  // A persistent translation gives one host one address, whatever it talks to.
  const addressHash = nat.flags.includes('persistent') ? hashText(original.src, zone) : hash;
  const address = range === undefined ? undefined : pickAddress(range, addressHash);
  const moved: Tuple =
    address === undefined ? plain : type === 'src' ? { ...plain, dst: address } : { ...plain, src: address };
  const isFree = (tuple: Tuple) => connections.find(zone, tuple, now) === undefined;
  if (!hasPorts(original)) return isFree(moved) ? moved : undefined;
  const ports = range?.minPort === undefined ? undefined : portsOf(range.minPort, range.maxPort ?? range.minPort, hash);
  const servers = type === 'dst' && ports !== undefined ? ports : [original.dport];
  const [server = original.dport] = servers;
  for (const sport of servers) {
    const tuple = { ...moved, sport, dport: original.sport };
    if (type === 'dst' && isFree(tuple)) return tuple;
  }
  const clients = type === 'src' && ports !== undefined ? ports : portsLike(original.sport);
  for (const dport of clients) {
    const tuple = { ...moved, sport: server, dport };
    if (isFree(tuple)) return tuple;
  }
  return undefined;
}

function pickAddress({ version, min, max = min }: NatRange, hash: number): string {
  const span = max - min + 1n;
  const picked = min + (BigInt(hash) % (span > 0xffffffffn ? 0xffffffffn : span));
  return version === 4 ? formatIpv4(picked) : formatIpv6(picked);
}

/** Every port of the range, beginning at one that the hash picks. */
function portsOf(min: number, max: number, hash: number): readonly number[] {
  const span = max - min + 1;
  return Array.from({ length: span }, (_, i) => min + ((hash + i) % span));
}

/** The port itself, then those of its kind: the lowest, those of servers, and the rest. */
function* portsLike(port: number): Iterable<number> {
  const [min, max] = port < 512 ? [1, 511] : port < 1024 ? [600, 1023] : [1024, 65535];
  yield port;
  const first = port < min || port > max ? min : port + 1;
  for (let next = first; next <= max; next++) yield next;
  for (let next = min; next < first; next++) if (next !== port) yield next;
}

export interface Translated {
  readonly bytes: Uint8Array;
  /** The fields of the packet outside. */
  readonly flow: Flow;
}

/** The packet as it goes on; in an ICMP error the packet that it quotes is translated too. */
export function translate(
  bytes: Uint8Array,
  packet: Extracted,
  { original, reply: answer, nat }: Connection,
  reply: boolean,
  related: boolean,
): Translated {
  if (nat === undefined) return { bytes, flow: packet.flow };
  // A packet goes on as the other end knows the connection.
  const wanted = reversed(reply ? original : answer);
  const ofSource = (nat === 'src') !== reply;
  const flow = cloneFlow(packet.flow);
  setAddress(flow, ofSource ? 'src' : 'dst', wanted);
  if (!related && hasPorts(wanted)) {
    setNumber(flow, 'tcp_src', wanted.sport);
    setNumber(flow, 'tcp_dst', wanted.dport);
  }
  const outer = rewrite(bytes, packet, flow);
  return { bytes: related ? withQuoted(outer, packet, reversed(wanted), !ofSource) : outer, flow };
}

function setAddress(flow: Flow, end: 'src' | 'dst', { family, src, dst }: Tuple): void {
  const value = addressOf(family, end === 'src' ? src : dst);
  setField(flow, `${family === 4 ? 'ip' : 'ipv6'}_${end}`, value);
}

function addressOf(family: 4 | 6, text: string): bigint {
  return (family === 4 ? parseIpv4(text) : parseIpv6(text)) ?? 0n;
}

/** The error with its quoted packet as the tuple says: ports, one address, the checksums that a quote has, and the error's own. */
function withQuoted(bytes: Uint8Array, { offsets }: Extracted, tuple: Tuple, ofSource: boolean): Uint8Array {
  const { l3, l4 } = offsets;
  const { family } = tuple;
  const end = endOfIp(bytes, family, l3);
  const inner = quoted({ bytes, family, l4, end });
  if (inner === undefined) return bytes;
  const written = bytes.slice();
  writeInner(written, inner, tuple, ofSource);
  const rest = written.subarray(l4, end);
  rest.fill(0, 2, 4);
  const pseudo =
    family === 4
      ? 0
      : pseudoHeaderSum(written.subarray(l3 + 8, l3 + 24), written.subarray(l3 + 24, l3 + 40), 58, rest.length);
  new DataView(rest.buffer, rest.byteOffset).setUint16(2, internetChecksum(rest, pseudo));
  return written;
}

const TCP = 6;
const UDP = 17;

/** Where the checksum of a transport header is; a quote may end before it. */
const SUM_AT: Readonly<Partial<Record<number, { readonly at: number; readonly least: number }>>> = {
  [TCP]: { at: 16, least: 20 },
  [UDP]: { at: 6, least: 8 },
};

function writeInner(bytes: Uint8Array, inner: Ip, tuple: Tuple, ofSource: boolean): void {
  const { family, proto, l3, l4, end } = inner;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const old = bytes.slice();
  if (hasPorts(tuple)) {
    view.setUint16(l4, tuple.sport);
    view.setUint16(l4 + 2, tuple.dport);
  }
  const width = family === 4 ? 4 : 16;
  const at = (family === 4 ? l3 + 12 : l3 + 8) + (ofSource ? 0 : width);
  let rest = addressOf(family, ofSource ? tuple.src : tuple.dst);
  for (let i = width - 1; i >= 0; i--, rest >>= 8n) view.setUint8(at + i, Number(rest & 0xffn));
  const address = [at, at + width] as const;
  if (family === 4) view.setUint16(l3 + 10, updated(view.getUint16(l3 + 10), old, bytes, [address]));
  const sum = SUM_AT[proto];
  if (sum === undefined || end - l4 < sum.least) return;
  const present = view.getUint16(l4 + sum.at);
  if (proto === UDP && present === 0) return;
  const next = updated(present, old, bytes, [address, [l4, l4 + 4]]);
  view.setUint16(l4 + sum.at, proto === UDP && next === 0 ? 0xffff : next);
}

/** RFC 1624: a checksum after the bytes of some ranges have changed. */
function updated(
  present: number,
  before: Uint8Array,
  after: Uint8Array,
  ranges: readonly (readonly [number, number])[],
): number {
  let total = ~present & 0xffff;
  for (const [start, end] of ranges) {
    for (let at = start; at < end; at += 2) {
      total += ~(((before[at] ?? 0) << 8) | (before[at + 1] ?? 0)) & 0xffff;
      total += ((after[at] ?? 0) << 8) | (after[at + 1] ?? 0);
    }
  }
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
  return ~total & 0xffff;
}
