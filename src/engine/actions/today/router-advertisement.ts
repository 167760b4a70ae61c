/** put_nd_ra_opts: the ICMPv6 router advertisement that answers a solicitation, with its options. */
import { utf8Encode } from '../../base';
import { bitsToBigInt, type IntegerConstant } from '../../match';
import { parseIpv6 } from '../../openflow';
import { numberBytes, toController, type TodayKind } from './kind';
import { RA_OPTIONS } from './option-tables';
import { formatOptions, prefixBits, readOptions, type OptionValue, type PutOptionsAction } from './options';
import type { ActionReader } from './reader';
import { resultBit } from './results';

export const putNdRaOpts: TodayKind<PutOptionsAction<'put_nd_ra_opts'>> = {
  document: {
    form: 'FIELD = put_nd_ra_opts(slla = MAC, prefix = NETWORK, OPTION = VALUE, …);',
    text: 'Lets ovn-controller make a router solicitation into an advertisement; whether it could.',
  },
  form: 'result',
  parse(reader) {
    const read = readOptions(reader, RA_OPTIONS, 'IPv6 ND RA');
    check(reader, read.options);
    reader.demand('ip6');
    return { kind: 'put_nd_ra_opts', ...read };
  },
  format: formatOptions,
  encode: ({ target, options }, context) => [
    toController(
      context,
      'put_nd_ra_opts',
      { target: resultBit(target), message: advertisement(options) },
      { pause: true },
    ),
  ],
};

const MODES: readonly (string | undefined)[] = ['slaac', 'dhcpv6_stateful', 'dhcpv6_stateless'];
const PREFERENCES: readonly (string | undefined)[] = ['MEDIUM', 'HIGH', 'LOW'];

function check(reader: ActionReader, options: readonly OptionValue[]): void {
  for (const { spec, value } of options) {
    if (
      value.strings.length + value.integers.length > 1 ||
      !isAllowed(spec.name, value.strings[0], value.integers[0])
    ) {
      reader.fail(`Invalid value for "${spec.name}" option`, 'bad-option');
    }
  }
  const has = (name: string) => options.some(({ spec }) => spec.name === name);
  if (!has('slla')) reader.fail('slla option not present', 'missing-option');
  const stateful = options.some(
    ({ spec, value }) => spec.name === 'addr_mode' && value.strings[0] === 'dhcpv6_stateful',
  );
  if (!stateful && !has('prefix')) {
    reader.fail('prefix option needs to be set when address mode is slaac/dhcpv6_stateless.', 'missing-option');
  }
}

function isAllowed(name: string, string: string | undefined, number: IntegerConstant | undefined): boolean {
  switch (name) {
    case 'addr_mode':
      return MODES.includes(string);
    case 'router_preference':
      return PREFERENCES.includes(string);
    case 'slla':
      return number?.format === 'ethernet';
    case 'prefix':
      return number?.format === 'ipv6' && number.mask !== undefined;
    case 'mtu':
      return number?.format === 'decimal';
    case 'rdnss':
      return number?.format === 'ipv6';
    default:
      return string !== undefined;
  }
}

const FOR_EVER = [0xff, 0xff, 0xff, 0xff];
const MANAGED = 0x80;
const OTHER = 0x40;
const FLAGS: Readonly<Record<string, number>> = {
  dhcpv6_stateful: MANAGED,
  dhcpv6_stateless: OTHER,
  HIGH: 0x08,
  LOW: 0x18,
};

/** Type 134, hop limit 255, the flags, a lifetime of 65535 seconds, and the options in their order. */
function advertisement(options: readonly OptionValue[]): readonly number[] {
  let flags = 0;
  const bytes: number[] = [];
  for (const { spec, value } of options) {
    const [string = ''] = value.strings;
    const [constant] = value.integers;
    const number = constant === undefined ? 0n : bitsToBigInt(constant.value);
    if (spec.name === 'addr_mode' || spec.name === 'router_preference') flags |= FLAGS[string] ?? 0;
    else if (spec.name === 'slla') bytes.push(1, 1, ...numberBytes(number, 6));
    else if (spec.name === 'mtu') bytes.push(5, 1, 0, 0, ...numberBytes(number, 4));
    else if (spec.name === 'rdnss') bytes.push(25, 3, 0, 0, ...FOR_EVER, ...numberBytes(number, 16));
    else if (spec.name === 'dnssl') bytes.push(...searchList(string));
    else if (spec.name === 'route_info') bytes.push(...routes(string));
    else {
      const length = constant?.mask === undefined ? 128 : prefixBits(bitsToBigInt(constant.mask), 128);
      // On this link; and for hosts to make addresses of, unless DHCPv6 gives them, as far as was said before.
      const use = (flags & MANAGED) !== 0 ? 0x80 : 0xc0;
      bytes.push(3, 4, length, use, ...FOR_EVER, ...FOR_EVER, 0, 0, 0, 0, ...numberBytes(number, 16));
    }
  }
  return [134, 0, 0, 0, 255, flags, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, ...bytes];
}

const MOST_DNSSL = 255;

/** RFC 6106 section 5.2, filled up to eights; a list that is too long is left out. */
function searchList(list: string): readonly number[] {
  const names: number[] = [];
  let size = 8;
  for (const name of list.split(',').filter((part) => part !== '')) {
    size += utf8Encode(name).length + 2;
    if (size > MOST_DNSSL) return [];
    for (const label of name.split('.').filter((part) => part !== '')) {
      const bytes = utf8Encode(label).slice(0, 255);
      names.push(bytes.length, ...bytes);
    }
    names.push(0);
  }
  const whole = Math.ceil(size / 8) * 8;
  const filled = Array.from({ length: whole - 8 }, (_, i) => names[i] ?? 0);
  return [31, whole / 8, 0, 0, ...FOR_EVER, ...filled];
}

/** RFC 4191 section 2.3: `PREFERENCE-NETWORK`, as many as there are; the first that is no IPv6 network ends the list. */
function routes(list: string): readonly number[] {
  const bytes: number[] = [];
  for (const route of list.split(',').filter((part) => part !== '')) {
    const [word = '', ...networks] = route.split('-').filter((part) => part !== '');
    const preference = FLAGS[word] ?? 0;
    for (const text of networks) {
      const network = parseNetwork(text);
      if (network === undefined) return bytes;
      const blocks = Math.ceil(network.length / 64);
      bytes.push(24, 1 + blocks, network.length, preference, ...FOR_EVER);
      bytes.push(...numberBytes(network.address, 16).slice(0, 8 * blocks));
    }
  }
  return bytes;
}

function parseNetwork(text: string): { readonly address: bigint; readonly length: number } | undefined {
  const found = /^\s*([^\s/]+)(?:\/(\d+))?(?:\s.*)?$/.exec(text);
  const address = parseIpv6(found?.[1] ?? '');
  const length = found?.[2] === undefined ? 128 : Number(found[2]);
  if (address === undefined || length > 128) return undefined;
  const ones = ((1n << 128n) - 1n) ^ ((1n << BigInt(128 - length)) - 1n);
  return { address: address & ones, length };
}
