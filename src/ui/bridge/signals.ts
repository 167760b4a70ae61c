/**
 * What the worker says of its own accord, as plain messages beside comlink's: that it
 * is alive, how far long work is, whether what is done is being kept, and what went
 * wrong on our side. They come in order with the answers of calls. Signals carry no state that is not also to be had by a call.
 */
import type { Problem } from '../../engine/base';
import type { Progress } from '../../engine/base';
import type { Update } from './protocol';

export type { Progress };

/** Why nothing is kept: refused by the browser, no room left, no answer within a second, or something else. */
export type UnkeptReason = 'denied' | 'full' | 'mute' | 'broken';

/** Whether what is done survives a reload. */
export interface Keeping {
  readonly state: 'kept' | 'unkept';
  /** Null as long as things are kept; it goes away again when a later attempt succeeds. */
  readonly reason: UnkeptReason | null;
  /** The entry that is being written, by id; null before the first one. */
  readonly entry: string | null;
  /** Another tab holds the entry: the next change goes on as a copy of its own. */
  readonly elsewhere: boolean;
  /** The history that is here begins then (milliseconds since 1970): what is older is in earlier states. Null when all is here. */
  readonly since: number | null;
}

/** An exception of ours that was caught: what was being done was undone. */
export interface Mistake {
  /** What was being done, in short: `ovs-vsctl add-br a/b`. */
  readonly words: string;
  /** One sentence for a person. */
  readonly message: string;
  /** Text to copy into a report: what was done, the exception and its stack. */
  readonly report: string;
  /** The call that met it has answered with a problem; without one, only this signal tells. */
  readonly answered: boolean;
  /** The deployment could not be wound back: the worker wants to be replaced. */
  readonly fatal: boolean;
}

/** Something that a script has printed before its end. */
export interface Piece {
  /** Of the line in the script, as in the results. */
  readonly index: number;
  readonly line: string;
  /** Where the line ran. */
  readonly machine: string;
  /** What came since the piece before. */
  readonly stdout: string;
  /** The rest of what the line printed; null while it goes on. */
  readonly end: { readonly stderr: string; readonly notes: readonly string[] } | null;
}

export type Signal =
  /** At least every 500 ms, also from inside long work where that can be had. */
  | { readonly signal: 'alive' }
  /** How far the long work under way is; null when it has ended. */
  | { readonly signal: 'progress'; readonly progress: Progress | null }
  /** What the script that was run as `run` has printed since. */
  | { readonly signal: 'printed'; readonly run: number; readonly pieces: readonly Piece[] }
  /** What changed; the first one after `subscribe()` has everything. */
  | { readonly signal: 'update'; readonly update: Update }
  | { readonly signal: 'keeping'; readonly keeping: Keeping }
  /** The entries that `kept()` lists have changed, in this tab or in another. */
  | { readonly signal: 'kept-changed' }
  /** Comes before each action of a log that is replayed; `action` is its number, for `leaveOut`. */
  | { readonly signal: 'replaying'; readonly action: number; readonly words: string }
  /** What a person should be told once: a copy was begun, a state was set aside, a replay went otherwise. */
  | { readonly signal: 'told'; readonly problem: Problem }
  | { readonly signal: 'mistake'; readonly mistake: Mistake };

const NAMES: ReadonlySet<unknown> = new Set<Signal['signal']>([
  'alive',
  'progress',
  'printed',
  'update',
  'keeping',
  'kept-changed',
  'replaying',
  'told',
  'mistake',
]);

/** Tells a signal from comlink's messages, which come by the same way. */
export function isSignal(data: unknown): data is Signal {
  return typeof data === 'object' && data !== null && 'signal' in data && NAMES.has(data.signal);
}
