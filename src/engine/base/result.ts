/** Errors a user can cause are values; mistakes of ours throw. */

/** A span of the text that was given: UTF-16 offsets, `end` exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Something a user did that cannot be done: what, where, and what may help. */
export interface Problem {
  /** Stable and machine-readable, kebab-case, e.g. `syntax-error`. */
  readonly code: string;
  /** In the words of the real program where it has words for this. */
  readonly message: string;
  readonly range?: TextRange;
  /** One sentence of ours that helps. */
  readonly hint?: string;
}

export type Result<T, E = Problem> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function err<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}

/** Compiles only where every case of a union has been handled. */
export function exhaustive(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
