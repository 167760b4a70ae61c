import { describe, expect, test } from 'vitest';
import { RECORDED_OPTIONS } from '../../cli/conformance/match';
import { compile } from './compile';
import { symbols2015 } from './tables';
import { warningsOf } from './warnings';

/** The place of the problem in the text, and the hint. */
function hintFor(text: string, symbols = RECORDED_OPTIONS.symbols): string {
  const compiled = compile(text, { ...RECORDED_OPTIONS, symbols });
  if (compiled.ok) return 'no problem';
  const { range, hint } = compiled.error;
  return `[${text.slice(range?.start, range?.end)}] ${hint ?? 'no hint'}`;
}

describe('a problem names its place and what may help', () => {
  test.each([
    ['ip4 & tcp', '[&] Write && for and.'],
    ['ip4 | tcp', '[|] Write || for or.'],
    ['tcp and udp', '[and] Write && for and.'],
    ['tcp.dst = 80', '[=] Write == to compare; a single = is for actions.'],
    ['ip4 && tcp || udp', '[||] Say which belongs together, as in (a && b) || c or a && (b || c).'],
    [
      'inport == lsp1',
      '[lsp1] A name stands in quotation marks: "lsp1". A set of addresses is $lsp1, a group of ports @lsp1.',
    ],
    ['is_chassis_resident(lsp1)', '[lsp1] A name stands in quotation marks: "lsp1".'],
    ["inport == 'lsp1'", "['] Names stand in double quotation marks."],
    ['tcp.dport == 80', '[tcp.dport] It is called tcp.dst here.'],
    ['ip.src == 10.0.0.1', '[ip.src] It is called ip4.src here.'],
    ['ip.src == fe80::1', '[ip.src] It is called ip6.src here.'],
    ['ip6 && ip.dst == $set2', '[ip.dst] It is called ip6.dst here.'],
    ['icmp.type == 8', '[icmp.type] It is called icmp4.type here.'],
    ['nd && icmp.type == 135 && nd.target == 10.200.0.1', '[icmp.type] It is called icmp6.type here.'],
    ['ip4 && (icmp.code == 0 || ip6)', '[icmp.code] It is called icmp4.code here.'],
    ['ip6.src == ::1 && icmp_type == 128', '[icmp_type] It is called icmp6.type here.'],
    ...[
      ['ip6.dst == <nil> && udp.dst == 53', '[<]', '<nil>'],
      ['ip4.dst == {10.0.0.1, <no value>}', '[<]', '<no value>'],
      ['ip4.src == None', '[None]', 'None'],
      ['outport == null', '[null]', 'null'],
      ['tcp.dst == %!d(string=http)', '[%]', '%!d(string=http)'],
      ['(null) && ip4', '[null]', 'null'],
      ['is_chassis_resident(undefined)', '[undefined]', 'undefined'],
    ].map(([text = '', place = '', written = '']): [string, string] => [
      text,
      `${place} ${written} is what a program prints for a missing value: what wrote this match had nothing to put here.`,
    ]),
    [
      'inport == nils',
      '[nils] A name stands in quotation marks: "nils". A set of addresses is $nils, a group of ports @nils.',
    ],
    ['eth.tpye == 0x800', '[eth.tpye] Did you mean eth.type?'],
    ['ip4.src == $set9', '[$set9] Did you mean $set1?'],
    [
      'ip4.src == $production',
      '[$production] An address set must exist to be named; an empty one is allowed and matches nothing.',
    ],
    ['tcp.dst', '[tcp.dst] Say what to compare with, as in tcp.dst == 1 or tcp.dst != 0.'],
    ['!tcp.dst == 80', '[!tcp.dst == 80] Write !(a == b), or a != b.'],
    ['!ip4', '[ip4] Say what the packet is instead of what it is not: name the alternatives to ip4.'],
    ['inport != "lsp1"', '[inport != "lsp1"] Say what inport is, as in inport == {a, b}, instead of what it is not.'],
    ['1 < tcp.dst > 5', '[1 < tcp.dst > 5] Both operators point the same way, as in 1024 <= tcp.dst < 2048.'],
    ['ip4.src == ::1', '[ip4.src == ::1] For an IPv6 address use ip6.src or ip6.dst.'],
    ['ip4.src == "x"', '[ip4.src == "x"] It compares with a number or an address, without quotation marks.'],
    ['inport == 5', '[inport == 5] It compares with a name in quotation marks, as in inport == "lsp1".'],
    [
      'inport == sw0-port1',
      '[sw0] A name stands in quotation marks: "sw0-port1". A set of addresses is $sw0, a group of ports @sw0.',
    ],
    ['ip4.src == 10.0.0.1, 10.0.0.2', '[,] Several constants stand in curly braces, as in {10.0.0.1, 10.0.0.2}.'],
    [
      'ip4.src == 10.0.0.1-10.0.0.9',
      '[-] A range is written with the field in the middle, as in 1024 <= tcp.dst <= 2048.',
    ],
    ['tcp.dst == 70000', '[tcp.dst == 70000] The greatest number of 16 bits is 65535.'],
    [
      'ip4.src == 10.0.0.1/33',
      '[10.0.0.1/33] A prefix length is at most 32 after an IPv4 address, 128 after an IPv6 address, and nothing else has one.',
    ],
    ['tcp.dst == 010', '[010] There are no octal numbers: leave the zeros out.'],
    ['(ip4', '[] A parenthesis is not closed, or && or || is missing before this.'],
    ['ip4 tcp', '[tcp] Between two comparisons stands && or ||.'],
    [
      'tcp.dst < {1, 2}',
      '[tcp.dst < {1, 2}] An order compares with one constant: the least or the greatest of the set.',
    ],
    ['^port == 1', '[^port] ovn-controller replaces ^name by the value of Chassis_Template_Var; there is none here.'],
  ])('%s => %s', (text, hint) => expect(hintFor(text)).toBe(hint));

  test('a release without connection tracking says so', () => {
    expect(hintFor('ct.est', symbols2015())).toBe('[ct.est] This release does not know connection tracking.');
  });
});

/** Place, code and message of each warning. */
function warningsFor(text: string): readonly string[] {
  const compiled = compile(text, RECORDED_OPTIONS);
  if (!compiled.ok) throw new Error(compiled.error.message);
  return warningsOf(compiled.value, RECORDED_OPTIONS).map(
    ({ code, range, message }) => `${code} [${text.slice(range?.start, range?.end)}] ${message}`,
  );
}

describe('what is odd about a match that compiles', () => {
  test.each([
    ['ip4 && tcp', []],
    ['1', []],
    ['tcp && udp', ['conflict [udp] No packet can match: tcp and udp exclude each other.']],
    [
      'tcp.dst < 5 && tcp.dst > 7',
      ['conflict [tcp.dst > 7] No packet can match: tcp.dst < 5 and tcp.dst > 7 exclude each other.'],
    ],
    ['(tcp && udp) || arp', ['conflict [udp] This alternative can never match: tcp and udp exclude each other.']],
    ['tcp.dst >= 0', ['always-true [tcp.dst >= 0] Every value passes tcp.dst >= 0.']],
    [
      'arp || tcp.dst > 65535',
      ['never-true [tcp.dst > 65535] tcp.dst > 65535 is never true: it excludes every value.'],
    ],
    [
      'ip4.src == 10.0.0.1/0 && !(tcp.dst < 0)',
      [
        'always-true [ip4.src == 10.0.0.1/0] Every value passes ip4.src == 10.0.0.1/0.',
        'always-true [tcp.dst < 0] Every value passes tcp.dst >= 0.',
      ],
    ],
    ['tcp.dst == 80 || 1', ['always-true [tcp.dst == 80 || 1] Every packet matches.']],
    [
      'ip4.src == $set4',
      [
        'never-true [ip4.src == $set4] No packet can match.',
        'empty-set [$set4] The address set set4 is empty, so nothing equals it.',
      ],
    ],
    [
      'inport == "nosuch"',
      ['unknown-port [inport == "nosuch"] There is no port "nosuch" here, so the comparison gives no flow.'],
    ],
    [
      'ip.ecn == 1',
      ['not-expressible [ip.ecn == 1] The flows do not look at ip.ecn: they match more packets than the expression.'],
    ],
    [
      'nd && nd.target == 10.200.0.1',
      [
        'foreign-address [10.200.0.1] nd.target is an IPv6 address, but 10.200.0.1 is an IPv4 address: as a number it means ::10.200.0.1.',
      ],
    ],
    [
      '{::1, 10.0.0.0/8} == ip6.src && ip6.dst != {$set2, $set1}',
      [
        'foreign-address [10.0.0.0/8] ip6.src is an IPv6 address, but 10.0.0.0/8 is an IPv4 address: as a number it means ::10.0.0.0.',
        'foreign-address [$set1] ip6.dst is an IPv6 address, but $set1 has an IPv4 address: as a number it means ::10.0.0.1.',
      ],
    ],
    [
      'eth.src == 10.0.0.1 || eth.dst[0..31] == 10.0.0.1 || reg0 == 10.0.0.1',
      [
        'foreign-address [10.0.0.1] eth.src is an Ethernet address, but 10.0.0.1 is an IPv4 address: as a number it means 00:00:0a:00:00:01.',
      ],
    ],
    ['ip6.src == 1 && ip6.dst == ::1 && xxreg0 == 10.0.0.1', []],
    [
      'arp.op == 300',
      [
        'never-true [arp.op == 300] No packet can match.',
        'not-expressible [arp.op == 300] The flows look only at the low 8 bits of arp.op.',
      ],
    ],
  ])('%s', (text, warnings) => expect(warningsFor(text)).toEqual(warnings));
});
