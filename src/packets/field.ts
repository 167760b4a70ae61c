/**
 * Header fields as data: where the bits are, how a value reads, what it is called
 * in the match language, and how it gets its value when nobody gives one.
 */
import { err, ok, type Result } from '../engine/base';
import { formatIpv4, formatIpv6, formatMac, parseIpv4, parseIpv6, parseMac } from './address';
import { fromHex, readBits, toHex, writeBits } from './bytes';
import type { ProtocolName } from './names';

/** A field's value as JSON: a number up to 48 bits, text for addresses, 64-bit keys and byte strings. */
export type FieldValue = string | number | boolean;

/** One element of a list in a layer, such as a TCP option or a DNS question. */
export type SpecRecord = Readonly<Record<string, FieldValue | readonly FieldValue[]>>;

export type SpecValue = FieldValue | readonly SpecRecord[];

/** Values of one layer, by the fields' keys. */
export type Values = Readonly<Record<string, SpecValue>>;

/**
 * How the bits are read and written:
 * `decimal`, `hex` numbers to 48 bits; `flag` one bit; `bits` a set of named bits;
 * `mac`, `ipv4`, `ipv6` addresses; `key` a 64-bit number as `0x` text; `bytes` hex of fixed length.
 */
export type FieldKind = 'decimal' | 'hex' | 'flag' | 'bits' | 'mac' | 'ipv4' | 'ipv6' | 'key' | 'bytes';

/** A header with its values, as its neighbours see it. */
export interface Resolved {
  readonly protocol: ProtocolName;
  readonly values: Values;
}

/** What a field that computes itself may look at. */
export interface AutoContext {
  /** Header and payload up to the layer's own end, without padding after it; a checksum reads as zero. */
  readonly packet: Uint8Array;
  /** Bytes of the whole header, with its variable part. */
  readonly headerLength: number;
  readonly values: Values;
  readonly next: ProtocolName | undefined;
  /** Outermost first; this layer is `chain[index]`. */
  readonly chain: readonly Resolved[];
  readonly index: number;
}

export interface FieldDefinition {
  /** The key in a layer specification. */
  readonly key: string;
  /** The name in OVN's match language or in ovs-fields(7), else `protocol.key`. */
  readonly name: string;
  readonly label: string;
  readonly bits: number;
  readonly kind: FieldKind;
  /** The value that a new layer gets; 0 (or zeros) when left out. */
  readonly initial?: FieldValue;
  /** Names of values, also accepted as input; for `bits`, name of each bit's value. */
  readonly names?: Readonly<Record<number, string>>;
  /** The right value given everything around it, taken unless the specification says otherwise. */
  readonly auto?: (context: AutoContext) => number;
  /** Like `auto`, computed last and over a packet in which this field is zero. */
  readonly checksum?: (context: AutoContext) => number;
  /** True where a checksum of zero means that there is none (UDP over IPv4). */
  readonly zeroMeansNone?: boolean;
}

/** A field with its place: `at` is the offset in bits from the start of its header. */
export interface Field extends FieldDefinition {
  readonly at: number;
}

/** Lays fields out one after another, as the RFC's diagram draws them. */
export function layout(definitions: readonly FieldDefinition[]): readonly Field[] {
  let at = 0;
  return definitions.map((definition) => {
    const field = { ...definition, at };
    at += definition.bits;
    return field;
  });
}

/** Bytes that the fields take together. */
export function layoutBytes(fields: readonly Field[]): number {
  const last = fields.at(-1);
  return last ? (last.at + last.bits) / 8 : 0;
}

export function readField(field: Field, bytes: Uint8Array, headerOffset: number): FieldValue {
  const at = headerOffset * 8 + field.at;
  const byte = at >> 3;
  switch (field.kind) {
    case 'decimal':
    case 'hex':
    case 'bits':
      return readBits(bytes, at, field.bits);
    case 'flag':
      return readBits(bytes, at, 1) === 1;
    case 'mac':
      return formatMac(bytes, byte);
    case 'ipv4':
      return formatIpv4(bytes, byte);
    case 'ipv6':
      return formatIpv6(bytes, byte);
    case 'key':
      return `0x${toHex(bytes.subarray(byte, byte + 8)).replace(/^0+(?=.)/, '')}`;
    case 'bytes':
      return toHex(bytes.subarray(byte, byte + field.bits / 8));
  }
}

/** Writes a value that `parseField` made (or a number that fits). */
export function writeField(field: Field, bytes: Uint8Array, headerOffset: number, value: FieldValue): void {
  const at = headerOffset * 8 + field.at;
  if (typeof value === 'string') bytes.set(textBytes(field, value), at >> 3);
  else writeBits(bytes, at, field.bits, Number(value) % 2 ** field.bits);
}

/**
 * Checks what a person or a document gave for a field and makes it canonical. The
 * error is a sentence without its subject, e.g. `must be 0 to 4095`.
 */
export function parseField(field: Field, value: SpecValue): Result<FieldValue, string> {
  switch (field.kind) {
    case 'decimal':
    case 'hex':
      return parseNumber(field, value);
    case 'bits':
      return typeof value === 'string' && !/^\d/.test(value) ? parseBitNames(field, value) : parseNumber(field, value);
    case 'flag':
      if (value === true || value === 1 || value === '1' || value === 'true') return ok(true);
      if (value === false || value === 0 || value === '0' || value === 'false') return ok(false);
      return err('must be true or false');
    case 'mac':
    case 'ipv4':
    case 'ipv6': {
      const parsed = typeof value === 'string' ? ADDRESS[field.kind].parse(value) : undefined;
      return parsed?.ok ? ok(ADDRESS[field.kind].format(parsed.value)) : err(ADDRESS[field.kind].must);
    }
    case 'key': {
      const text = typeof value === 'number' ? value.toString() : value;
      if (typeof text !== 'string' || !/^(0x[0-9a-fA-F]{1,16}|\d{1,20})$/.test(text) || BigInt(text) >= 2n ** 64n) {
        return err('must be a number of 64 bits, like 0x5');
      }
      return ok(`0x${BigInt(text).toString(16)}`);
    }
    case 'bytes': {
      const bytes = typeof value === 'string' ? fromHex(value) : undefined;
      return bytes?.length === field.bits / 8
        ? ok(toHex(bytes))
        : err(`must be ${field.bits / 8} bytes in hexadecimal`);
    }
  }
}

/** A field's value in the notation people know, with its name where it has one: `0x0800 (IPv4)`. */
export function formatField(field: FieldDefinition, value: FieldValue): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string') return value;
  if (field.kind === 'bits') return formatBits(field.names ?? {}, value);
  const text = field.kind === 'hex' ? `0x${value.toString(16).padStart(Math.ceil(field.bits / 4), '0')}` : `${value}`;
  const name = field.names?.[value];
  return name === undefined ? text : `${text} (${name})`;
}

/** Named bits joined by `|`, as OVS prints TCP flags; bits without a name as a number; `0` for none. */
export function formatBits(names: Readonly<Record<number, string>>, value: number): string {
  const parts: string[] = [];
  let rest = value;
  for (const [bit, name] of Object.entries(names)) {
    if (value & Number(bit)) {
      parts.push(name);
      rest &= ~Number(bit);
    }
  }
  if (rest !== 0) parts.push(`0x${rest.toString(16)}`);
  return parts.join('|') || '0';
}

export function initialValue(field: FieldDefinition): FieldValue {
  if (field.initial !== undefined) return field.initial;
  switch (field.kind) {
    case 'decimal':
    case 'hex':
    case 'bits':
      return 0;
    case 'flag':
      return false;
    case 'mac':
      return '00:00:00:00:00:00';
    case 'ipv4':
      return '0.0.0.0';
    case 'ipv6':
      return '::';
    case 'key':
      return '0x0';
    case 'bytes':
      return '00'.repeat(field.bits / 8);
  }
}

/** The number under `key`; 0 when there is none. */
export function num(values: Values, key: string): number {
  const value = values[key];
  return typeof value === 'number' ? value : value === true ? 1 : 0;
}

/** The text under `key`; empty when there is none. */
export function str(values: Values, key: string): string {
  const value = values[key];
  return typeof value === 'string' ? value : '';
}

/** The list under `key`; empty when there is none. */
export function list(values: Values, key: string): readonly SpecRecord[] {
  const value = values[key];
  return typeof value === 'object' ? value : [];
}

const ADDRESS = {
  mac: {
    parse: parseMac,
    format: (bytes: Uint8Array) => formatMac(bytes),
    must: 'must be an Ethernet address, like 00:00:00:00:00:01',
  },
  ipv4: {
    parse: parseIpv4,
    format: (bytes: Uint8Array) => formatIpv4(bytes),
    must: 'must be an IPv4 address, like 10.0.0.1',
  },
  ipv6: {
    parse: parseIpv6,
    format: (bytes: Uint8Array) => formatIpv6(bytes),
    must: 'must be an IPv6 address, like fd00::1',
  },
} as const;

function parseNumber(field: Field, value: SpecValue): Result<FieldValue, string> {
  const max = 2 ** field.bits - 1;
  const named = typeof value === 'string' ? nameValue(field, value) : undefined;
  const number =
    named ??
    (typeof value === 'number'
      ? value
      : typeof value === 'string' && /^(0x[0-9a-f]+|\d+)$/i.test(value)
        ? Number(value)
        : -1);
  if (!Number.isInteger(number) || number < 0 || number > max) {
    return err(field.kind === 'hex' ? `must be 0 to 0x${max.toString(16)}` : `must be 0 to ${max}`);
  }
  return ok(number);
}

function nameValue(field: Field, text: string): number | undefined {
  const found = Object.entries(field.names ?? {}).find(([, name]) => name.toLowerCase() === text.toLowerCase());
  return found && Number(found[0]);
}

function parseBitNames(field: Field, text: string): Result<FieldValue, string> {
  let bits = 0;
  for (const name of text.split(/[|,+ ]+/).filter((part) => part !== '')) {
    const bit = nameValue(field, name);
    if (bit === undefined) return err(`must be made of ${Object.values(field.names ?? {}).join(', ')}`);
    bits |= bit;
  }
  return ok(bits);
}

function textBytes(field: Field, text: string): Uint8Array {
  if (field.kind === 'mac' || field.kind === 'ipv4' || field.kind === 'ipv6') {
    const parsed = ADDRESS[field.kind].parse(text);
    if (parsed.ok) return parsed.value;
  } else {
    const hex = field.kind === 'key' ? text.slice(2).padStart(16, '0') : text;
    const bytes = fromHex(hex);
    if (bytes?.length === field.bits / 8) return bytes;
  }
  throw new Error(`${field.name} was given ${text} unchecked`);
}
