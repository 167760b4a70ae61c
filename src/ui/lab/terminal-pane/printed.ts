/** What a script prints: first in pieces, while it runs, then what its answer has beyond them. */
import type { TranscriptEntry } from '../../actions';
import type { Piece } from '../../bridge';

type Output = Pick<TranscriptEntry, 'machine' | 'line' | 'stdout' | 'stderr' | 'notes'>;

export interface Paper {
  command(machine: string, line: string): void;
  output(output: Pick<Output, 'stdout' | 'stderr' | 'notes'>): void;
}

const NOTHING = { stdout: '', stderr: '', notes: [] };

/** Prints each line with its output once, whether it comes in pieces or with the answer. */
export class ScriptPrinter {
  /** The last line that was begun, how much of its output stands there, and whether that is all. */
  private last = { index: -1, stdout: 0, ended: true };

  constructor(
    private readonly paper: Paper,
    private readonly withLines: boolean,
  ) {}

  take(pieces: readonly Piece[]): void {
    for (const { index, line, machine, stdout, end } of pieces) {
      this.begin(index, machine, line);
      this.paper.output({ ...NOTHING, ...end, stdout });
      this.last = { index, stdout: this.last.stdout + stdout.length, ended: end !== null };
    }
  }

  /** All that the script printed, of which some may stand there. */
  rest(entries: readonly Output[]): void {
    for (const [index, { machine, line, stdout, stderr, notes }] of entries.entries()) {
      if (index < this.last.index || (index === this.last.index && this.last.ended)) continue;
      this.begin(index, machine, line);
      this.paper.output({ stdout: stdout.slice(this.last.stdout), stderr, notes });
      this.last = { index, stdout: stdout.length, ended: true };
    }
  }

  private begin(index: number, machine: string, line: string): void {
    if (index === this.last.index) return;
    if (this.withLines) this.paper.command(machine, line);
    this.last = { index, stdout: 0, ended: false };
  }
}
