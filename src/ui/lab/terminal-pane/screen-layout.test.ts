import { describe, expect, it } from 'vitest';
import { placeAfter, printable, withoutControls } from './screen-layout';

describe('where the cursor is', () => {
  it.each([
    ['', 10, { row: 0, column: 0 }],
    ['abc', 10, { row: 0, column: 3 }],
    // A full row does not wrap until something follows.
    ['0123456789', 10, { row: 0, column: 10 }],
    ['0123456789a', 10, { row: 1, column: 1 }],
    ['端口', 10, { row: 0, column: 4 }],
    // A wide character that does not fit leaves the last cell empty.
    ['012345678端', 10, { row: 1, column: 2 }],
    ['e\u0301', 10, { row: 0, column: 1 }],
    ['😀', 10, { row: 0, column: 1 }],
  ])('%j in %i columns', (text, columns, place) => {
    expect(placeAfter(text, columns)).toEqual(place);
  });
});

describe('text that a terminal can be trusted with', () => {
  it.each([
    ['sw0\tport\n', 'sw0\tport\n'],
    ['\u001b[31mred', '\ufffd[31mred'],
    ['\u009b31mred\u009d0;title\u0007', '\ufffd31mred\ufffd0;title\ufffd'],
    ['a\u007fb', 'a\ufffdb'],
    ['\u202eevil', '\ufffdevil'],
    ['Ünïcødé-端口-😀', 'Ünïcødé-端口-😀'],
  ])('%j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('pasted controls are left out of the line', () => {
    expect(withoutControls('a\u001b[31m\u009bb\tc')).toBe('a[31mb c');
  });
});
