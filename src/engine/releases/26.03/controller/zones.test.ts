import { expect, test } from 'vitest';
import { planZones } from './zones';

const ALL = { low: 1, high: 65535 };

/** `sw0_snat=7` asks for a zone. */
function plan(users: string, present = '', range = ALL): string {
  const entries = (text: string) =>
    text
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => word.split('='));
  const wanted = new Map(
    entries(users).map(([name = '', zone]) => [name, { requested: zone === undefined ? undefined : Number(zone) }]),
  );
  const had = new Map(entries(present).map(([name = '', zone]) => [name, Number(zone)]));
  const { zones, without } = planZones(wanted, had, range);
  return [...Array.from(zones, ([name, zone]) => `${name}=${zone}`).sort(), ...without].join(' ');
}

test.each([
  ['a b', '', 'a=1 b=2'],
  ['a b c', 'b=1', 'a=2 b=1 c=3'],
  ['a', 'a=9 gone=1', 'a=9'],
  // Who has a number that somebody asks for gives it up.
  ['a b=1', 'a=1', 'a=2 b=1'],
  ['a=5', 'a=1', 'a=5'],
  ['a=5 b=5', '', 'a=5 b=5'],
])('%s, where there was "%s"', (users, present, zones) => {
  expect(plan(users, present)).toBe(zones);
});

test('a range is kept, and may be too small', () => {
  expect(plan('a b c', 'a=1', { low: 10, high: 11 })).toBe('a=10 b=11 c');
});
