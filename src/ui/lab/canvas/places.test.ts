import { expect, test } from 'vitest';
import { inRows, placesOf } from './places';

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

test('rows are as many as the room has space for', () => {
  const cards = [
    ...Array.from({ length: 8 }, (_, n) => ({ id: `sw${n}`, type: 'switch', width: 240, height: 90 }) as const),
    ...['hv1', 'hv2'].map((id) => ({ id, type: 'machine', width: 260, height: 130 }) as const),
  ];
  const rowsIn = (width: number, height: number) => {
    const places = inRows(cards, { width, height });
    return new Set(Object.entries(places).flatMap(([id, { y }]) => (id.startsWith('sw') ? [y] : []))).size;
  };
  expect(rowsIn(3000, 400)).toBe(1);
  expect(rowsIn(1000, 500)).toBe(2);
  expect(rowsIn(360, 800)).toBeGreaterThanOrEqual(4);
});
