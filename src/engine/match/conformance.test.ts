import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { conformMatch } from '../../cli/conformance/match';

const lines = readFileSync(new URL('../../../recordings/match.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n');

test('every recorded match compiles, or fails, as in OVN', () => {
  const differences: string[] = [];
  const result = conformMatch(lines, (line) => differences.push(line));
  expect(differences).toEqual(['letter for letter, of 1479 that compile: simplify 1479, normalize 1479']);
  expect(result).toEqual({ passed: 1991, failed: 0, compiled: 1479, simplifySame: 1479, normalizeSame: 1479 });
});
