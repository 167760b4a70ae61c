/** A suite of checks as a value: what a text says, or what a program puts together. */
import type { ReleaseId } from '../releases';
import type { TextRange } from '../base';

export interface Suite {
  /** Which OVN it begins with, where it does not begin with a saved scenario. */
  readonly release: ReleaseId | undefined;
  readonly seed: number | undefined;
  /** What it is run over, the first one first. Empty: a fresh sandbox, or the lab that it is run in. */
  readonly starts: readonly Start[];
  readonly steps: readonly Step[];
}

export type Start = { readonly range: TextRange } &
  /** A saved scenario, or a file that holds a link to one. */
  (
    | { readonly kind: 'scenario'; readonly file: string }
    | { readonly kind: 'run-file'; readonly file: string }
    | { readonly kind: 'run-text'; readonly text: string }
  );

export type Step = Deed | Check;

/** Commands that are typed between two checks. */
export interface Deed {
  readonly kind: 'deed';
  /** In the language of the terminal, one line or several. */
  readonly text: string;
  /** Whether the daemons act on it before the next step; otherwise the next step sees them before they do. */
  readonly settles: boolean;
  /** Counted from 1; 0 where no text is behind it. */
  readonly line: number;
}

export interface Check {
  readonly kind: 'check';
  readonly name: string;
  /** What it counts; null where nobody gives marks. */
  readonly marks: number | null;
  /** So long, in virtual milliseconds, it may take to come true; null: it has to be true at once. */
  readonly patience: number | null;
  readonly claim: Claim;
  readonly line: number;
}

export type Claim =
  | {
      readonly kind: 'reach';
      readonly from: readonly string[];
      /** Undefined: each other. */
      readonly to: readonly string[] | undefined;
      readonly by: readonly Way[];
      readonly holds: boolean;
    }
  /** A server, port or network has a status, e.g. `ACTIVE`; a logical port is `up` or `down`. */
  | { readonly kind: 'state'; readonly of: string; readonly state: string; readonly holds: boolean }
  | { readonly kind: 'prints'; readonly command: string; readonly text: string; readonly holds: boolean };

/** By what is reached: a whole exchange of packets (`exchange.ts`). */
export type Way =
  { readonly kind: 'arp' | 'ping' } | { readonly kind: 'tcp' | 'udp'; /** 0 to 65535. */ readonly port: number };

export const WAYS = ['arp', 'ping', 'tcp', 'udp'] as const;

export function wayText(way: Way): string {
  return way.kind === 'tcp' || way.kind === 'udp' ? `${way.kind}/${way.port}` : way.kind;
}

/** Where `offset` is in a text: line and column, both counted from 1. */
export function placeIn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
