import { expect, test } from 'vitest';
import type { HistoryEntry } from '../../engine/sim';
import { historyItem, historyItems, historyPlace } from './history-items';

const change = { db: 'OVN_Northbound', changes: [] };
const entry = (index: number, who: string, changes: boolean): HistoryEntry => ({
  index,
  time: 0 as HistoryEntry['time'],
  who,
  label: '',
  cause: null,
  action: null,
  changes: changes ? [change] : [],
  flows: [],
  log: [],
  quiet: !changes,
});
const history = [
  entry(1, 'user', true),
  entry(2, 'ovn-northd', true),
  entry(3, 'ovn-controller@hv1', false),
  entry(4, 'ovn-northd', false),
  entry(5, 'user', false),
  entry(6, 'ovn-northd', false),
];
const shown = (daemon: string, changing: boolean) => {
  const question = { daemon, changing };
  return historyItems(history, question).map((entries) => {
    const item = historyItem(entries, question);
    return item.kind === 'entry' ? item.line.index : `${item.first}-${item.last}`;
  });
};

test('what changed nothing is folded, but never what a person did', () => {
  expect(shown('', true)).toEqual([1, 2, '3-4', 5, '6-6']);
  expect(shown('', false)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(shown('ovn-northd', true)).toEqual([2, '4-6']);
  expect(shown('nobody', true)).toEqual([]);
});

test('every entry has a place', () => {
  const items = historyItems(history, { daemon: '', changing: true });
  expect([1, 3, 4, 5, 6].map((index) => historyPlace(items, index))).toEqual([0, 2, 2, 3, 4]);
  expect(historyPlace(historyItems(history, { daemon: 'ovn-northd', changing: true }), 1)).toBe(-1);
});
