import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uuidFromContent } from '../base';
import { MAX_TUNNEL_KEY, TunnelKeys } from './tunnel-keys';

const row = (n: number) => uuidFromContent(`${n}`);

describe('TunnelKeys', () => {
  it('gives the lowest keys that are not used', () => {
    const keys = new TunnelKeys();
    for (const key of [1, 2, 4]) keys.set(row(key), key);
    const free = keys.free();
    expect([free.next().value, free.next().value, free.next().value]).toEqual([3, 5, 6]);
  });

  it('gives nothing when all 65535 are used', () => {
    const keys = new TunnelKeys();
    for (let key = 1; key <= MAX_TUNNEL_KEY; key++) keys.set(row(key), key);
    expect(keys.free().next().done).toBe(true);
    keys.set(row(40000), undefined);
    expect(keys.free().next().value).toBe(40000);
  });

  it('lets one row take what another is yet to give up', () => {
    const keys = new TunnelKeys();
    for (const key of [1, 2]) keys.set(row(key), key);
    keys.set(row(1), 2);
    keys.set(row(2), 1);
    expect(keys.free().next().value).toBe(3);
  });

  it('always gives the lowest, whatever rows had and gave up', () => {
    const step = fc.record({ row: fc.nat(7), key: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const keys = new TunnelKeys();
        const used = new Map<number, number | undefined>();
        for (const { row: n, key } of steps) {
          keys.set(row(n), key);
          used.set(n, key);
          const taken = new Set(used.values());
          let lowest = 1;
          while (taken.has(lowest)) lowest += 1;
          expect(keys.free().next().value).toBe(lowest);
        }
      }),
    );
  });
});
