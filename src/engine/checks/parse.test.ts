/** The language of suites: `parse.cases.txt` is meant to be read; ` | ` stands for the end of a line. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSuite } from './parse';
import { placeIn, wayText, type Claim, type Start, type Step } from './suite';

const CASES = Array.from(
  readFileSync(new URL('parse.cases.txt', import.meta.url), 'utf8').matchAll(/^(.*)\n=> (.*)$/gm),
  ([, text = '', read]) => [text, read] as const,
);

/** `after | right after` are two lines; a pipe of a command in backticks is none. */
const linesOf = (text: string) => (text.includes('`') ? text : text.replaceAll(/ ?\|(?! \|) ?/g, '\n'));

describe('a suite', () => {
  it.each(CASES)('%s', (text, read) => {
    expect(told(linesOf(text))).toBe(read);
  });

  it('has the same places with line ends of Windows', () => {
    const parsed = parseSuite('# one\r\nafter\r\n  x\r\na is up\r\nb reachs\r\n');
    expect(parsed.ok ? [] : parsed.error.map(({ range }) => range)).toEqual([{ start: 30, end: 36 }]);
  });
});

function told(text: string): string {
  const suite = parseSuite(text);
  if (!suite.ok) {
    return suite.error
      .map(({ message, range }) => {
        const { line, column } = placeIn(text, range?.start ?? 0);
        return `${line}:${column}: ${message}`;
      })
      .join(' | ');
  }
  const { release, seed, starts, steps } = suite.value;
  return [
    ...(release === undefined ? [] : [`release ${release}`]),
    ...(seed === undefined ? [] : [`seed ${seed}`]),
    ...starts.map(startText),
    ...steps.map(stepText),
  ].join(' | ');
}

function startText(start: Start): string {
  if (start.kind === 'run-text') return `run: ${start.text}`;
  return `${start.kind === 'scenario' ? 'scenario' : 'run'} ${start.file}`;
}

function stepText(step: Step): string {
  if (step.kind === 'deed') {
    const text = step.text.split('\n').map((line) => line.trim());
    return `deed${step.settles ? '' : ' at once'}: ${text.join(' / ')}`;
  }
  const marks = step.marks === null ? '' : ` (${step.marks})`;
  const patience = step.patience === null ? '' : ` within ${step.patience / 1000} s`;
  return `"${step.name}"${marks}${patience}: ${claimText(step.claim)}`;
}

function claimText(claim: Claim): string {
  const not = claim.holds ? '' : 'not ';
  if (claim.kind === 'state') return `${claim.of} is ${not}${claim.state}`;
  if (claim.kind === 'prints') return `\`${claim.command}\` prints ${not}${claim.text}`;
  const arrow = claim.holds ? '->' : '-/>';
  const ends = claim.to === undefined ? '<->' : `${arrow} ${claim.to.join(', ')}`;
  return `${claim.from.join(', ')} ${ends} by ${claim.by.map(wayText).join(', ')}`;
}
