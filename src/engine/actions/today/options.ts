/** Options of DHCP and DHCPv6, which ovn-controller puts into its answers, and the checks of a DHCP relay. */
import { bitsToBigInt, type FieldReference, type IntegerConstant } from '../../match';
import { formatIpv4, prefixLength } from '../../openflow';
import { utf8Encode } from '../../base';
import { takeCall } from './balancing';
import { formatConstantSet } from './constants';
import type { OptionForm, OptionSpec } from './option-tables';
import { formatField, numberBytes, toController, type TodayKind } from './kind';
import type { ActionReader, ConstantSet } from './reader';
import { resultBit, type DhcpRelayAction } from './results';
import type { OptionBytes } from './userdata';

export interface OptionValue {
  readonly spec: OptionSpec;
  readonly value: ConstantSet;
}

/** `NAME = VALUE`; `type` is what the options are called in messages. */
export function readOption(reader: ActionReader, options: readonly OptionSpec[], type: string): OptionValue {
  const { token } = reader.cursor;
  if (token.type !== 'id') reader.failSyntax();
  const spec = options.find(({ name }) => name === token.text) ?? reader.failSyntax(`expecting ${type} option name`);
  reader.cursor.take();
  reader.expect('=');
  const value = reader.constantSet();
  const wanted = WANTED[spec.form];
  if (wanted !== undefined && wanted !== value.kind) {
    const word = wanted === 'string' ? 'string' : 'numeric';
    reader.fail(`${type} option ${spec.name} requires ${word} value.`, 'type-mismatch');
  }
  return { spec, value };
}

/** A host may be given by name or by address. */
const WANTED: Readonly<Record<OptionForm, ConstantSet['kind'] | undefined>> = {
  str: 'string',
  domains: 'string',
  domain: 'string',
  host_id: undefined,
  bool: 'integer',
  uint8: 'integer',
  uint16: 'integer',
  uint32: 'integer',
  ipv4: 'integer',
  ipv6: 'integer',
  mac: 'integer',
  static_routes: 'integer',
};

export interface PutOptionsAction<K extends 'put_dhcp_opts' | 'put_dhcpv6_opts' | 'put_nd_ra_opts'> {
  readonly kind: K;
  readonly target: FieldReference;
  readonly options: readonly OptionValue[];
}

export function readOptions(reader: ActionReader, options: readonly OptionSpec[], type: string) {
  const { target } = reader;
  takeCall(reader);
  reader.checkType(target, 1, 'write');
  const read: OptionValue[] = [];
  while (!reader.accept(')')) {
    read.push(readOption(reader, options, type));
    reader.accept(',');
  }
  return { target, options: read };
}

export function formatOptions({
  kind,
  target,
  options,
}: PutOptionsAction<'put_dhcp_opts' | 'put_dhcpv6_opts' | 'put_nd_ra_opts'>): string {
  const list = options.map(({ spec, value }) => `${spec.name} = ${formatConstantSet(value)}`).join(', ');
  return `${formatField(target)} = ${kind}(${list});`;
}

const OFFER_IP = 0;
/** Options that come right behind the offered address: the boot file, its second name, the next server. */
const FIRST = [67, 254, 253];

export const putDhcpOpts: TodayKind<PutOptionsAction<'put_dhcp_opts'>> = {
  document: {
    form: 'FIELD = put_dhcp_opts(offerip = ADDRESS, OPTION = VALUE, …);',
    text: 'Lets ovn-controller make a DHCP request into its answer; whether it could.',
  },
  form: 'result',
  parse(reader) {
    const { target, options } = readOptions(reader, reader.context.dhcp.v4, 'DHCPv4');
    if (!options.some(({ spec }) => spec.code === OFFER_IP)) {
      reader.fail('put_dhcp_opts requires offerip to be specified.', 'missing-option');
    }
    return { kind: 'put_dhcp_opts', target, options };
  },
  format: formatOptions,
  encode({ target, options }, context) {
    const first = [OFFER_IP, ...FIRST].map((code) => options.find(({ spec }) => spec.code === code));
    const [offer, ...early] = first;
    const rest = options.filter((option) => !first.includes(option));
    const data = {
      target: resultBit(target),
      offer: offer ? firstNumber(offer.value) : 0n,
      options: [...early.flatMap((option) => (option ? [dhcpOption(option)] : [])), ...rest.map(dhcpOption)],
    };
    return [toController(context, 'put_dhcp_opts', data, { pause: true })];
  },
};

/** A text is cut to the length that a byte can tell. */
function dhcpOption({ spec, value }: OptionValue): OptionBytes {
  const bytes = dhcpBytes(spec.form, value);
  const isText = value.kind === 'string' && spec.form !== 'domains';
  return { code: spec.code, value: isText ? bytes.slice(0, bytes.length & 0xff) : bytes };
}

function dhcpBytes(form: OptionForm, value: ConstantSet): readonly number[] {
  switch (form) {
    case 'bool':
    case 'uint8':
      return numberBytes(firstNumber(value), 1);
    case 'uint16':
      return numberBytes(firstNumber(value), 2);
    case 'uint32':
      return numberBytes(firstNumber(value), 4);
    case 'ipv4':
      return value.integers.flatMap((constant) => numberBytes(bitsToBigInt(constant.value), 4));
    case 'static_routes':
      return routes(value.integers);
    case 'str':
      return text(value);
    case 'host_id':
      return value.kind === 'string' ? text(value) : numberBytes(firstNumber(value), 4);
    case 'domains':
      return domains(value.strings[0] ?? '');
    case 'ipv6':
    case 'mac':
    case 'domain':
      throw new Error(`DHCP has no option of ${form}`);
  }
}

/** RFC 3442: the length of the prefix, as many of its bytes as that needs, and the router; one without a pair is left out. */
function routes(constants: readonly IntegerConstant[]): readonly number[] {
  const bytes: number[] = [];
  for (let i = 0; i + 1 < constants.length; i += 2) {
    const [network, router] = [constants[i], constants[i + 1]];
    if (!network || !router) break;
    const length = network.mask === undefined ? 32 : prefixBits(bitsToBigInt(network.mask), 32);
    const address = numberBytes(bitsToBigInt(network.value), 4);
    bytes.push(length, ...address.slice(0, Math.ceil(length / 8)), ...numberBytes(bitsToBigInt(router.value), 4));
  }
  return bytes;
}

/** The ones of a mask, whether or not they are a prefix. */
export function prefixBits(mask: bigint, bits: number): number {
  return prefixLength(mask, bits) ?? mask.toString(2).replaceAll('0', '').length;
}

const MAX_DOMAIN = 255;

/**
 * RFC 1035 section 4.1.4: names one after the other, each label behind its length, and what ends like an earlier name
 * points to it. OVN tells endings apart by all but their last character.
 */
function domains(list: string): readonly number[] {
  const bytes: number[] = [];
  const places = new Map<string, number>();
  for (const name of list.split(',').filter((part) => part !== '')) {
    if (byteLengthOf(name) > MAX_DOMAIN) return [];
    let rest = name;
    let ending = rest.slice(0, -1);
    let pointed = false;
    while (rest.replace(/^\.+/, '') !== '') {
      const known = places.get(ending);
      if (known !== undefined) {
        bytes.push(0xc0 | (known >> 8), known & 0xff);
        pointed = true;
        break;
      }
      places.set(ending, bytes.length);
      const trimmed = rest.replace(/^\.+/, '');
      const label = trimmed.split('.')[0] ?? '';
      const encoded = utf8Encode(label);
      bytes.push(encoded.length & 0xff, ...encoded);
      rest = trimmed.slice(label.length + 1);
      if (rest !== '') ending = rest.slice(0, -1);
    }
    if (!pointed) bytes.push(0);
  }
  return bytes;
}

export const putDhcpv6Opts: TodayKind<PutOptionsAction<'put_dhcpv6_opts'>> = {
  document: {
    form: 'FIELD = put_dhcpv6_opts(ia_addr = ADDRESS, OPTION = VALUE, …);',
    text: 'Lets ovn-controller make a DHCPv6 request into its answer; whether it could.',
  },
  form: 'result',
  parse: (reader) => ({ kind: 'put_dhcpv6_opts', ...readOptions(reader, reader.context.dhcp.v6, 'DHCPv6') }),
  format: formatOptions,
  encode: ({ target, options }, context) => [
    toController(
      context,
      'put_dhcpv6_opts',
      {
        target: resultBit(target),
        options: options.map(({ spec, value }) => ({ code: spec.code, value: dhcpv6Bytes(spec.form, value) })),
      },
      { pause: true },
    ),
  ],
};

function dhcpv6Bytes(form: OptionForm, value: ConstantSet): readonly number[] {
  if (form === 'ipv6') return value.integers.flatMap((constant) => numberBytes(bitsToBigInt(constant.value), 16));
  if (form === 'mac') return numberBytes(firstNumber(value), 6);
  if (form === 'domain') return fullName(value.strings[0] ?? '');
  return text(value);
}

/** RFC 4704: labels behind their lengths, and a zero. */
function fullName(name: string): readonly number[] {
  const given = utf8Encode(name);
  const bytes = Array.from({ length: given.length + 2 }, () => 0);
  let label = 0;
  given.forEach((byte, i) => {
    if (byte === 0x2e) {
      bytes[i - label] = label & 0xff;
      label = 0;
    } else {
      bytes[i + 1] = byte;
      label += 1;
    }
  });
  if (label > 0) bytes[given.length - label] = label & 0xff;
  return bytes;
}

function firstNumber({ integers }: ConstantSet): bigint {
  const [constant] = integers;
  return constant === undefined ? 0n : bitsToBigInt(constant.value);
}

function text({ strings }: ConstantSet): readonly number[] {
  return [...utf8Encode(strings[0] ?? '')];
}

function byteLengthOf(name: string): number {
  return utf8Encode(name).length;
}

function relay<K extends 'dhcp_relay_req_chk' | 'dhcp_relay_resp_chk'>(
  kind: K,
  words: string,
): TodayKind<DhcpRelayAction<K>> {
  return {
    document: { form: `FIELD = ${kind}(RELAY, SERVER);`, text: words },
    form: 'result',
    parse(reader) {
      const { target } = reader;
      reader.cursor.take();
      reader.expect('(');
      reader.checkType(target, 1, 'write');
      const address = (wish: string) => {
        const { constant } = reader.cursor.token;
        if (constant?.format !== 'ipv4') return reader.failSyntax(wish);
        reader.cursor.take();
        return bitsToBigInt(constant.value);
      };
      const own = address('expecting IPv4 dhcp relay and server ips');
      reader.accept(',');
      const server = address('expecting IPv4 dhcp server ip');
      reader.expect(')');
      return { kind, target, relay: own, server };
    },
    format: ({ target, relay: own, server }) =>
      `${formatField(target)} = ${kind}(${formatIpv4(own)}, ${formatIpv4(server)});`,
    encode: ({ target, relay: own, server }, context) => [
      toController(context, kind, { target: resultBit(target), relay: own, server }, { pause: true }),
    ],
  };
}

export const dhcpRelayReqChk = relay(
  'dhcp_relay_req_chk',
  'Lets ovn-controller pass a DHCP request on to the server; whether it could.',
);
export const dhcpRelayRespChk = relay(
  'dhcp_relay_resp_chk',
  'Lets ovn-controller pass the server’s answer back; whether it could.',
);
