import { describe, expect, it } from 'vitest';
import { dismiss, lastingStore, problemText, sayLasting } from './notices';

describe('a problem as text', () => {
  it('has its hint, and ends where sentences end', () => {
    expect(problemText({ code: 'newer', message: 'version 2 is newer', hint: 'Reload the page' })).toBe(
      'version 2 is newer. Reload the page.',
    );
    expect(problemText({ code: 'x', message: 'This link is damaged.' })).toBe('This link is damaged.');
    expect(problemText({ code: 'x', message: 'There is no scenario “a”.' })).toBe('There is no scenario “a”.');
  });
});

describe('what stays said', () => {
  it('is said once a key, and never becomes a heap', () => {
    for (let n = 0; n < 10; n += 1)
      for (const key of ['a', `b${n}`]) sayLasting({ key, tone: 'info', text: `${n}`, choices: [] });
    const shown = () => lastingStore.getState().notices.map(({ key, text }) => `${key}=${text}`);
    expect(shown()).toEqual(['b7=7', 'b8=8', 'a=9', 'b9=9']);
    dismiss('a');
    expect(shown()).toEqual(['b7=7', 'b8=8', 'b9=9']);
  });
});
