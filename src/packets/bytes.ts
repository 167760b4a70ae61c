/** Bits and bytes: reading and writing at bit offsets, joining, comparing, plain hex. Network byte order throughout. */

/**
 * The unsigned number of `bits` (1 to 48) at `bitOffset`. Bits beyond the end
 * read as zero, so that a decoder need not guard every read.
 */
export function readBits(bytes: Uint8Array, bitOffset: number, bits: number): number {
  let value = 0;
  let at = bitOffset;
  let left = bits;
  while (left > 0) {
    const inByte = at & 7;
    const take = Math.min(8 - inByte, left);
    const byte = bytes[at >> 3] ?? 0;
    value = value * 2 ** take + ((byte >> (8 - inByte - take)) & ((1 << take) - 1));
    at += take;
    left -= take;
  }
  return value;
}

/** Writes the low `bits` (1 to 48) of `value` at `bitOffset`, leaving the neighbouring bits alone. */
export function writeBits(bytes: Uint8Array, bitOffset: number, bits: number, value: number): void {
  let rest = value;
  let end = bitOffset + bits;
  let left = bits;
  while (left > 0) {
    const byteEnd = end & 7 || 8;
    const take = Math.min(byteEnd, left);
    const index = (end - 1) >> 3;
    const mask = (1 << take) - 1;
    const shift = 8 - byteEnd;
    const part = rest % 2 ** take;
    bytes[index] = ((bytes[index] ?? 0) & ~(mask << shift) & 0xff) | ((part & mask) << shift);
    rest = Math.floor(rest / 2 ** take);
    end -= take;
    left -= take;
  }
}

export function readU16(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}

export function readU32(bytes: Uint8Array, offset: number): number {
  return readU16(bytes, offset) * 0x10000 + readU16(bytes, offset + 2);
}

/** The low 16 bits of `value` as two bytes. */
export function u16(value: number): readonly number[] {
  return [(value >>> 8) & 0xff, value & 0xff];
}

/** The low 32 bits of `value` as four bytes. */
export function u32(value: number): readonly number[] {
  return [...u16(Math.floor(value / 0x10000)), ...u16(value)];
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

const HEX_PAIRS: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hex without separators. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX_PAIRS[byte] ?? '';
  return text;
}

/** Reads what `toHex` writes; undefined for anything that is not an even number of hex digits. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0) return undefined;
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) {
    const high = hexDigit(text.charCodeAt(2 * i));
    const low = hexDigit(text.charCodeAt(2 * i + 1));
    if (high < 0 || low < 0) return undefined;
    out[i] = high * 16 + low;
  }
  return out;
}

/** The value of a hex digit's character code; -1 for any other. */
function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 0x20;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
