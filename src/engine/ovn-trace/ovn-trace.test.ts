/** A small network, traced as ovn-trace does; that the recorded ones are is seen by `ovn conformance ovn-trace`. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uuidFromContent } from '../base';
import { annotate, evaluate, flowReader, lex, NO_SETS, parse, symbolsToday, type Expr } from '../match';
import { newFlow, setField, type FieldName } from '../openflow';
import { nearestLanguage } from '../releases';
import type { Row, RowValues } from '../ovsdb';
import { FlowProgram } from './flow-program';
import { FlowTable } from './flow-table';
import { matcherOf, type PortNumbers } from './matcher';
import { parseCtState, readTraceArguments } from './options';
import { mayReceive, maySend, readPortSecurity } from './port-security';
import { LogicalNetwork, traceMicroflow, type Choices } from '.';

const SYMBOLS = symbolsToday();
const LANGUAGE = { symbols: SYMBOLS, actions: nearestLanguage('26.03') };

function row(name: string, values: RowValues): Row {
  return { _uuid: uuidFromContent(name), ...values };
}

const SWITCH = uuidFromContent('sw0');
const PORTS = ['p1', 'p2'].map((name, i) =>
  row(name, {
    logical_port: name,
    datapath: SWITCH,
    tunnel_key: i + 1,
    type: '',
    port_security: ['50:54:00:00:00:01 10.0.0.1'],
  }),
);

let flows = 0;
function flow(pipeline: string, table_id: number, priority: number, match: string, actions: string): Row {
  return row(`flow ${++flows}`, {
    logical_datapath: [SWITCH],
    pipeline,
    table_id,
    priority,
    match,
    actions,
    external_ids: [['stage-name', `stage${table_id}`]],
  });
}

function network(...rows: readonly Row[]): LogicalNetwork {
  const tables: Readonly<Record<string, readonly Row[]>> = {
    Datapath_Binding: [
      row('sw0', {
        tunnel_key: 1,
        external_ids: [
          ['name', 'sw0'],
          ['logical-switch', SWITCH],
        ],
      }),
    ],
    Port_Binding: PORTS,
    Logical_Flow: rows,
  };
  return new LogicalNetwork({ rows: (table) => tables[table] ?? [] }, LANGUAGE);
}

const PASSES = flow('ingress', 0, 0, '1', 'next;');
const EGRESS = flow('egress', 0, 0, '1', 'output;');
const PACKET = 'inport == "p1" && eth.src == 50:54:00:00:00:01 && ip4.src == 10.0.0.1 && udp && ip.ttl == 64';

function lines(of: LogicalNetwork, args: readonly string[], choices?: Choices): readonly string[] {
  const { text, error } = traceMicroflow(of, args, choices);
  return (error === '' ? text.replace(/, uuid [0-9a-f]{8}$/gm, '') : error).trimEnd().split('\n').slice(1);
}

describe('ovn-trace', () => {
  const small = network(PASSES, flow('ingress', 1, 1, 'ip4', 'outport = "p2"; output;'), EGRESS);

  it('leaves out tables that only pass everything on', () => {
    expect(lines(small, [PACKET])).toEqual([
      '',
      'ingress(dp="sw0", inport="p1")',
      '------------------------------',
      ' 1. stage1: ip4, priority 1',
      '    outport = "p2";',
      '    output;',
      '',
      'egress(dp="sw0", inport="p1", outport="p2")',
      '-------------------------------------------',
      ' 0. stage0: 1, priority 0',
      '    output;',
      '    /* output to "p2", type "" */',
    ]);
    expect(lines(small, ['--minimal', PACKET])).toEqual(['output("p2");']);
  });

  it('tells where nothing matches, and that no packet goes back where it came from', () => {
    const [, , , ...table] = lines(small, [PACKET.replace('ip4.src == 10.0.0.1 && udp', 'ip6 && udp')]);
    expect(table).toEqual([' 1. stage1: no match (implicit drop)']);
    const back = network(flow('ingress', 0, 1, '1', 'outport = "p1"; output;'), EGRESS);
    expect(lines(back, [PACKET]).at(-1)).toBe('    /* omitting output because inport == outport && !flags.loopback */');
  });

  it('takes of two flows of one priority the one that is chosen', () => {
    const two = network(flow('ingress', 0, 1, 'ip4', 'drop;'), flow('ingress', 0, 1, 'udp', 'drop;'));
    const heads = [0, 1].map((index) => lines(two, [PACKET], { choose: () => index })[3]);
    expect(heads).toEqual([' 0. stage0: ip4, priority 1', ' 0. stage0: udp, priority 1']);
  });

  it('calls datapaths by their northbound UUID where no friendly names are wanted', () => {
    expect(lines(small, ['--no-friendly-names', PACKET])[1]).toBe(`ingress(dp="${SWITCH}", inport="p1")`);
  });

  it('ends a packet that goes round', () => {
    const round = network(flow('ingress', 0, 1, '1', 'clone { next(table=0); };'));
    expect(lines(round, [PACKET]).filter((line) => line.includes('***'))).toHaveLength(1);
  });

  it.each([
    ['inport == "p9"', 'unknown port "p9"\n'],
    ['ip4', 'error parsing flow: flow match expression does not match on inport\n'],
    ['inport == "p1" || inport == "p2"', 'error parsing flow: flow match expression matches on multiple inports\n'],
    ['inport == "p1" && tcp.src == 80', /^error parsing flow: Constraints are ambiguous: .*\.\n$/],
    ['inport = "p1"', /^error parsing flow: Syntax error/],
  ])('says of %s: %s', (microflow, message) => {
    const { status, text } = traceMicroflow(small, [microflow]);
    expect(status).toBe(0);
    if (typeof message === 'string') expect(text).toBe(message);
    else expect(text).toMatch(message);
  });
});

describe('options', () => {
  it.each([
    ['new', 0x21],
    ['est,rpl', 0x2a],
    ['new|rel', 0x25],
    ['trk', 0x20],
  ])('--ct=%s', (text, state) => {
    expect(parseCtState(text)).toEqual({ ok: true, value: state });
  });

  it('are read in any order, and refused with a reason', () => {
    const read = readTraceArguments(['--summary', '--ct', 'new', 'sw0', '--lb-dst=[fd00::1]:80', 'ip4']);
    expect(read).toMatchObject({
      value: {
        forms: ['summary'],
        operands: ['sw0', 'ip4'],
        options: { ctStates: [0x21], backend: { family: 6, address: (0xfd00n << 112n) | 1n, port: 80 } },
      },
    });
    const refused = [['--ct=old'], ['--lb-dst=x'], ['--select-id=0'], ['--nonsense'], ['--all=1'], ['--ct']];
    expect(refused.map((args) => readTraceArguments(args).ok)).toEqual(refused.map(() => false));
  });
});

describe('port security', () => {
  const entry = readPortSecurity('50:54:00:00:00:01 10.0.0.1/24 fd00::1');
  const packet = (fields: Partial<Record<FieldName, bigint>>) => {
    const made = newFlow();
    setField(made, 'eth_src', 0x5054_0000_0001n);
    setField(made, 'eth_dst', 0x5054_0000_0001n);
    for (const [name, value] of Object.entries(fields)) if (isField(name)) setField(made, name, value);
    return made;
  };
  const isField = (name: string): name is FieldName => name in FIELD_PROBE;
  const FIELD_PROBE: Partial<Record<FieldName, true>> = {
    eth_type: true,
    ip_src: true,
    ip_dst: true,
    ipv6_src: true,
    eth_src: true,
  };

  it.each([
    ['its own address', { eth_type: 0x0800n, ip_src: 0x0a000001n }, true],
    ['another address', { eth_type: 0x0800n, ip_src: 0x0a000002n }, false],
    ['another MAC address', { eth_src: 1n }, false],
    ['its link-local address', { eth_type: 0x86ddn, ipv6_src: 0xfe80_0000_0000_0000_5254_00ff_fe00_0001n }, true],
    ['another IPv6 address', { eth_type: 0x86ddn, ipv6_src: 2n }, false],
  ] satisfies [string, Partial<Record<FieldName, bigint>>, boolean][])('sending from %s', (_, fields, allowed) => {
    expect(maySend(entry === undefined ? [] : [entry], packet(fields))).toBe(allowed);
  });

  it('lets a port have multicast and broadcast', () => {
    const to = (ip: bigint) =>
      mayReceive(entry === undefined ? [] : [entry], packet({ eth_type: 0x0800n, ip_dst: ip }));
    expect([to(0x0a000001n), to(0x0a000002n), to(0xe0000001n), to(0xffffffffn)]).toEqual([true, false, true, true]);
  });
});

/** Clauses over few values, so that packets often meet them. */
const CLAUSES = [
  'ip4',
  'ip4.dst == 10.0.0.0/30',
  'ip4.dst == 10.0.0.1',
  'ip4.src == {10.0.0.1, 10.0.0.2}',
  'eth.dst == 00:00:00:00:00:01',
  'eth.mcast',
  'reg0[3..5] == 2',
  'reg0[0] == 1',
  'xxreg0[64..127] > 0x200000000',
  'inport == "p1"',
  'outport == "p2"',
  'inport == "nobody"',
  'ct.est && !ct.new',
  'ip.ttl == 1',
  'ip6.src == fd00::1',
  'is_chassis_resident("p1")',
  '!is_chassis_resident("nobody")',
] as const;

const NUMBERS: PortNumbers = {
  lookupPort: (name) => ({ p1: 1, p2: 2 })[name],
  isResident: (port) => port !== 'nobody',
};

const packets = fc
  .record({
    eth_dst: fc.constantFrom(1n, 2n, 0x0100_0000_0001n),
    eth_type: fc.constantFrom(0x0800n, 0x86ddn),
    ip_dst: fc.constantFrom(0x0a000001n, 0x0a000002n, 0x0a000007n),
    ip_src: fc.constantFrom(0x0a000001n, 0x0a000003n),
    ipv6_src: fc.constantFrom(0n, (0xfd00n << 112n) | 1n),
    nw_ttl: fc.constantFrom(1n, 64n),
    reg0: fc.bigInt(0n, 63n),
    reg1: fc.bigInt(0n, 3n),
    reg14: fc.constantFrom(0n, 1n, 2n),
    reg15: fc.constantFrom(0n, 1n, 2n),
    ct_state: fc.constantFrom(0n, 0x22n, 0x21n),
  } satisfies Partial<Record<FieldName, fc.Arbitrary<bigint>>>)
  .map((fields) => {
    const made = newFlow();
    const set = (name: keyof typeof fields) => {
      setField(made, name, fields[name]);
    };
    for (const name of ['eth_dst', 'eth_type', 'nw_ttl', 'reg0', 'reg1', 'reg14', 'reg15', 'ct_state'] as const)
      set(name);
    if (fields.eth_type === 0x0800n) for (const name of ['ip_src', 'ip_dst'] as const) set(name);
    else set('ipv6_src');
    return made;
  });

const matches = fc
  .array(fc.array(fc.constantFrom(...CLAUSES), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 })
  .map((either) => either.map((clauses) => `(${clauses.join(' && ')})`).join(' || '));

function compiled(match: string): Expr {
  const parsed = parse(match, lex(match), SYMBOLS, NO_SETS);
  const annotated = parsed.ok ? annotate(parsed.value, SYMBOLS) : parsed;
  if (!annotated.ok) throw new Error(`${match}: ${annotated.error.message}`);
  return annotated.value;
}

describe('tables of flows', () => {
  it('match as expressions are evaluated', () => {
    const names = ['', 'p1', 'p2'];
    fc.assert(
      fc.property(matches, packets, (match, packet) => {
        const expr = compiled(match);
        const reader = flowReader(packet, SYMBOLS, (key) => names[key] ?? '');
        const expected = evaluate(expr, {
          ...reader,
          number: (name) => reader.number(name),
          string: (name) => reader.string(name),
          isResident: (port) => NUMBERS.isResident(port),
        });
        expect(matcherOf(expr, NUMBERS)(packet)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('find what looking at every flow finds', () => {
    const drawn = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), matches), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(drawn, fc.array(packets, { minLength: 1, maxLength: 5 }), (rows, sent) => {
        const table = new FlowTable(NUMBERS);
        const all = rows.map(([priority, match], i) => {
          const program = new FlowProgram(
            {
              uuid: `${i}`,
              direction: 'ingress',
              table: 0,
              priority,
              match,
              actions: 'drop;',
              stage: undefined,
              source: undefined,
              hint: undefined,
            },
            { ...LANGUAGE, sets: NO_SETS, dhcp: { v4: [], v6: [] } },
          );
          table.add(program);
          return { program, matches: matcherOf(compiled(match), NUMBERS) };
        });
        for (const packet of sent) {
          const met = all.filter((one) => one.matches(packet));
          const best = Math.max(...met.map(({ program }) => program.row.priority));
          const expected = met
            .filter(({ program }) => program.row.priority === best)
            .map(({ program }) => program.row.uuid);
          expect(
            table
              .lookup(packet)
              .map(({ program }) => program.row.uuid)
              .sort(),
          ).toEqual(expected.sort());
        }
      }),
      { numRuns: 200 },
    );
  });
});
