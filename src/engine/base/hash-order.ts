/**
 * The order in which Open vSwitch's programs walk a hash table: it shows wherever
 * they print what they hold. The hash of texts is MurmurHash3 (lib/hash.h), the growth
 * that of lib/hmap.c: buckets in turn, each newest first, and turned over when there are
 * more of them.
 */
import { utf8Encode } from './text';

interface Entry<T> {
  readonly item: T;
  readonly hash: number;
}

/** `items` in the order in which a table filled with them, one by one, is walked. */
export function hashOrder<T>(items: Iterable<T>, hashOf: (item: T) => number): T[] {
  let mask = 0;
  let buckets: Entry<T>[][] = [[]];
  let count = 0;
  for (const item of items) {
    const hash = hashOf(item);
    buckets[hash & mask]?.push({ item, hash });
    count += 1;
    if (count >>> 1 <= mask) continue;
    mask = maskFor(count);
    const wider: Entry<T>[][] = Array.from({ length: mask + 1 }, () => []);
    for (const bucket of buckets) for (const entry of bucket.reverse()) wider[entry.hash & mask]?.push(entry);
    buckets = wider;
  }
  // Each bucket was filled at its end, and is walked from there.
  return buckets.flatMap((bucket) => bucket.reverse().map(({ item }) => item));
}

/** Half as many buckets as elements, rounded up to a power of two, less one. */
function maskFor(capacity: number): number {
  let mask = capacity >>> 1;
  for (let shift = 1; shift < 32; shift *= 2) mask |= mask >>> shift;
  // A table of more than one bucket has at least four, to keep it from growing at once again.
  return mask | ((mask & 1) << 1);
}

/** MurmurHash3 (x86, 32 bits) over little-endian words, seed 0. */
export function hashText(text: string): number {
  const bytes = utf8Encode(text);
  let hash = 0;
  for (let at = 0; at < bytes.length; at += 4) {
    let word = 0;
    for (let i = 0; i < 4; i++) word |= (bytes[at + i] ?? 0) << (8 * i);
    word = Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
    hash = (Math.imul(rotate(hash ^ word, 13), 5) + 0xe6546b64) | 0;
  }
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
