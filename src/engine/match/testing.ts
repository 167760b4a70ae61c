/** Words of the match language, right and wrong, and the trees of comparisons that tests and fuzzers make of them. */

/** What is drawn with: fast-check in tests, a seed in fuzzers. */
export interface Draw {
  /** 0 to `limit` - 1. */
  below(limit: number): number;
  pick<T>(list: readonly T[]): T;
}

/** A match: comparisons joined by && and ||, up to `depth` inside each other. */
export function drawMatch<D extends Draw>(draw: D, depth: number, comparison: (draw: D) => string): string {
  if (depth === 0 || draw.below(3) === 0) return comparison(draw);
  const joint = draw.pick([' && ', ' || ']);
  const terms = Array.from({ length: 2 + draw.below(3) }, () => drawMatch(draw, depth - 1, comparison));
  return `(${terms.join(joint)})`;
}

/** A comparison, or a predicate, that compiles. */
export function drawComparison(draw: Draw): string {
  const kind = draw.below(7);
  if (kind > 3) {
    const text = draw.pick([DENIABLE, NOMINAL, NAMED][kind - 4] ?? NAMED);
    return text.includes('&&') ? `(${text})` : text;
  }
  const [name, constants] = draw.pick(Object.entries(CONSTANTS));
  const constant = draw.pick(constants);
  const relop = draw.pick(['==', '!=', '==', '<', '>=']);
  const isPlain = !/[/{$]/.test(constant);
  return `${name} ${isPlain || relop === '!=' ? relop : '=='} ${constant}`;
}

/** Pieces that mean nothing by themselves. */
export const PIECES: readonly string[] = [
  'ip4',
  'tcp.dst',
  'inport',
  'ip4.src',
  'eth.type',
  'nd',
  'reg0',
  'vlan.tci',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '!',
  '&&',
  '||',
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  '..',
  ',',
  '0',
  '1',
  '80',
  '0x800',
  '10.0.0.1',
  '10.0.0.0/8',
  '::1',
  'fe80::/10',
  'aa:bb:cc:dd:ee:ff',
  '"lsp1"',
  '"',
  '$set1',
  '@pg1',
  '$none',
  '&',
  '|',
  '=',
  '/*',
  '*/',
  '//',
  '\n',
  '#',
  'é',
  '\u0000',
  '\\',
  '0x',
  '99999999999999999999',
  '1/',
  'is_chassis_resident(',
  '^t',
  '.',
  '-',
  ':',
  'is_chassis_resident("lsp1")',
];

/** Constants for fields of every kind; those of a set or with a mask are asked with == and != only. */
const CONSTANTS: Readonly<Record<string, readonly string[]>> = {
  'tcp.dst': ['80', '443', '0x1bb/0xff', '{80, 443, 8080}'],
  'udp.src': ['53', '{53, 67, 68}'],
  'ip4.src': ['10.0.0.1', '10.0.0.0/8', '$set1', '{10.0.0.1, 10.0.0.0/30, $set1}'],
  'ip4.dst': ['10.0.0.2', '10.0.0.0/31', '{10.0.0.1, 10.0.0.9}'],
  'ip6.dst': ['::1', 'fe80::/10', '$set2'],
  'eth.dst': ['00:00:00:00:00:01', 'ff:ff:ff:ff:ff:ff', '01:00:00:00:00:00/01:00:00:00:00:00'],
  'vlan.vid': ['5', '4095', '{1, 2, 3}'],
  'vlan.tci': ['0', '0x1005', '0x1000/0x1000'],
  reg0: ['0', '1', '0x80000000/0xf0000000'],
  xreg1: ['0', '1', '0xffffffffffffffff'],
  'ip.frag': ['0', '1', '3'],
  'tcp.flags': ['2', '0x12', '0x2/0x17'],
};

/** Comparisons and predicates that `!` may stand before. */
const DENIABLE: readonly string[] = [
  'eth.mcast',
  'ip.is_frag',
  '!ip.is_frag',
  'ct.est',
  'ct.trk && !ct.new',
  'vlan.present',
  'vlan.pcp == 3',
  'flags.loopback',
];

/** Those that it may not stand before. */
const NOMINAL: readonly string[] = [
  'ip4',
  'ip6',
  'tcp',
  'udp',
  'arp',
  'nd',
  'icmp',
  'ip.proto == {6, 17}',
  'arp.op == 1',
  'nd.target == fe80::1',
  'igmp',
];

/** Those of names. */
const NAMED: readonly string[] = [
  'inport == "lsp1"',
  'outport == {"lsp1", "lsp2"}',
  'inport == @pg1',
  'outport == "nosuch"',
  'is_chassis_resident("lsp1")',
];
