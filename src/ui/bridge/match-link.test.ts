import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMatchLink, encodeMatchLink, readMatchState, type MatchState } from './match-link';

const packet = fc.record({
  id: fc.string(),
  name: fc.string(),
  kind: fc.constantFrom('microflow' as const, 'hex' as const),
  text: fc.string({ unit: 'grapheme' }),
  inport: fc.string(),
  outport: fc.string(),
});
const set = fc.record({ name: fc.string(), members: fc.string() });
const state: fc.Arbitrary<MatchState> = fc.record({
  text: fc.string({ unit: 'grapheme' }),
  symbols: fc.constantFrom('2015' as const, 'today' as const),
  addressSets: fc.array(set),
  portGroups: fc.array(set),
  ports: fc.option(fc.array(fc.record({ name: fc.string(), key: fc.integer({ min: 1, max: 65535 }) }))),
  packets: fc.array(packet),
  focus: fc.option(fc.string()),
  other: fc.string(),
});

describe('links', () => {
  it('lose nothing', async () => {
    await fc.assert(
      fc.asyncProperty(state, async (value) => {
        expect(await decodeMatchLink(await encodeMatchLink(value))).toEqual({ ok: true, value });
      }),
    );
  });

  it('say when they are damaged', async () => {
    const [value] = fc.sample(state, { numRuns: 1, seed: 7 });
    if (value === undefined) throw new Error('no sample');
    const link = await encodeMatchLink(value);
    for (const bad of ['', '%%%', link.slice(0, -3), link.slice(4), `A${link}`, link.replace(/.{3}$/, 'AAA')])
      expect((await decodeMatchLink(bad)).ok).toBe(false);
  });

  it('name what is wrong with the content', () => {
    expect(readMatchState({ v: 2 })).toMatchObject({ ok: false, error: { code: 'unknown-version' } });
    expect(readMatchState({ v: 1, text: 1 })).toMatchObject({ ok: false, error: { code: 'invalid-link' } });
  });
});
