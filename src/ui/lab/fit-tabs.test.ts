import { describe, expect, it } from 'vitest';
import { fitTabs } from './fit-tabs';

const widths = [50, 60, 70, 80];

describe('tabs that have room', () => {
  it.each([
    ['all of them, without the button for the rest', 260, [0], [0, 1, 2, 3]],
    ['the first ones beside the button', 200, [0], [0, 1]],
    ['the open one whatever there is', 10, [2], [2]],
    ['the open one from the end, in its place', 200, [3], [0, 3]],
    ['what must be there twice is there once', 260, [1, 1], [0, 1, 2, 3]],
  ])('%s', (_, room, must, shown) => {
    expect(fitTabs(widths, 40, room, must)).toEqual(shown);
  });
});
