import { describe, expect, it } from 'vitest';
import {
  isProgressFile,
  progressFile,
  readRemembered,
  remember,
  remembered,
  rememberedStore,
  takeProgress,
} from './remembered';

describe('what a browser remembers of lessons', () => {
  it('is read as it was written', () => {
    const article = { done: 3, finished: false, entry: 'e1', answers: { 2: 1 }, found: { 2: 0 } };
    expect(readRemembered(JSON.parse(JSON.stringify({ article })))).toEqual({ article });
  });

  it.each([
    ['nothing at all', null, {}],
    ['a text', 'x', {}],
    ['a lesson that is none', { article: 7 }, {}],
    [
      'values of other kinds',
      { article: { done: -1, finished: 'yes', entry: 4, answers: { 0: 'a', 1: 2 }, found: 3 } },
      { article: { done: 0, finished: false, entry: null, answers: { 1: 2 }, found: {} } },
    ],
  ])('%s does no harm', (_, stored, read) => {
    expect(readRemembered(stored)).toEqual(read);
  });

  it('does not grow without end', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`l${n}`, { done: n }]));
    expect(Object.keys(readRemembered(many))).toHaveLength(100);
  });
});

describe('a file of progress', () => {
  it('brings what was done elsewhere, and takes nothing away', () => {
    remember('article', { done: 8, finished: true, entry: 'elsewhere', answers: { 7: 2 } });
    remember('daemons', { done: 2 });
    const file = progressFile();
    expect(isProgressFile(file)).toBe(true);
    rememberedStore.setState({}, true);
    remember('daemons', { done: 4, finished: true });
    expect(takeProgress(file)).toBe(2);
    expect(remembered('article')).toMatchObject({ finished: true, entry: null, answers: { 7: 2 } });
    expect(remembered('daemons')).toMatchObject({ done: 4, finished: true });
    expect([takeProgress('{'), takeProgress('7'), takeProgress('{"ovn-progress": 1, "lessons": []}')]).toEqual([
      null,
      null,
      0,
    ]);
  });
});
