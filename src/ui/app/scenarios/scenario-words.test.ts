import { expect, test } from 'vitest';
import type { KeptEntry } from '../../bridge';
import { originWords, shownEntries, sizeWords, when } from './scenario-words';

const entry = (name: string, changed: number, rest: Partial<KeptEntry> = {}): KeptEntry => ({
  id: name,
  name,
  release: '2015-04',
  created: 0,
  changed,
  origin: '',
  untouched: false,
  about: null,
  open: null,
  states: [],
  ...rest,
});

test('a time of today and of yesterday is said so, also across midnight', () => {
  const now = new Date(2026, 10, 30, 0, 30).getTime();
  expect(when(new Date(2026, 10, 30, 0, 5).getTime(), now)).toMatch(/^today /);
  expect(when(new Date(2026, 10, 29, 23, 55).getTime(), now)).toMatch(/^yesterday /);
  expect(when(new Date(2026, 10, 28, 23, 55).getTime(), now)).toMatch(/2026/);
});

test('sizes and origins are words', () => {
  expect(sizeWords({ switches: 1, ports: 2, machines: 1, nodes: [], lines: [] })).toBe(
    '1 switch, 2 ports, 1 hypervisor',
  );
  expect(originWords({ origin: 'link:120-abc' })).toBe('from a link');
  expect(originWords({ origin: 'file:office.ovn.json' })).toBe('from office.ovn.json');
  expect(originWords({ origin: 'gallery:empty' })).toBeNull();
});

test('the filter looks for every word, and names are sorted as people count', () => {
  const all = [entry('lab 10', 1), entry('lab 2', 3), entry('office', 2, { origin: 'link:1-a' })];
  const names = (filter: string, order: 'changed' | 'name') => shownEntries(all, filter, order).map(({ name }) => name);
  expect(names('', 'changed')).toEqual(['lab 2', 'office', 'lab 10']);
  expect(names('lab', 'name')).toEqual(['lab 2', 'lab 10']);
  expect(names('link OFF', 'name')).toEqual(['office']);
});
