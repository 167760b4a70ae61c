/** The same as `exhaustive.test.ts` for four comparisons; a file of its own, so that both run at a time. */
import { expect, test } from 'vitest';
import { checkAll, FOUR } from './every-expression';

const beginnings = FOUR.flatMap((first) => FOUR.map((second) => [first, second] as const));

test.each(beginnings)('four comparisons, of which the first are $0.text and $1.text', (first, second) => {
  expect(checkAll(FOUR, [first, second], 4)).toBe(FOUR.length ** 2 * 22);
});
