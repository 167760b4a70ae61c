/**
 * Port security, as the actions check_in_port_sec and check_out_port_sec decide it
 * (ovn-sb(5); ovn-nb(5), Logical_Switch_Port, column port_security).
 */
import { getField, getNumber, parseEthernet, parseIpv4, parseIpv6, type Flow } from '../openflow';

/** One entry of port_security: a MAC address, and the addresses that may be used with it. */
export interface AllowedAddresses {
  readonly mac: bigint;
  readonly ipv4: readonly bigint[];
  readonly ipv6: readonly bigint[];
}

/** `MAC [IP…]`; what follows something that is no address is not read. Undefined without a MAC address. */
export function readPortSecurity(text: string): AllowedAddresses | undefined {
  const [first = '', ...rest] = text.trim().split(/\s+/);
  const mac = parseEthernet(first);
  if (mac === undefined) return undefined;
  const ipv4: bigint[] = [];
  const ipv6: bigint[] = [];
  for (const word of rest) {
    const address = word.replace(/\/\d+$/, '');
    const four = parseIpv4(address);
    const six = four === undefined ? parseIpv6(address) : undefined;
    if (four !== undefined) ipv4.push(four);
    else if (six !== undefined) ipv6.push(six);
    else break;
  }
  return { mac, ipv4, ipv6 };
}

const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const ARP = 0x0806;
const UDP = 17;
const ICMPV6 = 58;

/** Whether a port with these entries may send the packet; without entries it may send anything. */
export function maySend(security: readonly AllowedAddresses[], flow: Flow): boolean {
  if (security.length === 0) return true;
  const source = getField(flow, 'eth_src');
  const entry = security.find(({ mac }) => mac === source);
  if (entry === undefined) return false;
  switch (getNumber(flow, 'eth_type')) {
    case IPV4:
      return maySendIpv4(entry, flow);
    case ARP:
      return maySendArp(entry, flow);
    case IPV6:
      return maySendIpv6(entry, flow);
    default:
      return true;
  }
}

/** Whether a port with these entries may be given the packet. */
export function mayReceive(security: readonly AllowedAddresses[], flow: Flow): boolean {
  if (security.length === 0) return true;
  const destination = getField(flow, 'eth_dst');
  const entry = security.find(({ mac }) => mac === destination);
  if (entry === undefined) return false;
  switch (getNumber(flow, 'eth_type')) {
    case IPV4:
      return mayReceiveIpv4(entry, flow);
    case IPV6:
      return mayReceiveIpv6(entry, flow);
    default:
      return true;
  }
}

function hasNoIp({ ipv4, ipv6 }: AllowedAddresses): boolean {
  return ipv4.length === 0 && ipv6.length === 0;
}

function maySendArp({ mac, ipv4 }: AllowedAddresses, flow: Flow): boolean {
  if (getField(flow, 'arp_sha') !== mac) return false;
  return ipv4.length === 0 || ipv4.includes(getField(flow, 'arp_spa'));
}

function maySendIpv4(entry: AllowedAddresses, flow: Flow): boolean {
  return hasNoIp(entry) || entry.ipv4.includes(getField(flow, 'ip_src')) || isDhcpRequest(flow);
}

/** Who has no address yet asks for one. */
function isDhcpRequest(flow: Flow): boolean {
  return (
    getNumber(flow, 'nw_proto') === UDP &&
    getNumber(flow, 'udp_src') === 68 &&
    getNumber(flow, 'udp_dst') === 67 &&
    getField(flow, 'ip_src') === 0n &&
    getField(flow, 'ip_dst') === 0xffffffffn
  );
}

const SOLICITATION = 135;
const ADVERTISEMENT = 136;

function maySendIpv6(entry: AllowedAddresses, flow: Flow): boolean {
  if (hasNoIp(entry)) return true;
  const { mac, ipv6 } = entry;
  const own = linkLocal(mac);
  const source = getField(flow, 'ipv6_src');
  if (!ipv6.includes(source) && source !== own) return false;
  if (getNumber(flow, 'nw_proto') !== ICMPV6) return true;
  const isOwn = (address: bigint) => address === 0n || address === mac;
  switch (getNumber(flow, 'icmpv6_type')) {
    case SOLICITATION:
      return isOwn(getField(flow, 'nd_sll'));
    case ADVERTISEMENT: {
      if (!isOwn(getField(flow, 'nd_tll'))) return false;
      const target = getField(flow, 'nd_target');
      return ipv6.length === 0 || ipv6.includes(target) || target === own;
    }
    default:
      return true;
  }
}

function mayReceiveIpv4(entry: AllowedAddresses, flow: Flow): boolean {
  if (hasNoIp(entry)) return true;
  if (entry.ipv4.length === 0) return false;
  const destination = getField(flow, 'ip_dst');
  const isMulticast = destination >> 28n === 0xen;
  return entry.ipv4.includes(destination) || destination === 0xffffffffn || isMulticast;
}

function mayReceiveIpv6(entry: AllowedAddresses, flow: Flow): boolean {
  if (hasNoIp(entry)) return true;
  if (entry.ipv6.length === 0) return false;
  const destination = getField(flow, 'ipv6_dst');
  const isMulticast = destination >> 120n === 0xffn;
  return entry.ipv6.includes(destination) || destination === linkLocal(entry.mac) || isMulticast;
}

/** RFC 4291, appendix A: fe80::/64 and the MAC address as a modified EUI-64. */
function linkLocal(mac: bigint): bigint {
  const high = (mac >> 24n) ^ 0x020000n;
  return (0xfe80n << 112n) | (high << 40n) | (0xfffen << 24n) | (mac & 0xffffffn);
}
