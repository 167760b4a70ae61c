/**
 * The order in which the real programs walk a hash table of names. Tools such
 * as `ovsdb-client list-tables` print in that order, so to print like them the
 * hash (MurmurHash3 as in OVS' lib/hash.h) and the growth of the table
 * (lib/hmap.c) are followed here.
 */
import { utf8Encode } from '../base';

/** `names` in the order in which a table filled with them, one by one, is walked. */
export function hashOrder(names: readonly string[]): string[] {
  let mask = 0;
  let buckets: { name: string; hash: number }[][] = [[]];
  let count = 0;
  for (const name of names) {
    const hash = hashText(name);
    (buckets[hash & mask] ?? []).unshift({ name, hash });
    count += 1;
    if (Math.floor(count / 2) > mask) {
      mask = maskFor(count);
      buckets = regrow(buckets, mask);
    }
  }
  return buckets.flat().map(({ name }) => name);
}

/**
 * The order of a schema's names once it has come from its file to a client: it
 * is held as JSON (a hop `json`) and as a schema (a hop `schema`) in turn, each
 * time in a new table. `standard` names are those that only the schema has, such as
 * the columns `_uuid` and `_version`.
 */
export function schemaOrder(names: readonly string[], standard: readonly string[] = []): string[] {
  let order = [...names];
  for (const hop of ['json', 'schema', 'json', 'json', 'schema', 'json', 'json', 'schema']) {
    const plain = order.filter((name) => !standard.includes(name));
    order = hashOrder(hop === 'json' ? plain : [...standard, ...plain]);
  }
  return order;
}

function regrow(
  old: readonly (readonly { name: string; hash: number }[])[],
  mask: number,
): { name: string; hash: number }[][] {
  const buckets: { name: string; hash: number }[][] = Array.from({ length: mask + 1 }, () => []);
  for (const bucket of old) for (const node of bucket) buckets[node.hash & mask]?.unshift(node);
  return buckets;
}

/** Half as many buckets as elements, rounded up to a power of two, less one. */
function maskFor(capacity: number): number {
  let mask = capacity >>> 1;
  mask |= mask >>> 1;
  mask |= mask >>> 2;
  mask |= mask >>> 4;
  mask |= mask >>> 8;
  mask |= mask >>> 16;
  // A table of more than one bucket has at least four, to keep it from growing at once again.
  return mask | ((mask & 1) << 1);
}

function hashText(text: string): number {
  const bytes = utf8Encode(text);
  let hash = 0;
  for (let at = 0; at < bytes.length; at += 4) {
    const word =
      (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
    hash = Math.imul(rotate(hash ^ Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593), 13), 5) + 0xe6546b64;
  }
  let mixed = hash ^ bytes.length;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
