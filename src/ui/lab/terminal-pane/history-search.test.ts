import { describe, expect, it } from 'vitest';
import { candidateLines } from './candidate-lines';
import { searching, type Search } from './history-search';
import { emptyLine, type Line } from './line-editor';

const HISTORY = ['ovs-vsctl show', 'ovn-nbctl lswitch-add sw0', 'ovs-vsctl add-br br-int', 'ovn-nbctl lswitch-add sw1'];

/** The line after these keys, the search begun on an empty line. */
function after(...keys: readonly string[]): { readonly line: Line; readonly search: Search | null } {
  let search: Search | null = { sought: '', from: HISTORY.length, before: emptyLine };
  let line = emptyLine;
  for (const key of keys) if (search) ({ search, line } = searching(search, key, HISTORY, line));
  return { line, search };
}

describe('Ctrl+R', () => {
  it.each([
    [['l', 's'], 'ovn-nbctl lswitch-add sw1'],
    [['lsw', '\u0012'], 'ovn-nbctl lswitch-add sw0'],
    [['lsw', '\u0012', '\u0012'], 'ovn-nbctl lswitch-add sw0'],
    [['add', '-b'], 'ovs-vsctl add-br br-int'],
    [['add', '-b', '\u007f', '\u007f'], 'ovn-nbctl lswitch-add sw1'],
    [['show'], 'ovs-vsctl show'],
    [['show', '\u0007'], ''],
    [['nothing'], ''],
  ])('%j', (keys, text) => expect(after(...keys).line.text).toBe(text));

  it('stands where the text was found, and ends with any other key', () => {
    expect(after('add-br').line.cursor).toBe('ovs-vsctl add-br'.length);
    expect(after('add-br', '\u001b[D').search).toBeNull();
  });
});

it('candidates stand in columns', () => {
  expect(
    candidateLines([
      { text: 'as', doc: 'on another machine' },
      { text: 'sim_add', doc: 'a machine' },
      { text: 'x', doc: '' },
    ]),
  ).toBe('  as       on another machine\n  sim_add  a machine\n  x\n');
});
