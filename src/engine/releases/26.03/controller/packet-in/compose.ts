/** Packets that the controller makes of others. */
import { concatBytes, encodeTrusted, type LayerSpec } from '../../../../../packets';
import { getNumber } from '../../../../openflow';
import { address, mac } from './addresses';
import { isIp6 } from './headers';
import type { Received } from './run';

/** `direction`: an answer goes the packet's way back, or (where the actions turn it round) the same way as the packet. */
export type Direction = 'back' | 'same';

/** Ethernet and IP with the addresses of a packet, and what is to be inside. */
export function composeIp(
  { headers }: Received,
  direction: Direction,
  { ttl, proto }: { readonly ttl: number; readonly proto: number },
  inner: readonly LayerSpec[],
): Uint8Array {
  const macs = [mac(headers, 'eth_src'), mac(headers, 'eth_dst')] as const;
  const ips = isIp6(headers)
    ? ([address(headers, 'ipv6_src'), address(headers, 'ipv6_dst')] as const)
    : ([address(headers, 'ip_src'), address(headers, 'ip_dst')] as const);
  const turned = <T>([from, to]: readonly [T, T]) =>
    direction === 'back' ? { src: to, dst: from } : { src: from, dst: to };
  const ip: LayerSpec = isIp6(headers)
    ? { protocol: 'ipv6', ...turned(ips), ttl, proto }
    : { protocol: 'ipv4', ...turned(ips), ttl, proto, dont: true };
  return encodeTrusted([{ protocol: 'ethernet', ...turned(macs) }, ip, ...inner]);
}

const TAG_PRESENT = 0x1000;

/** With the VLAN tag that the packet had. */
export function withTagOf({ headers }: Received, packet: Uint8Array): Uint8Array {
  const tci = getNumber(headers, 'vlan_tci');
  if ((tci & TAG_PRESENT) === 0) return packet;
  const own = tci & ~TAG_PRESENT;
  const tag = Uint8Array.of(0x81, 0x00, own >> 8, own & 0xff);
  return concatBytes([packet.subarray(0, 12), tag, packet.subarray(12)]);
}
