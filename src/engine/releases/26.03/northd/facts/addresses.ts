/** The addresses of ports as text: `MAC [IP…]` of a switch port, `mac` and `networks` of a router port. */
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../../../../openflow';

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
  const [head, mac] = /^\s*([0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5})(?![0-9a-f])/i.exec(text) ?? [];
  if (head === undefined || mac === undefined) return undefined;
  return { mac: canonicalMac(mac), ...parseIps(text.slice(head.length)) };
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
  return { mac, ipv4, ipv6: [...ipv6, ipv6Address(linkLocal(mac), 64)] };
}

/** A MAC and nothing else, canonical. */
export function parseMac(text: string): string | undefined {
  return /^\s*[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}$/i.test(text) ? canonicalMac(text.trim()) : undefined;
}

/** `IP`, `IP/length` or `IP/mask`; undefined for a mask that is no prefix. */
export function parseCidr4(text: string): Ipv4Address | undefined {
  const [address = '', length, ...rest] = text.trim().split('/');
  const value = parseIpv4(address);
  if (value === undefined || rest.length > 0) return undefined;
  const plen = length === undefined ? 32 : prefixLength4(length);
  return plen === undefined ? undefined : ipv4Address(value, plen);
}

/** `IP` or `IP/length`, or a mask that is a prefix. */
export function parseCidr6(text: string): Ipv6Address | undefined {
  const [address = '', length, ...rest] = text.trim().split('/');
  const value = parseIpv6(address);
  if (value === undefined || rest.length > 0) return undefined;
  const plen = length === undefined ? 128 : prefixLength6(length);
  return plen === undefined ? undefined : ipv6Address(value, plen);
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
  const ipv4: Ipv4Address[] = [];
  const ipv6: Ipv6Address[] = [];
  for (let rest = text; ;) {
    const [head, word] = /^\s*([0-9a-f.:/]+)/i.exec(rest) ?? [];
    if (head === undefined || word === undefined) break;
    const v4 = parseCidr4(word);
    const v6 = v4 === undefined ? parseCidr6(word) : undefined;
    if (v4 !== undefined) ipv4.push(v4);
    else if (v6 !== undefined) ipv6.push(v6);
    else break;
    rest = rest.slice(head.length);
  }
  return { ipv4, ipv6 };
}

function canonicalMac(text: string): string {
  return text
    .split(':')
    .map((byte) => byte.toLowerCase().padStart(2, '0'))
    .join(':');
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
  return formatIpv6(linkLocal(mac));
}

/** RFC 4291, appendix A: `fe80::` and the modified EUI-64 of a MAC. */
function linkLocal(mac: string): bigint {
  const bytes = mac.split(':').map((byte) => BigInt(`0x${byte}`));
  const [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n] = bytes;
  const eui = [a ^ 2n, b, c, 0xffn, 0xfen, d, e, f];
  return eui.reduce((value, byte) => (value << 8n) | byte, 0xfe80000000000000n);
}

function maskOf(plen: number, bits: number): bigint {
  return ((1n << BigInt(plen)) - 1n) << BigInt(bits - plen);
}

function prefixLength4(text: string): number | undefined {
  if (/^\d{1,2}$/.test(text)) return Number(text) <= 32 ? Number(text) : undefined;
  const mask = parseIpv4(text);
  return mask === undefined ? undefined : lengthOfMask(mask, 32);
}

function prefixLength6(text: string): number | undefined {
  if (/^\d{1,3}$/.test(text)) return Number(text) <= 128 ? Number(text) : undefined;
  const mask = parseIpv6(text);
  return mask === undefined ? undefined : lengthOfMask(mask, 128);
}

function lengthOfMask(mask: bigint, bits: number): number | undefined {
  for (let plen = 0; plen <= bits; plen++) if (maskOf(plen, bits) === mask) return plen;
  return undefined;
}
