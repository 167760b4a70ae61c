/** A packet with something else behind its IP header: its answer on the spot, with lengths and checksums made right. */
import { concatBytes, internetChecksum, pseudoHeaderSum, readU16 } from '../../../../../packets';
import { isIp6, PROTOCOL } from './headers';
import type { Received } from './run';

const IP4_HEADER = 20;
export const UDP_HEADER = 8;

/** What is in the datagram, as far as it is there; undefined where there is none. */
export function udpPayload({ packet, offsets }: Received): Uint8Array | undefined {
  const { l4 } = offsets;
  if (l4 < 0 || packet.length < l4 + UDP_HEADER) return undefined;
  return packet.subarray(l4 + UDP_HEADER, Math.min(l4 + Math.max(readU16(packet, l4 + 4), UDP_HEADER), packet.length));
}

/** Everything up to the transport header, and `transport` behind that. */
export function withTransport(received: Received, transport: Uint8Array): Uint8Array {
  const { packet, offsets, headers } = received;
  const made = concatBytes([packet.subarray(0, offsets.l4), transport]);
  if (isIp6(headers)) writeU16(made, offsets.l3 + 4, transport.length);
  else writeU16(made, offsets.l3 + 2, offsets.l4 - offsets.l3 + transport.length);
  return made;
}

/**
 * The datagram's headers with another payload. Over IPv4 it has no checksum, over IPv6 it must have one. `destination`:
 * the IPv4 address that it goes to instead.
 */
export function withUdpPayload(received: Received, payload: Uint8Array, destination?: bigint): Uint8Array {
  const { packet, offsets, headers } = received;
  const udp = concatBytes([packet.subarray(offsets.l4, offsets.l4 + UDP_HEADER), payload]);
  writeU16(udp, 4, udp.length);
  writeU16(udp, 6, 0);
  const made = withTransport(received, udp);
  if (isIp6(headers)) {
    const sum = checksum6(made, offsets.l3, offsets.l4, PROTOCOL.udp);
    writeU16(made, offsets.l4 + 6, sum === 0 ? 0xffff : sum);
  } else {
    if (destination !== undefined) writeAddress(made, offsets.l3 + 16, destination);
    writeIp4Checksum(made, offsets.l3);
  }
  return made;
}

export function writeIp4Checksum(packet: Uint8Array, l3: number): void {
  writeU16(packet, l3 + 10, 0);
  writeU16(packet, l3 + 10, internetChecksum(packet.subarray(l3, l3 + IP4_HEADER)));
}

/** Over everything from `l4` on, whose own checksum is zero. */
export function checksum6(packet: Uint8Array, l3: number, l4: number, protocol: number): number {
  const body = packet.subarray(l4);
  const [source, target] = [packet.subarray(l3 + 8, l3 + 24), packet.subarray(l3 + 24, l3 + 40)];
  return internetChecksum(body, pseudoHeaderSum(source, target, protocol, body.length));
}

export function writeU16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = (value >> 8) & 0xff;
  bytes[at + 1] = value & 0xff;
}

export function writeAddress(bytes: Uint8Array, at: number, value: bigint): void {
  for (let i = 0; i < 4; i++) bytes[at + i] = Number((value >> BigInt(8 * (3 - i))) & 0xffn);
}
