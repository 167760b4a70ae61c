import { describe, expect, it } from 'vitest';
import { planAfterFailing, planAfterLoss } from './recovery';
import type { Plan } from './recovery';

const nothing = { entry: null, held: null };
const kept = (leaveOut: readonly number[]): Plan => ({ kind: 'kept', entry: 'e1', leaveOut });

describe('after a loss', () => {
  it('opens the entry that was being kept, else what the page held, else the latest', () => {
    expect(planAfterLoss({ entry: 'e1', held: '{}' })).toEqual(kept([]));
    expect(planAfterLoss({ entry: null, held: '{}' })).toEqual({ kind: 'held', json: '{}' });
    expect(planAfterLoss(nothing)).toEqual({ kind: 'kept', entry: 'latest', leaveOut: [] });
  });
});

describe('when opening hangs', () => {
  it('leaves out the action that it hung at, and the next one, each once', () => {
    const second = planAfterFailing(kept([]), 7, nothing);
    expect(second).toEqual(kept([7]));
    expect(planAfterFailing(second, 9, nothing)).toEqual(kept([7, 9]));
    expect(planAfterFailing(second, 7, nothing)).toEqual({ kind: 'article' });
  });

  it('does not leave out action after action for ever', () => {
    let plan: Plan = kept([]);
    let tries = 0;
    for (; plan.kind === 'kept'; tries += 1) plan = planAfterFailing(plan, tries, nothing);
    expect(plan).toEqual({ kind: 'article' });
    expect(tries).toBe(9);
  });

  it('opens something else when it hung at the document', () => {
    expect(planAfterFailing(kept([]), null, nothing)).toEqual({ kind: 'article' });
    expect(planAfterFailing(kept([]), null, { entry: null, held: '{}' })).toEqual({ kind: 'held', json: '{}' });
    expect(planAfterFailing({ kind: 'source', source: { kind: 'link', payload: 'x' } }, null, nothing)).toEqual({
      kind: 'kept',
      entry: 'latest',
      leaveOut: [],
    });
  });

  it('ends when not even the article opens', () => {
    expect(planAfterFailing({ kind: 'held', json: '{}' }, null, nothing)).toEqual({ kind: 'article' });
    expect(planAfterFailing({ kind: 'article' }, null, nothing)).toEqual({ kind: 'nothing' });
  });
});
