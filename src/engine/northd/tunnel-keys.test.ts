import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_TUNNEL_KEY, TunnelKeys } from './tunnel-keys';

describe('TunnelKeys', () => {
  it('gives the lowest keys that are not used', () => {
    const keys = new TunnelKeys();
    for (const key of [1, 2, 4]) keys.add(key);
    const free = keys.free();
    expect([free.next().value, free.next().value, free.next().value]).toEqual([3, 5, 6]);
  });

  it('gives nothing when all 65535 are used', () => {
    const keys = new TunnelKeys();
    for (let key = 1; key <= MAX_TUNNEL_KEY; key++) keys.add(key);
    expect(keys.free().next().done).toBe(true);
    keys.remove(40000);
    expect(keys.free().next().value).toBe(40000);
  });

  it('always gives the lowest, whatever was added and removed', () => {
    const step = fc.record({ add: fc.boolean(), key: fc.integer({ min: 1, max: 12 }) });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const keys = new TunnelKeys();
        const used = new Set<number>();
        for (const { add, key } of steps) {
          keys[add ? 'add' : 'remove'](key);
          used[add ? 'add' : 'delete'](key);
          let lowest = 1;
          while (used.has(lowest)) lowest += 1;
          expect(keys.free().next().value).toBe(lowest);
        }
      }),
    );
  });
});
