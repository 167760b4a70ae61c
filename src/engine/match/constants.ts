/** Integer constants: decimal, hexadecimal, Ethernet, IPv4 and IPv6 addresses, and masks (ovn-sb(5), "Constants"). */
import { andBits, bits, bitsFromBigInt, bitsFromNumber, isZero, rangeMask, ZERO, type Bits } from './bits';

export type Format = 'decimal' | 'hexadecimal' | 'ethernet' | 'ipv4' | 'ipv6';

export interface IntegerConstant {
  readonly value: Bits;
  readonly format: Format;
  /** Absent when the constant has no mask. */
  readonly mask: Bits | undefined;
  /**
   * The bits that it needs when they are more than 128: OVN reads hexadecimal
   * constants of up to 1024 bits, and then finds no field that is so wide. The
   * low 128 bits are in `value` and `mask`.
   */
  readonly excess?: number;
}

export type Scanned =
  | { readonly ok: true; readonly end: number; readonly constant: IntegerConstant }
  | { readonly ok: false; readonly end: number; readonly message: string };

/** Reads the constant at `start` of `text`, with its mask if a `/` follows. Never fails to advance over what it read. */
export function scanInteger(text: string, start: number): Scanned {
  const value = scanUnmasked(text, start);
  if (!value.ok || text.charCodeAt(value.end) !== 0x2f) return value;
  const mask = scanUnmasked(text, value.end + 1);
  if (!mask.ok) return mask;
  const joined = applyMask(value.constant, mask.constant);
  if (joined === undefined) return { ok: false, end: mask.end, message: 'Value and mask have incompatible formats.' };
  return { ok: true, end: mask.end, constant: joined };
}

function applyMask(value: IntegerConstant, mask: IntegerConstant): IntegerConstant | undefined {
  const masked = (format: Format, ones: Bits): IntegerConstant => ({
    value: andBits(value.value, ones),
    format,
    mask: ones,
    // A value is cut to its mask, so that only the mask can be too wide.
    ...(mask.excess === undefined ? {} : { excess: mask.excess }),
  });
  if (value.format === mask.format) return masked(value.format, mask.value);
  const prefix = mask.value.d >>> 0;
  if (value.format === 'ipv4' && mask.format === 'decimal' && prefix <= 32)
    return masked('ipv4', rangeMask(32 - prefix, prefix));
  if (value.format === 'ipv6' && mask.format === 'decimal' && prefix <= 128)
    return masked('ipv6', rangeMask(128 - prefix, prefix));
  // So that 0/0x1234 can be written.
  if (value.format === 'decimal' && mask.format === 'hexadecimal' && isZero(value.value))
    return masked('hexadecimal', mask.value);
  return undefined;
}

/**
 * The extent of a number is letters, digits, dots (not two in a row) and, before
 * the first dot, colons: so `1.2.3.4:80` ends before its colon.
 */
function numberEnd(text: string, start: number): number {
  let sawDot = false;
  for (let at = start; ; at++) {
    const code = text.charCodeAt(at);
    if (isAlphanumeric(code)) continue;
    if (code === 0x3a && !sawDot) continue;
    if (code === 0x2e && text.charCodeAt(at + 1) !== 0x2e) sawDot = true;
    else return at;
  }
}

function scanUnmasked(text: string, start: number): Scanned {
  const end = numberEnd(text, start);
  const word = text.slice(start, end);
  const good = (value: Bits, format: Format): Scanned => ({
    ok: true,
    end,
    constant: { value, format, mask: undefined },
  });
  const bad = (message: string): Scanned => ({ ok: false, end, message });

  if (word === '') return bad('Integer constant expected.');
  if (word.length === 17) {
    const ethernet = parseEthernet(word);
    if (ethernet !== undefined) return good(ethernet, 'ethernet');
  }
  if (/^[0-9]+$/.test(word)) {
    if (word.startsWith('0') && word.length > 1) return bad('Decimal constants must not have leading zeros.');
    if (word.length <= 15) return good(bitsFromNumber(Number(word)), 'decimal');
    const value = word.length > 20 ? undefined : BigInt(word);
    if (value === undefined || value >= 1n << 64n) return bad('Decimal constants must be less than 2**64.');
    return good(bitsFromBigInt(value), 'decimal');
  }
  if (word.startsWith('0x') || word.startsWith('0X')) {
    if (word.length === 2) return bad(`Hex digits expected following ${word}.`);
    const read = parseHex(word.slice(2));
    if (typeof read === 'string') return bad(read);
    const constant: IntegerConstant = { value: read.value, format: 'hexadecimal', mask: undefined };
    return { ok: true, end, constant: read.width > 128 ? { ...constant, excess: read.width } : constant };
  }
  // Longer than any address: the same bound as INET6_ADDRSTRLEN.
  if (word.length < 46) {
    const ipv4 = parseIpv4(word);
    if (ipv4 !== undefined) return good(bits(0, 0, 0, ipv4), 'ipv4');
    const ipv6 = parseIpv6(word);
    if (ipv6 !== undefined) return good(ipv6, 'ipv6');
  }
  return bad('Invalid numeric constant.');
}

/** The most hexadecimal digits after leading zeros: 1024 bits. */
const MAX_HEX_DIGITS = 256;

/** Hexadecimal digits, or what is wrong with them; the last digit is looked at first, as in OVN. */
function parseHex(digits: string): { readonly value: Bits; readonly width: number } | string {
  const words = [0, 0, 0, 0];
  let width = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = hexValue(digits.charCodeAt(digits.length - 1 - i));
    if (digit < 0) return 'Invalid syntax in hexadecimal constant.';
    if (digit === 0) continue;
    if (i >= MAX_HEX_DIGITS) return `Hexadecimal constant requires more than ${MAX_HEX_DIGITS * 4} bits.`;
    width = i * 4 + 32 - Math.clz32(digit);
    if (i >= 32) continue;
    const word = i >>> 3;
    words[word] = (words[word] ?? 0) | (digit << ((i & 7) * 4));
  }
  return { value: bits(words[3] ?? 0, words[2] ?? 0, words[1] ?? 0, words[0] ?? 0), width };
}

function parseEthernet(word: string): Bits | undefined {
  if (!/^(?:(?:0[xX])?[0-9a-fA-F]+:){5}(?:0[xX])?[0-9a-fA-F]+$/.test(word)) return undefined;
  let high = 0;
  let low = 0;
  for (const [i, part] of word.split(':').entries()) {
    const byte = Number.parseInt(part, 16) & 0xff;
    if (i < 2) high = (high << 8) | byte;
    else low = (low << 8) | byte;
  }
  return bits(0, 0, high, low);
}

/** Dotted decimal as inet_pton(3) takes it: four numbers up to 255, no leading zeros. */
function parseIpv4(word: string): number | undefined {
  if (!/^[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}$/.test(word)) return undefined;
  let value = 0;
  for (const part of word.split('.')) {
    const byte = Number(part);
    if (byte > 255 || (part.length > 1 && part.startsWith('0'))) return undefined;
    value = (value << 8) | byte;
  }
  return value;
}

/** RFC 4291 section 2.2, all three forms. */
function parseIpv6(word: string): Bits | undefined {
  const gap = word.indexOf('::');
  if (gap >= 0 && word.includes('::', gap + 1)) return undefined;
  const head = groupsOf(gap < 0 ? word : word.slice(0, gap), gap < 0);
  const tail = gap < 0 ? [] : groupsOf(word.slice(gap + 2), true);
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (gap < 0 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array<number>(Math.max(missing, 0)).fill(0), ...tail];
  const pair = (i: number) => ((groups[i] ?? 0) << 16) | (groups[i + 1] ?? 0);
  return bits(pair(0), pair(2), pair(4), pair(6));
}

function groupsOf(part: string, last: boolean): number[] | undefined {
  if (part === '') return [];
  const groups: number[] = [];
  const words = part.split(':');
  for (const [i, word] of words.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(word)) groups.push(Number.parseInt(word, 16));
    else {
      const ipv4 = last && i === words.length - 1 ? parseIpv4(word) : undefined;
      if (ipv4 === undefined) return undefined;
      groups.push(ipv4 >>> 16, ipv4 & 0xffff);
    }
  }
  return groups;
}

/** The value of a hexadecimal digit's character code, -1 for any other. */
export function hexValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function isAlphanumeric(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a);
}

/** The constant 0, as `!field` compares with it. */
export const ZERO_CONSTANT: IntegerConstant = { value: ZERO, format: 'hexadecimal', mask: undefined };
