/** What a packet is, as who handles it asks. */
import { getNumber, type Flow } from '../../../../openflow';

export const TYPE = { ip4: 0x0800, ip6: 0x86dd } as const;
export const PROTOCOL = { icmp: 1, igmp: 2, tcp: 6, udp: 17, icmp6: 58, sctp: 132 } as const;

export function isIp(headers: Flow): boolean {
  const type = getNumber(headers, 'eth_type');
  return type === TYPE.ip4 || type === TYPE.ip6;
}

export function isIp6(headers: Flow): boolean {
  return getNumber(headers, 'eth_type') === TYPE.ip6;
}

export function isProtocol(headers: Flow, protocol: keyof typeof PROTOCOL): boolean {
  return isIp(headers) && getNumber(headers, 'nw_proto') === PROTOCOL[protocol];
}

/** ICMPv6 of that type, code 0. */
export function isIcmp6(headers: Flow, ...types: readonly number[]): boolean {
  return (
    isIp6(headers) &&
    isProtocol(headers, 'icmp6') &&
    getNumber(headers, 'tcp_dst') === 0 &&
    types.includes(getNumber(headers, 'tcp_src'))
  );
}
