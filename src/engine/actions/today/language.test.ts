/** The language of today: what a release has of it, `text => what it becomes`, and that no text makes it throw. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { symbolsToday } from '../../match';
import { formatActions, parseActions } from '../../openflow';
import { languageOf } from '../../releases';
import {
  ACTION_NAMES,
  DHCPV4_OPTIONS,
  DHCPV6_OPTIONS,
  documentTodayActions,
  encodeTodayActions,
  formatTodayActions,
  parseTodayActions,
  type EncodingContext,
  type Pipeline,
} from '..';

const DHCP = { v4: DHCPV4_OPTIONS, v6: DHCPV6_OPTIONS };

function language(release: string) {
  const found = languageOf(release);
  if (!found) throw new Error(`No language of ${release}`);
  return found;
}

function read(text: string, release = '26.03', pipeline: Pipeline = 'ingress') {
  return parseTodayActions(text, {
    language: language(release),
    symbols: symbolsToday(),
    pipeline,
    table: 10,
    dhcp: DHCP,
  });
}

const PLACE: Omit<EncodingContext, 'language' | 'pipeline'> = {
  isSwitch: true,
  lookupPort: (name) => (name === 'p' ? 7 : undefined),
  isLocal: (name) => name === 'p',
  tunnelPort: () => 3,
  group: () => 1,
  meter: () => 2,
  collectorSets: new Set([5]),
  datapathKey: 9,
  flowUuid: '12345678-0000-0000-0000-000000000000',
  datapath: { zeroSnat: true, symmetricHash: true, meters: true },
  explicitOutput: false,
};

/** The OpenFlow actions, or the error with what its range covers. */
function outcome(text: string, release = '26.03', pipeline: Pipeline = 'ingress', place = {}): string {
  const parsed = read(text, release, pipeline);
  if (!parsed.ok) return `${parsed.error.message} <${text.slice(parsed.error.range?.start, parsed.error.range?.end)}>`;
  const context = { ...PLACE, ...place, language: language(release), pipeline };
  return formatActions(encodeTodayActions(parsed.value.actions, context));
}

test.each([
  ['output;', 'ingress', 'resubmit(,42)'],
  ['output;', 'egress', 'resubmit(,64)'],
  ['next;', 'egress', 'resubmit(,59)'],
  ['next(pipeline=ingress, table=2);', 'egress', 'resubmit(,10)'],
] as const)('%s in %s', (text, pipeline, expected) => {
  expect(outcome(text, '26.03', pipeline)).toBe(expected);
});

test.each([
  // What the datapath can do.
  ['ct_commit;', {}, 'ct(commit,zone=NXM_NX_REG13[0..15],nat(src))'],
  ['ct_commit;', { isSwitch: false }, 'ct(commit,zone=NXM_NX_REG11[0..15],nat(src))'],
  ['ct_next(snat);', { isSwitch: false }, 'ct(table=19,zone=NXM_NX_REG12[0..15])'],
  ['ct_snat(10.0.0.1);', {}, 'ct(commit,table=19,zone=NXM_NX_REG12[0..15],nat(src=10.0.0.1))'],
  ['log(verdict=allow, meter="m");', {}, 'controller(userdata=00.00.00.07.00.00.00.00.00.06,meter_id=2)'],
  ['igmp;', { controllerMeter: 4 }, 'controller(userdata=00.00.00.10.00.00.00.00,meter_id=4)'],
  // Who writes the output of a request.
  ['arp { };', {}, 'controller(userdata=00.00.00.00.00.00.00.00,pause),resubmit(,42)'],
  ['arp { };', { explicitOutput: true }, 'controller(userdata=00.00.00.00.00.00.00.00,pause)'],
  // Nobody collects, nobody is there.
  ['sample(probability=1,collector_set=6,obs_domain=0,obs_point=0);', {}, 'drop'],
  ['mirror("q"); bind_vport("q", inport);', {}, 'drop'],
  ['ct_lb_mark_local(backends="q":10.0.0.1);', {}, 'drop'],
  ['clone { ip.ttl--; outport = "p"; };', {}, 'clone(dec_ttl(),set_field:0x7->reg15)'],
  [
    'nd_ns { nd.target = xxreg0; };',
    { explicitOutput: true },
    'controller(userdata=00.00.00.09.00.00.00.00.00.1c.00.18.00.80.00.00.00.00.00.00.00.01.de.10.80.00.3e.10.00.00.00.00,pause)',
  ],
])('%s with %j', (text, place, expected) => {
  expect(outcome(text, '26.03', 'ingress', place)).toBe(expected);
});

test.each([
  ['outport = "p"; drop;', "Syntax error at `drop' expecting action. <drop>"],
  ['tcp.src = ip4.src;', "Can't assign 32-bit value to 16-bit destination. <;>"],
  ['ct_mark = 1;', 'Field ct_mark is not modifiable. <ct_mark>'],
  ['ct_commit { reg0 = 1; };', 'Field reg0 is not modifiable. <reg0>'],
  ['ct_commit { clone { ct_mark = 1; }; };', 'Field ct_mark is not modifiable. <ct_mark>'],
  ['clone { next; ', 'Syntax error at end of input. <>'],
  ['reg0[0] = check_pkt_larger(x);', "Syntax error at `x' expecting `;'. <x>"],
])('%s is refused: %s', (text, expected) => {
  expect(outcome(text)).toBe(expected);
});

test('braces end somewhere', () => {
  const deep = `${'clone { '.repeat(40)}next; ${'}; '.repeat(40)}`;
  expect(outcome(deep)).toContain('maximum depth of nested actions reached');
});

describe('releases', () => {
  test.each([
    ['23.03', 'ct_next;', 'ct_next;'],
    ['24.03', 'ct_next;', 'ct_next(dnat);'],
    ['23.03', 'ct_commit_nat;', 'ct_commit_nat;'],
    ['23.03', 'mac_cache_use;', "Syntax error at `mac_cache_use' expecting action."],
    ['24.03', 'mac_cache_use;', 'mac_cache_use;'],
    ['24.03', 'flood_remote;', "Syntax error at `flood_remote' expecting action."],
    ['24.03', 'reg0[0..7] = ct_proto();', "Syntax error at `ct_proto' expecting field name."],
    ['26.03.2', 'reg0[0..7] = ct_proto();', 'reg0[0..7] = ct_proto();'],
  ])('%s: %s => %s', (release, text, expected) => {
    const parsed = read(text, release);
    expect(parsed.ok ? formatTodayActions(parsed.value.actions) : parsed.error.message).toBe(expected);
  });

  test.each([
    ['24.03', 'reg5 = ct_nw_dst();', 'set_field:0->reg1,resubmit(,81),move:NXM_NX_REG1[]->NXM_NX_XXREG1[64..95]'],
    ['24.03', 'next(pipeline=egress, table=3);', 'resubmit(,45)'],
    ['23.03', 'nd_ns { };', 'controller(userdata=00.00.00.09.00.00.00.00)'],
    ['23.03', 'output;', 'resubmit(,37)'],
  ])('%s: %s becomes %s', (release, text, expected) => {
    expect(outcome(text, release)).toBe(expected);
  });

  it('explain what they have', () => {
    expect(documentTodayActions(language('26.03'))).toHaveLength(ACTION_NAMES.length + 1);
    expect(documentTodayActions(language('23.03')).map(({ form }) => form)).not.toContain('mac_cache_use;');
    expect(languageOf('22.03')).toBeUndefined();
  });
});

const word = fc.constantFrom(
  ...ACTION_NAMES,
  ...[
    'reg0',
    'reg0[3]',
    'inport',
    'outport',
    'xxreg1',
    'eth.src',
    'ip4.dst',
    'ct_mark',
    'nd.tll',
    'ip.ttl',
    'tcp',
    'snat',
  ],
  ...[
    '=',
    '<->',
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    ',',
    ';',
    ';',
    '--',
    '-',
    ':',
    '"p"',
    '"',
    '1',
    '80',
    '0x5',
    '10.0.0.1',
    '::1',
  ],
  ...[
    '00:00:00:00:00:01',
    '1/3',
    'backends',
    'offerip',
    'slla',
    'vip',
    'proto',
    'values',
    '$cookie',
    '@pg',
    '^t',
    'true',
  ],
);

/** Texts that are nearly actions: those that read print as a text that reads as the same. */
test('no text makes the parser throw, and what reads prints and encodes', () => {
  const statement = fc.constantFrom(
    ...[
      'next;',
      'output;',
      'ct_next(snat);',
      'reg0[3] = chk_lb_aff();',
      'eth.src <-> eth.dst;',
      'get_arp(outport, reg0);',
    ],
    ...[
      'clone { ct_clear; };',
      'ct_commit { ct_mark.blocked = 1; };',
      'reject { outport = "p"; };',
      'log(verdict=drop);',
    ],
    ...[
      'reg1[0..15] = select(1, 2=5);',
      'ct_lb_mark(backends=[::1]:80,10.0.0.1);',
      'put_nd(inport, nd.target, nd.sll);',
    ],
    ...['reg0[1] = put_dhcp_opts(offerip = 10.0.0.9, domain_search_list = "a.b,c.b");', 'arp { arp.op = 1; output; };'],
  );
  const mixed = fc.array(fc.oneof({ weight: 3, arbitrary: statement }, { weight: 1, arbitrary: word }), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(
      fc.oneof(mixed, fc.array(word, { maxLength: 12 })),
      fc.constantFrom('23.03', '26.03'),
      (words, release) => {
        const text = words.join(' ');
        const parsed = read(text, release);
        if (!parsed.ok) {
          const range = parsed.error.range;
          expect(range && 0 <= range.start && range.start <= range.end && range.end <= text.length).toBe(true);
          return;
        }
        const { actions } = parsed.value;
        const printed = formatTodayActions(actions);
        const again = read(printed, release);
        expect(again.ok && formatTodayActions(again.value.actions)).toBe(printed);
        const context = { ...PLACE, language: language(release), pipeline: 'ingress' as const };
        const encoded = formatActions(encodeTodayActions(actions, context));
        const openflow = parseActions(encoded, { asPrinted: true });
        expect(openflow.ok && formatActions(openflow.value)).toBe(encoded);
      },
    ),
    { numRuns: 1000 },
  );
});
