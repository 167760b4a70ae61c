/** MACs that Neutron draws. */
import type { RandomSource } from '../../base';

/** The first three bytes of each. */
const BASE = 'fa:16:3e';

export function drawMac(random: RandomSource): string {
  const bits = random.uint32() >>> 8;
  const bytes = [bits >>> 16, bits >>> 8, bits].map((byte) => (byte & 0xff).toString(16).padStart(2, '0'));
  return `${BASE}:${bytes.join(':')}`;
}
