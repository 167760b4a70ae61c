import { beforeEach, expect, test } from 'vitest';
import type { HistoryState, Trace } from '../bridge';
import { emptyMirror, mirrorStore } from './mirror';
import type { Mirror } from './mirror';
import { compareMoments, playerStore, showTrace } from './player';

const trace = { steps: [{}, {}] } as unknown as Trace;

function history(position: number, branch = 'main'): HistoryState {
  return { position, length: 9, branches: [{ id: branch, from: 0, length: 9, current: true }] };
}

function update(change: Partial<Mirror>): boolean {
  mirrorStore.setState({ ...mirrorStore.getState(), ...change }, true);
  compareMoments();
  return playerStore.getState().stale;
}

beforeEach(() => {
  mirrorStore.setState({ ...emptyMirror, history: history(4) }, true);
  showTrace(trace, 'ping');
});

test('a trace is of another deployment once something happened there, and of this one again after undo', () => {
  expect(update({ history: history(5) })).toBe(true);
  expect(update({ history: history(4) })).toBe(false);
  expect(update({ history: history(4, 'other') })).toBe(true);
});

test('counters, names and places on the graph change nothing about a trace', () => {
  const { scenario } = emptyMirror;
  expect(update({ version: 7, flows: new Map([['hv1', { size: 3, version: 7 }]]) })).toBe(false);
  expect(update({ scenario: { ...scenario, name: 'Renamed', positions: { sw0: { x: 1, y: 2 } } } })).toBe(false);
});

test('another scenario at the same position is another deployment', () => {
  expect(update({ databases: [] })).toBe(true);
});

test('a trace shown anew is of the deployment as it is', () => {
  expect(update({ history: history(5) })).toBe(true);
  showTrace(trace, 'ping');
  expect(update({})).toBe(false);
});
