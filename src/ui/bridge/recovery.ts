/**
 * What to open in a new worker when the last one was lost, from what happened so
 * far. When opening hangs at an action that is done again, the next try leaves that
 * one out; when it hangs at the document itself, something else is opened.
 */
import type { OpenSource } from './protocol';

export type Plan =
  /** `entry` may be `latest`. */
  | { readonly kind: 'kept'; readonly entry: string; readonly leaveOut: readonly number[] }
  | { readonly kind: 'source'; readonly source: OpenSource }
  /** A document that the page held, where the browser keeps nothing. */
  | { readonly kind: 'held'; readonly json: string }
  | { readonly kind: 'article' }
  /** Nothing opens any more, not even what comes with the page. */
  | { readonly kind: 'nothing' };

/** What the page knows when a worker is lost. */
export interface Known {
  /** The entry that was being kept. */
  readonly entry: string | null;
  /** A document that the page held for this. */
  readonly held: string | null;
}

/** More actions than this are not left out one by one: something else is wrong. */
const MOST_LEFT_OUT = 8;

/** After a loss in the middle of work. */
export function planAfterLoss({ entry, held }: Known): Plan {
  if (entry !== null) return { kind: 'kept', entry, leaveOut: [] };
  if (held !== null) return { kind: 'held', json: held };
  return { kind: 'kept', entry: 'latest', leaveOut: [] };
}

/** After a loss, or an exception, while `tried` was being opened; `replaying` is the action that it was at. */
export function planAfterFailing(tried: Plan, replaying: number | null, { held }: Known): Plan {
  switch (tried.kind) {
    case 'kept':
      if (replaying !== null && !tried.leaveOut.includes(replaying) && tried.leaveOut.length < MOST_LEFT_OUT)
        return { ...tried, leaveOut: [...tried.leaveOut, replaying] };
      return held === null ? { kind: 'article' } : { kind: 'held', json: held };
    case 'source':
      return { kind: 'kept', entry: 'latest', leaveOut: [] };
    case 'held':
      return { kind: 'article' };
    case 'article':
    case 'nothing':
      return { kind: 'nothing' };
  }
}
