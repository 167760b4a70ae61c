/** What a script prints while it runs, in pieces: those who wait for it see line after line. */
import type { LineOutcome, LineUnderWay } from '../../engine/commands';
import type { Piece } from './signals';

/** What of a run is looked at, between two of its programs. */
export interface Printing {
  readonly lines: readonly LineOutcome[];
  readonly underWay: LineUnderWay | undefined;
}

/** Milliseconds between two looks: what is over sooner is told by its answer alone. */
const OFTEN = 100;

/** Called between the programs of a run, it tells from time to time what has been printed since. */
export function telling(
  clock: () => number,
  machine: string,
  tell: (pieces: readonly Piece[]) => void,
): (run: Printing) => void {
  let last = clock();
  let ended = 0;
  /** Characters of the line under way that were told. */
  let told = 0;
  return ({ lines, underWay }) => {
    if (clock() - last < OFTEN) return;
    last = clock();
    const pieces: Piece[] = [];
    for (; ended < lines.length; ended += 1) {
      const outcome = lines[ended];
      if (!outcome) break;
      const { line, on = machine, stdout, stderr, notes = [] } = outcome;
      pieces.push({ index: ended, line, machine: on, stdout: stdout.slice(told), end: { stderr, notes } });
      told = 0;
    }
    // Whole lines of text: a terminal cannot go on in the middle of one.
    const whole = underWay ? underWay.stdout.lastIndexOf('\n') + 1 : 0;
    if (underWay && whole > told) {
      const { line, on = machine, stdout } = underWay;
      pieces.push({ index: ended, line, machine: on, stdout: stdout.slice(told, whole), end: null });
      told = whole;
    }
    if (pieces.length > 0) tell(pieces);
  };
}
