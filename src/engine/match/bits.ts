/**
 * Numbers of up to 128 bits as four 32-bit words, most significant first. The
 * compiler makes thousands of them per expression; words are several times
 * faster than bigints, which stay at the borders of the folder.
 */

/** An unsigned 128-bit number. Each word is a signed 32-bit integer, so that it stays a small integer in memory. */
export interface Bits {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** A number used as a mask, with what is asked of masks again and again. */
export interface Mask extends Bits {
  /** The lowest 1-bit of the only run of ones, 0 when there is no single run. */
  readonly offset: number;
  /** The length of the only run of ones, 0 when there is no single run. */
  readonly length: number;
  /** The number of ones. */
  readonly count: number;
}

export const ZERO: Bits = { a: 0, b: 0, c: 0, d: 0 };

export function bits(a: number, b: number, c: number, d: number): Bits {
  return { a: a | 0, b: b | 0, c: c | 0, d: d | 0 };
}

/** A whole number below 2^53. */
export function bitsFromNumber(value: number): Bits {
  return bits(0, 0, Math.floor(value / 0x1_0000_0000), value >>> 0);
}

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** The low 128 bits of `value`. */
export function bitsFromBigInt(value: bigint): Bits {
  if (value >= 0n && value <= MAX_SAFE) return bitsFromNumber(Number(value));
  const word = (shift: bigint) => Number((value >> shift) & 0xffffffffn);
  return bits(word(96n), word(64n), word(32n), word(0n));
}

export function bitsToBigInt(x: Bits): bigint {
  if ((x.a | x.b | x.c) === 0) return BigInt(x.d >>> 0);
  const high = (BigInt(x.a >>> 0) << 32n) | BigInt(x.b >>> 0);
  const low = (BigInt(x.c >>> 0) << 32n) | BigInt(x.d >>> 0);
  return (high << 64n) | low;
}

export function isZero(x: Bits): boolean {
  return (x.a | x.b | x.c | x.d) === 0;
}

export function sameBits(x: Bits, y: Bits): boolean {
  return x === y || (x.d === y.d && x.c === y.c && x.b === y.b && x.a === y.a);
}

/** Negative, 0 or positive, as numbers compare. */
export function compareBits(x: Bits, y: Bits): number {
  if (x.a !== y.a) return (x.a >>> 0) - (y.a >>> 0);
  if (x.b !== y.b) return (x.b >>> 0) - (y.b >>> 0);
  if (x.c !== y.c) return (x.c >>> 0) - (y.c >>> 0);
  return (x.d >>> 0) - (y.d >>> 0);
}

export function andBits(x: Bits, y: Bits): Bits {
  return { a: x.a & y.a, b: x.b & y.b, c: x.c & y.c, d: x.d & y.d };
}

export function orBits(x: Bits, y: Bits): Bits {
  return { a: x.a | y.a, b: x.b | y.b, c: x.c | y.c, d: x.d | y.d };
}

/** True when every 1-bit of `y` is one of `x`. */
export function coversBits(x: Bits, y: Bits): boolean {
  return ((y.a & ~x.a) | (y.b & ~x.b) | (y.c & ~x.c) | (y.d & ~x.d)) === 0;
}

/** True when two values agree on the bits that both masks name. */
export function compatible(value1: Bits, mask1: Bits, value2: Bits, mask2: Bits): boolean {
  return (
    (((value1.a ^ value2.a) & mask1.a & mask2.a) |
      ((value1.b ^ value2.b) & mask1.b & mask2.b) |
      ((value1.c ^ value2.c) & mask1.c & mask2.c) |
      ((value1.d ^ value2.d) & mask1.d & mask2.d)) ===
    0
  );
}

export function shiftLeft(x: Bits, n: number): Bits {
  if (n === 0) return x;
  let { a, b, c, d } = x;
  let rest = n;
  for (; rest >= 32; rest -= 32) {
    a = b;
    b = c;
    c = d;
    d = 0;
  }
  if (rest === 0) return { a, b, c, d };
  const back = 32 - rest;
  return { a: (a << rest) | (b >>> back), b: (b << rest) | (c >>> back), c: (c << rest) | (d >>> back), d: d << rest };
}

export function shiftRight(x: Bits, n: number): Bits {
  if (n === 0) return x;
  let { a, b, c, d } = x;
  let rest = n;
  for (; rest >= 32; rest -= 32) {
    d = c;
    c = b;
    b = a;
    a = 0;
  }
  if (rest === 0) return { a, b, c, d };
  const back = 32 - rest;
  return {
    a: (a >>> rest) | 0,
    b: (b >>> rest) | (a << back) | 0,
    c: (c >>> rest) | (b << back) | 0,
    d: (d >>> rest) | (c << back) | 0,
  };
}

/** Bit `i`, counted from the least significant. */
export function testBit(x: Bits, i: number): boolean {
  const word = i < 32 ? x.d : i < 64 ? x.c : i < 96 ? x.b : x.a;
  return ((word >>> (i & 31)) & 1) === 1;
}

/** `x` with bit `i` toggled and all lower bits 0. */
export function toggleLowest(x: Bits, i: number): Bits {
  const bit = 1 << (i & 31);
  const upper = -bit;
  if (i < 32) return { a: x.a, b: x.b, c: x.c, d: (x.d ^ bit) & upper };
  if (i < 64) return { a: x.a, b: x.b, c: (x.c ^ bit) & upper, d: 0 };
  if (i < 96) return { a: x.a, b: (x.b ^ bit) & upper, c: 0, d: 0 };
  return { a: (x.a ^ bit) & upper, b: 0, c: 0, d: 0 };
}

/** The bits it takes to write `x`: 0 for 0. */
export function bitLength(x: Bits): number {
  if (x.a !== 0) return 128 - Math.clz32(x.a);
  if (x.b !== 0) return 96 - Math.clz32(x.b);
  if (x.c !== 0) return 64 - Math.clz32(x.c);
  return 32 - Math.clz32(x.d);
}

const RANGES: (Mask | undefined)[] = [];

/** Ones at `offset` to `offset + length - 1`. The same object for the same run, so that masks compare quickly. */
export function rangeMask(offset: number, length: number): Mask {
  const index = offset * 129 + length;
  const known = RANGES[index];
  if (known !== undefined) return known;
  const word = (low: number) => {
    const from = Math.max(offset - low, 0);
    const to = Math.min(offset + length - low, 32);
    if (to <= from) return 0;
    return (to - from === 32 ? -1 : ((1 << (to - from)) - 1) << from) | 0;
  };
  const made = { a: word(96), b: word(64), c: word(32), d: word(0), offset, length, count: length };
  RANGES[index] = made;
  return made;
}

/** `x` as a mask. */
export function maskOf(x: Bits): Mask {
  const top = bitLength(x);
  if (top === 0) return rangeMask(0, 0);
  const low = lowestBit(x);
  const run = rangeMask(low, top - low);
  if (sameBits(run, x)) return run;
  const count = countOnes(x.a) + countOnes(x.b) + countOnes(x.c) + countOnes(x.d);
  return { a: x.a, b: x.b, c: x.c, d: x.d, offset: 0, length: 0, count };
}

/** The mask of both masks' ones. */
export function unionMask(x: Mask, y: Mask): Mask {
  if (coversBits(x, y)) return x;
  if (coversBits(y, x)) return y;
  return maskOf(orBits(x, y));
}

/** `mask` without its bits below `i`. */
export function maskFrom(mask: Mask, i: number): Mask {
  if (mask.length > 0) return i <= mask.offset ? mask : rangeMask(i, mask.offset + mask.length - i);
  return maskOf(andBits(mask, rangeMask(i, 128 - i)));
}

/** `0x` and lower-case digits without leading zeros; 0 is `0`, as OVN prints constants. */
export function formatBits(x: Bits): string {
  if ((x.a | x.b | x.c) === 0) return x.d === 0 ? '0' : `0x${(x.d >>> 0).toString(16)}`;
  let text = '';
  if (x.a !== 0) text = (x.a >>> 0).toString(16);
  text = appendWord(text, x.b);
  text = appendWord(text, x.c);
  return `0x${appendWord(text, x.d)}`;
}

function appendWord(text: string, word: number): string {
  if (text !== '') return text + (word >>> 0).toString(16).padStart(8, '0');
  return word === 0 ? '' : (word >>> 0).toString(16);
}

function lowestBit(x: Bits): number {
  if (x.d !== 0) return 31 - Math.clz32(x.d & -x.d);
  if (x.c !== 0) return 63 - Math.clz32(x.c & -x.c);
  if (x.b !== 0) return 95 - Math.clz32(x.b & -x.b);
  return 127 - Math.clz32(x.a & -x.a);
}

function countOnes(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
