/** Numbers from 1 on, each for a text, as groups and meters have them. What was given once stays. */
export class Numbers {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];

  /** `texts` have their numbers already. */
  constructor(texts: readonly string[] = []) {
    for (const text of texts) this.of(text);
  }

  /** In the order of their numbers. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  of(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#texts.push(text);
    this.#numbers.set(text, this.#texts.length);
    return this.#texts.length;
  }

  textOf(number: number): string | undefined {
    return this.#texts[number - 1];
  }
}
