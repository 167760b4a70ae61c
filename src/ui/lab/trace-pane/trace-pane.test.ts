import { describe, expect, test } from 'vitest';
import { breakpointHits, breakpointId, rowSpot, shapeOf, tableSpot } from '../../state';
import type { Breakpoint, BreakpointSpot } from '../../state';
import type { Trace, TraceStep, Uuid } from '../../bridge';
import { storyParts } from './scrubber-paint';
import { rowsNotCarriedOut, traceLines } from './trace-lines';
import type { Tone } from './trace-lines';
import { placeAmong, revealed, treeMove, visibleSteps } from './trace-tree';

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as Uuid;

type Draft = Partial<TraceStep> & Pick<TraceStep, 'kind'>;

/** Steps by the step that led to them; -1 is none. */
function traceOf(drafts: readonly (readonly [parent: number, Draft])[], logical: Trace['logical'] = []): Trace {
  const steps = drafts.map(([parent, draft], index): TraceStep => ({
    index,
    parent: parent < 0 ? null : parent,
    depth: 0,
    machine: 'hv1',
    text: '',
    changes: [],
    registers: [],
    bytes: new Uint8Array(),
    ...draft,
  }));
  const differences = logical.some((step) => step.openflow.length === 0) ? ['They differ.'] : [];
  return {
    request: { machine: 'hv1', iface: 'vif1', bytes: new Uint8Array() },
    steps,
    logical,
    verdict: { kind: 'delivered', sentence: '', detail: '', deliveries: [], drops: [] },
    agreement: { agree: differences.length === 0, differences },
  };
}

function table(number: number, row?: number): Draft {
  const origin = row === undefined ? {} : { origin: { db: 'OVN_Southbound', table: 'Pipeline', uuid: uuid(row) } };
  const flow = { id: `${number},1,`, cookie: 0n, table: number, priority: 1, match: '', actions: 'drop', ...origin };
  return { kind: 'table', table: number, flow };
}

function row(tableId: number, of: number, openflow: readonly number[]): Trace['logical'][number] {
  return {
    index: tableId,
    parent: null,
    depth: 0,
    datapath: uuid(99),
    datapathName: 'sw0',
    direction: 'ingress',
    tableId,
    stage: `stage ${tableId}`,
    row: uuid(of),
    priority: 50,
    match: '1',
    actions: 'next;',
    inport: 'p1',
    outport: tableId === 0 ? '' : 'p2',
    text: '',
    openflow,
  };
}

/** In by a port, a table that floods to two copies, one of which crosses a tunnel. */
const flood = traceOf(
  [
    [-1, { kind: 'inject', port: { name: 'vif1', ofport: 1 } }],
    [0, table(16, 1)],
    [1, table(17, 2)],
    [2, { kind: 'drop', text: 'no' }],
    [1, table(17, 2)],
    [4, { kind: 'tunnel-out', port: { name: 'ovn-0', ofport: 9 } }],
    [5, { kind: 'tunnel-in', machine: 'hv2' }],
    [6, { kind: 'deliver', machine: 'hv2', logicalPort: 'p2', port: { name: 'vif1', ofport: 1 } }],
  ],
  [row(0, 1, [1]), row(1, 2, [2]), row(1, 2, [4])],
);

const numbered = (spot: BreakpointSpot): Breakpoint => ({ id: breakpointId(spot), spot, enabled: true });
const hits = (spot: BreakpointSpot) => Array.from(breakpointHits(flood, [numbered(spot)]).keys());

describe('the shape of a trace', () => {
  test('a subtree ends where the next sibling begins', () => {
    const { ends, children, places, levels } = shapeOf(flood);
    expect(ends).toEqual([8, 8, 4, 4, 8, 8, 8, 8]);
    expect(children).toEqual([1, 2, 1, 0, 1, 1, 1, 0]);
    expect(places).toEqual([1, 1, 1, 1, 2, 1, 1, 1]);
    expect(levels).toEqual([1, 2, 3, 4, 3, 4, 5, 6]);
  });

  test('a hundred thousand steps are shaped and seen in a moment', () => {
    const many = traceOf(
      Array.from({ length: 100_000 }, (_, n) => [n === 0 ? -1 : n % 10 === 1 ? 0 : n - 1, table(n % 64)]),
    );
    const from = performance.now();
    const shape = shapeOf(many);
    expect(visibleSteps(shape, new Set([1])).length).toBe(100_000 - 9);
    expect(performance.now() - from).toBeLessThan(1000);
  });
});

describe('the tree', () => {
  const shape = shapeOf(flood);
  const visible = visibleSteps(shape, new Set([2, 5]));
  const move = (key: string, step: number, closed: readonly number[] = []) => {
    const seen = visibleSteps(shape, new Set(closed));
    const at = placeAmong(seen, step);
    const parents = (index: number) => flood.steps[index]?.parent ?? null;
    return treeMove(key, { shape, parents, closed: new Set(closed), visible: seen, at, page: 3 });
  };

  test('closed lines hide what is below them, and hold the step that is', () => {
    expect(visible).toEqual([0, 1, 2, 4, 5]);
    expect(visible[placeAmong(visible, 3)]).toBe(2);
    expect(visible[placeAmong(visible, 7)]).toBe(5);
    expect(visible[placeAmong(visible, 4)]).toBe(4);
    expect(Array.from(revealed(shape, new Set([2, 5]), 7))).toEqual([2]);
    const closed = new Set([2, 5]);
    expect(revealed(shape, closed, 5)).toBe(closed);
  });

  test('keys do what the pattern for trees says', () => {
    expect(move('ArrowRight', 2, [2])).toEqual({ kind: 'open', steps: [2] });
    expect(move('ArrowRight', 2)).toEqual({ kind: 'go', step: 3 });
    expect(move('ArrowLeft', 2)).toEqual({ kind: 'close', step: 2 });
    expect(move('ArrowLeft', 2, [2])).toEqual({ kind: 'go', step: 1 });
    expect(move('ArrowLeft', 3)).toEqual({ kind: 'go', step: 2 });
    expect(move('ArrowDown', 2, [2])).toEqual({ kind: 'go', step: 4 });
    expect(move('End', 0, [5])).toEqual({ kind: 'go', step: 5 });
    expect(move('PageUp', 7)).toEqual({ kind: 'go', step: 4 });
    expect(move('*', 4, [2, 5])).toEqual({ kind: 'open', steps: [2] });
    expect(move('x', 4)).toBeUndefined();
  });
});

describe('lines', () => {
  test('copies are numbered and say for whom they are', () => {
    const lines = traceLines(flood);
    expect(lines.map(({ copy }) => copy && `${copy.place}/${copy.of} ${copy.to}`)).toEqual([
      null,
      null,
      '1/2 p2',
      null,
      '2/2 p2',
      null,
      null,
      null,
    ]);
    expect(lines.map(({ tone }) => tone)).toEqual([
      'inject',
      'logical',
      'logical',
      'drop',
      'logical',
      'tunnel',
      'tunnel',
      'deliver',
    ]);
    expect(lines.some(({ differs }) => differs)).toBe(false);
  });

  test('a line where the languages met different rows is marked, and rows that nobody carried out are kept', () => {
    const apart = traceOf(
      [
        [-1, { kind: 'inject' }],
        [0, table(16, 1)],
      ],
      [row(0, 7, [1]), row(1, 2, [])],
    );
    expect(traceLines(apart).map(({ differs }) => differs)).toEqual([false, true]);
    expect(rowsNotCarriedOut(apart).map(({ tableId }) => tableId)).toEqual([1]);
  });
});

describe('breakpoints', () => {
  test('hold at tables, rows, flows and ports', () => {
    expect(hits({ kind: 'table', table: 17 })).toEqual([2, 4]);
    expect(hits({ kind: 'row', row: uuid(1), label: '' })).toEqual([1]);
    expect(hits({ kind: 'flow', machine: 'hv1', flow: '16,1,', label: '' })).toEqual([1]);
    expect(hits({ kind: 'port', port: 'vif1' })).toEqual([0, 7]);
    expect(hits({ kind: 'port', port: 'p1' })).toEqual([0]);
    expect(hits({ kind: 'port', port: 'p2' })).toEqual([7]);
  });

  test('an expression holds only in the trace it was looked for in, and nothing disabled holds', () => {
    const spot = { kind: 'expression', text: 'ip4' } as const;
    const found = { trace: flood, steps: [1, 2], problem: null };
    expect(Array.from(breakpointHits(flood, [{ ...numbered(spot), found }]).keys())).toEqual([1, 2]);
    const other = traceOf([[-1, { kind: 'inject' }]]);
    expect(breakpointHits(other, [{ ...numbered(spot), found }]).size).toBe(0);
    expect(breakpointHits(flood, [{ ...numbered(spot), found, enabled: false }]).size).toBe(0);
  });

  test('are made of the step that is shown', () => {
    const [inject, first] = flood.steps;
    expect(inject && tableSpot(inject)).toEqual({ kind: 'port', port: 'vif1' });
    expect(first && tableSpot(first)).toEqual({ kind: 'table', table: 16 });
    expect(first && rowSpot(flood, first)).toMatchObject({ kind: 'row', row: uuid(1), label: 'Pipeline 0 · 50 1' });
  });
});

describe('the story', () => {
  test('many steps share a part, and the one that matters is seen', () => {
    const tones = Array.from({ length: 1000 }, (_, n): Tone =>
      n === 437 ? 'drop' : n % 3 === 0 ? 'logical' : 'openflow',
    );
    const parts = storyParts(tones, 100);
    expect(parts).toHaveLength(100);
    expect(parts.filter(({ tone }) => tone === 'drop').map(({ from }) => from)).toEqual([0.43]);
    expect(parts.every(({ tone }) => tone !== 'openflow')).toBe(true);
    expect(storyParts(tones.slice(0, 3), 100).map(({ from, to }) => [from, to])).toEqual([
      [0, 1 / 3],
      [1 / 3, 2 / 3],
      [2 / 3, 1],
    ]);
  });
});
