import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { conformActions } from '../../cli/conformance/actions';

test.each(['actions', 'actions-today'])('every recorded text of %s gets the answer of the real parser', (recording) => {
  const lines = readFileSync(new URL(`../../../recordings/${recording}.jsonl`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const differences: string[] = [];
  const result = conformActions(lines, (line) => differences.push(line));
  expect(differences).toEqual([]);
  expect(result).toEqual({ passed: lines.length, failed: 0 });
});
