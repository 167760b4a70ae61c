/**
 * Long work in pieces. Each `yield` is a place where the caller may say how far it
 * is, let others have their turn, or stop for good (`return`). A piece lasts some
 * milliseconds, or as long as one daemon's run; what runs inside a piece reports
 * that it is alive by other means (`Deployment.pulse`).
 */

/** How far long work is: `total` is null where nobody knows yet. */
export interface Progress {
  /** What is being done, for a person: `ovn-controller@hv3`, `reads the rows`. */
  readonly what: string;
  readonly done: number;
  readonly total: number | null;
}

export type Work<T> = Generator<Progress, T, void>;

/** Does all of it at once, for callers that have nobody to report to. */
export function finishWork<T>(work: Work<T>): T {
  for (;;) {
    const piece = work.next();
    if (piece.done === true) return piece.value;
  }
}
