/**
 * The order in which Open vSwitch's string sets list their members: that of a
 * hash table, which shows where OVN prints an intersection of port names.
 */
import { utf8Encode } from '../base';

/** The members that all the sets have, in the order of a string set filled from the first one. */
export function intersectStrings(sets: readonly (readonly string[])[]): readonly string[] {
  const [first, ...rest] = sets;
  if (first === undefined) return [];
  const others = rest.map((set) => new Set(set));
  return hashOrder(first).filter((text) => others.every((set) => set.has(text)));
}

interface Entry {
  readonly text: string;
  readonly hash: number;
}

/** The order after inserting `texts` one by one: buckets by hash, each newest first, more buckets as members come. */
function hashOrder(texts: readonly string[]): readonly string[] {
  let buckets: Entry[][] = [[]];
  const seen = new Set<string>();
  for (const text of texts) {
    if (seen.has(text)) continue;
    seen.add(text);
    insert(buckets, { text, hash: hashString(text) });
    if (Math.floor(seen.size / 2) <= buckets.length - 1) continue;
    const wider = Array.from({ length: bucketCount(seen.size) }, (): Entry[] => []);
    if (wider.length <= buckets.length) continue;
    for (const bucket of buckets) for (const entry of bucket) insert(wider, entry);
    buckets = wider;
  }
  return buckets.flatMap((bucket) => bucket.map((entry) => entry.text));
}

function insert(buckets: readonly Entry[][], entry: Entry): void {
  buckets[entry.hash & (buckets.length - 1)]?.unshift(entry);
}

/** A power of two, at least 4 once there are more than one. */
function bucketCount(members: number): number {
  let mask = members >>> 1;
  for (let shift = 1; shift < 32; shift *= 2) mask |= mask >>> shift;
  return (mask | ((mask & 1) << 1)) + 1;
}

/** MurmurHash3 (x86, 32 bits) over little-endian words, seed 0. */
function hashString(text: string): number {
  const bytes = utf8Encode(text);
  let hash = 0;
  for (let at = 0; at < bytes.length; at += 4) {
    let word = 0;
    for (let i = 0; i < 4; i++) word |= (bytes[at + i] ?? 0) << (8 * i);
    word = Math.imul(word, 0xcc9e2d51);
    word = Math.imul((word << 15) | (word >>> 17), 0x1b873593);
    hash ^= word;
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
