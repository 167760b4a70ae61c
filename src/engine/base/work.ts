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

/** A sign of life from inside work that is done at once. Cheap, and asks for nothing. */
export type Pulse = () => void;

/** Does all of it at once, for callers that have nobody to report to; `pulse` is called after each piece. */
export function finishWork<T>(work: Work<T>, pulse?: Pulse): T {
  for (;;) {
    const piece = work.next();
    if (piece.done === true) return piece.value;
    pulse?.();
  }
}

/** Work that is a part of other work, which says how far the whole is. */
export function* partOf<T>(work: Work<T>, progress: Progress): Work<T> {
  for (;;) {
    const piece = work.next();
    if (piece.done === true) return piece.value;
    yield progress;
  }
}

/** Rows or flows between two signs of life where each costs little. */
export const PULSE_UNITS = 1_000;

/** To be called for each row or flow: `pulse` is called once for every `PULSE_UNITS` of them. */
export function counting(pulse: Pulse | undefined): Pulse {
  if (pulse === undefined) return NOTHING;
  let units = 0;
  return () => {
    units += 1;
    if (units % PULSE_UNITS === 0) pulse();
  };
}

const NOTHING: Pulse = () => undefined;
