/** Reads the text of one field's value, with ovs-ofctl's words where it cannot. */
import { err, ok, type Result } from '../base';
import { FIELDS, type FieldName, type FieldSpec } from './fields';
import { onesOf } from './flow';
import { CT_STATE_FLAGS, RESERVED_PORTS, TCP_FLAGS } from './values';

export interface MaskedValue {
  readonly value: bigint;
  /** All ones of the field's width when the text has no mask. */
  readonly mask: bigint;
}

/** Finds a port's number by its name; ovs-ofctl asks the switch for this. */
export type PortNames = (name: string) => number | undefined;

/** The value and mask that `text` gives to `field`; `*` and "" ask nothing (mask 0). The error is a message. */
export function parseFieldValue(field: FieldName, text: string, ports?: PortNames): Result<MaskedValue, string> {
  if (text === '' || text === '*') return ok({ value: 0n, mask: 0n });
  const spec = FIELDS[field];
  const parsed = parseForm(field, spec, text, ports);
  if (!parsed.ok) return parsed;
  if (!spec.maskable && parsed.value.mask !== onesOf(field) && parsed.value.mask !== 0n) {
    return err(`${text}: invalid mask for field ${field}`);
  }
  return parsed;
}

/** C's strtoull with base 0, whole text: decimal, 0x, leading-0 octal, and a sign that wraps at 64 bits. */
export function parseInteger(text: string): bigint | undefined {
  const found = /^([+-]?)(0x[0-9a-f]*|[0-9]+)$/i.exec(text);
  if (!found) return undefined;
  const digits = found[2] ?? '';
  let value: bigint;
  if (/^0x/i.test(digits)) value = digits.length === 2 ? 0n : BigInt(digits);
  else if (/^0[0-7]+$/.test(digits)) value = BigInt(`0o${digits.slice(1)}`);
  else if (/^0[0-9]+$/.test(digits)) return undefined;
  else value = BigInt(digits);
  return found[1] === '-' ? BigInt.asUintN(64, -value) : value;
}

/** Up to six groups of one or two hexadecimal digits. */
export function parseEthernet(text: string): bigint | undefined {
  if (!/^[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}$/i.test(text)) return undefined;
  return text.split(':').reduce((value, group) => (value << 8n) | BigInt(`0x${group}`), 0n);
}

export function parseIpv4(text: string): bigint | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined;
  const bytes = text.split('.').map(Number);
  if (bytes.some((byte) => byte > 255)) return undefined;
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** RFC 4291 section 2.2, with an IPv4 tail allowed. */
export function parseIpv6(text: string): bigint | undefined {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (tail) {
    const v4 = parseIpv4(tail[2] ?? '');
    if (v4 === undefined) return undefined;
    return parseIpv6(`${tail[1] ?? ''}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`);
  }
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groupsOf = (half: string | undefined) => (half === undefined || half === '' ? [] : half.split(':'));
  const head = groupsOf(halves[0]);
  const rest = groupsOf(halves[1]);
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...rest];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

/** A port number (16 bits, or its 32-bit OpenFlow 1.1 form), a reserved name in any case, or a port's name. */
export function parsePort(text: string, ports?: PortNames): number | undefined {
  const number = /^(0x[0-9a-f]+|[0-9]+)$/i.test(text) ? parseInteger(text) : undefined;
  if (number !== undefined) {
    if (number <= 0xffffn) return Number(number);
    return number >= 0xffffff00n && number <= 0xffffffffn ? Number(number & 0xffffn) : undefined;
  }
  const upper = text.toUpperCase();
  if (upper === 'NONE') return RESERVED_PORTS.ANY;
  return Object.entries(RESERVED_PORTS).find(([name]) => name === upper)?.[1] ?? ports?.(text);
}

function parseForm(
  field: FieldName,
  spec: FieldSpec,
  text: string,
  ports: PortNames | undefined,
): Result<MaskedValue, string> {
  const ones = onesOf(field);
  const slash = text.indexOf('/');
  const head = slash < 0 ? text : text.slice(0, slash);
  const tail = slash < 0 ? undefined : text.slice(slash + 1);
  switch (spec.form) {
    case 'decimal':
    case 'be16':
    case 'hex':
    case 'hex4':
    case 'hex5':
      return parseIntegers(field, spec, text, head, tail);
    case 'ethernet': {
      const value = parseEthernet(head);
      const mask = tail === undefined ? ones : parseEthernet(tail);
      if (value === undefined || mask === undefined) return err(`${text}: invalid Ethernet address`);
      return ok({ value, mask });
    }
    case 'ipv4':
    case 'ipv6':
      return parseAddress(spec, text, head, tail);
    case 'of_port': {
      const port = parsePort(text, ports);
      return port === undefined
        ? err(`${text}: invalid or unknown port for ${field}`)
        : ok({ value: BigInt(port), mask: ones });
    }
    case 'frag': {
      const found = FRAGMENTS.get(text);
      return found === undefined
        ? err(`${text}: unknown fragment type (valid types are "no", "yes", "first", "later", "not_later"`)
        : ok(found);
    }
    case 'tcp_flags':
      return parseFlags('TCP', TCP_FLAGS, 0xfffn, text, head, tail);
    case 'ct_state':
      return parseFlags('ct_state', CT_STATE_FLAGS, ones, text, head, tail);
  }
}

/** `<error>` is what ovs-ofctl prints for the combination that no packet has. */
const FRAGMENTS: ReadonlyMap<string, MaskedValue> = new Map([
  ['no', { value: 0n, mask: 0xffn }],
  ['yes', { value: 1n, mask: 1n }],
  ['first', { value: 1n, mask: 0xffn }],
  ['later', { value: 3n, mask: 0xffn }],
  ['not_later', { value: 0n, mask: 2n }],
  ['<error>', { value: 2n, mask: 0xffn }],
]);

function parseIntegers(
  field: FieldName,
  spec: FieldSpec,
  text: string,
  head: string,
  tail: string | undefined,
): Result<MaskedValue, string> {
  const bytes = wireBytes(field, spec);
  const limit = 1n << BigInt(bytes * 8);
  const read = (part: string) => {
    const number = parseInteger(part);
    return number !== undefined && part.startsWith('-') ? BigInt.asUintN(Math.min(bytes * 8, 64), number) : number;
  };
  const value = read(head);
  if (value === undefined) return err(`${text}: bad syntax for ${field} value`);
  const mask = tail === undefined ? onesOf(field) : read(tail);
  if (mask === undefined) return err(`${text}: bad syntax for ${field} mask`);
  if (value >= limit || mask >= limit) return err(`${text}: value too large for ${bytes}-byte field ${field}`);
  return ok({ value, mask: tail === undefined ? mask : mask & onesOf(field) });
}

/** Bytes of the field's value in OpenFlow, which is what the tool checks; narrower fields drop the rest. */
function wireBytes(field: FieldName, spec: FieldSpec): number {
  if (field === 'ipv6_label' || field === 'mpls_label') return 4;
  return Math.ceil(spec.bits / 8);
}

function parseAddress(
  spec: FieldSpec,
  text: string,
  head: string,
  tail: string | undefined,
): Result<MaskedValue, string> {
  const [name, read] = spec.form === 'ipv4' ? (['IP', parseIpv4] as const) : (['IPv6', parseIpv6] as const);
  const ones = (1n << BigInt(spec.bits)) - 1n;
  const value = read(head);
  if (value === undefined) return err(`${text}: invalid ${name} address`);
  if (tail === undefined) return ok({ value, mask: ones });
  if (/^\d+$/.test(tail)) {
    const prefix = Number(tail);
    if (prefix > spec.bits) {
      const family = spec.form === 'ipv4' ? 'IPv4' : 'IPv6';
      return err(`${text}: ${family} network prefix bits not between 0 and ${spec.bits}, inclusive`);
    }
    return ok({ value, mask: ones ^ (ones >> BigInt(prefix)) });
  }
  const mask = read(tail);
  return mask === undefined ? err(`${text}: invalid ${name} address`) : ok({ value, mask });
}

/** `+a-b`, `a|b`, a number, or number/number. */
function parseFlags(
  kind: string,
  names: readonly string[],
  ones: bigint,
  text: string,
  head: string,
  tail: string | undefined,
): Result<MaskedValue, string> {
  const unknown = (name: string) => err(`${name}: unknown ${kind} flag(s)`);
  const known = (1n << BigInt(names.length)) - 1n;
  const number = parseInteger(head);
  if (number !== undefined && /^\d/.test(head)) {
    const mask = tail === undefined ? ones : parseInteger(tail);
    if (mask === undefined || (number & ~known) !== 0n) return unknown(text);
    return ok({ value: number, mask: mask & ones });
  }
  if (!/^[+-]/.test(text)) {
    let value = 0n;
    for (const name of text.split('|')) {
      const bit = names.indexOf(name);
      if (bit < 0) return unknown(text);
      value |= 1n << BigInt(bit);
    }
    return ok({ value, mask: ones });
  }
  let value = 0n;
  let mask = 0n;
  for (const [, sign, name = ''] of text.matchAll(/([+-])([^+-]*)/g)) {
    const index = names.indexOf(name);
    if (index < 0) return unknown(name);
    const bit = 1n << BigInt(index);
    if ((mask & bit) !== 0n) return err(`${name}: Each ${kind} flag can be specified only once`);
    mask |= bit;
    if (sign === '+') value |= bit;
  }
  return ok({ value, mask });
}
