import { describe, expect, it } from 'vitest';
import { readRemembered } from './remembered';

describe('what a browser remembers of lessons', () => {
  it('is read as it was written', () => {
    const article = { done: 3, finished: false, entry: 'e1', answers: { 2: 1 } };
    expect(readRemembered(JSON.parse(JSON.stringify({ article })))).toEqual({ article });
  });

  it.each([
    ['nothing at all', null, {}],
    ['a text', 'x', {}],
    ['a lesson that is none', { article: 7 }, {}],
    [
      'values of other kinds',
      { article: { done: -1, finished: 'yes', entry: 4, answers: { 0: 'a', 1: 2 } } },
      { article: { done: 0, finished: false, entry: null, answers: { 1: 2 } } },
    ],
  ])('%s does no harm', (_, stored, read) => {
    expect(readRemembered(stored)).toEqual(read);
  });

  it('does not grow without end', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`l${n}`, { done: n }]));
    expect(Object.keys(readRemembered(many))).toHaveLength(100);
  });
});
