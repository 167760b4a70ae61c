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
 * The UUID that belongs to a text: the same text always gives the same one. Several
 * parts count as one text with a NUL between them, so that they cannot run together. For
 * rows whose identity is their content, so that they need not be saved.
 */
export function uuidFromContent(...parts: readonly string[]): Uuid {
  // Four hashes in one pass; northd names tens of thousands of rows this way.
  let length = parts.length - 1;
  let a = 0x243f6a88;
  let b = 0x85a308d3;
  let c = 0x13198a2e;
  let d = 0x03707344;
  for (let p = 0; p < parts.length; p++) {
    const part = parts[p] ?? '';
    length += part.length;
    if (p > 0) {
      a = Math.imul(a, 0x01000193);
      b = Math.imul(b, 0x01000435);
      c = Math.imul(c, 0x010006d7);
      d = Math.imul(d, 0x01000979);
    }
    for (let i = 0; i < part.length; i++) {
      const unit = part.charCodeAt(i);
      a = Math.imul(a ^ unit, 0x01000193);
      b = Math.imul(b ^ unit, 0x01000435);
      c = Math.imul(c ^ unit, 0x010006d7);
      d = Math.imul(d ^ unit, 0x01000979);
    }
  }
  return formatUuid([
    mix(a ^ Math.imul(length, 0x9e3779b9)),
    mix(b ^ Math.imul(length, 0x9e3779ba)),
    mix(c ^ Math.imul(length, 0x9e3779bb)),
    mix(d ^ Math.imul(length, 0x9e3779bc)),
  ]);
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

const DIGITS: readonly number[] = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const DASH = 45;

/** One call makes one flat text: pieces glued together would have to be copied again to be a key of a map. */
function formatUuid(words: readonly [number, number, number, number]): Uuid {
  const a = words[0];
  const b = (words[1] & 0xffff0fff) | 0x4000;
  const c = (words[2] & 0x3fffffff) | 0x80000000;
  const d = words[3];
  const x = (word: number, shift: number) => DIGITS[(word >>> shift) & 15] ?? DASH;
  // prettier-ignore
  return String.fromCharCode(
    x(a, 28), x(a, 24), x(a, 20), x(a, 16), x(a, 12), x(a, 8), x(a, 4), x(a, 0), DASH,
    x(b, 28), x(b, 24), x(b, 20), x(b, 16), DASH,
    x(b, 12), x(b, 8), x(b, 4), x(b, 0), DASH,
    x(c, 28), x(c, 24), x(c, 20), x(c, 16), DASH,
    x(c, 12), x(c, 8), x(c, 4), x(c, 0), x(d, 28), x(d, 24), x(d, 20), x(d, 16), x(d, 12), x(d, 8), x(d, 4), x(d, 0),
  ) as Uuid;
}
