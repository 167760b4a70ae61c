/**
 * What add-flow accepts, dump-flows prints so that add-flow accepts it again
 * and it is the same flow: a saved network would not open otherwise. The flows
 * are drawn from the grammar, sensible and senseless alike.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FIELD_NAMES, FIELDS, formatActions, formatFlow, matchKey, parseFlow, type FlowEntry } from './index';

const RUNS = 2000;

const PROTOCOLS = [
  ...['ip', 'icmp', 'tcp', 'udp', 'sctp', 'ipv6', 'icmp6', 'tcp6', 'udp6', 'sctp6', 'arp', 'rarp', 'mpls', 'mplsm'],
  ...[
    'icmp6,icmp_type=135',
    'icmp6,icmpv6_type=136,icmpv6_code=0',
    'ip,nw_proto=1',
    'ipv6,nw_proto=58',
    'ip,nw_proto=2',
  ],
  ...['dl_type=0x0806', 'dl_type=0x86dd,nw_proto=6', 'nw_proto=1', 'dl_vlan=5', 'vlan_tci=0x1000/0x1000', 'dl_type=5'],
];
const NAMES = [
  ...FIELD_NAMES.flatMap((name) => [name, ...FIELDS[name].headers, ...FIELDS[name].aliases]),
  ...['dl_vlan1', 'dl_vlan_pcp1'],
];
const NUMBERS = [
  '0',
  '1',
  '3',
  '5',
  '58',
  '255',
  '256',
  '4095',
  '4096',
  '65535',
  '0xff00',
  '0x1005',
  '0xffffffff',
  '-1',
];
const number = fc.oneof(
  fc.constantFrom(...NUMBERS),
  fc.nat(65535).map(String),
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map((value) => `0x${value.toString(16)}`),
);
const byte = fc.nat(255);
const ipv4 = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.'));
const ethernet = fc.array(byte, { minLength: 6, maxLength: 6 }).map((all) => all.map((b) => b.toString(16)).join(':'));
const ipv6 = fc.oneof(
  fc.constantFrom('::', '::1', 'fe80::1', '::ffff:1.2.3.4', '::1.2.3.4', '1:0:0:2::3', 'ffff:ffff::'),
  fc.array(fc.nat(65535), { minLength: 8, maxLength: 8 }).map((all) => all.map((b) => b.toString(16)).join(':')),
);
const WORDS = ['', '*', 'LOCAL', 'in_port', 'ANY', '65280', 'no', 'yes', 'first', 'later', 'not_later', '<error>'];
const FLAGS = ['+syn-ack', 'syn|ack', '+trk-new', 'trk|est', '0x12/0x12', '+syn-[200]', '+dnat+snat', '0', 'fin|[800]'];
const atom = fc.oneof(number, ipv4, ethernet, ipv6, fc.constantFrom(...WORDS), fc.constantFrom(...FLAGS));
const value = fc.oneof(
  { weight: 3, arbitrary: atom },
  { weight: 1, arbitrary: fc.tuple(atom, fc.oneof(atom, fc.nat(33).map(String))).map(([a, b]) => `${a}/${b}`) },
);

/** A value of the field's own kind, so that most flows are accepted. */
function valueOf(name: string): fc.Arbitrary<string> {
  const spec = Object.entries(FIELDS).find(([field, { headers, aliases }]) =>
    [field, ...headers, ...aliases].includes(name),
  );
  const { form, bits, maskable } = spec?.[1] ?? { form: 'decimal', bits: 12, maskable: false };
  const own = {
    ethernet,
    ipv4,
    ipv6,
    of_port: fc.constantFrom('1', '2', 'LOCAL', 'in_port', '65535', '65280', '0xfffffffe'),
    frag: fc.constantFrom('no', 'yes', 'first', 'later', 'not_later'),
    tcp_flags: fc.constantFrom(...FLAGS),
    ct_state: fc.constantFrom(...FLAGS),
  };
  const plain = fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n }).map((n) => `0x${n.toString(16)}`);
  const kind = Object.entries(own).find(([key]) => key === form)?.[1] ?? plain;
  const masked = maskable ? fc.tuple(kind, kind).map(([a, b]) => `${a}/${b}`) : kind;
  return fc.oneof({ weight: 4, arbitrary: kind }, { weight: 1, arbitrary: masked }, { weight: 1, arbitrary: value });
}

const term = fc.constantFrom(...NAMES).chain((name) => valueOf(name).map((text) => `${name}=${text}`));
const subfield = fc.tuple(
  fc.constantFrom(...NAMES),
  fc.constantFrom('[]', '', '[0]', '[3]', '[0..3]', '[0..15]', '[4..7]', '[0..31]'),
);
const place = subfield.map(([name, bits]) => name + bits);
const plainAction = fc.constantFrom(
  ...['drop', 'exit', 'strip_vlan', 'pop_vlan', 'pop_queue', 'dec_ttl', 'dec_ttl(1,2)', 'dec_ttl()', 'NORMAL', 'flood'],
  ...[
    'LOCAL',
    'in_port',
    'controller',
    'CONTROLLER:12',
    'controller(max_len=5)',
    'push_vlan:0x8100',
    'push_vlan:0x88a8',
  ],
  ...[
    'note:',
    'note:01.02',
    'conjunction(1,1/2)',
    'conjunction(0xffffffff,2/3)',
    'conjunction(4294967296,1/2)',
    '65280',
  ],
);
const numberedNames = [
  ...['output', 'resubmit', 'goto_table', 'mod_vlan_vid', 'mod_vlan_pcp', 'mod_nw_tos', 'mod_nw_ecn', 'mod_nw_ttl'],
  ...['mod_tp_src', 'mod_tp_dst', 'set_tunnel', 'set_tunnel64', 'set_queue', 'write_metadata', 'CONTROLLER'],
];
const small = fc.oneof(number, fc.constantFrom('0', '1', '2', '3', '4', '7', '8', '12', '80', '255'));
const action = fc.oneof(
  plainAction,
  fc.tuple(fc.constantFrom(...numberedNames), small).map(([name, n]) => `${name}:${n}`),
  fc.tuple(small, small).map(([a, b]) => `write_metadata:${a}/${b}`),
  fc.tuple(small, small).map(([a, b]) => `resubmit(${a},${b})`),
  fc.tuple(fc.constantFrom('mod_dl_src', 'mod_dl_dst'), ethernet).map(([name, a]) => `${name}:${a}`),
  fc.tuple(fc.constantFrom('mod_nw_src', 'mod_nw_dst'), ipv4).map(([name, a]) => `${name}:${a}`),
  fc.tuple(fc.constantFrom('push', 'pop', 'output'), place).map(([name, a]) => `${name}:${a}`),
  fc.tuple(small, place).map(([n, to]) => `load:${n}->${to}`),
  fc.tuple(place, place).map(([from, to]) => `move:${from}->${to}`),
  fc.constantFrom(...NAMES).chain((name) => valueOf(name).map((text) => `set_field:${text}->${name}`)),
);
const head = fc.constantFrom(
  '',
  'table=3',
  'priority=0',
  'priority=65535',
  'cookie=0xffffffffffffffff',
  'idle_timeout=9',
);
const flow = fc
  .tuple(head, fc.constantFrom('', ...PROTOCOLS), fc.array(term, { maxLength: 4 }), fc.array(action, { maxLength: 3 }))
  .map(([front, protocol, terms, actions]) =>
    [front, protocol, ...terms, `actions=${actions.join(',')}`].filter((part) => part !== '').join(','),
  );

/** Everything that makes a flow, as a text. */
function describe({ table, priority, match, actions, cookie, idleTimeout = 0, hardTimeout = 0 }: FlowEntry): string {
  return [table, priority, matchKey(match), formatActions(actions), cookie, idleTimeout, hardTimeout].join(' ');
}

function readBack(text: string): FlowEntry {
  const read = parseFlow(text);
  if (!read.ok) throw new Error(`${text}: ${read.error.message}`);
  return read.value.entry;
}

it('every flow that is accepted reads back from what is printed', () => {
  let accepted = 0;
  fc.assert(
    fc.property(flow, (text) => {
      const read = parseFlow(text);
      if (!read.ok) return;
      accepted += 1;
      const { entry } = read.value;
      // As OpenFlow 1.3 prints it, it is the same flow.
      expect(describe(readBack(formatFlow(entry, { modern: true })))).toBe(describe(entry));
      // Over OpenFlow 1.0 the actions are older ones that do the same, and print the same from then on.
      const printed = formatFlow(entry);
      const old = readBack(printed);
      expect(matchKey(old.match)).toBe(matchKey(entry.match));
      expect(formatFlow(old)).toBe(printed);
    }),
    { numRuns: RUNS },
  );
  expect(accepted).toBeGreaterThan(RUNS / 20);
});
