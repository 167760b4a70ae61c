import { expect, test } from 'vitest';
import { placesOf } from './places';

const card = (id: string) => ({ id, type: 'machine', width: 200, height: 100 }) as const;

test('a new card stands beside the others', () => {
  const places = placesOf([card('a'), card('b')], { a: { x: 0, y: 0 } });
  expect(places).toEqual({ a: { x: 0, y: 0 }, b: { x: 330, y: 0 } });
});

// Where adding the width of a card makes no difference, looking for room beside it would never end.
test.each([1e308, -1e308, 2 ** 60, NaN])('a card beside one at %f has a place as well', (x) => {
  const places = placesOf([card('a'), card('b'), card('c')], { a: { x, y: 0 }, b: { x, y: 0 } });
  expect(Object.keys(places)).toEqual(['a', 'b', 'c']);
});
