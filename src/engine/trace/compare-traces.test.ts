import { describe, expect, it } from 'vitest';
import { gallery, network, packet, traced } from '../scenario/testing';
import { compareTraces } from './compare-traces';
import type { TraceComparison } from './compare-traces';
import type { Trace } from './types';

/** One line a step, as a person would write it. */
function told(left: Trace, right: Trace, { steps }: TraceComparison): readonly string[] {
  const place = (trace: Trace, index: number | null) => {
    const step = trace.steps[index ?? -1];
    return step ? `${step.machine} ${step.kind} ${step.table ?? ''}`.trim() : '-';
  };
  return steps.map(
    (step) =>
      `${step.kind}: ${place(left, step.left)} | ${place(right, step.right)}` +
      (step.differences.length > 0 ? ` (${step.differences.map(({ what }) => what).join(', ')})` : ''),
  );
}

describe('two traces side by side', () => {
  it('are the same when nothing differs', () => {
    const [left, right] = [gallery('article'), gallery('article')].map((d) => traced(d, packet('ping')));
    if (!left || !right) throw new Error('Both were traced');
    const comparison = compareTraces(left, right);
    expect(comparison.first).toBeNull();
    expect(comparison.steps.map(({ left: a, right: b, kind }) => [a, b, kind])).toEqual(
      left.steps.map((_, index) => [index, index, 'same']),
    );
  });

  it('part where an ACL drops one of them', () => {
    const left = traced(network('2015-08'), packet('ping'));
    const acls = [{ switch: 'sw0', priority: 1000, match: 'ip4', action: 'drop' }];
    const right = traced(network('2015-08', { acls }), packet('ping'));
    const comparison = compareTraces(left, right);
    expect(told(left, right, comparison)).toEqual([
      'same: hv1 inject | hv1 inject',
      'same: hv1 table 0 | hv1 table 0',
      'same: hv1 table 16 | hv1 table 16',
      'same: hv1 table 17 | hv1 table 17',
      'course: hv1 table 18 | hv1 table 18 (match, priority, actions)',
      'left: hv1 table 19 | -',
      'left: hv1 table 64 | -',
      'left: hv1 tunnel-out | -',
      'left: hv2 tunnel-in | -',
      'left: hv2 table 0 | -',
      'left: hv2 deliver | -',
      'right: - | hv1 drop',
    ]);
    expect(comparison.first).toBe(4);
    expect(comparison.steps[4]?.differences[1]).toEqual({ what: 'priority', left: '0', right: '1000' });
  });

  it('tell another packet from another way', () => {
    const deployment = network('2015-08');
    const left = traced(deployment, packet('tcp-syn'));
    const right = traced(deployment, packet('tcp-syn', { ipSrc: '10.0.0.7' }));
    const { steps, first } = compareTraces(left, right);
    expect(new Set(steps.map(({ kind }) => kind))).toEqual(new Set(['values']));
    expect(first).toBe(0);
    expect(steps[0]?.differences).toEqual([{ what: 'ip4.src', left: '10.0.0.1', right: '10.0.0.7' }]);
  });

  it('pair every step of either exactly once, and in order', () => {
    const left = traced(gallery('article'), packet('arp-request'));
    const right = traced(gallery('acl'), packet('ping'));
    const { steps } = compareTraces(left, right);
    const present = (side: 'left' | 'right') => steps.flatMap((step) => step[side] ?? []);
    expect(present('left')).toEqual(left.steps.map(({ index }) => index));
    expect(present('right')).toEqual(right.steps.map(({ index }) => index));
  });
});
