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

  it('lets one row take what another is yet to give up', () => {
    const keys = new TunnelKeys();
    for (const key of [1, 2, 2]) keys.add(key);
    keys.remove(2);
    expect(keys.free().next().value).toBe(3);
  });

  it('always gives the lowest, whatever rows take and give up', () => {
    const step = fc.record({ row: fc.nat(7), key: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const keys = new TunnelKeys();
        const held = new Map<number, number | undefined>();
        for (const { row, key } of steps) {
          const old = held.get(row);
          held.set(row, key);
          if (old !== undefined) keys.remove(old);
          if (key !== undefined) keys.add(key);
          const taken = new Set(held.values());
          let lowest = 1;
          while (taken.has(lowest)) lowest += 1;
          expect(keys.free().next().value).toBe(lowest);
        }
      }),
    );
  });
});
