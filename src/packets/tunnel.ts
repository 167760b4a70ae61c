/**
 * Frames between hypervisors: an Ethernet frame and a tunnel key inside Geneve,
 * VXLAN or STT on the underlay, as Open vSwitch's ports of those types send them.
 */
import { toHex } from './bytes';
import { decodeDetailed } from './decode';
import { encodeTrusted, type LayerSpec } from './encode';
import { list, str, num, type SpecRecord } from './field';
import { ethertypeOf } from './names';

export const TUNNEL_TYPES = ['geneve', 'vxlan', 'stt'] as const;

export type TunnelType = (typeof TUNNEL_TYPES)[number];

/** The outside of a tunnelled frame. */
export interface TunnelHeader {
  readonly type: TunnelType;
  /** `tun_id`: 24 bits in Geneve and VXLAN, 64 bits in STT. */
  readonly key: bigint;
  /** Underlay addresses, IPv4. */
  readonly ipSrc: string;
  readonly ipDst: string;
  readonly ethSrc: string;
  readonly ethDst: string;
  /** TTL of the outer header; 64 when left out, as Open vSwitch has it. */
  readonly ttl?: number;
  /** Geneve options: class, type, and data in hex. */
  readonly options?: readonly SpecRecord[];
  /** STT's number of the frame, 32 bits; a sender counts them. */
  readonly frameId?: number;
}

/** The layers outside of a frame, outermost first. A key that is too wide loses its upper bits. */
function tunnelSpecs(header: TunnelHeader, inner: Uint8Array): readonly LayerSpec[] {
  const { type, key, ethSrc, ethDst, ipSrc, ipDst, ttl = 64 } = header;
  const underlay: readonly LayerSpec[] = [
    { protocol: 'ethernet', src: ethSrc, dst: ethDst, type: ethertypeOf('ipv4') },
    { protocol: 'ipv4', src: ipSrc, dst: ipDst, ttl, dont: true },
  ];
  const src = sourcePort(inner);
  const vni = Number(BigInt.asUintN(24, key));
  switch (type) {
    case 'geneve':
      return [
        ...underlay,
        { protocol: 'udp', src, dst: 6081 },
        { protocol: 'geneve', vni, type: ethertypeOf('ethernet'), options: header.options ?? [] },
      ];
    case 'vxlan':
      return [...underlay, { protocol: 'udp', src, dst: 4789 }, { protocol: 'vxlan', vni }];
    case 'stt':
      return [
        ...underlay,
        { protocol: 'stt-tcp', src, frameId: (header.frameId ?? 0) >>> 0 },
        { protocol: 'stt', key: `0x${BigInt.asUintN(64, key).toString(16)}` },
      ];
  }
}

/** The bytes on the underlay. */
export function encapsulate(header: TunnelHeader, inner: Uint8Array): Uint8Array {
  return encodeTrusted([...tunnelSpecs(header, inner), { protocol: 'payload', data: toHex(inner) }]);
}

/** The outside and the frame inside; undefined for a packet that is no whole tunnelled frame. */
export function decapsulate(
  bytes: Uint8Array,
): { readonly header: TunnelHeader; readonly inner: Uint8Array } | undefined {
  const layers = decodeDetailed(bytes);
  const [ethernet, ip, transport, tunnel] = layers;
  const type = TUNNEL_TYPES.find((name) => name === tunnel?.protocol);
  const start = layers[4];
  if (!ethernet || ip?.protocol !== 'ipv4' || !transport || !tunnel || !type || start?.protocol !== 'ethernet')
    return undefined;
  const header: TunnelHeader = {
    type,
    key: type === 'stt' ? BigInt(str(tunnel.values, 'key')) : BigInt(num(tunnel.values, 'vni')),
    ipSrc: str(ip.values, 'src'),
    ipDst: str(ip.values, 'dst'),
    ethSrc: str(ethernet.values, 'src'),
    ethDst: str(ethernet.values, 'dst'),
    ttl: num(ip.values, 'ttl'),
    ...(type === 'geneve' ? { options: list(tunnel.values, 'options') } : {}),
    ...(type === 'stt' ? { frameId: num(transport.values, 'frameId') } : {}),
  };
  return { header, inner: bytes.slice(start.offset, tunnel.end) };
}

/** A port from 32768 to 61000 that depends on the frame's addresses, so that one flow keeps one path (RFC 7348 section 5). */
function sourcePort(inner: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < Math.min(inner.length, 42); i++) hash = Math.imul(hash ^ (inner[i] ?? 0), 0x01000193) >>> 0;
  return 32768 + (hash % (61001 - 32768));
}
