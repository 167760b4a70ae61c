import { describe, expect, it } from 'vitest';
import type { NetworkModel } from '../bridge';
import { whatChanged } from './what-changed';

type Switch = NetworkModel['switches'][number];

const sw = (name: string): Switch => ({ uuid: name as Switch['uuid'], name, ports: [], acls: [] });
const net = (...names: readonly string[]): NetworkModel => ({ switches: names.map(sw), machines: [] });

describe('what an undo did', () => {
  it.each([
    [net('a'), net('a'), ''],
    [net('a', 'b'), net('a'), ': b is gone'],
    [net('a'), net('a', 'b', 'c'), ': b and c are there'],
    [net('a'), net('b'), ': b is there, a is gone'],
    [net('a', 'b', 'c', 'd'), net(), ': 4 things are gone'],
  ])('%#', (before, after, text) => {
    expect(whatChanged(before, after)).toBe(text);
  });
});
