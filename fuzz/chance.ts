/** Chance for generators: the same seed and the same words give the same inputs on every machine. */
import { createRandom } from '../src/engine/base';

export interface Chance {
  /** 0 to `limit` - 1. */
  below(limit: number): number;
  /** True about once in `times`. */
  oneIn(times: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Some of them, in any order, with repetitions. */
  some<T>(make: () => T, most: number): T[];
}

/** The stream that belongs to a seed and to words, such as a door's name and a number. */
export function chanceOf(seed: number, ...words: readonly (string | number)[]): Chance {
  let state = seed >>> 0;
  for (const char of words.join('\0')) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  const random = createRandom(state);
  const below = (limit: number) => Math.floor((random.uint32() / 0x1_0000_0000) * limit);
  return {
    below,
    oneIn: (times) => below(times) === 0,
    pick(list) {
      const found = list[below(list.length)];
      if (found === undefined && list.length === 0) throw new Error('Nothing to pick from.');
      return found ?? first(list);
    },
    some: (make, most) => Array.from({ length: below(most + 1) }, make),
  };
}

function first<T>(list: readonly T[]): T {
  const [found] = list;
  if (found === undefined) throw new Error('Only undefined to pick from.');
  return found;
}
