/** Chance that can be wound back, so that a past acted in again draws the same numbers. */
import { createRandom } from '../base';
import type { RandomSource } from '../base';

export class RewindableRandom implements RandomSource {
  #source: RandomSource;

  constructor(seed: number) {
    this.#source = createRandom(seed);
  }

  uint32(): number {
    return this.#source.uint32();
  }

  state(): number {
    return this.#source.state();
  }

  rewind(state: number): void {
    this.#source = createRandom(state);
  }
}
