import { expect, test } from 'vitest';
import { readAnything } from '../bridge/paste-reading';
import { kindsCounted, understoodWords } from './words';

const words = (text: string) => understoodWords(readAnything(text));

test.each([
  ['ovn-nbctl acl-add sw0 to-lport 1000 \'ip4\' drop\n"10.0.0.1", "10.0.0.2"', '1 ACL, 1 address set'],
  ['ovn-nbctl lswitch-add sw9\novn-nbctl lswitch-add sw8', '2 commands'],
  ['tcp.dst == 80 && ip4.src == 10.0.0.1', '1 match'],
  ['', ''],
])('%j', (text, said) => {
  expect(words(text)).toBe(said);
});

test('a kind of which there is none is not said', () => {
  expect(
    kindsCounted([
      ['acl', 0],
      ['match', 1],
      ['flow', 1200],
    ]),
  ).toBe('1 match, 1,200 logical flows');
});
