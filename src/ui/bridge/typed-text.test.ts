import { expect, test } from 'vitest';
import { release2015_08 } from '../../engine/releases';
import { readTypedText } from './typed-text';

const NOTHING_SET = { variables: {}, functions: {} };

/** `commands`, `unfinished`, or what was found by kind. */
function read(text: string): string {
  const { unfinished, found } = readTypedText(text, release2015_08, NOTHING_SET);
  if (unfinished) return 'unfinished';
  return found === null ? 'commands' : found.kinds.map(({ kind, count }) => `${count} ${kind}`).join(', ');
}

test.each([
  ['ovn-nbctl lswitch-add sw0', 'commands'],
  ['for i in 1 2', 'unfinished'],
  ['for i in 1 2\ndo ovs-vsctl show\ndone', 'commands'],
  ['ovs-vsctl add-br "br', 'unfinished'],
  ['a=1', 'commands'],
  ['f() { echo a; }', 'commands'],
  ['nosuch', 'commands'],
  ['nosuch 10.0.0.1', 'commands'],
  ['ovn-nblct lswitch-add sw0 with many more words', 'commands'],
  ['10.0.0.1, 10.0.0.2', '1 address-set'],
  ['# a note\n$ ovn-nbctl lswitch-list', 'commands'],
  ['from-lport  1001 (inport == "p1" && ip4) allow-related\n  to-lport  1000 (outport == "p1") drop', '2 acl'],
  ['inport == "sw0-port1" && eth.src == 00:00:00:00:00:01', '1 match'],
  [
    '0000  00 00 00 00 00 02 00 00  00 00 00 01 08 06 00 01\n0010  08 00 06 04 00 01 00 00  00 00 00 01 0a 00 00 01',
    '1 packet',
  ],
  ['the quick brown fox\n'.repeat(20), 'commands'],
  [`${'the quick brown fox\n'.repeat(40)}for all that\ndon't ask`, ''],
  [`${'the quick brown fox\n'.repeat(40)}${'echo a\n'.repeat(10)}`, 'commands'],
  [`ovsdb-client transact <<EOF\n${'{"a": 1},\n'.repeat(100)}EOF`, 'commands'],
])('%j is %s', (text, expected) => expect(read(text)).toBe(expected));
