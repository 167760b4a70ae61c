/** How a program's inner steps succeed or end it. */
import { err, type Result } from '../base';

/** The end of a program: what it says (without its name in front) and its exit status. An empty message says nothing. */
export interface Failure {
  readonly message: string;
  readonly status: number;
}

export type Outcome<T> = Result<T, Failure>;

export function fail(message: string, status = 1): { readonly ok: false; readonly error: Failure } {
  return err({ message, status });
}
