import { expect, it } from 'vitest';
import { compareCounting } from './count-order';

it('numbers are in the order of counting, hexadecimal ones in their own', () => {
  const sorted = ['in_port=1,ip', 'in_port=1', 'in_port=2', 'in_port=10', 'in_port=10,ip', 'reg7=0x12', 'reg7=0x1a'];
  const wanted = ['in_port=1', 'in_port=1,ip', 'in_port=2', 'in_port=10', 'in_port=10,ip', 'reg7=0x12', 'reg7=0x1a'];
  expect(sorted.toReversed().sort(compareCounting)).toEqual(wanted);
  expect(compareCounting('same', 'same')).toBe(0);
});
