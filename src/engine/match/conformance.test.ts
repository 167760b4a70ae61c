import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { conformMatch } from '../../cli/conformance/match';

test.each([
  { file: 'match', cases: 399, compiled: 289 },
  { file: 'match-northd', cases: 76, compiled: 74 },
])(
  'matches of $file.jsonl compile, or fail, as in OVN: every fifth, npm run conformance takes all',
  ({ file, cases, compiled }) => {
    const lines = readFileSync(new URL(`../../../recordings/${file}.jsonl`, import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .filter((_, index) => index % 5 === 0);
    const differences: string[] = [];
    const result = conformMatch(lines, (line) => differences.push(line));
    expect(differences).toEqual([
      `letter for letter, of ${compiled} that compile: simplify ${compiled}, normalize ${compiled}`,
    ]);
    expect(result).toEqual({ passed: cases, failed: 0, compiled, simplifySame: compiled, normalizeSame: compiled });
  },
);
