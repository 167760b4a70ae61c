import { expect, test } from 'vitest';
import { formatTime } from './log-lines';

test('250 ms => 0.250 s', () => {
  expect(formatTime(250)).toBe('0.250 s');
});
