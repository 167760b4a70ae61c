/** A report for a terminal: one line for each step, and below what failed why, with the trace behind it. */
import type { TraceRelease } from '../trace';
import { formatLogicalTrace } from '../trace';
import type { CheckOutcome, DeedOutcome, SuiteReport } from './report';

export interface TextOptions {
  /** The logical trace below each failure; true when left out. */
  readonly traces?: boolean;
}

export function formatReport(release: TraceRelease, report: SuiteReport, { traces = true }: TextOptions = {}): string {
  const lines = report.outcomes.flatMap((outcome) =>
    outcome.kind === 'deed' ? deedLines(outcome) : checkLines(release, outcome, traces),
  );
  return `${[...lines, '', ...summaryLines(report)].join('\n')}\n`;
}

/** `5 checks: 4 passed, 1 failed`, with marks where there are any. */
export function summaryLines({ passed, failed, broken, marks }: SuiteReport): readonly string[] {
  const total = passed + failed;
  const lines = [`${total} ${total === 1 ? 'check' : 'checks'}: ${passed} passed, ${failed} failed`];
  if (marks !== null) lines.push(`${marks.earned} of ${marks.possible} marks`);
  if (broken > 0) lines.push(`${broken} ${broken === 1 ? 'command' : 'commands'} between the checks failed`);
  return lines;
}

/** What happened behind a failure, as people read it below a line. */
export function failureText(release: TraceRelease, { sentence, probes }: CheckOutcome, traces: boolean): string {
  const failed = probes.filter(({ passed }) => !passed);
  const parts = failed.map(({ from, to, way, sentence: why, trace }) => {
    const title = probes.length > 1 ? `${from} to ${to} by ${way}: ${why}` : why;
    return traces && trace ? `${title}\n\n${formatLogicalTrace(release, trace)}` : title;
  });
  return parts.length === 0 ? sentence : parts.join('\n');
}

function deedLines({ deed, ok, said }: DeedOutcome): readonly string[] {
  const [first = '', ...more] = deed.text.split('\n');
  const head = `${ok ? 'after' : 'BROKEN after'}  ${first}`;
  return [head, ...more.map((line) => `       ${line}`), ...(said === '' ? [] : indented(said))];
}

function checkLines(release: TraceRelease, outcome: CheckOutcome, traces: boolean): readonly string[] {
  const { check, passed, waited } = outcome;
  const marks = check.marks === null ? '' : ` (${passed ? check.marks : 0} of ${check.marks} marks)`;
  const time = waited === 0 ? '' : ` after ${waited / 1000} s`;
  const line = check.line === 0 || passed ? '' : `, line ${check.line}`;
  const head = `${passed ? 'ok    ' : 'FAILED'} ${check.name}${time}${marks}${line}`;
  return passed ? [head] : [head, ...indented(failureText(release, outcome, traces))];
}

function indented(text: string): readonly string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `       ${line}`));
}
