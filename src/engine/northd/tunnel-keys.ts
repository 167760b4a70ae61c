/** Which tunnel keys are taken: the lowest free one is found without looking at all of them. */

/** Keys are positive and have 16 bits. */
export const MAX_TUNNEL_KEY = 65535;

export class TunnelKeys {
  readonly #used = new Set<number>();
  /** Every key below this one is used. */
  #floor = 1;

  add(key: number): void {
    this.#used.add(key);
  }

  remove(key: number): void {
    this.#used.delete(key);
    if (key < this.#floor) this.#floor = Math.max(1, key);
  }

  /**
   * The free keys, lowest first, each once, for as long as nothing is added or
   * removed: a run asks for all its new keys before any is in the database.
   */
  *free(): Generator<number, void> {
    while (this.#used.has(this.#floor)) this.#floor += 1;
    for (let key = this.#floor; key <= MAX_TUNNEL_KEY; key++) if (!this.#used.has(key)) yield key;
  }
}
