import { describe, expect, it } from 'vitest';
import { keepingWords, linkAdvice, progressWords } from './engine-words';

describe('how far long work is', () => {
  it('has an end where somebody knows it', () => {
    expect(progressWords({ what: 'commands', done: 412, total: 1860 })).toBe('commands: 412 of 1,860');
    expect(progressWords({ what: 'settling', done: 12, total: null })).toBe('settling: 12');
    expect(progressWords({ what: 'reads the rows', done: 0, total: null })).toBe('reads the rows…');
  });
});

describe('what the length of a link means', () => {
  it.each([
    [2_000, null],
    [2_001, 'Some chat programs cut'],
    [64_000, 'Some chat programs cut'],
    [64_001, 'Many servers'],
    [2_000_000, 'Many servers'],
    [2_000_001, 'Browsers refuse'],
  ])('%d characters', (length, words) => {
    const advice = linkAdvice(length);
    if (words === null) expect(advice).toBeNull();
    else expect(advice?.text).toContain(words);
    expect(advice?.usable ?? true).toBe(length <= 2_000_000);
  });
});

describe('whether what is done is kept', () => {
  const kept = { state: 'kept', reason: null, entry: 'e1', elsewhere: false, since: null } as const;
  it('is said only when it is not so', () => {
    expect(keepingWords(kept)).toBeNull();
    expect(keepingWords({ ...kept, elsewhere: true })?.sign).toBe('Open in another tab');
    for (const reason of ['denied', 'full', 'mute', 'broken', null] as const) {
      const words = keepingWords({ ...kept, state: 'unkept', reason, elsewhere: true });
      expect(words?.sign).toBe('Not kept');
      expect(words?.help).toContain('Save what you make as a file');
    }
  });
});
