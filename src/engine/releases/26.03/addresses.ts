/**
 * Addresses as today's programs read and write them (lib/packets.c and
 * lib/ovn-util.c): what they take for an address, a network or a port's list of
 * addresses, and the one text that each has.
 */
import { formatEthernet, formatIpv4, formatIpv6, parseIpv6 as readIpv6, prefixLength } from '../../openflow';

/** An address and the length of its prefix; an address alone has all bits. */
export interface Cidr {
  readonly family: 4 | 6;
  readonly address: bigint;
  readonly length: number;
}

/** An address where there is one at the start of a text, and where it ends. */
export interface Scanned<T> {
  readonly value: T;
  readonly end: number;
}

const BITS = { 4: 32, 6: 128 } as const;
const BYTE = String.raw`\s*([+-]?\d+)`;
const QUAD = `${BYTE}\\.${BYTE}\\.${BYTE}\\.${BYTE}`;
const MASKED_QUAD = new RegExp(`^${QUAD}/${QUAD}`);
const PREFIXED_QUAD = new RegExp(`^${QUAD}/${BYTE}`);
const PLAIN_QUAD = new RegExp(`^${QUAD}`);

/** Four numbers, of which only the lowest byte counts, with a length or a mask that is one. */
export function scanIpv4Cidr(text: string): Scanned<Cidr> | undefined {
  const masked = MASKED_QUAD.exec(text);
  const prefixed = PREFIXED_QUAD.exec(text);
  const found = masked ?? prefixed ?? PLAIN_QUAD.exec(text);
  if (!found) return undefined;
  const length = masked
    ? prefixLength(quad(masked.slice(5)), 32)
    : found === prefixed
      ? lengthWithin(Number(found[5]), 4)
      : 32;
  if (length === undefined) return undefined;
  return { value: { family: 4, address: quad(found.slice(1, 5)), length }, end: found[0].length };
}

export function scanIpv6Cidr(text: string): Scanned<Cidr> | undefined {
  const found = /^\s*([0-9a-fA-F:.]{1,46})/.exec(text);
  const address = parseIpv6(found?.[1] ?? '');
  if (!found || address === undefined) return undefined;
  const rest = text.slice(found[0].length);
  const prefixed = /^\/\s*([+-]?\d+)/.exec(rest);
  const masked = prefixed ? null : /^\/([0-9a-fA-F:.]{1,46})/.exec(rest);
  const mask = masked ? parseIpv6(masked[1] ?? '') : undefined;
  const length = prefixed
    ? lengthWithin(Number(prefixed[1]), 6)
    : !masked
      ? 128
      : mask === undefined
        ? undefined
        : prefixLength(mask, 128);
  if (length === undefined) return undefined;
  const end = found[0].length + (prefixed ?? masked ?? [''])[0].length;
  return { value: { family: 6, address, length }, end };
}

export function parseIpv4Cidr(text: string): Cidr | undefined {
  return whole(text, scanIpv4Cidr(text));
}

export function parseIpv6Cidr(text: string): Cidr | undefined {
  return whole(text, scanIpv6Cidr(text));
}

export function parseCidr(text: string): Cidr | undefined {
  return parseIpv4Cidr(text) ?? parseIpv6Cidr(text);
}

/** Strictly, as inet_pton(3) does. */
export function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  const good = parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return good ? quad(parts) : undefined;
}

/** Strictly, as inet_pton(3) does. */
export function parseIpv6(text: string): bigint | undefined {
  return text === '' ? undefined : readIpv6(text);
}

export function parseAddress(text: string): Cidr | undefined {
  const v4 = parseIpv4(text);
  if (v4 !== undefined) return { family: 4, address: v4, length: 32 };
  const v6 = parseIpv6(text);
  return v6 === undefined ? undefined : { family: 6, address: v6, length: 128 };
}

/** The text of an address, without its prefix. */
export function formatAddress({ family, address }: Cidr): string {
  return family === 4 ? formatIpv4(address) : formatIpv6(address);
}

/** The network that an address is in, in its one text; an address alone has no length. */
export function formatNetwork(cidr: Cidr): string {
  const network = formatAddress({ ...cidr, address: cidr.address & maskOf(cidr) });
  return cidr.length === BITS[cidr.family] ? network : `${network}/${cidr.length}`;
}

/** The one text of a network or an address; undefined for neither. */
export function normalizePrefix(text: string): string | undefined {
  const cidr = parseCidr(text);
  return cidr && formatNetwork(cidr);
}

/** The one text of an address; undefined for anything else. */
export function normalizeAddress(text: string): string | undefined {
  const address = parseAddress(text);
  return address && formatNetwork(address);
}

/** The bits of a prefix. */
export function maskOf({ family, length }: Pick<Cidr, 'family' | 'length'>): bigint {
  const rest = BigInt(BITS[family] - length);
  return ((1n << BigInt(BITS[family])) - 1n) ^ ((1n << rest) - 1n);
}

export function isWithin(network: Cidr, address: Cidr): boolean {
  return network.family === address.family && ((network.address ^ address.address) & maskOf(network)) === 0n;
}

const MAC = /^\s*([+-]?[0-9a-f]+)(?::\s*([+-]?[0-9a-f]+)){5}/i;

/** Six numbers in hexadecimal, of which only the lowest byte counts. */
export function scanMac(text: string): Scanned<bigint> | undefined {
  const found = MAC.exec(text);
  if (!found) return undefined;
  const bytes = found[0].split(':').map((part) => BigInt(Number.parseInt(part, 16) & 0xff));
  return { value: bytes.reduce((value, byte) => (value << 8n) | byte, 0n), end: found[0].length };
}

export function parseMac(text: string): bigint | undefined {
  return whole(text, scanMac(text));
}

export const formatMac = formatEthernet;

/** The link-local address that goes with a MAC address (RFC 4291, appendix A). */
export function linkLocal(mac: bigint): Cidr {
  const flipped = mac ^ (0x02n << 40n);
  const interfaceId = ((flipped >> 24n) << 40n) | (0xfffen << 24n) | (flipped & 0xffffffn);
  return { family: 6, address: (0xfe80n << 112n) | interfaceId, length: 64 };
}

/** Addresses with which a list begins, up to what is none. */
export function scanCidrs(text: string): Scanned<readonly Cidr[]> {
  const value: Cidr[] = [];
  let end = 0;
  while (end < text.length) {
    const rest = text.slice(end);
    const found = scanIpv4Cidr(rest) ?? scanIpv6Cidr(rest);
    if (!found) break;
    value.push(found.value);
    end += found.end;
  }
  return { value, end };
}

/** What a port's `addresses` say: `MAC [IP]...`, with what else stands behind it left out; undefined without a MAC. */
export function portAddresses(
  text: string,
): { readonly mac: bigint; readonly addresses: readonly Cidr[]; readonly rest: string } | undefined {
  const mac = scanMac(text);
  if (!mac) return undefined;
  const cidrs = scanCidrs(text.slice(mac.end));
  return { mac: mac.value, addresses: cidrs.value, rest: text.slice(mac.end + cidrs.end) };
}

/** `dynamic` with or without addresses, or a MAC with `dynamic`. */
export function isDynamicAddress(text: string): boolean {
  if (!text.startsWith('dynamic')) {
    const mac = scanMac(text);
    return mac !== undefined && /^\s+dynamic$/.test(text.slice(mac.end));
  }
  const rest = text.slice('dynamic'.length).replace(new RegExp(`^\\s+${QUAD}`), '');
  return rest === '' || /^\s+[0-9a-fA-F:.]{1,46}$/.test(rest);
}

function quad(parts: readonly string[]): bigint {
  return parts.reduce((value, part) => (value << 8n) | BigInt(Number(part) & 0xff), 0n);
}

function lengthWithin(length: number, family: 4 | 6): number | undefined {
  return length >= 0 && length <= BITS[family] ? length : undefined;
}

function whole<T>(text: string, scanned: Scanned<T> | undefined): T | undefined {
  return scanned?.end === text.length ? scanned.value : undefined;
}
