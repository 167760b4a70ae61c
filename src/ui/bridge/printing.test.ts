import { expect, it } from 'vitest';
import type { LineOutcome } from '../../engine/commands';
import { telling } from './printing';
import type { Printing } from './printing';
import type { Piece } from './signals';

const line = (text: string, stdout: string): LineOutcome => ({
  line: text,
  on: 'hv1',
  status: 0,
  stdout,
  stderr: `${text}!`,
});

function told(...runs: readonly (Printing & { readonly after: number })[]): readonly (readonly Piece[])[] {
  let now = 0;
  const all: (readonly Piece[])[] = [];
  const look = telling(
    () => now,
    'hv1',
    (pieces) => all.push(pieces),
  );
  for (const { after, ...run } of runs) {
    now += after;
    look(run);
  }
  return all;
}

it('tells what was printed since, whole lines of it, and the rest of a line when it has ended', () => {
  const underWay = (stdout: string) => ({ line: 'for', on: 'hv1', stdout });
  expect(
    told(
      { after: 200, lines: [line('a', 'A\n')], underWay: underWay('1\n2') },
      { after: 200, lines: [line('a', 'A\n')], underWay: underWay('1\n2') },
      { after: 200, lines: [line('a', 'A\n'), line('for', '1\n2\n3\n')], underWay: undefined },
    ),
  ).toEqual([
    [
      { index: 0, line: 'a', machine: 'hv1', stdout: 'A\n', end: { stderr: 'a!', notes: [] } },
      { index: 1, line: 'for', machine: 'hv1', stdout: '1\n', end: null },
    ],
    [{ index: 1, line: 'for', machine: 'hv1', stdout: '2\n3\n', end: { stderr: 'for!', notes: [] } }],
  ]);
});

it('says nothing of what is over soon, and not more often than a person can read', () => {
  const soon = { lines: [line('a', 'A\n')], underWay: undefined };
  expect(told({ after: 90, ...soon })).toEqual([]);
  expect(
    told({ after: 110, ...soon }, { after: 1, lines: [...soon.lines, line('b', '')], underWay: undefined }),
  ).toHaveLength(1);
});
