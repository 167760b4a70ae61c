/** What came of a suite, as a value: for a terminal, for JUnit, for a page, for whoever grades. */
import type { Trace } from '../trace';
import type { Check, Deed } from './suite';

export interface SuiteReport {
  /** In the order of the suite. */
  readonly outcomes: readonly Outcome[];
  readonly passed: number;
  readonly failed: number;
  /** Deeds that failed: what follows them may mean nothing. */
  readonly broken: number;
  /** Null where no check has marks. */
  readonly marks: { readonly earned: number; readonly possible: number } | null;
}

export type Outcome = DeedOutcome | CheckOutcome;

export interface DeedOutcome {
  readonly kind: 'deed';
  readonly deed: Deed;
  readonly ok: boolean;
  /** What the commands that failed said. */
  readonly said: string;
}

export interface CheckOutcome {
  readonly kind: 'check';
  readonly check: Check;
  readonly passed: boolean;
  /** Why, in plain words. */
  readonly sentence: string;
  /** Of `reach`: one for each pair and way. */
  readonly probes: readonly Probe[];
  /** How long it took to come true, or was waited for, in virtual milliseconds. */
  readonly waited: number;
  /** Deeds that were done before it: 0 for what begins as the suite does. */
  readonly deeds: number;
}

export interface Probe {
  readonly from: string;
  readonly to: string;
  readonly way: string;
  /** Whether it is as the check says. */
  readonly passed: boolean;
  readonly sentence: string;
  /** The packet that decided it: the first that was lost, or the question that was answered; null where none could be sent. */
  readonly trace: Trace | null;
}

export function reportOf(outcomes: readonly Outcome[]): SuiteReport {
  const checks = outcomes.filter((outcome) => outcome.kind === 'check');
  const marked = checks.filter(({ check }) => check.marks !== null);
  const sum = (some: readonly CheckOutcome[]) => some.reduce((total, { check }) => total + (check.marks ?? 0), 0);
  return {
    outcomes,
    passed: checks.filter(({ passed }) => passed).length,
    failed: checks.filter(({ passed }) => !passed).length,
    broken: outcomes.filter((outcome) => outcome.kind === 'deed' && !outcome.ok).length,
    marks: marked.length === 0 ? null : { earned: sum(marked.filter(({ passed }) => passed)), possible: sum(marked) },
  };
}
