import { describe, expect, it } from 'vitest';
import { ranked } from './rank';

const names = (things: readonly { name: string }[]) => things.map(({ name }) => name);

describe('what a text means', () => {
  it('puts the whole name first, then what begins with it, then the rest, in natural order', () => {
    const things = ['Undo in the match lab', 'p10', 'p2', 'sp1', 'p1', 'Undo'].map((name) => ({ name }));
    expect(names(ranked(things, 'undo'))).toEqual(['Undo', 'Undo in the match lab']);
    expect(names(ranked(things, 'p'))).toEqual(['p1', 'p2', 'p10', 'sp1']);
  });

  it('finds identifiers by their begin, from four characters on', () => {
    const things = [{ name: 'sw0', ids: ['00c0ffee-1111', '00:00:00:00:00:01'] }];
    expect(ranked(things, '00c')).toEqual([]);
    expect(ranked(things, '00C0')).toEqual(things);
    expect(ranked(things, '00:00:00:00:00:01')).toEqual(things);
  });

  it('finds by other words, each of which must be there', () => {
    const things = [
      { name: 'Add a hypervisor', words: 'new chassis' },
      { name: 'Add a switch', words: 'new' },
    ];
    expect(names(ranked(things, 'new chassis'))).toEqual(['Add a hypervisor']);
    expect(names(ranked(things, 'add switch'))).toEqual(['Add a switch']);
    expect(ranked(things, 'nothing')).toEqual([]);
  });

  it('leaves everything in its order where nothing is asked', () => {
    const things = [{ name: 'b' }, { name: 'a' }];
    expect(ranked(things, '  ')).toEqual(things);
  });
});
