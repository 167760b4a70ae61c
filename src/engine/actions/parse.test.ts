import fc from 'fast-check';
import { expect, test } from 'vitest';
import { symbols2015 } from '../match';
import { formatActions } from '../openflow';
import {
  actions2015_04,
  actions2015_08,
  documentActions,
  explainActions,
  encodeActions,
  formatLogicalActions,
  formatPrerequisites,
  parseActions,
} from '.';
import type { ActionDialect, LogicalAction } from '.';

const PORTS = new Map([
  ['a', 1],
  ['b', 2],
]);

const TABLES = { nextTable: 17, outputTable: 64, outport: 'reg7' } as const;

/** `ACTIONS if PREREQUISITES`, or the error with what its range covers. */
function outcome(dialect: ActionDialect, text: string, nextAllowed = true): string {
  const parsed = parseActions(text, { dialect, symbols: symbols2015(), nextAllowed });
  if (!parsed.ok) {
    const { message, range } = parsed.error;
    return `${message} <${text.slice(range?.start, range?.end)}>`;
  }
  const { actions, prerequisites } = parsed.value;
  const encoded = encodeActions(actions, { ...TABLES, lookupPort: (name) => PORTS.get(name) });
  return `${formatActions(encoded)} if ${formatPrerequisites(prerequisites, symbols2015())}`;
}

test.each([
  ['', 'drop if 1'],
  ['drop', 'drop if 1'],
  ['drop;', 'drop if 1'],
  ['resubmit', 'resubmit(,17) if 1'],
  [
    'outport = "a"; resubmit; outport = "b"; resubmit;',
    'set_field:0x1->reg7,resubmit(,17),set_field:0x2->reg7,resubmit(,17) if 1',
  ],
  ['output("b")', 'set_field:0x2->reg7,resubmit(,64) if 1'],
  // A constant that fits the field and not the part of it gives its low bits.
  ['reg1[2] = 7;', 'set_field:0x4/0x4->reg1 if 1'],
  ['reg1[2] = 0.0.0.0/1;', 'drop if 1'],
  ['reg1[2..5] = 0xf3/0xf3;', 'set_field:0xc/0xc->reg1 if 1'],
  ['output("a"); output("b")', 'set_field:0x1->reg7,resubmit(,64),set_field:0x2->reg7,resubmit(,64) if 1'],
  ['output;', "Syntax error at `;' expecting `('. <;>"],
  ['output(a)', "Syntax error at `a' expecting port name. <a>"],
  ['output("a"', "Syntax error at end of input expecting `)'. <>"],
  ['next;', "Syntax error at `next' expecting action. <next>"],
  ['resubmit resubmit', "Syntax error at `resubmit' expecting ';'. <resubmit>"],
  ['drop; resubmit', "Syntax error at `resubmit' expecting end of input. <resubmit>"],
])('2015-04: %s', (text, expected) => {
  expect(outcome(actions2015_04, text)).toBe(expected);
});

test.each([
  ['', 'drop if 1'],
  ['drop', "Syntax error at `drop' expecting action. <drop>"],
  ['resubmit;', "Syntax error at `resubmit' expecting action. <resubmit>"],
  ['reg0[0] == 1;', "Syntax error at `==' expecting `='. <==>"],
  ['reg0[3..1] = 1;', 'Invalid bit range 3 to 1. <reg0[3..1]>'],
  ['reg0[0..32] = 1;', 'Cannot select bits 0 to 32 of 32-bit field reg0. <reg0[0..32]>'],
  ['reg0[x] = 1;', "Syntax error at `x' expecting small integer. <x>"],
  ['reg0[0 = 1;', "Syntax error at `=' expecting `]'. <=>"],
  ['inport[0] = 1;', 'Cannot select subfield of string field inport. <inport[>'],
  ['eth.type[0] = 1;', 'Cannot select subfield of nominal field eth.type. <eth.type[0]>'],
  ['vlan.pcp = 8;', '4-bit constant is not compatible with 3-bit field vlan.pcp. <8>'],
  ['reg0 = 0/0x100000000;', '33-bit constant is not compatible with 32-bit field reg0. <0/0x100000000>'],
  ['reg0 = 10.0.0.1;', 'set_field:0xa000001->reg0 if 1'],
  ['reg0 = ::1;', '128-bit constant is not compatible with 32-bit field reg0. <::1>'],
  ['reg0 = {1, "a"};', 'Syntax error at `"a"\' expecting integer. <"a">'],
  ['reg0 = {};', "Syntax error at `}' expecting constant. <}>"],
  ['ip4.src = 10.0.0.0/8;', 'set_field:10.0.0.0/8->ip_src if eth.type == 0x800'],
  ['ip4.src = 10.0.0.1/8;', 'Value contains unmasked 1-bits. <10.0.0.1/8>'],
  ['eth.dst[40] = 2;', 'set_field:00:00:00:00:00:00/01:00:00:00:00:00->eth_dst if 1'],
  ['icmp4.code = 1;', 'Field icmp4.code is not modifiable. <icmp4.code>'],
  ['icmp6.type = 135;', 'Field icmp6.type is not modifiable. <icmp6.type>'],
  [
    'arp.spa = 10.0.0.1; arp.op = 1;',
    'set_field:10.0.0.1->arp_spa,set_field:1->arp_op if eth.type == 0x806 && eth.type == 0x806',
  ],
  ['ip.is_frag = 1;', "Can't assign to predicate symbol ip.is_frag. <ip.is_frag>"],
  ['next; $', "Invalid character `$' in input. <$>"],
  ['outport = "a; next;', 'Input ends inside quoted string. <"a; next;>'],
  ['eth.type = 0x800 &', "`&' is only valid as part of `&&'. <&>"],
  ['reg0 = - 1;', "`-' is only valid as part of `--'. <->"],
])('2015-08: %s', (text, expected) => {
  expect(outcome(actions2015_08, text)).toBe(expected);
});

test('the last table has nothing to go on to', () => {
  expect(outcome(actions2015_08, 'next;', false)).toBe('"next" action not allowed here. <next>');
  expect(outcome(actions2015_04, 'resubmit', false)).toBe('"resubmit" action not allowed here. <resubmit>');
});

test('steps know their place in the text', () => {
  const text = ' outport = "a" ; vlan.vid = 7;output;';
  const parsed = parseActions(text, { dialect: actions2015_08, symbols: symbols2015(), nextAllowed: true });
  expect(
    parsed.ok && parsed.value.actions.map(({ kind, range }) => [kind, text.slice(range.start, range.end)]),
  ).toEqual([
    ['load', 'outport = "a"'],
    ['load', 'vlan.vid = 7'],
    ['output', 'output'],
  ]);
});

test('no text makes the parser throw, and every range is inside it', () => {
  const words = fc.constantFrom(
    'next',
    ';',
    'output',
    'drop',
    '=',
    '==',
    'outport',
    '"a"',
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    '..',
    '0',
    '40',
    'reg0',
    'eth.dst',
    'vlan.pcp',
    'ip.ttl',
    'tcp',
    'nd.sll',
    '1/3',
    '3/1',
    'ff:ff:ff:ff:ff:ff',
    'resubmit',
    '$x',
    '"',
    '/*',
    '&',
    ',',
    'ip6.label',
  );
  const text = fc.oneof(
    fc.array(words).map((parts) => parts.join(' ')),
    fc.string(),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(text, fc.constantFrom(actions2015_04, actions2015_08), (given, dialect) => {
      const parsed = parseActions(given, { dialect, symbols: symbols2015(), nextAllowed: true });
      if (parsed.ok) {
        const text = formatLogicalActions(parsed.value.actions, dialect);
        const again = parseActions(text, { dialect, symbols: symbols2015(), nextAllowed: true });
        expect(again.ok && again.value.actions.map(meaning)).toEqual(parsed.value.actions.map(meaning));
        encodeActions(parsed.value.actions, { ...TABLES, lookupPort: () => undefined });
        return;
      }
      const { start, end } = parsed.error.range!;
      expect(0 <= start && start <= end && end <= given.length).toBe(true);
    }),
  );
});

/** What an action says, wherever it stands and however it is spelled. */
function meaning(action: LogicalAction) {
  if (action.kind !== 'load') return { kind: action.kind, ...(action.kind === 'output' && { port: action.port }) };
  const { field, constant } = action;
  if (constant.type === 'port') return { field, constant };
  return { field, value: constant.value & constant.mask, mask: constant.mask };
}

test.each([
  ['outport="a";next;', 'outport = "a"; next;'],
  ['output;', 'output;'],
  ['eth.dst = 00:00:00:00:00:01;', 'eth.dst = 00:00:00:00:00:01;'],
  ['ip4.src = 10.0.0.0/8;', 'ip4.src = 0xa000000/0xff000000;'],
  ['ip4.src = 10.0.0.1;', 'ip4.src = 10.0.0.1;'],
  ['ip6.dst = ::1;', 'ip6.dst = ::1;'],
  ['reg1[2..5]=0x3/0x3;', 'reg1[2..5] = 0x3/0x3;'],
  ['vlan.pcp = 7;', 'vlan.pcp = 0x7;'],
  ['drop;', 'drop;'],
])('%s is written %s', (text, written) => {
  const parsed = parseActions(text, { dialect: actions2015_08, symbols: symbols2015(), nextAllowed: true });
  expect(parsed.ok && formatLogicalActions(parsed.value.actions, actions2015_08)).toBe(written);
});

test.each([
  ['reg0 = 1; reg1 = 2; next;', ['FIELD = CONSTANT;', 'next;']],
  ['drop;', ['drop;']],
  ['nonsense', ['FIELD = CONSTANT;', 'next;', 'output;', 'drop;']],
])('%s is explained by %j', (text, forms) => {
  const context = { dialect: actions2015_08, symbols: symbols2015(), nextAllowed: true };
  expect(explainActions(text, context).map(({ form }) => form)).toEqual(forms);
});

test('2015-04 names the port of an output', () => {
  const parsed = parseActions('output("a")', { dialect: actions2015_04, symbols: symbols2015(), nextAllowed: true });
  expect(parsed.ok && formatLogicalActions(parsed.value.actions, actions2015_04)).toBe('output("a");');
  expect(documentActions(actions2015_04).map(({ form }) => form)).toEqual([
    'FIELD = CONSTANT;',
    'resubmit;',
    'output("PORT");',
    'drop;',
  ]);
});
