/**
 * How much work a question may take. Multiplying sets out can take for ever, so
 * every loop that may grow pays from one budget. The engine has no clock: what
 * loops pay stands for their time, and for the memory that they keep.
 */

/** Thrown by `spend` and turned into a problem where the question was asked. */
export class OutOfBudget extends Error {
  constructor(
    readonly reason: 'too-complex' | 'cancelled',
    /** What took the work, as the end of a sentence. */
    readonly because = '',
  ) {
    super(reason);
  }
}

/** Units of work between two questions whether to stop. */
const STEP = 20_000;

export class Budget {
  /** Says what the work is, as the end of a sentence: asked when it is too much. */
  because: (() => string) | undefined;
  private left: number;
  private next: number;

  /** `limit` in units: about one comparison of two small nodes each, some 40 nanoseconds. */
  constructor(
    readonly limit: number,
    private readonly shouldStop: (() => boolean) | undefined,
  ) {
    this.left = limit;
    this.next = limit - STEP;
  }

  get spent(): number {
    return this.limit - this.left;
  }

  /** What to throw when the work is too much before the budget is at its end. */
  exceeded(): OutOfBudget {
    return new OutOfBudget('too-complex', this.because?.() ?? 'there is too much of it');
  }

  spend(units: number): void {
    this.left -= units;
    if (this.left > this.next) return;
    if (this.left < 0) throw this.exceeded();
    this.next = this.left - STEP;
    if (this.shouldStop?.() === true) throw new OutOfBudget('cancelled');
  }
}

/** Enough for every sane match, and less than a second of work. */
export const DEFAULT_LIMIT = 30_000_000;
