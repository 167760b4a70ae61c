/** Properties of all texts and all matches, with today's symbols and packets that the switch can see. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIELDS, newFlow, setField, type Flow } from '../openflow';
import { flowsMatch } from './classify';
import { compile, type Compilation } from './compile';
import { RECORDED_OPTIONS, RECORDED_PORTS } from '../../cli/conformance/match';
import { equivalent, verdict } from './decide';
import { evaluate } from './evaluate';
import { rangesOf, type Expr } from './expr';
import { flowReader } from './flow-reader';
import { isExpressible } from './flows';
import { lex } from './lexer';
import { printExpr } from './print';
import { symbolsToday } from './tables';
import { drawComparison, drawMatch, PIECES } from './testing';

const PORT_NAMES = new Map([...RECORDED_PORTS].map(([name, number]) => [number, name]));
const TABLE = symbolsToday();

describe('any text', () => {
  test('gives tokens in order, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.constantFrom(...PIECES)).map((parts) => parts.join(' ')),
          fc.array(fc.constantFrom(...PIECES)).map((parts) => parts.join('')),
        ),
        (text) => {
          const tokens = lex(text);
          expect(tokens.at(-1)?.type).toBe('end');
          for (const [i, token] of tokens.entries()) {
            expect(token.start).toBeLessThanOrEqual(token.end);
            expect(token.end).toBeLessThanOrEqual(text.length);
            if (i > 0) expect(token.start).toBeGreaterThanOrEqual(tokens[i - 1]!.end);
          }
          const compiled = compile(text, RECORDED_OPTIONS);
          if (compiled.ok) return;
          const { range, message } = compiled.error;
          expect(message).not.toBe('');
          expect(range?.start).toBeLessThanOrEqual(range?.end ?? -1);
          expect(range?.end).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: 1500 },
    );
  });

  test('as deep as OVN goes, and no deeper', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}ip4${')'.repeat(depth)}`;
    expect(compile(nested(100), RECORDED_OPTIONS).ok).toBe(true);
    expect(compile(nested(101), RECORDED_OPTIONS)).toMatchObject({
      error: { message: 'Parentheses nested too deeply.' },
    });
    expect(compile(nested(100_000), RECORDED_OPTIONS).ok).toBe(false);
  });

  test('is given up within the budget', () => {
    const text = Array.from({ length: 32 }, (_, i) => `(reg0[${i}] || reg4[${i}])`).join(' && ');
    expect(compile(text, { ...RECORDED_OPTIONS, limit: 300_000 })).toMatchObject({ error: { code: 'too-complex' } });
    expect(compile(text, { ...RECORDED_OPTIONS, shouldStop: () => true })).toMatchObject({
      error: { code: 'cancelled' },
    });
  });
});

const matchText = fc.gen().map((g) =>
  drawMatch(
    {
      below: (limit) => g(fc.nat, { max: limit - 1 }),
      pick: (list) => memberOf(list, g(fc.nat, { max: list.length - 1 })),
    },
    3,
    drawComparison,
  ),
);

function memberOf<T>(list: readonly T[], index: number): T {
  const [member] = list.slice(index);
  if (member === undefined) throw new Error('There is nothing to pick from');
  return member;
}

/** A packet with the fields that its types give it, near the constants that matches ask for. */
const packet: fc.Arbitrary<Flow> = fc
  .record({
    type: fc.constantFrom(0x800n, 0x800n, 0x86ddn, 0x806n, 0x8035n, 0x88ccn),
    proto: fc.constantFrom(6n, 17n, 1n, 58n, 132n, 2n),
    src: fc.constantFrom(0x0a000001n, 0x0a000002n, 0x0a000004n, 0x0b000001n),
    dst: fc.constantFrom(0x0a000001n, 0x0a000002n, 0x0a000003n, 0xe0000001n),
    v6: fc.constantFrom(1n, 2n, 0xfe800000000000000000000000000001n, 0xff020000000000000000000000000016n),
    mac: fc.constantFrom(1n, 0xffffffffffffn, 0x01005e000001n, 0x333300000001n),
    tci: fc.constantFrom(0n, 0x1005n, 0x1fffn, 0x7001n),
    ports: fc.tuple(fc.constantFrom(53n, 80n, 135n, 68n), fc.constantFrom(0n, 80n, 443n, 444n, 8080n)),
    flags: fc.constantFrom(2n, 0x12n, 0x10n),
    frag: fc.constantFrom(0n, 0n, 1n, 3n),
    ttl: fc.constantFrom(64n, 255n),
    reg0: fc.constantFrom(0n, 1n, 0x80000000n),
    reg3: fc.constantFrom(0n, 1n, 0xffffffffn),
    ct: fc.constantFrom(0n, 0x20n, 0x21n, 0x22n),
    inport: fc.constantFrom(0n, 0x11n, 0x12n, 5n),
    outport: fc.constantFrom(0n, 0x11n, 0x13n),
    op: fc.constantFrom(1n, 2n),
  })
  .map((p) => {
    const flow = newFlow();
    setField(flow, 'eth_type', p.type);
    setField(flow, 'eth_dst', p.mac);
    setField(flow, 'vlan_tci', p.tci);
    setField(flow, 'reg0', p.reg0);
    setField(flow, 'reg3', p.reg3);
    setField(flow, 'ct_state', p.ct);
    setField(flow, 'reg14', p.inport);
    setField(flow, 'reg15', p.outport);
    if (p.type === 0x806n || p.type === 0x8035n) {
      setField(flow, 'arp_op', p.op);
      setField(flow, 'arp_spa', p.src);
      return flow;
    }
    if (p.type === 0x88ccn) return flow;
    if (p.type === 0x800n) {
      setField(flow, 'ip_src', p.src);
      setField(flow, 'ip_dst', p.dst);
    } else {
      setField(flow, 'ipv6_dst', p.v6);
      setField(flow, 'nd_target', p.v6);
    }
    setField(flow, 'nw_proto', p.proto);
    setField(flow, 'nw_ttl', p.ttl);
    setField(flow, 'ip_frag', p.frag);
    setField(flow, 'tcp_src', p.ports[0]);
    setField(flow, 'tcp_dst', p.ports[1]);
    if (p.proto === 6n) setField(flow, 'tcp_flags', p.flags);
    return flow;
  });

const reader = (flow: Flow) => flowReader(flow, TABLE, (port) => PORT_NAMES.get(port) ?? '');
const expressionOf = (text: string) => {
  const compiled = compile(text, RECORDED_OPTIONS);
  if (!compiled.ok) throw new Error(`${text}: ${compiled.error.message}`);
  return compiled.value;
};

/** Units of work for a match that is drawn: a tenth of a second, so that a match that is refused costs little, in shrinking too. */
const LIMIT = 3_000_000;

/** A match that is drawn, compiled; undefined for one that multiplies out beyond any budget, of which little else can be asked. */
function drawn(text: string): Compilation | undefined {
  const compiled = compile(text, { ...RECORDED_OPTIONS, limit: LIMIT });
  if (compiled.ok) return compiled.value;
  expect(compiled.error, text).toMatchObject({ code: 'too-complex' });
  return undefined;
}

/** Checks matches that are drawn, nearly all of which must be small enough to compile. */
function everyMatch<T>(
  others: fc.Arbitrary<T>,
  numRuns: number,
  holds: (compiled: Compilation, other: T) => void,
): void {
  let compiled = 0;
  fc.assert(
    fc.property(matchText, others, (text, other) => {
      const match = drawn(text);
      if (match === undefined) return;
      compiled++;
      holds(match, other);
    }),
    { numRuns },
  );
  expect(compiled).toBeGreaterThan(numRuns * 0.9);
}

/** Whether the flows look at all that an expression asks: as in OVN, they do not where a part of eth.type is asked. */
function isSeen(expr: Expr): boolean {
  if (expr.kind === 'and' || expr.kind === 'or') return expr.terms.every(isSeen);
  return expr.kind !== 'number' || expr.symbol.field === undefined || isExpressible(expr, FIELDS[expr.symbol.field]);
}

describe('any match', () => {
  test('is true of the packets that its stages and its flows are true of', () => {
    everyMatch(fc.array(packet, { minLength: 8, maxLength: 8 }), 500, (compiled, packets) => {
      const { annotated, simplified, normalized, flows } = compiled;
      const seen = isSeen(normalized);
      for (const flow of packets) {
        const value = evaluate(annotated, reader(flow));
        expect(evaluate(simplified, reader(flow))).toBe(value);
        expect(evaluate(normalized, reader(flow))).toBe(value);
        if (seen) expect(flowsMatch(flows, flow)).toBe(value);
      }
    });
  });

  test('is equivalent to its stages, and prints as itself', () => {
    everyMatch(fc.constant(null), 150, ({ parsed, annotated, normalized }) => {
      const options = { isResident: RECORDED_OPTIONS.isResident! };
      expect(equivalent(annotated, normalized, options)).toEqual({ ok: true, value: { equivalent: true } });
      expect(printExpr(expressionOf(printExpr(parsed)).parsed)).toBe(printExpr(parsed));
      const never = verdict(annotated, options);
      if (normalized.kind === 'constant')
        expect(never).toEqual({ ok: true, value: normalized.value ? 'always' : 'never' });
    });
  });

  test('remembers where every part came from', () => {
    everyMatch(fc.constant(null), 150, ({ text, parsed, annotated, simplified, normalized, flows }) => {
      const isPlaced = (node: Expr): boolean => {
        const ranges = rangesOf(node);
        const inside = ranges.every(({ start, end }) => start >= 0 && start < end && end <= text.length);
        const below = (node.kind !== 'and' && node.kind !== 'or') || node.terms.every(isPlaced);
        return ranges.length > 0 && inside && below;
      };
      expect([parsed, annotated, simplified, normalized].every(isPlaced)).toBe(true);
      expect(flows.every((flow) => rangesOf(flow).length > 0)).toBe(true);
    });
  });
});

test('500 excluded addresses are no trouble', () => {
  const addresses = Array.from({ length: 500 }, (_, i) => `10.${(i * 7) % 256}.${(i * 13) % 256}.${(i * 31) % 256}`);
  const { flows, annotated } = expressionOf(`ip4.src != {${addresses.join(', ')}}`);
  expect(flows.length).toBe(4104);
  expect(verdict(annotated)).toEqual({ ok: true, value: 'sometimes' });
});

test('hexadecimal constants may have 1024 bits, and then no field is wide enough', () => {
  const problemOf = (text: string) => {
    const result = compile(text, { symbols: symbolsToday() });
    return result.ok ? undefined : result.error.message;
  };
  const wide = `0x1${'0'.repeat(32)}`;
  expect(problemOf(`xxreg0 == ${wide}`)).toBe('129-bit constant is not compatible with 128-bit field xxreg0.');
  expect(problemOf(`inport == ${wide}`)).toBe('String field inport is not compatible with integer constant.');
  expect(problemOf(`reg0 == 0x${'f'.repeat(256)}`)).toBe('1024-bit constant is not compatible with 32-bit field reg0.');
  expect(problemOf(`reg0 == 0x1${'0'.repeat(256)}`)).toBe('Hexadecimal constant requires more than 1024 bits.');
  // A value is cut to its mask.
  expect(problemOf(`tcp.dst == ${wide}/0xff`)).toBeUndefined();
  expect(problemOf(`tcp.dst == 0xff/${wide}`)).toBe('129-bit constant is not compatible with 16-bit field tcp.dst.');
  expect(problemOf(`reg0 == 0x${'0'.repeat(300)}1`)).toBeUndefined();
});
