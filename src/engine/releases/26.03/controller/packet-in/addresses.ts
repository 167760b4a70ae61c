/** Addresses of packets and registers in the forms that packets and rows have. */
import { formatEthernet, formatIpv4, formatIpv6, getField, type Flow } from '../../../../openflow';

export type Version = 4 | 6;

export function mac(flow: Flow, field: 'eth_src' | 'eth_dst'): string {
  return formatEthernet(getField(flow, field));
}

export function address(flow: Flow, field: 'ip_src' | 'ip_dst' | 'ipv6_src' | 'ipv6_dst' | 'nd_target'): string {
  const value = getField(flow, field);
  return field === 'ip_src' || field === 'ip_dst' ? formatIpv4(value) : formatIpv6(value);
}

/** The neighbour that a router asks for, or has learnt, stands in reg0 or xxreg0. */
export function neighbourOf(flow: Flow, version: Version): string {
  return version === 4 ? formatIpv4(getField(flow, 'reg0')) : formatIpv6(getField(flow, 'xxreg0'));
}

const SOLICITED_NODE = 0xff02_0000_0000_0000_0000_0001_ff00_0000n;

/** RFC 4291 section 2.7.1 */
export function solicitedNode(target: bigint): bigint {
  return SOLICITED_NODE | (target & 0xffffffn);
}

/** RFC 2464 section 7 */
export function multicastMac(group: bigint): bigint {
  return 0x3333_0000_0000n | (group & 0xffffffffn);
}
