/** Deterministic chance: the same seed gives the same numbers and UUIDs. */

export type Uuid = string & { readonly __brand: 'Uuid' };

export const ZERO_UUID = '00000000-0000-0000-0000-000000000000' as Uuid;

/** A stream of random numbers whose whole state is one readable value. */
export interface RandomSource {
  /** The next number, 0 to 2^32 - 1. */
  uint32(): number;
  /** Everything needed to continue the same stream elsewhere (see `createRandom`). */
  state(): number;
}

/** SplitMix32; `seed` is any 32-bit number, or the `state()` of a stream to continue. */
export function createRandom(seed: number): RandomSource {
  let state = seed >>> 0;
  return {
    uint32() {
      state = (state + 0x9e3779b9) >>> 0;
      return mix(state);
    },
    state: () => state,
  };
}

/** A version 4 UUID (RFC 4122) drawn from `random`. */
export function nextUuid(random: RandomSource): Uuid {
  return formatUuid([random.uint32(), random.uint32(), random.uint32(), random.uint32()]);
}

/**
 * The UUID that belongs to a text: the same text always gives the same one. For
 * rows whose identity is their content, so that they need not be saved.
 */
export function uuidFromContent(text: string): Uuid {
  const words: [number, number, number, number] = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344];
  for (let lane = 0; lane < 4; lane++) {
    let hash = words[lane] ?? 0;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193 + lane * 0x2a2) >>> 0;
    words[lane] = mix(hash ^ Math.imul(text.length, 0x9e3779b9 + lane));
  }
  return formatUuid(words);
}

export function isUuid(text: string): text is Uuid {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}

function mix(value: number): number {
  let z = value >>> 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

function formatUuid(words: readonly [number, number, number, number]): Uuid {
  const hex = (word: number) => (word >>> 0).toString(16).padStart(8, '0');
  const b = hex((words[1] & 0xffff0fff) | 0x4000);
  const c = hex((words[2] & 0x3fffffff) | 0x80000000);
  return `${hex(words[0])}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${hex(words[3])}` as Uuid;
}
