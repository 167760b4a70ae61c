/** Lists of rules and what becomes of each; cheaper forms and what they cost. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  compile,
  equivalent,
  evaluate,
  parse,
  lex,
  annotate,
  symbolsToday,
  valuesReader,
  type PacketValues,
} from '../match';
import { cheaperThan, costOf, judge, optionsOf, overlapsOf, Rules, type Fate, type PolicyWorld, type Rule } from '.';

const WORLD: PolicyWorld = {
  symbols: symbolsToday(),
  addressSets: { web: ['10.0.4.0/24', '10.0.4.7', '10.0.4.9', '10.0.5.0/24', '10.1.0.1'] },
  portGroups: { db: ['db1', 'db2', 'db3'] },
  lookupPort: (name) => ({ db1: 1, db2: 2, db3: 3, a: 4 })[name],
};

/** `PRIORITY ACTION MATCH`. */
function rules(...lines: readonly string[]): Rules {
  const list = lines.map((line): Rule => {
    const [priority = '', action = '', ...match] = line.split(' ');
    return { scope: 'sw0 to-lport', priority: Number(priority), action, match: match.join(' ') };
  });
  return new Rules(list, WORLD);
}

function words(fate: Fate): string {
  switch (fate.kind) {
    case 'shadowed':
      return `shadowed by ${fate.by.join(' ')}${fate.alone ? '' : ' together'}`;
    case 'repeats':
      return `repeats ${fate.of}${fate.same ? '' : ', which is wider'}`;
    case 'broken':
      return fate.problem.message;
    case 'undecided':
    case 'acts':
    case 'empty':
      return fate.kind;
  }
}

describe('what becomes of a rule', () => {
  it.each([
    [
      'the list of the sketch',
      [
        '2000 allow-related outport == @db && icmp4',
        '1001 allow-related outport == @db && ip4.src == $web && tcp.dst == {5432, 5433}',
        '1001 allow-related outport == @db && ip4.src == 10.0.4.7 && tcp.dst == 5432',
        '1000 drop outport == @db && ip',
        '900 allow outport == @db && udp.dst == 53',
      ],
      ['acts', 'acts', 'repeats 1, which is wider', 'acts', 'shadowed by 3'],
    ],
    [
      'two that leave nothing together',
      ['3 drop ip4.src == 10.0.0.0/9', '2 allow ip4.src == 10.128.0.0/9', '1 drop ip4.src == 10.0.0.0/8'],
      ['acts', 'acts', 'shadowed by 0 1 together'],
    ],
    ['the same twice', ['5 drop ip4', '5 drop eth.type == 0x800'], ['acts', 'repeats 0']],
    ['the same with a higher priority', ['5 drop ip4 && tcp', '6 drop ip4'], ['repeats 1, which is wider', 'acts']],
    ['no packet', ['5 drop tcp && udp', '4 drop 1'], ['empty', 'acts']],
    [
      'not a match',
      ['5 drop ip4 &', '4 drop ip4.src == $nosuch'],
      ["`&' is only valid as part of `&&'.", "Syntax error at `$nosuch' expecting address set name."],
    ],
    [
      'a broken one shadows nothing',
      ['5 drop ip4.src == $nosuch', '4 drop ip4'],
      ["Syntax error at `$nosuch' expecting address set name.", 'acts'],
    ],
  ])('%s', (_, list, expected) => {
    const read = rules(...list);
    expect(list.map((__, index) => words(judge(read, index).fate))).toEqual(expected);
  });

  it('does not mix scopes', () => {
    const list: readonly Rule[] = [
      { scope: 'sw0', priority: 5, match: '1', action: 'drop' },
      { scope: 'sw1', priority: 4, match: 'ip4', action: 'allow' },
    ];
    expect(judge(new Rules(list, WORLD), 1).fate.kind).toBe('acts');
  });

  it('says who cannot be told apart', () => {
    const read = rules('5 drop ip4.src == 10.0.0.0/8', '5 allow tcp', '5 allow udp', '4 allow ip4');
    expect(judge(read, 0).conflicts).toEqual([1, 2]);
    expect(judge(read, 1).conflicts).toEqual([0]);
    expect(overlapsOf(read, 0).overlaps).toEqual([
      { other: 1, winner: null, agree: false },
      { other: 2, winner: null, agree: false },
      { other: 3, winner: 0, agree: false },
    ]);
  });

  it('says honestly when it does not know', () => {
    // One part for every pair of bits that are far apart: no order of them keeps a diagram small.
    const hard = Array.from({ length: 24 }, (_, n) => `(eth.src[${n}] && eth.dst[${n * 2}])`).join(' || ');
    const list: readonly Rule[] = [
      { scope: '', priority: 2, match: hard, action: 'drop' },
      { scope: '', priority: 1, match: 'eth.src != 0 && eth.dst != 0', action: 'drop' },
    ];
    expect(words(judge(new Rules(list, WORLD), 1).fate)).toBe('undecided');
  });

  const atom = fc.constantFrom(
    'ip4',
    'tcp',
    'udp',
    'ip4.src == 10.0.0.0/8',
    'ip4.src == 10.0.0.1',
    'tcp.dst == {80, 443}',
    'tcp.dst == 80',
    'outport == "a"',
    'outport == @db',
    'ip6',
  );
  const match = fc
    .array(atom, { minLength: 1, maxLength: 3 })
    .chain((parts) => fc.constantFrom(parts.join(' && '), parts.join(' || ')));
  const rule = fc.record({
    scope: fc.constant(''),
    priority: fc.integer({ min: 1, max: 4 }),
    match,
    action: fc.constantFrom('allow', 'drop'),
  });
  /** Packets that tell these matches apart, all combinations of what they ask. */
  const PACKETS: readonly PacketValues[] = [0x800n, 0x86ddn, 0x806n].flatMap((type) =>
    [6n, 17n, 1n].flatMap((proto) =>
      [0x0a000001n, 0x0a000002n, 0x0b000000n].flatMap((src) =>
        [80n, 443n, 7n].flatMap((port) =>
          ['a', 'db1', 'x'].map((outport) => ({
            numbers: new Map([
              ['eth.type', type],
              ['ip.proto', proto],
              ['ip4.src', src],
              ['tcp.dst', port],
              ['ip.frag', 0n],
            ]),
            strings: new Map([['outport', outport]]),
          })),
        ),
      ),
    ),
  );

  it('is what trying packets shows', () => {
    fc.assert(
      fc.property(fc.array(rule, { minLength: 1, maxLength: 5 }), (list) => {
        const read = new Rules(list, WORLD);
        const meant = list.map(({ match: text }) => {
          const parsed = parse(
            text,
            lex(text),
            WORLD.symbols,
            optionsOf(WORLD).sets ?? { addressSets: new Map(), portGroups: new Map() },
          );
          return parsed.ok ? annotate(parsed.value, WORLD.symbols) : parsed;
        });
        const hits = (index: number, packet: PacketValues) => {
          const expr = meant[index];
          return expr?.ok === true && evaluate(expr.value, valuesReader(packet));
        };
        for (const [index, { priority, action }] of list.entries()) {
          const { fate, conflicts } = judge(read, index);
          const mine = PACKETS.filter((packet) => hits(index, packet));
          const before = (packet: PacketValues) =>
            list.some((other, at) => other.priority > priority && hits(at, packet));
          const decides = mine.some((packet) => !before(packet));
          if (fate.kind === 'empty') expect(mine).toEqual([]);
          if (fate.kind === 'shadowed') expect(decides).toBe(false);
          if (fate.kind === 'acts') expect(decides).toBe(true);
          if (fate.kind === 'repeats') {
            expect(list[fate.of]?.action).toBe(action);
            expect(mine.every((packet) => hits(fate.of, packet))).toBe(true);
          }
          const undefinedWith = list.flatMap((other, at) =>
            at !== index &&
            other.priority === priority &&
            other.action !== action &&
            mine.some((packet) => hits(at, packet))
              ? [at]
              : [],
          );
          if (fate.kind !== 'empty') expect([...conflicts].sort()).toEqual(undefinedWith);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('what a match costs', () => {
  it('counts clauses and their sum', () => {
    const cost = costOf('outport == @db && ip4.src == $web && tcp.dst == {5432, 5433}', optionsOf(WORLD));
    if (!cost.ok) throw new Error(cost.error.message);
    expect(cost.value.clauses.map(({ text }) => text)).toEqual([
      'outport == @db',
      'ip4.src == $web',
      'tcp.dst == {5432, 5433}',
    ]);
    const [sizes] = cost.value.conjunctions;
    expect(sizes?.length).toBe(3);
    expect(cost.value.flows).toBe((sizes ?? []).reduce((sum, size) => sum + size, 1));
  });
});

describe('a cheaper form', () => {
  test.each([
    ['ip4.src == {10.0.0.0/25, 10.0.0.128/25}', 'ip4.src == 10.0.0.0/24'],
    ['tcp.dst == {80, 81, 82, 83, 443}', 'tcp.dst == {0x50/0xfffc, 443}'],
    ['(tcp.dst == 80 && ip4) || tcp', 'tcp'],
    [
      '(ip4.src == {10.0.0.1, 10.0.0.3, 10.0.0.5} && tcp.dst == {1, 3, 5}) || (tcp.dst == {7, 9, 12} && ip4.src == {10.0.0.1, 10.0.0.3, 10.0.0.5})',
      'ip4.src == {10.0.0.1, 10.0.0.3, 10.0.0.5} && (tcp.dst == {1, 3, 5} || tcp.dst == {7, 9, 12})',
    ],
    ['eth.src == {00:00:00:00:00:00, 00:00:00:00:00:01}', 'eth.src == 00:00:00:00:00:00/ff:ff:ff:ff:ff:fe'],
    ['ip6.src == {fd00::, fd00::1}', 'ip6.src == fd00::/127'],
    ['tcp.dst == 80', null],
    ['tcp.dst ==', null],
    ['ip4.src == {10.0.0.1, 10.0.0.2}', null],
  ])('%s', (text, expected) => {
    const search = cheaperThan(text, WORLD);
    expect(search.kind === 'found' ? search.cheaper.text : null).toBe(expected);
  });

  it('may be a shorter set', () => {
    const world = { ...WORLD, addressSets: { net: Array.from({ length: 256 }, (_, n) => `10.0.0.${n}`) } };
    expect(cheaperThan('ip4.src == $net && tcp', world)).toEqual({
      kind: 'found',
      cheaper: { text: 'ip4.src == $net && tcp', flows: 1, sets: { net: ['10.0.0.0/24'] } },
    });
  });

  const leaf = fc.constantFrom(
    'ip4.src == {10.0.0.1, 10.0.0.2, 10.0.0.3}',
    'ip4.src == 10.0.0.0/30',
    'tcp.dst == {80, 81}',
    'tcp',
    'tcp.dst == 80',
    'outport == @db',
    'outport == "db1"',
    '!(udp)',
  );
  const text = fc
    .array(fc.array(leaf, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
    .map((alternatives) =>
      alternatives
        .map((parts) => (parts.length > 1 && alternatives.length > 1 ? `(${parts.join(' && ')})` : parts.join(' && ')))
        .join(' || '),
    );

  it('is equivalent and cheaper, whatever it was made of', () => {
    fc.assert(
      fc.property(text, (original) => {
        const search = cheaperThan(original, WORLD);
        if (search.kind !== 'found') return;
        const options = optionsOf(WORLD);
        const [a, b] = [
          compile(original, options),
          compile(
            search.cheaper.text,
            optionsOf({ ...WORLD, addressSets: { ...WORLD.addressSets, ...search.cheaper.sets } }),
          ),
        ];
        if (!a.ok || !b.ok) throw new Error('A form that does not compile was offered.');
        expect(b.value.flows.length).toBe(search.cheaper.flows);
        expect(b.value.flows.length).toBeLessThan(a.value.flows.length);
        expect(equivalent(a.value.annotated, b.value.annotated)).toEqual({ ok: true, value: { equivalent: true } });
      }),
      { numRuns: 150 },
    );
  });
});
