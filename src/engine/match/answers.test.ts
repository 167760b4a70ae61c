/** Evaluating, explaining, deciding, and making packets, as readable lines. */
import { describe, expect, test } from 'vitest';
import { RECORDED_OPTIONS } from '../../cli/conformance/match';
import { compile } from './compile';
import { equivalent, findMatching, findSeparating, verdict } from './decide';
import { completionsAt, documentSymbol } from './documentation';
import { evaluate } from './evaluate';
import { explain, sourceTruth, type Truth } from './explain';
import type { Expr } from './expr';
import { valuesReader, type PacketValues } from './flow-reader';
import { printFlows } from './flows';
import { microflow } from './microflow';
import { findNearMiss } from './near-miss';
import { printExpr } from './print';
import { conjunctiveMatches, referencedPorts, referencedSets } from './references';
import { symbols2015, symbolsToday } from './tables';
import { TINY, truthTable } from './tiny-world';

function compiled(text: string) {
  const result = compile(text, RECORDED_OPTIONS);
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  return result.value;
}

const annotated = (text: string): Expr => compiled(text).annotated;

function packetOf(text: string): PacketValues {
  const result = microflow(text, RECORDED_OPTIONS);
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  return result.value;
}

function show(values: PacketValues | undefined): string {
  if (values === undefined) return 'none';
  const numbers = [...values.numbers].map(([name, value]) => `${name}=0x${value.toString(16)}`);
  return [...numbers, ...[...values.strings].map(([name, text]) => `${name}="${text}"`)].sort().join(' ');
}

const answer = <T>(result: { readonly ok: boolean; readonly value?: T }): T => {
  if (!result.ok || !('value' in result)) throw new Error('No answer.');
  return result.value;
};

describe('a microflow is a packet', () => {
  test.each([
    ['ip4 && tcp.dst == 80', 'eth.type=0x800 ip.proto=0x6 tcp.dst=0x50'],
    ['inport == "eth0" && ip4.src == 10.0.0.1', 'eth.type=0x800 inport="eth0" ip4.src=0xa000001'],
    ['ip4 && tcp.src > 79 && tcp.src < 81', 'eth.type=0x800 ip.proto=0x6 tcp.src=0x50'],
    [
      'tcp.src == 80',
      'Constraints are ambiguous: tcp.src == 0x50 && ip.proto == 0x6 && (eth.type == 0x800 || eth.type == 0x86dd).',
    ],
    ['ip4 && ip6', 'Constraints are contradictory.'],
    ['1', ''],
  ])('%s => %s', (text, expected) => {
    const result = microflow(text, RECORDED_OPTIONS);
    expect(result.ok ? show(result.value) : result.error.message).toBe(expected);
  });
});

describe('the shortest explanation', () => {
  test.each([
    [
      'ip4.src == 10.0.0.0/8 && tcp.dst == {80, 443}',
      'ip4.src == 10.1.1.1 && tcp.dst == 53',
      'It does not match: tcp.dst == 0x50 || tcp.dst == 0x1bb is false: tcp.dst is 53.',
    ],
    ['tcp.dst == 80', 'ip4 && udp.dst == 80', 'It does not match: ip.proto == 0x6 is false: ip.proto is 17.'],
    [
      'tcp.dst == 80 || udp.dst == 53',
      'ip4 && tcp.dst == 81',
      'It does not match: tcp.dst == 0x50 is false: tcp.dst is 81; ip.proto == 0x11 is false: ip.proto is 6.',
    ],
    [
      'inport == "lsp1" && ip4',
      'inport == "lsp2" && ip4',
      'It does not match: inport == "lsp1" is false: inport is "lsp2".',
    ],
    [
      'eth.mcast',
      'eth.dst == 00:00:00:00:00:01',
      'It does not match: eth.dst[40] is false: eth.dst is 00:00:00:00:00:01, its bit 40 0.',
    ],
    ['arp || ip6', 'arp', 'It matches: eth.type == 0x806 || eth.type == 0x86dd is true: eth.type is 0x806.'],
  ])('%s, %s => %s', (match, packet, expected) => {
    const { text, value } = explain(annotated(match), valuesReader(packetOf(packet)));
    expect(text).toBe(expected);
    expect(value).toBe(evaluate(annotated(match), valuesReader(packetOf(packet))));
  });
});

test('the truth of every part as written includes its prerequisites', () => {
  const { parsed } = compiled('tcp.dst == 80 || (ip4 && !ip.is_frag)');
  const truth = sourceTruth(parsed, symbolsToday(), valuesReader(packetOf('ip4 && udp.dst == 80')));
  const show = (part: Truth): string =>
    `${part.value ? 'yes' : 'no'}${part.terms.length > 0 ? `(${part.terms.map(show).join(' ')})` : ''}`;
  expect(show(truth)).toBe('yes(no yes(yes yes))');
});

describe('two expressions', () => {
  test.each([
    ['tcp.dst == 80', 'tcp.dst == 80 && ip', 'equivalent'],
    ['tcp.dst >= 80', 'tcp.dst > 79', 'equivalent'],
    ['ip4.src != 10.0.0.1', 'ip4 && !(ip4.src == 10.0.0.1)', 'equivalent'],
    ['vlan.tci != 0', 'vlan.present', 'equivalent'],
    ['inport == {"a", "b"}', 'inport == "b" || inport == "a"', 'equivalent'],
    ['inport == {"a", "b"}', 'inport == {"a", "b", "c"}', 'inport="c"'],
    ['ip4.src == 10.0.0.0/8', 'ip4.src == 10.0.0.0/9', 'eth.type=0x800 ip4.src=0xa800000'],
    ['ip', 'ip4', 'eth.type=0x86dd'],
  ])('%s, %s => %s', (a, b, expected) => {
    const found = answer(equivalent(annotated(a), annotated(b)));
    expect(found.equivalent ? 'equivalent' : show(found.counterexample)).toBe(expected);
    if (found.equivalent) return;
    const reader = valuesReader(found.counterexample);
    expect(evaluate(annotated(a), reader)).not.toBe(evaluate(annotated(b), reader));
  });

  test('are equivalent exactly when their truth tables are the same', () => {
    const texts = [
      'x < 3',
      'x <= 2',
      'x[2] == 0 && x != 3',
      'x == {0, 1, 2}',
      'y > 5',
      'y == {6, 7}',
      'y[1..2] == 3',
      'x < 3 && s == "a"',
      's == "a" && x == {0, 1, 2}',
      '1',
      '0',
      'x >= 0',
    ];
    const exprs = texts.map((text) => answer(compile(text, { symbols: TINY })).annotated);
    for (const a of exprs) {
      for (const b of exprs) {
        expect(answer(equivalent(a, b)).equivalent, `${printExpr(a)}, ${printExpr(b)}`).toBe(
          truthTable(a) === truthTable(b),
        );
      }
      expect(answer(verdict(a)) === 'never').toBe(truthTable(a) === 0n);
    }
  });
});

describe('packets on demand', () => {
  test.each([
    ['tcp.dst == {443, 80}', 'eth.type=0x800 ip.proto=0x6 tcp.dst=0x50', 'tcp.dst=0x51'],
    ['tcp.dst > 1024', 'eth.type=0x800 ip.proto=0x6 tcp.dst=0x401', 'tcp.dst=0x400'],
    ['inport == "lsp1" && ip4', 'eth.type=0x800 inport="lsp1"', 'inport="lsp2"'],
    ['vlan.vid == 5', 'vlan.tci=0x1005', 'vlan.tci=0x1006'],
    ['ip', 'eth.type=0x800', 'eth.type=0x806'],
    ['1', '', 'none'],
    ['tcp && udp', 'none', 'none'],
  ])('%s => %s, but not %s', (match, matching, difference) => {
    const expr = annotated(match);
    expect(show(answer(findMatching(expr)))).toBe(matching);
    const near = answer(findNearMiss(expr, ['lsp1', 'lsp2']));
    if (near === undefined) {
      expect(difference).toBe('none');
      return;
    }
    expect(evaluate(expr, valuesReader(near.matching))).toBe(true);
    expect(evaluate(expr, valuesReader(near.failing))).toBe(false);
    const changed = show(near.failing)
      .split(' ')
      .filter((part) => !show(near.matching).split(' ').includes(part));
    expect(changed.join(' ')).toBe(difference);
  });

  test('true of one and not of the other', () => {
    const found = findSeparating(
      [annotated('ip4.src == 10.0.0.0/8')],
      [annotated('ip4.src == 10.0.0.0/30'), annotated('tcp')],
    );
    expect(show(answer(found))).toBe('eth.type=0x800 ip.proto=0x0 ip4.src=0xa000004');
  });
});

describe('what a match refers to', () => {
  test('ports and sets', () => {
    const { tokens, annotated: expr } = compiled(
      'inport == {"a", @pg1} && ip4.src == $set1 && is_chassis_resident("b")',
    );
    expect([...referencedPorts(expr)].sort()).toEqual(['a', 'b', 'lsp1', 'lsp2', 'lsp3']);
    expect([...referencedSets(tokens).addressSets, ...referencedSets(tokens).portGroups]).toEqual(['set1', 'pg1']);
  });

  test.each([
    // OVN makes the flows of the clauses before the one that no port satisfies, and leaves the rest.
    [
      'eth.src == {00:00:00:00:00:01, 00:00:00:00:00:02} && inport == {"nobody", "noone"}',
      'dl_src=00:00:00:00:00:01: conjunction(1, 0/2); dl_src=00:00:00:00:00:02: conjunction(1, 0/2)',
    ],
    ['inport == {"nobody", "noone"} && ip4.src == {1.2.3.4, 5.6.7.8}', '(no flows)'],
    [
      'ip4.src == {1.2.3.4, 5.6.7.8} && outport == {"nobody", "noone"}',
      'ip,nw_src=1.2.3.4: conjunction(1, 0/2); ip,nw_src=5.6.7.8: conjunction(1, 0/2)',
    ],
  ])('a clause that nothing satisfies ends the conjunction: %s', (text, expected) => {
    expect(printFlows(compiled(text).flows).join('; ')).toBe(expected);
  });

  test('conjunctive matches as clauses', () => {
    const [only, ...others] = conjunctiveMatches(compiled('ip4.src == $set1 && tcp.dst == {80, 443}').flows);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ id: 1, flows: 5, product: 6 });
  });
});

describe('documentation', () => {
  test('of every symbol is a sentence, in both tables', () => {
    for (const table of [symbolsToday(), symbols2015()]) {
      for (const symbol of table.symbols.values()) {
        expect(documentSymbol(symbol).meaning, symbol.name).toMatch(/^[A-Z].*\.$/);
      }
    }
  });

  test.each([
    ['ct.est', { kind: '1-bit ordinal subfield', prerequisites: 'ct.trk', expansion: 'ct_state[1]' }],
    ['vlan.vid', { kind: '12-bit ordinal subfield', prerequisites: 'vlan.present', expansion: 'vlan.tci[0..11]' }],
    ['ip4', { kind: 'nominal predicate', prerequisites: '', expansion: 'eth.type == 0x800' }],
    ['inport', { kind: 'string field', prerequisites: '', expansion: '' }],
    ['tcp.dst', { kind: '16-bit ordinal field', prerequisites: 'tcp', expansion: '' }],
  ])('%s', (name, expected) => {
    expect(documentSymbol(symbolsToday().symbols.get(name)!)).toMatchObject(expected);
  });

  test.each([
    ['ip4 && inport == |', '"lsp1" @pg1 @pg_empty'],
    ['inport |', '== && ||'],
    ['tcp.dst |', '== != < <= > >= && ||'],
    ['ip4.src == |', '$set1 $set2 $set3 $set4'],
    ['ip4.src == $s|', '$set1 $set2 $set3 $set4'],
    ['ip4 |', '== && ||'],
  ])('completion of %s', (marked, expected) => {
    const offset = marked.indexOf('|', marked.endsWith('|') ? marked.length - 1 : 0);
    const context = { symbols: symbolsToday(), sets: RECORDED_OPTIONS.sets!, ports: ['lsp1'] };
    const labels = completionsAt(marked.slice(0, offset), offset, context).map(({ label }) => label);
    expect(labels.join(' ')).toBe(expected);
  });

  test('completion offers every symbol where a comparison begins', () => {
    const context = { symbols: symbolsToday(), sets: RECORDED_OPTIONS.sets!, ports: [] };
    expect(completionsAt('ip4 && tc', 9, context).length).toBe(symbolsToday().symbols.size + 1);
  });
});
