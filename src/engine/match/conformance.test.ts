import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { conformMatch } from '../../cli/conformance/match';

test.each([
  { file: 'match', cases: 1991, compiled: 1479 },
  { file: 'match-northd', cases: 376, compiled: 372 },
])('every match of $file.jsonl compiles, or fails, as in OVN', ({ file, cases, compiled }) => {
  const lines = readFileSync(new URL(`../../../recordings/${file}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const differences: string[] = [];
  const result = conformMatch(lines, (line) => differences.push(line));
  expect(differences).toEqual([
    `letter for letter, of ${compiled} that compile: simplify ${compiled}, normalize ${compiled}`,
  ]);
  expect(result).toEqual({ passed: cases, failed: 0, compiled, simplifySame: compiled, normalizeSame: compiled });
});
