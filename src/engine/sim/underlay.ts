/**
 * The network between the machines: tunnel packets as the bytes that travel
 * (Geneve RFC 8926, VXLAN RFC 7348, STT draft-davie-stt-08, over IPv4).
 *
 * What is simplified: every address is one hop away on one Ethernet segment, and
 * a packet that would need several STT segments or IP fragments is one long
 * packet.
 */
import { internetChecksum, onesSum, STT_PORT } from '../../packets';

export const TUNNEL_TYPES = ['geneve', 'stt', 'vxlan'] as const;
export type TunnelType = (typeof TUNNEL_TYPES)[number];

export interface TunnelPacket {
  readonly type: TunnelType;
  /** IPv4 addresses, 32 bits. */
  readonly source: bigint;
  readonly destination: bigint;
  /** 24 bits with Geneve and VXLAN, 64 with STT. */
  readonly key: bigint;
  /** The Ethernet frame inside. */
  readonly inner: Uint8Array;
  /** Geneve: one option with four bytes. */
  readonly option?: GeneveOption;
  /** Geneve: the UDP header has a checksum. */
  readonly checksum?: boolean;
  /** 48 bits each; absent: made from the IPv4 addresses. */
  readonly ethernet?: { readonly source: bigint; readonly destination: bigint };
}

export interface GeneveOption {
  readonly class: number;
  readonly type: number;
  /** 32 bits. */
  readonly value: bigint;
}

export function isTunnelType(type: string): type is TunnelType {
  return TUNNEL_TYPES.some((known) => known === type);
}

/**
 * The tunnel packet as it is on the wire. The bytes are those that the codecs of
 * `packets` make of the same layers, written directly because a flood sends
 * hundreds.
 */
export function encapsulate(packet: TunnelPacket): Uint8Array {
  const { type, inner } = packet;
  const [source, destination] = [Number(packet.source), Number(packet.destination)];
  const { proto, port, header: fixed } = FRAMINGS[type];
  const header = fixed + (packet.option === undefined ? 0 : OPTION);
  const bytes = new Uint8Array(L4 + header + inner.length);
  const view = new DataView(bytes.buffer);
  const { ethernet = { source: macOf(packet.source), destination: macOf(packet.destination) } } = packet;
  setEthernet(view, 0, ethernet.destination);
  setEthernet(view, 6, ethernet.source);
  view.setUint16(12, IPV4);
  view.setUint16(L3, 0x4500);
  view.setUint16(L3 + 2, bytes.length - L3);
  view.setUint16(L3 + 6, DO_NOT_FRAGMENT);
  view.setUint8(L3 + 8, TTL);
  view.setUint8(L3 + 9, proto);
  view.setUint32(L3 + 12, source);
  view.setUint32(L3 + 16, destination);
  view.setUint16(L3 + 10, internetChecksum(bytes.subarray(L3, L4)));
  view.setUint16(L4, entropy(inner));
  view.setUint16(L4 + 2, port);
  bytes.set(inner, L4 + header);
  FRAMINGS[type].write(view, packet, () => {
    const rest = bytes.subarray(L4);
    return internetChecksum(rest, onesSum(bytes.subarray(L3 + 12, L4), proto + rest.length));
  });
  return bytes;
}

/** Reads what `encapsulate` made; undefined for anything else. */
export function decapsulate(bytes: Uint8Array): TunnelPacket | undefined {
  if (bytes.length < L4 + 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(12) !== IPV4 || view.getUint8(L3) !== 0x45) return undefined;
  const [proto, port] = [view.getUint8(L3 + 9), view.getUint16(L4 + 2)];
  const type = TUNNEL_TYPES.find((known) => FRAMINGS[known].proto === proto && FRAMINGS[known].port === port);
  if (type === undefined || bytes.length < L4 + FRAMINGS[type].header) return undefined;
  // Of Geneve's options only one of four bytes is read, the only kind that is written.
  const options = type === 'geneve' ? (view.getUint8(L4 + 8) & 0x3f) * 4 : 0;
  const at = L4 + FRAMINGS[type].header;
  if (bytes.length < at + options) return undefined;
  const option = { class: 0, type: 0, value: 0n };
  if (options === OPTION) {
    option.class = view.getUint16(at);
    option.type = view.getUint8(at + 2);
    option.value = BigInt(view.getUint32(at + 4));
  }
  return {
    type,
    source: BigInt(view.getUint32(L3 + 12)),
    destination: BigInt(view.getUint32(L3 + 16)),
    key: FRAMINGS[type].readKey(view),
    inner: bytes.slice(at + options),
    ...(options === OPTION ? { option } : {}),
  };
}

/** Where the outer IPv4 header and what follows it begin. */
const L3 = 14;
const L4 = 34;
const IPV4 = 0x0800;
const DO_NOT_FRAGMENT = 0x4000;
const TTL = 64;
const TRANSPARENT_ETHERNET = 0x6558;

interface Framing {
  /** The IP protocol and the destination port that tell the type. */
  readonly proto: number;
  readonly port: number;
  /** Bytes between the IP header and the frame inside. */
  readonly header: number;
  /** Everything after the two ports. `checksum`: over all that follows the IP header, as it is written by then. */
  write(view: DataView, packet: TunnelPacket, checksum: () => number): void;
  readKey(view: DataView): bigint;
}

/** UDP and a header with a 24-bit key in its fifth to seventh byte. */
function overUdp(port: number, firstWord: number, hasChecksum: boolean): Framing {
  return {
    proto: 17,
    port,
    header: 16,
    write(view, { key, option, checksum: wantsChecksum = hasChecksum }, checksum) {
      view.setUint16(L4 + 4, view.byteLength - L4);
      view.setUint32(L4 + 8, firstWord);
      view.setUint32(L4 + 12, Number(BigInt.asUintN(24, key)) * 0x100);
      if (option !== undefined) writeOption(view, option);
      if (wantsChecksum) view.setUint16(L4 + 6, checksum() || 0xffff);
    },
    readKey: (view) => BigInt(view.getUint32(L4 + 12) >>> 8),
  };
}

/** The bytes of an option with its header. */
const OPTION = 8;
const CRITICAL = 0x80;

/** Behind the fixed header, which says how many words of options there are, and whether one must be understood. */
function writeOption(view: DataView, { class: optionClass, type, value }: GeneveOption): void {
  view.setUint8(L4 + 8, OPTION / 4);
  view.setUint8(L4 + 9, (type & CRITICAL) === 0 ? 0 : 0x40);
  view.setUint16(L4 + 16, optionClass);
  view.setUint8(L4 + 18, type);
  view.setUint8(L4 + 19, 1);
  view.setUint32(L4 + 20, Number(value));
}

/** A machine's Ethernet address on the underlay is made from its IPv4 address. */
function macOf(address: bigint): bigint {
  return 0x0a0000000000n | address;
}

function setEthernet(view: DataView, at: number, address: bigint): void {
  view.setUint16(at, Number(address >> 32n));
  view.setUint32(at + 2, Number(address & 0xffffffffn));
}

const FRAMINGS = {
  geneve: overUdp(6081, TRANSPARENT_ETHERNET, false),
  vxlan: overUdp(4789, 0x08000000, true),
  /** A TCP-like header whose sequence number begins with the frame's length, then STT's own. */
  stt: {
    proto: 6,
    port: STT_PORT,
    header: 38,
    write(view, { key }, checksum) {
      view.setUint16(L4 + 4, view.byteLength - L4 - 20);
      view.setUint16(L4 + 12, 0x5018);
      view.setUint16(L4 + 14, 0xffff);
      view.setBigUint64(L4 + 28, key);
      view.setUint16(L4 + 16, checksum());
    },
    readKey: (view) => view.getBigUint64(L4 + 28),
  },
} satisfies Record<TunnelType, Framing>;

/** A source port that is the same for all packets of one inner flow, as load balancing wants it. */
function entropy(inner: Uint8Array): number {
  let hash = 0;
  for (const byte of inner.subarray(0, 14)) hash = (Math.imul(hash, 31) + byte) >>> 0;
  return 0x8000 | (hash & 0x7fff);
}
