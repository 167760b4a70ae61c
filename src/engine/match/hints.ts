/** What may help with a problem: one sentence of ours beside OVN's message. */
import type { Problem, TextRange } from '../base';
import type { ConstantSets } from './constant-sets';
import type { Token } from './lexer';
import type { SymbolTable } from './symbols';

export interface HintContext {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly symbols: SymbolTable;
  readonly sets: ConstantSets;
}

/** The problem with a hint, when there is one to give. */
export function withHint(problem: Problem, context: HintContext): Problem {
  const hint = problem.hint ?? hintFor(problem, context);
  return hint === undefined ? problem : { ...problem, hint };
}

function hintFor(problem: Problem, context: HintContext): string | undefined {
  const range = problem.range ?? { start: 0, end: 0 };
  const index = context.tokens.findIndex((token) => token.start === range.start && token.end === range.end);
  const missing = missingValueHint(context.text.slice(range.start), problem);
  if (missing !== undefined) return missing;
  const token = context.tokens[index];
  const before = context.tokens[index - 1];
  switch (problem.code) {
    case 'lexical-error':
      return lexicalHint(context.text.slice(range.start, range.end), problem.message);
    case 'mixed-and-or':
      return 'Say which belongs together, as in (a && b) || c or a && (b || c).';
    case 'missing-parentheses':
      return 'Write !(a == b), or a != b.';
    case 'explicit-comparison':
      return `Say what to compare with, as in ${context.text.slice(range.start, range.end)} == 1 or ${context.text.slice(range.start, range.end)} != 0.`;
    case 'unknown-address-set':
    case 'unknown-port-group':
      return setHint(problem.code, token, context);
    case 'level-of-measurement':
      return levelHint(problem.message);
    case 'operator':
      return problem.message.includes('value sets')
        ? 'An order compares with one constant: the least or the greatest of the set.'
        : undefined;
    case 'range-form':
      return 'Both operators point the same way, as in 1024 <= tcp.dst < 2048.';
    case 'bit-range':
      return 'Bits count from 0, the least significant, and the lower one comes first.';
    case 'type-error':
      return typeHint(problem.message, context, range);
    case 'unexpanded-template':
      return 'ovn-controller replaces ^name by the value of Chassis_Template_Var; there is none here.';
    case 'unknown-function':
      return 'The only function is is_chassis_resident("port").';
    case 'nesting-too-deep':
      return 'OVN stops at 100 parentheses inside each other.';
    case 'syntax-error':
      return token === undefined ? undefined : syntaxHint(problem.message, token, before, context);
    default:
      return undefined;
  }
}

/** What programs print where they have no value: Go and its templates, Python, JavaScript, C. */
const MISSING_VALUE = /^(?:<nil>|<no value>|%!\w*\([^)]*\)|\(null\)|(?:nil|None|null|NULL|undefined)(?![\w.]))/;

function missingValueHint(rest: string, { code, message }: Problem): string | undefined {
  if (code !== 'lexical-error' && !/expecting (?:constant|string|field name)\.$/.test(message)) return undefined;
  const [written] = MISSING_VALUE.exec(rest) ?? [];
  return written === undefined
    ? undefined
    : `${written} is what a program prints for a missing value: what wrote this match had nothing to put here.`;
}

function lexicalHint(source: string, message: string): string | undefined {
  if (source === '&') return 'Write && for and.';
  if (source === '|') return 'Write || for or.';
  if (message.startsWith('Decimal constants must be less'))
    return 'Write the number in hexadecimal, with 0x before it.';
  if (message.startsWith('Decimal constants must not')) return 'There are no octal numbers: leave the zeros out.';
  if (message.startsWith('Input ends inside')) return 'The closing quotation mark is missing.';
  if (message.startsWith('Value and mask') && /\/\d+$/.test(source))
    return 'A prefix length is at most 32 after an IPv4 address, 128 after an IPv6 address, and nothing else has one.';
  if (message.startsWith('Value and mask'))
    return 'Write value and mask the same way, or an address with a prefix length, as in 10.0.0.0/8.';
  if (message.startsWith('Invalid numeric'))
    return 'It is no decimal or hexadecimal number, and no IPv4, IPv6 or Ethernet address.';
  if (source === "'" || message.includes("`''")) return 'Names stand in double quotation marks.';
  return undefined;
}

function syntaxHint(
  message: string,
  token: Token,
  before: Token | undefined,
  context: HintContext,
): string | undefined {
  const word = token.type === 'id' ? token.text : '';
  if (token.type === '=') return 'Write == to compare; a single = is for actions.';
  const joint = JOINTS[word.toLowerCase()];
  if (joint !== undefined) return `Write ${joint} for ${word}.`;
  if (message.endsWith('expecting field name.') && word !== '') return fieldHint(word, token, context);
  if (message.endsWith('expecting constant.') && word !== '') {
    const name = wholeName(token, context);
    return `A name stands in quotation marks: "${name}". A set of addresses is $${word}, a group of ports @${word}.`;
  }

  if (message.endsWith('expecting string.') && word !== '')
    return `A name stands in quotation marks: "${wholeName(token, context)}".`;
  if (message.endsWith('expecting constant.') && token.type === '}') return 'A set needs at least one constant.';
  if (message.endsWith('expecting constant.') && token.type === '!')
    return 'Write !(!a) for two negations, or leave both out.';
  if (message.endsWith('expecting relational operator.') && before?.type === 'id') {
    const symbol = context.symbols.symbols.get(before.text);
    if (symbol?.width === 0) return `Say which port, as in ${before.text} == "name".`;
  } else if (message.endsWith('expecting relational operator.') && before !== undefined) {
    return 'A constant by itself says nothing: compare it with a field.';
  }
  if (message.includes("expecting `)'")) return 'A parenthesis is not closed, or && or || is missing before this.';
  if (message.endsWith('expecting end of input.') && token.type === ')')
    return 'There is no parenthesis that this one closes.';
  if (message.endsWith('expecting end of input.') && token.type === ',')
    return 'Several constants stand in curly braces, as in {10.0.0.1, 10.0.0.2}.';
  if (message.endsWith('expecting end of input.') && token.type === '-')
    return 'A range is written with the field in the middle, as in 1024 <= tcp.dst <= 2048.';
  if (message.endsWith('expecting end of input.') && word !== '') return 'Between two comparisons stands && or ||.';
  return undefined;
}

/** A name as it was meant, with what its lexical form cut off: `sw0-port1` is three tokens, `0f-1` others. */
function wholeName(token: Token, { text }: HintContext): string {
  return /^[\w.-]*/.exec(text.slice(token.start))?.[0] ?? token.text;
}

const JOINTS: Readonly<Record<string, string>> = { and: '&&', or: '||', not: '!' };

/** Names without a version: what they are called in IPv4 and in IPv6. */
const BY_VERSION: Readonly<Record<string, readonly [ip4: string, ip6: string]>> = {
  'ip.src': ['ip4.src', 'ip6.src'],
  'ip.dst': ['ip4.dst', 'ip6.dst'],
  'ip.addr': ['ip4.src', 'ip6.src'],
  'icmp.type': ['icmp4.type', 'icmp6.type'],
  'icmp.code': ['icmp4.code', 'icmp6.code'],
  icmp_type: ['icmp4.type', 'icmp6.type'],
  icmp_code: ['icmp4.code', 'icmp6.code'],
};

/** What the names of other tools mean here. */
const FOREIGN: Readonly<Record<string, string>> = {
  'ipv4.src': 'ip4.src',
  'ipv4.dst': 'ip4.dst',
  'ipv6.src': 'ip6.src',
  'ipv6.dst': 'ip6.dst',
  ipv4: 'ip4',
  ipv6: 'ip6',
  icmpv6: 'icmp6',
  icmpv4: 'icmp4',
  'tcp.sport': 'tcp.src',
  'tcp.dport': 'tcp.dst',
  'tcp.srcport': 'tcp.src',
  'tcp.dstport': 'tcp.dst',
  'udp.sport': 'udp.src',
  'udp.dport': 'udp.dst',
  'udp.srcport': 'udp.src',
  'udp.dstport': 'udp.dst',
  tp_src: 'tcp.src',
  tp_dst: 'tcp.dst',
  nw_src: 'ip4.src',
  nw_dst: 'ip4.dst',
  nw_proto: 'ip.proto',
  dl_src: 'eth.src',
  dl_dst: 'eth.dst',
  dl_type: 'eth.type',
  dl_vlan: 'vlan.vid',
  'vlan.id': 'vlan.vid',
  in_port: 'inport',
  'eth.addr': 'eth.src',
  'ip.tos': 'ip.dscp',
  'ip.version': 'ip4',
  'tcp.port': 'tcp.dst',
  'udp.port': 'udp.dst',
  'arp.opcode': 'arp.op',
  'ip4.proto': 'ip.proto',
  'ip6.proto': 'ip.proto',
  'vlan.tag': 'vlan.vid',
  ether_type: 'eth.type',
};

function fieldHint(word: string, token: Token, { symbols, tokens }: HintContext): string | undefined {
  const versions = BY_VERSION[word.toLowerCase()];
  if (versions !== undefined) return `It is called ${versions[versionNear(tokens, token) === 6 ? 1 : 0]} here.`;
  const foreign = FOREIGN[word.toLowerCase()];
  if (foreign !== undefined && symbols.symbols.has(foreign)) return `It is called ${foreign} here.`;
  if (/^ct[._]/.test(word) && !symbols.symbols.has('ct_state'))
    return 'This release does not know connection tracking.';
  const near = nearest(word, [...symbols.symbols.keys()]);
  return near === undefined ? undefined : `Did you mean ${near}?`;
}

/** The version of IP that the closest word or address before `token` speaks of, or the closest after it. */
function versionNear(tokens: readonly Token[], token: Token): 4 | 6 | undefined {
  const at = tokens.indexOf(token);
  const inOrder = [...tokens.slice(0, at).reverse(), ...tokens.slice(at + 1)];
  for (const other of inOrder) {
    const { type, text, constant } = other;
    if (constant?.format === 'ipv6' || (type === 'id' && /^(?:ip6|icmp6|nd|mld)/.test(text))) return 6;
    if (constant?.format === 'ipv4' || (type === 'id' && /^(?:ip4|icmp4|igmp|arp)/.test(text))) return 4;
  }
  return undefined;
}

function setHint(code: string, token: Token | undefined, { sets }: HintContext): string | undefined {
  const addresses = code === 'unknown-address-set';
  const known = [...(addresses ? sets.addressSets : sets.portGroups).keys()];
  const near = token === undefined ? undefined : nearest(token.text, known);
  const sigil = addresses ? '$' : '@';
  if (near !== undefined) return `Did you mean ${sigil}${near}?`;
  return `${addresses ? 'An address set' : 'A port group'} must exist to be named; an empty one is allowed and matches nothing.`;
}

function levelHint(message: string): string | undefined {
  const predicate = /^Nominal predicate (\S+)/.exec(message)?.[1];
  if (predicate !== undefined)
    return `Say what the packet is instead of what it is not: name the alternatives to ${predicate}.`;
  const field = /^Nominal field (\S+) may only/.exec(message)?.[1];
  if (field !== undefined) return `Say what ${field} is, as in ${field} == {a, b}, instead of what it is not.`;
  if (message.startsWith('Cannot select'))
    return 'It is a name for something, not a number: its bits mean nothing by themselves.';
  if (message.startsWith('Only == and !=')) return 'It is a name for something, not a number: there is no order.';
  return undefined;
}

function typeHint(message: string, context: HintContext, range: TextRange): string | undefined {
  if (message.startsWith('String field')) return 'It compares with a name in quotation marks, as in inport == "lsp1".';
  if (message.startsWith('Integer field')) return 'It compares with a number or an address, without quotation marks.';
  const source = context.text.slice(range.start, range.end);
  const [, , width] = /^(\d+)-bit constant .* (\d+)-bit field/.exec(message) ?? [];
  if (width !== undefined && Number(width) <= 20)
    return `The greatest number of ${width} bits is ${2 ** Number(width) - 1}.`;
  if (message.includes('128-bit constant') && source.includes('ip4.'))
    return 'For an IPv6 address use ip6.src or ip6.dst.';
  if (message.includes('128-bit constant')) return 'An IPv6 address needs ip6.src, ip6.dst or nd.target.';
  return undefined;
}

/** Longer words are no slips of the fingers. */
const LONGEST = 100;

/** The name that takes the fewest changes, if few are enough. */
function nearest(word: string, names: readonly string[]): string | undefined {
  if (word.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const name of names) {
    const changes = editDistance(word, name, least);
    if (changes >= least) continue;
    least = changes;
    best = name;
  }
  return best;
}

/** Letters to insert, delete or replace; `limit` when it is that much or more. */
function editDistance(x: string, y: string, limit: number): number {
  if (Math.abs(x.length - y.length) >= limit) return limit;
  let row = Array.from({ length: y.length + 1 }, (_, j) => j);
  for (let i = 1; i <= x.length; i++) {
    const next = [i];
    for (let j = 1; j <= y.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (x.charAt(i - 1) === y.charAt(j - 1) ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[y.length] ?? limit;
}
