/** Recorded packets on their way through the recorded switches meet the rows that the logical language says. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { conformLockstep } from './lockstep';

const lines = gunzipSync(readFileSync('recordings/deployments-today-2.jsonl.gz')).toString().trim().split('\n');

it.each([0, 9, 18, 27, 36, 45])('case %i', (at) => {
  const said: string[] = [];
  const { passed } = conformLockstep([lines[at] ?? ''], (line) => said.push(line));
  expect(said).toEqual([]);
  expect(passed).toBeGreaterThan(3);
});
