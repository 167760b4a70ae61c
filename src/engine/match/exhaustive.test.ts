/** Every Boolean expression of up to three comparisons keeps its truth table through every pass; `every-expression.ts` says which they are. */
import { describe, expect, test } from 'vitest';
import { ALL, checkAll, THREE } from './every-expression';

test('one comparison', () => {
  expect(checkAll(ALL, [], 1)).toBeGreaterThanOrEqual(ALL.length);
});

describe('two comparisons', () => {
  test.each(ALL)('of which the first is $text', (first) => {
    expect(checkAll(ALL, [first], 2)).toBeGreaterThanOrEqual(ALL.length * 2);
  });
});

describe('three comparisons', () => {
  test.each(THREE)('of which the first is $text', (first) => {
    expect(checkAll(THREE, [first], 3)).toBe(THREE.length ** 2 * 6);
  });
});
