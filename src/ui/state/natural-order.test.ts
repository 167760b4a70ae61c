import { expect, it } from 'vitest';
import { inNameOrder } from './natural-order';

it('names are in order as people count', () => {
  const list = ['p10', 'p2', 'hv1', 'p1'].map((name) => ({ name }));
  expect(inNameOrder(list).map(({ name }) => name)).toEqual(['hv1', 'p1', 'p2', 'p10']);
  expect(inNameOrder(list)).toBe(inNameOrder(list));
});
