/**
 * How much work a compilation may do. Multiplying sets out can take for ever, so
 * every loop that may grow pays from one budget.
 */

/** Thrown by `spend` and turned into a problem where the compilation began. */
export class OutOfBudget extends Error {
  constructor(readonly reason: 'too-complex' | 'cancelled') {
    super(reason);
  }
}

/** Units of work between two questions whether to stop. */
const STEP = 20_000;

export class Budget {
  private next: number;

  /** `limit` in units: about one comparison of two small nodes each. */
  constructor(
    private left: number,
    private readonly shouldStop: (() => boolean) | undefined,
  ) {
    this.next = left - STEP;
  }

  spend(units: number): void {
    this.left -= units;
    if (this.left > this.next) return;
    if (this.left < 0) throw new OutOfBudget('too-complex');
    this.next = this.left - STEP;
    if (this.shouldStop?.() === true) throw new OutOfBudget('cancelled');
  }
}

/** Enough for every sane match and about a second of work. */
export const DEFAULT_LIMIT = 20_000_000;
