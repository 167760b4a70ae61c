import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMatchLink, encodeMatchLink, readMatchState, type MatchState } from './match-link';
import { SYMBOL_CHOICES } from './match-protocol';

const packet = fc.record({
  id: fc.string(),
  name: fc.string(),
  kind: fc.constantFrom('microflow' as const, 'hex' as const),
  text: fc.string({ unit: 'grapheme' }),
  inport: fc.string(),
  outport: fc.string(),
});
const set = fc.record({ name: fc.string(), members: fc.string() });
const rule = fc.record({
  kind: fc.constantFrom('acl' as const, 'flow' as const),
  owner: fc.string(),
  direction: fc.string(),
  stage: fc.nat(),
  stageName: fc.string(),
  afterLb: fc.boolean(),
  priority: fc.nat(),
  match: fc.string({ unit: 'grapheme' }),
  action: fc.string(),
  name: fc.string(),
});
const state: fc.Arbitrary<MatchState> = fc.record({
  text: fc.string({ unit: 'grapheme' }),
  symbols: fc.constantFrom(...SYMBOL_CHOICES),
  addressSets: fc.array(set),
  portGroups: fc.array(set),
  ports: fc.option(fc.array(fc.record({ name: fc.string(), key: fc.integer({ min: 1, max: 65535 }) }))),
  packets: fc.array(packet),
  focus: fc.option(fc.string()),
  other: fc.string(),
  templates: fc.array(set),
  rules: fc.array(rule),
  rule: fc.constant(null),
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

  it('of before there were lists open', () => {
    const old = { v: 1, text: 'ip4', symbols: 'today', addressSets: [], portGroups: [], ports: null, packets: [] };
    expect(readMatchState({ ...old, focus: null, other: '' })).toMatchObject({
      ok: true,
      value: { text: 'ip4', templates: [], rules: [], rule: null },
    });
  });

  it('name what is wrong with the content', () => {
    expect(readMatchState({ v: 2 })).toMatchObject({ ok: false, error: { code: 'unknown-version' } });
    expect(readMatchState({ v: 1, text: 1 })).toMatchObject({ ok: false, error: { code: 'invalid-link' } });
    const packet = { id: 'a', name: 'a', kind: 'hex', text: '', inport: '', outport: '' };
    const lists = { addressSets: [], portGroups: [], ports: null };
    const kinds = [packet, { ...packet, kind: 'pcap' }];
    const state = { v: 1, text: '', symbols: 'today', ...lists, packets: kinds, focus: null, other: '' };
    expect(readMatchState(state)).toMatchObject({
      error: { message: 'This link is damaged: its “packets[1].kind” is not what it should be.' },
    });
  });
});
