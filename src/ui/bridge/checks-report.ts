/** A suite of checks over a copy of what is open, and what came of it as the page shows it. */
import { ok } from '../../engine/base';
import type { Problem, Pulse, Result, Work } from '../../engine/base';
import { failureText, formatJunit, parseSuite, runningSuite } from '../../engine/checks';
import type { Outcome, SuiteReport } from '../../engine/checks';
import type { Deployment } from '../../engine/releases';
import type { TraceRequest } from '../../engine/trace';

export interface ChecksReport extends Omit<SuiteReport, 'outcomes'> {
  readonly rows: readonly CheckRow[];
  readonly junit: string;
  /** Whether the suite begins with something that the lab takes the place of. */
  readonly begins: boolean;
}

export interface CheckRow {
  readonly kind: 'check' | 'deed';
  /** The check's name, or what was typed. */
  readonly name: string;
  /** Counted from 1. */
  readonly line: number;
  readonly passed: boolean;
  /** Why; what a failed command said. */
  readonly sentence: string;
  readonly marks: number | null;
  /** Virtual milliseconds. */
  readonly waited: number;
  readonly probes: readonly ProbeRow[];
  /** What is to be read of a failure, with the traces behind it; empty where it passed. */
  readonly text: string;
}

export interface ProbeRow {
  readonly words: string;
  readonly passed: boolean;
  readonly sentence: string;
  /** The packet that decided it, as long as the lab is as it was when it was sent; otherwise null. */
  readonly request: TraceRequest | null;
}

export function* checking(
  deployment: Deployment,
  text: string,
  pulse: Pulse,
): Work<Result<ChecksReport, readonly Problem[]>> {
  const suite = parseSuite(text);
  if (!suite.ok) return suite;
  const copy = deployment.copy();
  copy.pulse = pulse;
  const { outcomes, ...counts } = yield* runningSuite(copy, suite.value);
  const report = { outcomes, ...counts };
  return ok({
    ...counts,
    rows: outcomes.map((outcome) => rowOf(deployment, outcome)),
    junit: formatJunit(deployment.release, report, 'checks'),
    begins: suite.value.starts.length > 0 || suite.value.release !== undefined || suite.value.seed !== undefined,
  });
}

function rowOf({ release }: Deployment, outcome: Outcome): CheckRow {
  if (outcome.kind === 'deed') {
    const { deed, ok: passed, said } = outcome;
    const nothing = { marks: null, waited: 0, probes: [], text: '' };
    return { kind: 'deed', name: deed.text, line: deed.line, passed, sentence: said, ...nothing };
  }
  const { check, passed, sentence, waited, deeds } = outcome;
  const here = deeds === 0 && waited === 0;
  return {
    kind: 'check',
    name: check.name,
    line: check.line,
    passed,
    sentence,
    marks: check.marks,
    waited,
    probes: outcome.probes.map((probe) => ({
      words: `${probe.from} to ${probe.to} by ${probe.way}`,
      passed: probe.passed,
      sentence: probe.sentence,
      request: here ? (probe.trace?.request ?? null) : null,
    })),
    text: passed ? '' : failureText(release, outcome, true),
  };
}
