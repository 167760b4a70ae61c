/** The addresses of ports as text: `MAC [IP…]` of a switch port, `mac` and `networks` of a router port. */
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../../../../openflow';
import {
  formatMac,
  linkLocal,
  maskOf as maskOfPrefix,
  parseIpv4Cidr,
  parseIpv6Cidr,
  parseMac as readMac,
  scanCidrs,
  scanMac,
} from '../../addresses';

/** `ipv4_netaddr`: all texts are dotted. */
export interface Ipv4Address {
  readonly addr: string;
  readonly mask: string;
  readonly network: string;
  readonly bcast: string;
  readonly plen: number;
}

/** `ipv6_netaddr`: all texts are canonical. */
export interface Ipv6Address {
  readonly addr: string;
  readonly network: string;
  readonly plen: number;
  /** The solicited-node multicast address. */
  readonly snAddr: string;
  /** `in6_is_lla`: in fe80::/64. */
  readonly isLinkLocal: boolean;
}

/** `lport_addresses`. */
export interface LportAddresses {
  /** Lower case, two digits a byte. */
  readonly mac: string;
  readonly ipv4: readonly Ipv4Address[];
  readonly ipv6: readonly Ipv6Address[];
}

/** As `extract_addresses`: a MAC, then addresses up to the first thing that is none. Undefined without a MAC. */
export function parseAddresses(text: string): LportAddresses | undefined {
  const mac = scanMac(text);
  return mac === undefined ? undefined : { mac: formatMac(mac.value), ...parseIps(text.slice(mac.end)) };
}

/** As `extract_ip_addresses`: addresses up to the first thing that is none; undefined where there is no address. */
export function parseIpAddresses(text: string): Omit<LportAddresses, 'mac'> | undefined {
  const found = parseIps(text);
  return found.ipv4.length + found.ipv6.length === 0 ? undefined : found;
}

/** As `extract_lrp_networks`: with the link-local address that the MAC gives as the last of `ipv6`. */
export function parseNetworks(macText: string, networks: readonly string[]): LportAddresses | undefined {
  const mac = parseMac(macText);
  if (mac === undefined) return undefined;
  const ipv4: Ipv4Address[] = [];
  const ipv6: Ipv6Address[] = [];
  for (const text of networks) {
    const v4 = parseCidr4(text);
    if (v4 !== undefined) {
      if (v4.addr !== '0.0.0.0') ipv4.push(v4);
      continue;
    }
    const v6 = parseCidr6(text);
    if (v6 !== undefined) ipv6.push(v6);
  }
  return { mac, ipv4, ipv6: [...ipv6, linkLocalAddress(mac)] };
}

/** A MAC and nothing else, canonical. */
export function parseMac(text: string): string | undefined {
  const mac = readMac(text);
  return mac === undefined ? undefined : formatMac(mac);
}

/** `IP`, `IP/length` or `IP/mask`; undefined for a mask that is no prefix. */
export function parseCidr4(text: string): Ipv4Address | undefined {
  const cidr = parseIpv4Cidr(text);
  return cidr && ipv4Address(cidr.address, cidr.length);
}

/** `IP` or `IP/length`, or a mask that is a prefix. */
export function parseCidr6(text: string): Ipv6Address | undefined {
  const cidr = parseIpv6Cidr(text);
  return cidr && ipv6Address(cidr.address, cidr.length);
}

/** Whether an address of this family is in the network of another. */
export function contains4({ network, plen }: Ipv4Address, address: string): boolean {
  const value = parseIpv4(address);
  return value !== undefined && formatIpv4(value & maskOf(plen, 32)) === network;
}

export function contains6({ network, plen }: Ipv6Address, address: string): boolean {
  const value = parseIpv6(address);
  return value !== undefined && formatIpv6(value & maskOf(plen, 128)) === network;
}

function parseIps(text: string): Omit<LportAddresses, 'mac'> {
  const cidrs = scanCidrs(text).value;
  return {
    ipv4: cidrs.flatMap(({ family, address, length }) => (family === 4 ? [ipv4Address(address, length)] : [])),
    ipv6: cidrs.flatMap(({ family, address, length }) => (family === 6 ? [ipv6Address(address, length)] : [])),
  };
}

export function ipv4Address(value: bigint, plen: number): Ipv4Address {
  const mask = maskOf(plen, 32);
  return {
    addr: formatIpv4(value),
    mask: formatIpv4(mask),
    network: formatIpv4(value & mask),
    bcast: formatIpv4(value | (maskOf(32, 32) ^ mask)),
    plen,
  };
}

export function ipv6Address(value: bigint, plen: number): Ipv6Address {
  return {
    addr: formatIpv6(value),
    network: formatIpv6(value & maskOf(plen, 128)),
    plen,
    snAddr: formatIpv6(SOLICITED_NODE | (value & 0xffffffn)),
    isLinkLocal: value >> 64n === 0xfe80000000000000n,
  };
}

const SOLICITED_NODE = 0xff0200000000000000000001ff000000n;

/** The link-local address that a MAC gives, as text. */
export function linkLocalOf(mac: string): string {
  return linkLocalAddress(mac).addr;
}

function linkLocalAddress(mac: string): Ipv6Address {
  const { address, length } = linkLocal(readMac(mac) ?? 0n);
  return ipv6Address(address, length);
}

function maskOf(length: number, bits: 32 | 128): bigint {
  return maskOfPrefix({ family: bits === 32 ? 4 : 6, length });
}
