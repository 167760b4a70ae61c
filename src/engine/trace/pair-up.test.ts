import { expect, it } from 'vitest';
import { pairUp } from './pair-up';

/** `row/port`: first those are paired that agree in both, then in the row, then whatever is left. */
const pair = (ours: string, theirs: string) => {
  const row = (text: string) => text.split('/')[0]!;
  const whole = (text: string) => text;
  const all = () => '';
  const { pairs, rest } = pairUp(words(ours), words(theirs), [
    [whole, whole],
    [row, row],
    [all, all],
  ]);
  return [...Array.from(pairs, ([a, b]) => `${a}=${b}`).sort(), ...rest.map((b) => `-${b}`)].join(' ');
};
const words = (text: string) => text.split(' ').filter((word) => word !== '');

it.each([
  ['a/1 a/2', 'a/1 a/2', 'a/1=a/1 a/2=a/2'],
  ['a/1 a/2', 'a/2 a/1', 'a/1=a/1 a/2=a/2'],
  ['a/1 a/2 a/3', 'a/3 a/1', 'a/1=a/1 a/3=a/3'],
  ['a/1', 'b/1 a/2', 'a/1=a/2 -b/1'],
  ['a/1 b/2', 'c/3 b/2', 'a/1=c/3 b/2=b/2'],
  ['', 'a/1 b/2', '-a/1 -b/2'],
  ['a/1', '', ''],
])('%s and %s: %s', (ours, theirs, expected) => {
  expect(pair(ours, theirs)).toBe(expected);
});
