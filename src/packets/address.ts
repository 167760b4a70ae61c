/**
 * Ethernet, IPv4 and IPv6 addresses as text and as bytes. Formatting is
 * canonical: lower-case MAC with colons, dotted quad, RFC 5952 for IPv6.
 */
import { err, ok, type Problem, type Result } from '../engine/base';
import { readU16, toHex } from './bytes';

/** Six bytes from `00:1a:2b:3c:4d:5e`; one or two digits a byte, as ovs-fields(7) accepts. */
export function parseMac(text: string): Result<Uint8Array> {
  const parts = text.split(':');
  if (parts.length !== 6 || !parts.every((part) => /^[0-9a-fA-F]{1,2}$/.test(part))) {
    return bad('invalid-mac', text, 'an Ethernet address', 'Six bytes in hexadecimal, like 00:00:00:00:00:01.');
  }
  return ok(Uint8Array.from(parts, (part) => Number.parseInt(part, 16)));
}

/** Four bytes from `10.0.0.1`; no leading zeros, as inet_pton(3) accepts. */
export function parseIpv4(text: string): Result<Uint8Array> {
  const parts = text.split('.');
  const good = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  if (!good) return bad('invalid-ipv4', text, 'an IPv4 address', 'Four numbers from 0 to 255, like 10.0.0.1.');
  return ok(Uint8Array.from(parts, Number));
}

/** Sixteen bytes from any text form of RFC 4291 section 2.2, with `::` and an embedded IPv4 tail. */
export function parseIpv6(text: string): Result<Uint8Array> {
  const failure = bad('invalid-ipv6', text, 'an IPv6 address', 'Up to eight groups, like fd00::1.');
  const halves = text.split('::');
  if (halves.length > 2) return failure;
  const head = groups(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? groups(halves[1] ?? '', true) : [];
  if (!head || !tail) return failure;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return failure;
  const words = [...head, ...new Array<number>(Math.max(missing, 0)).fill(0), ...tail];
  return ok(Uint8Array.from(words.flatMap((word) => [word >> 8, word & 0xff])));
}

/** The six bytes at `offset`. */
export function formatMac(bytes: Uint8Array, offset = 0): string {
  const hex = toHex(bytes.subarray(offset, offset + 6)).padEnd(12, '0');
  return `${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4, 6)}:${hex.slice(6, 8)}:${hex.slice(8, 10)}:${hex.slice(10)}`;
}

/** The four bytes at `offset`. */
export function formatIpv4(bytes: Uint8Array, offset = 0): string {
  return `${bytes[offset] ?? 0}.${bytes[offset + 1] ?? 0}.${bytes[offset + 2] ?? 0}.${bytes[offset + 3] ?? 0}`;
}

/**
 * The sixteen bytes at `offset` as RFC 5952 has them: the longest run of two or
 * more zero groups (the first of equals) becomes `::`; IPv4-mapped addresses end
 * in a dotted quad, as inet_ntop(3) prints them.
 */
export function formatIpv6(bytes: Uint8Array, offset = 0): string {
  const words = Array.from({ length: 8 }, (_, i) => readU16(bytes, offset + 2 * i));
  if (words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff) {
    return `::ffff:${formatIpv4(bytes, offset + 12)}`;
  }
  let best = { start: 8, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && words[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  const hex = (from: number, to: number) =>
    words
      .slice(from, to)
      .map((word) => word.toString(16))
      .join(':');
  return best.length < 2 ? hex(0, 8) : `${hex(0, best.start)}::${hex(best.start + best.length, 8)}`;
}

function groups(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === '') return [];
  const words: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (mayEndInIpv4 && index === parts.length - 1 && part.includes('.')) {
      const quad = parseIpv4(part);
      if (!quad.ok) return undefined;
      words.push(readU16(quad.value, 0), readU16(quad.value, 2));
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      words.push(Number.parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return words;
}

function bad(code: string, text: string, what: string, hint: string): { readonly ok: false; readonly error: Problem } {
  return err({ code, message: `"${text}" is not ${what}`, range: { start: 0, end: text.length }, hint });
}
