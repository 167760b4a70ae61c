/** What the page sees of the scenarios that this browser keeps. */
import type { Problem } from '../../engine/base';

/** One scenario that this browser keeps. */
export interface KeptEntry {
  readonly id: string;
  readonly name: string;
  readonly release: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly changed: number;
  /** `here`: what this tab has open. `elsewhere`: another tab holds it now. */
  readonly open: 'here' | 'elsewhere' | null;
  /** Newest first; at most twenty. */
  readonly states: readonly KeptState[];
}

export interface KeptState {
  readonly id: number;
  /** When the document was made, in milliseconds since 1970. */
  readonly saved: number;
  /** How many actions came after it, up to the next newer state. */
  readonly actions: number;
  readonly bytes: number;
  /** Why it could not be opened, where that was tried; it can still be had as a file. */
  readonly problem: Problem | null;
}
