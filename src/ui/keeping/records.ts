/** What is stored, and how much of it. Plain data: nothing here knows what a scenario or an action is. */

/** One scenario: small, and written with every act. */
export interface EntryRecord {
  readonly id: string;
  readonly name: string;
  readonly release: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly changed: number;
  /** How often it was written, and by whom the last time: who expects something else has been overtaken. */
  readonly counter: number;
  readonly writer: string;
  /** The number of the last action. */
  readonly last: number;
  /** Nothing was done in it since it was opened: it goes of itself, later. */
  readonly untouched: boolean;
  /** What is told of it in a list, as text that only its writer understands; absent in entries of older programs. */
  readonly about?: string;
  /** Where it came from: `link`, `lesson:first-packet`; absent in entries of older programs. */
  readonly origin?: string;
  /** Thrown away then (milliseconds since 1970); it goes for good some time later. */
  readonly deleted?: number;
  /** Oldest first. */
  readonly states: readonly StateRecord[];
}

/** A document, without its text. */
export interface StateRecord {
  readonly id: number;
  readonly saved: number;
  /** The number of the last action that is in it. */
  readonly after: number;
  readonly bytes: number;
  /** Where it stands in the entry's history; goes on from state to state. */
  readonly position: number;
  /** The program that made it. */
  readonly build: string;
  /** What was done after it reaches back before it: only an older state leads to what came of it. */
  readonly crossed: boolean;
  /** What was done before it does not lead to it: it was brought back. */
  readonly fresh?: boolean;
  /** Why it could not be opened. */
  readonly problem: StoredProblem | null;
}

export interface StoredProblem {
  readonly code: string;
  readonly message: string;
}

/** One action as text, with where it led. */
export interface ActionRecord {
  readonly entry: string;
  readonly number: number;
  readonly action: string;
  /** Where it led, in the entry's history. */
  readonly position: number;
  readonly chance: number;
  readonly build: string;
  /** Milliseconds that it took; absent where nobody looked. */
  readonly cost?: number;
}

/** So many states has an entry at most. */
const RING = 20;
/** So many bytes have the texts of an entry together at most, as long as there is more than one. */
const RING_BYTES = 32_000_000;

/** An entry in which nothing was done stays so long (milliseconds), for who comes back to it. */
const UNTOUCHED_STAYS = 3_600_000;

/** What was thrown away can be had back so long (milliseconds). */
const DELETED_STAYS = 3_600_000;

/** True for what nobody looks for any more. */
export function isStale({ untouched, changed, deleted }: EntryRecord, now: number): boolean {
  return deleted === undefined ? untouched && changed < now - UNTOUCHED_STAYS : deleted < now - DELETED_STAYS;
}

/** The states that stay: the newest ones within bounds, and `root` in any case. */
export function trimmed(states: readonly StateRecord[], root: number): readonly StateRecord[] {
  let count = 0;
  let bytes = 0;
  return states
    .toReversed()
    .filter((state, index) => {
      const pinned = state.id === root;
      if (!pinned && index > 0 && (count + 1 > RING - 1 || bytes + state.bytes > RING_BYTES)) return false;
      if (!pinned) count += 1;
      if (!pinned) bytes += state.bytes;
      return true;
    })
    .toReversed();
}
