/** What is too much work is refused with a reason, and what only looks like it is not. */
import { describe, expect, test } from 'vitest';
import { RECORDED_OPTIONS } from '../../cli/conformance/match';
import { Budget, DEFAULT_LIMIT } from './budget';
import { compile } from './compile';
import { rangesOf } from './expr';
import { findNearMiss } from './near-miss';
import { warningsOf } from './warnings';

const list = (length: number, item: (i: number) => string) => Array.from({ length }, (_, i) => item(i));

/** The message, or how many flows, and the share of the budget that it took. */
function outcome(text: string) {
  const budget = new Budget(DEFAULT_LIMIT, undefined);
  const compiled = compile(text, { ...RECORDED_OPTIONS, budget });
  return { said: compiled.ok ? `${compiled.value.flows.length} flows` : compiled.error.message, spent: budget.spent };
}

describe('too much is refused, and said what multiplies', () => {
  test.each([
    [
      list(32, (i) => `(reg0[${i}] || reg4[${i}])`).join(' && '),
      'The expression takes too much work: 32 conditions that mix fields, of 2 alternatives each, are multiplied out.',
    ],
    [
      list(60, (i) => `(tcp.dst != ${i} || tcp.src != ${i})`).join(' && '),
      'The expression takes too much work: 60 conditions that mix fields, of 2 alternatives each, are multiplied out.',
    ],
    [
      '!ip6.mcast_flood && !ip4.mcast',
      'The expression takes too much work: 2 conditions that mix fields, of 17 to 21 alternatives each, are multiplied out, 17 times 21.',
    ],
    [
      list(60, (i) => `(reg0 != ${i * 7} || reg1 != ${i * 13})`).join(' && '),
      'The expression takes too much work: what it says about one field takes very many masks.',
    ],
  ])('%s', (text, said) => {
    expect(outcome(text).said).toBe(said);
  });

  test('a set that is named very often', () => {
    const text = `ip4.src == {${list(300_000, () => '$set1').join(' ')}}`;
    expect(compile(text, { ...RECORDED_OPTIONS, limit: 8_000_000 })).toMatchObject({
      error: { message: 'The expression takes too much work: it names sets with very many members.' },
    });
  });
});

describe('what OVN compiles is not', () => {
  test.each([
    ['!ip6.mcast_flood', '3674 flows', 0.8],
    [
      `ip4.src != {${list(500, (i) => `10.${(i * 7) % 256}.${(i * 13) % 256}.${(i * 31) % 256}`).join(', ')}}`,
      '4104 flows',
      0.1,
    ],
    [`ip4.src == {${list(10_000, (i) => `10.1.${i >> 8}.${i & 255}`).join(', ')}}`, '10000 flows', 0.1],
    [list(12, (i) => `(reg0[${i}] || reg4[${i}])`).join(' && '), '4096 flows', 0.1],
  ])('%s', (text, said, share) => {
    const { said: answered, spent } = outcome(text);
    expect(answered).toBe(said);
    expect(spent).toBeLessThan(share * DEFAULT_LIMIT);
  });
});

test('repeated alternatives are dropped, and the flows know all their places', () => {
  const text = `${list(11, (i) => `(reg0[${i}] || reg4[${i}])`).join(' && ')} && (reg0[0] || reg4[0])`;
  const compiled = compile(text, RECORDED_OPTIONS);
  if (!compiled.ok) throw new Error(compiled.error.message);
  const { normalized, flows } = compiled.value;
  expect(normalized.kind === 'or' && normalized.terms.length).toBeLessThan(4096);
  expect(flows.length).toBe(3072);
  // reg0[0] of the first condition with reg4[0] of the last one, and the other way round, is one flow of both origins.
  const both = ['reg0[0]', 'reg4[0]'].flatMap((part) => [text.indexOf(part), text.lastIndexOf(part)]);
  const starts = flows.map((flow) => new Set(rangesOf(flow).map(({ start }) => start)));
  expect(starts.filter((places) => both.every((at) => places.has(at))).length).toBeGreaterThan(0);
});

test('other questions are bounded too', () => {
  const ports = list(2000, (i) => `tcp.dst == ${i} || udp.dst == ${i}`).join(' || ');
  const compiled = compile(ports, RECORDED_OPTIONS);
  if (!compiled.ok) throw new Error(compiled.error.message);
  expect(findNearMiss(compiled.value.annotated, [], { limit: 1_000_000 })).toMatchObject({
    error: { code: 'too-complex' },
  });
  const spent = new Budget(0, undefined);
  expect(warningsOf(compiled.value, { ...RECORDED_OPTIONS, budget: spent })).toEqual([]);
});
