/** Which tunnel keys are taken: the lowest free one is found without looking at all of them. */

/** Keys are positive; in 2015 they had 16 bits. */
export const MAX_TUNNEL_KEY = 65535;

export class TunnelKeys {
  /** How many rows have a key: two for a moment, while one is heard to take what another is yet to give up. */
  readonly #used = new Map<number, number>();
  /** Every key below this one is used. */
  #floor = 1;

  add(key: number): void {
    this.#used.set(key, (this.#used.get(key) ?? 0) + 1);
  }

  remove(key: number): void {
    const others = (this.#used.get(key) ?? 0) - 1;
    if (others > 0) {
      this.#used.set(key, others);
      return;
    }
    this.#used.delete(key);
    if (key < this.#floor) this.#floor = Math.max(1, key);
  }

  /**
   * The free keys, lowest first, each once, for as long as nothing is added or
   * removed: a run asks for all its new keys before any is in the database.
   */
  *free(max = MAX_TUNNEL_KEY): Generator<number, void> {
    while (this.#used.has(this.#floor)) this.#floor += 1;
    for (let key = this.#floor; key <= max; key++) if (!this.#used.has(key)) yield key;
  }
}
