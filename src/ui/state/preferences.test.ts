import { describe, expect, it } from 'vitest';
import { readPreferences } from './preferences';
import { readNotes } from './speaker-notes';

describe('what is read back from the browser', () => {
  it('keeps what can be used', () => {
    const stored = { theme: 'dark', typeSize: 130, motion: 'less', speed: 0.25, characterKeys: false };
    expect(readPreferences(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
  });

  it.each([
    [null],
    ['dark'],
    [[]],
    [{ theme: 'blue', typeSize: 117, motion: 'more', speed: 3, characterKeys: 'no' }],
    [{ theme: 1, typeSize: '130', speed: '1' }],
  ])('leaves out %j', (stored) => {
    expect(readPreferences(stored)).toEqual({});
  });

  it('takes only texts as notes, and not more than there is room for', () => {
    expect(readNotes({ a: 'say this', b: 3, c: null })).toEqual({ a: 'say this' });
    expect(readNotes(['a'])).toEqual({});
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`s${at}`, 'x'.repeat(30_000)]));
    const read = readNotes(many);
    expect(Object.keys(read)).toHaveLength(50);
    expect(read.s59).toHaveLength(20_000);
  });
});
