import { expect, test } from 'vitest';
import { readDocument, sensiblePositions } from './index';

const EMPTY = {
  ...{ v: 1, name: 'n', seed: 1, chance: 1, release: '2015-08', northbound: {}, southbound: {} },
  ...{ machines: [], daemons: [], cuts: [], packets: [] },
};

test('a place that no canvas can show is none', () => {
  const positions = {
    'machine:near': { x: -1e6, y: 12.5 },
    'machine:far': { x: 1e308, y: 0 },
    'machine:farther': { x: 0, y: -1e308 },
    'machine:beside': { x: 0, y: 1_000_001 },
  };
  const read = readDocument({ ...EMPTY, positions });
  expect(read.ok ? read.value.positions : read.error).toEqual({ 'machine:near': { x: -1e6, y: 12.5 } });
});

test('what is no number is no place either', () => {
  expect(
    sensiblePositions([
      ['machine:a', { x: NaN, y: 0 }],
      ['machine:b', { x: 0, y: Infinity }],
      ['machine:c', { x: 0, y: 0 }],
    ]),
  ).toEqual({ 'machine:c': { x: 0, y: 0 } });
});
