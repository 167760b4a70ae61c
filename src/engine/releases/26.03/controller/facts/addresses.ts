/** Addresses as texts of the databases have them: `MAC IP IP/LENGTH …`. */
import { parseEthernet, parseIpv4, parseIpv6 } from '../../../../openflow';

export interface Ip {
  readonly version: 4 | 6;
  readonly value: bigint;
  /** Bits of its network. */
  readonly prefix: number;
}

export interface PortAddresses {
  readonly mac: bigint;
  readonly ips: readonly Ip[];
}

export const WIDTH = { 4: 32, 6: 128 } as const;

/** `ADDRESS` or `ADDRESS/LENGTH`. */
export function parseIp(text: string): Ip | undefined {
  const [, address = '', length] = /^([^/]+)(?:\/(\d+))?$/.exec(text) ?? [];
  const version = address.includes(':') ? 6 : 4;
  const value = version === 4 ? parseIpv4(address) : parseIpv6(address);
  const prefix = length === undefined ? WIDTH[version] : Number(length);
  return value === undefined || prefix > WIDTH[version] ? undefined : { version, value, prefix };
}

/** What follows something that is no address is not read. Undefined without a MAC address. */
export function parsePortAddresses(text: string): PortAddresses | undefined {
  const [first = '', ...rest] = splitWords(text);
  const mac = parseEthernet(first);
  return mac === undefined ? undefined : { mac, ips: parseIps(rest) };
}

/** The addresses before the first word that is none. */
export function parseIps(words: readonly string[]): readonly Ip[] {
  const ips: Ip[] = [];
  for (const word of words) {
    const ip = parseIp(word);
    if (ip === undefined) break;
    ips.push(ip);
  }
  return ips;
}

export function splitWords(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** `length` ones of `width` bits, from the most significant on. */
export function prefixMask(length: number, width: number): bigint {
  return ((1n << BigInt(length)) - 1n) << BigInt(width - length);
}

/** The address that an interface gives itself on its link (RFC 4291, appendix A). */
export function linkLocal(mac: bigint): bigint {
  const upper = ((mac >> 24n) ^ 0x020000n) & 0xffffffn;
  return (0xfe80n << 112n) | (upper << 40n) | (0xfffen << 24n) | (mac & 0xffffffn);
}
