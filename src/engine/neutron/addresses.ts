/** Addresses of both families as numbers, and prefixes. */
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../openflow';

export interface Address {
  readonly version: 4 | 6;
  readonly value: bigint;
}

export interface Prefix {
  readonly version: 4 | 6;
  /** Without host bits. */
  readonly network: bigint;
  readonly length: number;
  readonly last: bigint;
}

const BITS = { 4: 32, 6: 128 } as const;

export function parseAddress(text: string): Address | undefined {
  const v4 = /^\d+(\.\d+){3}$/.test(text) ? parseIpv4(text) : undefined;
  if (v4 !== undefined) return { version: 4, value: v4 };
  const v6 = text.includes(':') ? parseIpv6(text) : undefined;
  return v6 === undefined ? undefined : { version: 6, value: v6 };
}

export function formatAddress({ version, value }: Address): string {
  return version === 4 ? formatIpv4(value) : formatIpv6(value);
}

/** `10.0.0.0/24`; host bits are cleared. */
export function parsePrefix(text: string): Prefix | undefined {
  const [host = '', digits, ...more] = text.split('/');
  const address = parseAddress(host);
  if (address === undefined || more.length > 0) return undefined;
  const bits = BITS[address.version];
  if (digits !== undefined && !/^\d{1,3}$/.test(digits)) return undefined;
  const length = digits === undefined ? bits : Number(digits);
  if (length > bits) return undefined;
  const hosts = (1n << BigInt(bits - length)) - 1n;
  const network = address.value & ~hosts;
  return { version: address.version, network, length, last: network | hosts };
}

export function formatPrefix({ version, network, length }: Prefix): string {
  return `${formatAddress({ version, value: network })}/${length}`;
}

export function contains({ version, network, last }: Prefix, address: Address): boolean {
  return address.version === version && address.value >= network && address.value <= last;
}

export function overlaps(a: Prefix, b: Prefix): boolean {
  return a.version === b.version && a.network <= b.last && b.network <= a.last;
}

export function isMac(text: string): boolean {
  return /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(text);
}

/** The address that a host gives itself by its MAC (RFC 4291, appendix A). */
export function eui64(prefix: Prefix, mac: string): Address {
  const bytes = mac.split(':').map((byte) => BigInt(`0x${byte}`));
  const [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n] = bytes;
  const id = [a ^ 2n, b, c, 0xffn, 0xfen, d, e, f].reduce((sum, byte) => (sum << 8n) | byte, 0n);
  return { version: 6, value: prefix.network | id };
}
