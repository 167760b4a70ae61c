/**
 * A report as JUnit XML, in the form that CI servers read: a suite of cases, each with
 * its failure or error. Times are virtual seconds, so that the same suite gives the
 * same text.
 */
import type { TraceRelease } from '../trace';
import type { CheckOutcome, Outcome, SuiteReport } from './report';
import { failureText, summaryLines } from './text';

export function formatJunit(release: TraceRelease, report: SuiteReport, suiteName: string): string {
  const cases = report.outcomes.filter((outcome) => outcome.kind === 'check' || !outcome.ok);
  const time = seconds(report.outcomes.reduce((sum, outcome) => sum + waited(outcome), 0));
  const counts = attributes({ tests: cases.length, failures: report.failed, errors: report.broken, time });
  const name = attributes({ name: suiteName });
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${counts}>`,
    `  <testsuite${name}${counts}>`,
    ...cases.flatMap((outcome) => caseLines(release, outcome, suiteName)),
    `    <system-out>${escaped(summaryLines(report).join('\n'))}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function caseLines(release: TraceRelease, outcome: Outcome, suiteName: string): readonly string[] {
  const name = outcome.kind === 'check' ? outcome.check.name : outcome.deed.text;
  const line = outcome.kind === 'check' ? outcome.check.line : outcome.deed.line;
  const own = attributes({ name, classname: suiteName, ...(line > 0 ? { line } : {}), time: seconds(waited(outcome)) });
  if (outcome.kind === 'deed') return element(own, 'error', 'a command failed', outcome.said);
  if (outcome.passed) return [`    <testcase${own}/>`];
  return element(own, 'failure', outcome.sentence, failureText(release, outcome, true));
}

function element(own: string, tag: 'error' | 'failure', message: string, text: string): readonly string[] {
  return [
    `    <testcase${own}>`,
    `      <${tag}${attributes({ message, type: tag })}>${escaped(text)}</${tag}>`,
    '    </testcase>',
  ];
}

function waited(outcome: Outcome): CheckOutcome['waited'] {
  return outcome.kind === 'check' ? outcome.waited : 0;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(
      ([name, value]) =>
        ` ${name}="${escaped(String(value))
          .replaceAll('"', '&quot;')
          .replaceAll(/[\t\n\r]/g, ' ')}"`,
    )
    .join('');
}

/** What XML 1.0 cannot hold at all, not even escaped, becomes U+FFFD. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
