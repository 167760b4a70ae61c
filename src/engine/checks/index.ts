/**
 * Suites of checks over a deployment: who reaches whom by what, what a server or port
 * is, what a command prints, and what is typed in between (docs/checks.md).
 *
 * - `parseSuite` reads the language; a `Suite` is a plain value that a program can put
 *   together as well. Every problem has its place in the text.
 * - `runSuite` is a function of a deployment, which it changes: hand it a copy.
 * - A `SuiteReport` has a verdict for each check, the traces behind it and marks, for a
 *   terminal (`formatReport`), CI servers (`formatJunit`), a page, or whoever grades.
 *
 * Invariants: the same suite over the same deployment gives the same report; packets
 * are not counted; what nobody is called is never reached and never found unreachable.
 *
 * Simplified: each reach is one exchange of packets, the same ports each time; who
 * learned an address before asks for it again.
 */
export { parseSuite, DEFAULT_PATIENCE } from './parse';
export { placeIn, wayText } from './suite';
export type { Check, Claim, Deed, Start, Step, Suite, Way } from './suite';
export { runningSuite, runSuite } from './run';
export type { CheckOutcome, DeedOutcome, Outcome, Probe, SuiteReport } from './report';
export { failureText, formatReport, summaryLines } from './text';
export { formatJunit } from './junit';
