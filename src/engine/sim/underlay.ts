/**
 * The network between the machines: tunnel packets as the bytes that travel
 * (Geneve RFC 8926, VXLAN RFC 7348, STT draft-davie-stt-08, over IPv4).
 *
 * What is simplified: every address is one hop away on one Ethernet segment, and
 * a packet that would need several STT segments or IP fragments is one long
 * packet.
 */
import { decode, encode, parseIpv4, toHex } from '../../packets';
import type { LayerSpec } from '../../packets';

export const TUNNEL_TYPES = ['geneve', 'stt', 'vxlan'] as const;
export type TunnelType = (typeof TUNNEL_TYPES)[number];

export interface TunnelPacket {
  readonly type: TunnelType;
  readonly source: string;
  readonly destination: string;
  /** 24 bits with Geneve and VXLAN, 64 with STT. */
  readonly key: bigint;
  /** The Ethernet frame inside. */
  readonly inner: Uint8Array;
}

export function isTunnelType(type: string): type is TunnelType {
  return TUNNEL_TYPES.some((known) => known === type);
}

/** The tunnel packet as it is on the wire; undefined when an end has no IPv4 address. */
export function encapsulate(packet: TunnelPacket): Uint8Array | undefined {
  const { type, source, destination, inner } = packet;
  if (parseIpv4(source) === undefined || parseIpv4(destination) === undefined) return undefined;
  const framing: LayerSpec[] = [
    { protocol: 'ethernet', src: underlayMac(source), dst: underlayMac(destination) },
    { protocol: 'ipv4', src: source, dst: destination, dont: 1 },
  ];
  const bytes = encode([...framing, ...HEADERS[type](packet), { protocol: 'payload', data: toHex(inner) }]);
  return bytes.ok ? bytes.value : undefined;
}

/** Reads what `encapsulate` made; undefined for anything else. */
export function decapsulate(bytes: Uint8Array): TunnelPacket | undefined {
  const layers = decode(bytes);
  const header = layers.find(({ protocol }) => isTunnelType(protocol));
  const ip = layers.find(({ protocol }) => protocol === 'ipv4');
  if (header === undefined || ip === undefined || !isTunnelType(header.protocol)) return undefined;
  const text = (fields: typeof header.fields, key: string) =>
    String(fields.find((field) => field.key === key)?.value ?? '');
  return {
    type: header.protocol,
    source: text(ip.fields, 'src'),
    destination: text(ip.fields, 'dst'),
    key: BigInt(text(header.fields, header.protocol === 'stt' ? 'key' : 'vni')),
    inner: bytes.slice(header.offset + header.length),
  };
}

/** The Ethernet address that a machine has on the underlay, made from its IPv4 address. */
export function underlayMac(ip: string): string {
  const parts = ip.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  return ['0a', '00', ...parts].join(':');
}

const TRANSPARENT_ETHERNET = 0x6558;
const LOW_24 = 0xffffffn;

const HEADERS = {
  geneve: ({ key, inner }) => [
    { protocol: 'udp', src: entropy(inner), dst: 6081, checksum: 0 },
    { protocol: 'geneve', vni: Number(key & LOW_24), type: TRANSPARENT_ETHERNET },
  ],
  vxlan: ({ key, inner }) => [
    { protocol: 'udp', src: entropy(inner), dst: 4789, checksum: 0 },
    { protocol: 'vxlan', vni: Number(key & LOW_24) },
  ],
  stt: ({ key, inner }) => [
    { protocol: 'stt-tcp', src: entropy(inner) },
    { protocol: 'stt', key: `0x${key.toString(16)}` },
  ],
} satisfies Record<TunnelType, (packet: TunnelPacket) => readonly LayerSpec[]>;

/** A source port that is the same for all packets of one inner flow, as load balancing wants it. */
function entropy(inner: Uint8Array): number {
  let hash = 0;
  for (const byte of inner.subarray(0, 14)) hash = (Math.imul(hash, 31) + byte) >>> 0;
  return 0x8000 | (hash & 0x7fff);
}
