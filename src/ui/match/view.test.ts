import { describe, expect, it } from 'vitest';
import type { StageNode } from '../bridge';
import { begin, goTo, push, stateOf } from './history';
import { costOf, isLit } from './highlight';
import { pieces } from './pieces';
import { EMPTY_STATE } from './presets';
import { contextOf, portsOf, portsText } from './sets';
import { rowsOf } from './tree-rows';

const state = (text: string) => ({ ...EMPTY_STATE, text });

describe('history', () => {
  it('joins typing until there is a pause', () => {
    let history = begin(state(''));
    history = push(history, state('a'), 'Expression', 1000);
    history = push(history, state('ab'), 'Expression', 1100);
    history = push(history, state('abc'), 'Expression', 5000);
    expect(history.steps.map((step) => step.state.text)).toEqual(['', 'ab', 'abc']);
  });

  it('forgets what was undone when something else is done', () => {
    let history = push(begin(state('')), state('a'), 'Expression', 0);
    history = goTo(history, 0);
    expect(stateOf(history)?.text).toBe('');
    history = push(history, state('b'), 'Expression', 1);
    expect(history.steps.map((step) => step.state.text)).toEqual(['', 'b']);
  });
});

describe('what lights up', () => {
  const range = (start: number, end: number) => ({ start, end });

  it('is what comes from inside', () => {
    expect(isLit({ ranges: [range(2, 4)], member: false }, [range(0, 9)])).toBe(true);
    expect(isLit({ ranges: [range(0, 9)], member: false }, [range(2, 4)])).toBe(false);
  });

  it('tells the members of a set apart', () => {
    const [field, first, second] = [range(0, 7), range(12, 14), range(16, 19)];
    expect(isLit({ ranges: [field, first], member: true }, [field, first])).toBe(true);
    expect(isLit({ ranges: [field, second], member: true }, [field, first])).toBe(false);
  });
});

describe('small things', () => {
  it('cuts a text at its spans', () => {
    expect(
      pieces('ab && c', [
        { start: 0, end: 2, truth: true },
        { start: 6, end: 7, truth: false },
      ]),
    ).toEqual([
      { start: 0, end: 2, text: 'ab', truth: true },
      { start: 2, end: 6, text: ' && ', truth: null },
      { start: 6, end: 7, text: 'c', truth: false },
    ]);
  });

  it('reads ports back', () => {
    expect(portsOf('web, db:7 x')).toEqual([
      { name: 'web', key: 1 },
      { name: 'db', key: 7 },
      { name: 'x', key: 8 },
    ]);
    expect(portsText(portsOf('web, db:7 x'))).toBe('web db:7 x');
  });

  it('takes the scenario’s ports unless there are own ones', () => {
    const ports = [{ name: 'a', key: 1 }];
    expect(contextOf(EMPTY_STATE, ports).ports).toBe(ports);
    expect(contextOf({ ...EMPTY_STATE, ports: [] }, ports).ports).toEqual([]);
  });

  it('draws trees', () => {
    const node = (label: string, children: readonly StageNode[] = []): StageNode => ({
      id: 0,
      label,
      plain: label,
      ranges: [],
      member: false,
      change: null,
      truth: null,
      children,
      omitted: 0,
    });
    const { rows } = rowsOf(node('&&', [node('||', [node('a'), node('b')]), node('c')]));
    expect(rows.map((row) => row.prefix + row.node.label)).toEqual(['&&', '├ ||', '│ ├ a', '│ └ b', '└ c']);
  });

  it('weighs flows', () => {
    expect([0, 5, 100, 1000, 9000].map((flows) => costOf(flows).word)).toEqual([
      'no flows',
      'cheap',
      'moderate',
      'expensive',
      'very expensive',
    ]);
  });
});
