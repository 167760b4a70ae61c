/** What a kind of pasted text is. */
import type { Source } from '../source';

export interface Kind {
  readonly name: string;
  /** What it is, in a few words for a person. */
  readonly says: string;
  /**
   * Reads what begins at line `at`. Gives the line after it, which is later than
   * `at`; undefined when it is not of this kind. The cost is that of the lines it
   * takes, or of one line, or is paid from the source's patience.
   */
  readonly lines?: (source: Source, at: number) => number | undefined;
  /** Reads the lines from `from` to `to`, which no kind of lines knew. False when they are not of this kind. */
  readonly block?: (source: Source, from: number, to: number) => boolean;
}
