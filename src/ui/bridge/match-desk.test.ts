import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDesk } from './match-desk';
import { EMPTY_CONTEXT, createMatchSession } from './match-session';
import { expandTemplates } from './match-templates';
import { readSetMembers } from './match-sets';

describe('the desk', () => {
  it('reads what was pasted, with the lines of what it did not understand', () => {
    const reading = createDesk().read('ip4\n\n10.0.0.1, 10.0.0.2, x, 10.0.0.3\n\nto-lport 1 (ip4) drop');
    expect(reading).toMatchObject({
      matchCount: 1,
      sets: [{ name: null, members: ['10.0.0.1', '10.0.0.2', '10.0.0.3'] }],
      rules: [{ kind: 'acl', direction: 'to-lport', priority: 1, match: 'ip4', action: 'drop' }],
      left: [{ line: 3, text: 'x', reason: '`x` is not an address.' }],
      isPlain: false,
    });
    expect(createDesk().read(' ip4 && tcp\n').isPlain).toBe(true);
  });

  it('judges, explains and finds cheaper forms', () => {
    const desk = createDesk();
    const { rules } = desk.read('to-lport 2 (ip4) drop\nto-lport 1 (ip4.src == $net && outport == "p") allow');
    const addressSets = { net: ['10.0.0.0', '10.0.0.1'] };
    expect(desk.setRules(rules, { ...EMPTY_CONTEXT, addressSets })).toEqual([{ kind: 'port', name: 'p' }]);
    expect(desk.judge(0)).toMatchObject({ fate: { kind: 'acts' }, flows: 1 });
    expect(desk.judge(1)).toMatchObject({ fate: { kind: 'shadowed', by: [0], alone: true }, flows: 2 });
    expect(desk.explain(1).overlaps).toEqual([{ other: 0, winner: 0, agree: false }]);
    expect(desk.cheaper(1).form).toMatchObject({ kind: 'found', flows: 1, sets: { net: ['10.0.0.0/31'] } });
  });
});

describe('template values', () => {
  it('stand in the expression, and places are those of the text as written', () => {
    const session = createMatchSession({ now: () => 0 });
    session.setContext({ ...EMPTY_CONTEXT, templates: { VIP: '{10.0.0.1, 10.0.0.2}' } });
    const text = 'ip4.dst == ^VIP && tcp.dst == 80 && ip4';
    const analysis = session.analyse({ text, packets: [], focus: null });
    expect(analysis.compiled?.flowCount).toBe(2);
    expect(analysis.text).toBe(text);
    expect(analysis.missing).toEqual([]);
    const tree = analysis.compiled?.stages[0]?.tree;
    const said = tree?.children.flatMap(({ ranges }) => ranges.map(({ start, end }) => text.slice(start, end)));
    expect(said).toContain('tcp.dst == 80');
    expect(said?.every((part) => text.includes(part))).toBe(true);
  });

  it.each([
    ['tcp.dst == 80 && ip4.src == {^A, ^B}', 'tcp.dst == 80 && ip4.src == {10.0.0.1, 10.0.0.2}'],
    // ovn-controller writes the tokens without what was between them.
    ['ip4.src == {^A ^B}', 'ip4.src == {10.0.0.110.0.0.2}'],
    ['ip4.src == {10.0.0.9 ^A}', 'ip4.src == {10.0.0.910.0.0.1}'],
    ['ip4.src == {1 2} && ip4.dst == ^A', 'ip4.src == {12} && ip4.dst == 10.0.0.1'],
    ['ip4.src == {1 2} && ip4.dst == ^C', 'ip4.src == {1 2} && ip4.dst == ^C'],
    ['ip4.src == {$s $t} && ip4.dst == ^A', 'ip4.src == {$s $t} && ip4.dst == 10.0.0.1'],
    ['inport == "^A"', 'inport == "^A"'],
  ])('are written as ovn-controller does: %s', (text, expanded) => {
    expect(expandTemplates(text, { A: '10.0.0.1', B: '10.0.0.2' }).text).toBe(expanded);
  });

  it('bring every place back into the text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('^a', '^b', 'ip4', ' && ', '{', '}', '"^a"'), { maxLength: 12 }),
        fc.string(),
        fc.nat(),
        fc.nat(),
        (parts, value, from, length) => {
          const text = parts.join(' ');
          const expanded = expandTemplates(text, { a: value });
          const start = from % (expanded.text.length + 1);
          const end = Math.min(expanded.text.length, start + (length % 9));
          const back = expanded.back({ start, end });
          expect(back.start).toBeGreaterThanOrEqual(0);
          expect(back.end).toBeLessThanOrEqual(text.length);
          expect(back.end).toBeGreaterThanOrEqual(back.start);
        },
      ),
    );
  });
});

describe('members of a set', () => {
  it('are read as OVN prints them, and only addresses count', () => {
    expect(readSetMembers('"10.0.0.1", "10.1.1.8"').members).toEqual(['10.0.0.1', '10.1.1.8']);
    expect(readSetMembers('["10.0.0.1", hello]').problems).toEqual([
      { text: 'hello', problem: '`hello` is not an address.' },
    ]);
  });
});
