/**
 * Type-length-value options, common to IPv4, TCP, IPv6, neighbour discovery, DHCP
 * and Geneve: each protocol brings a table of kinds and the shape of its TLVs.
 *
 * Invariant: what `decodeOptions` returns, `encodeOptions` accepts. Bytes that no
 * list of options gives back (odd padding, bad lengths) are kept as raw bytes by
 * the codec, so that a round trip is still the identity.
 */
import { err, ok, type Result } from '../engine/base';
import { utf8Decode, utf8Encode } from '../engine/base';
import { formatIpv4, formatIpv6, formatMac, parseIpv4, parseIpv6, parseMac } from './address';
import { concatBytes, fromHex, readBits, sameBytes, toHex, writeBits } from './bytes';
import type { FieldValue, SpecRecord } from './field';
import type { DecodedField } from './protocol';

/** `u8`..`u32` numbers, addresses and lists of them, text; whatever does not fit is `hex`. */
export type OptionValue = 'none' | 'u8' | 'u16' | 'u32' | 'ipv4' | 'ipv4s' | 'ipv6s' | 'mac' | 'text' | 'hex';

export interface OptionKind {
  readonly code: number;
  /** How a specification names it. */
  readonly name: string;
  readonly label: string;
  readonly value: OptionValue;
  /** The name of the value in the match language, e.g. nd.sll. */
  readonly field?: string;
  readonly names?: Readonly<Record<number, string>>;
}

export interface OptionShape {
  readonly kinds: readonly OptionKind[];
  /** Bytes of the code and of the length: 1 (most) or 2 (DHCPv6). */
  readonly width: 1 | 2;
  /** The length counts the code and the length too (IPv4, TCP, ND), or the value alone. */
  readonly lengthCounts: 'all' | 'value';
  /** Bytes that one unit of length stands for: 8 in neighbour discovery. */
  readonly unit: 1 | 8;
  /** Codes that are a single byte, without length. */
  readonly single: readonly number[];
  /** The code after which nothing is read. */
  readonly last?: number;
  /** The whole is filled up with zeros to a multiple of this. */
  readonly align: 1 | 4 | 8;
}

export interface DecodedOptions {
  readonly records: readonly SpecRecord[];
  readonly fields: readonly DecodedField[];
  /** Where reading stopped: after the end marker, at the first bad option, or at `end`. */
  readonly stop: number;
  readonly problem?: string;
}

export function decodeOptions(shape: OptionShape, bytes: Uint8Array, start: number, end: number): DecodedOptions {
  const records: SpecRecord[] = [];
  const fields: DecodedField[] = [];
  let at = start;
  while (at < end) {
    const code = readBits(bytes, at * 8, 8 * shape.width);
    const kind = shape.kinds.find((candidate) => candidate.code === code);
    if (shape.width === 1 && shape.single.includes(code)) {
      // Zeros after the end marker are filling, and not options of their own.
      records.push({ type: kind?.name ?? code });
      fields.push(describe(kind, code, at, 1, new Uint8Array(0)));
      at += 1;
      if (code === shape.last) break;
      continue;
    }
    const head = 2 * shape.width;
    if (at + head > end) return { records, fields, stop: at, problem: `option ${code} is cut short` };
    const declared = readBits(bytes, (at + shape.width) * 8, 8 * shape.width) * shape.unit;
    const total = shape.lengthCounts === 'all' ? declared : declared + head;
    if (total < head) return { records, fields, stop: at, problem: `option ${code} has length ${declared}` };
    if (at + total > end) {
      return {
        records,
        fields,
        stop: at,
        problem: `option ${code} has length ${declared}, but only ${end - at} bytes are left`,
      };
    }
    const value = bytes.subarray(at + head, at + total);
    records.push(toRecord(kind, code, value));
    fields.push(describe(kind, code, at, total, value));
    at += total;
  }
  return { records, fields, stop: at };
}

export function encodeOptions(shape: OptionShape, records: readonly SpecRecord[]): Result<Uint8Array, string> {
  const parts: Uint8Array[] = [];
  for (const record of records) {
    const part = encodeOption(shape, record);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return ok(concatBytes([...parts, new Uint8Array((shape.align - (length % shape.align)) % shape.align)]));
}

function encodeOption(shape: OptionShape, record: SpecRecord): Result<Uint8Array, string> {
  const type = record.type;
  const kind = shape.kinds.find((candidate) => candidate.name === type || candidate.code === type);
  const code = kind?.code ?? (typeof type === 'number' ? type : -1);
  if (!Number.isInteger(code) || code < 0 || code >= 2 ** (8 * shape.width))
    return err(`option ${String(type)} is unknown`);
  if (shape.width === 1 && shape.single.includes(code)) return ok(Uint8Array.of(code));
  const value = optionBytes(kind, record);
  if (!value) return err(`option ${kind?.name ?? code} needs ${kind ? NEEDS[kind.value] : NEEDS.hex}`);
  const head = 2 * shape.width;
  const size = shape.unit === 8 ? Math.ceil((head + value.length) / 8) * 8 : head + value.length;
  const declared = (shape.lengthCounts === 'all' ? size : size - head) / shape.unit;
  if (declared >= 2 ** (8 * shape.width)) return err(`option ${kind?.name ?? code} is too long`);
  const out = new Uint8Array(size);
  writeBits(out, 0, 8 * shape.width, code);
  writeBits(out, 8 * shape.width, 8 * shape.width, declared);
  out.set(value, head);
  return ok(out);
}

/** The typed form if it gives the same bytes back, else the bytes in hex. */
function toRecord(kind: OptionKind | undefined, code: number, value: Uint8Array): SpecRecord {
  const type = kind?.name ?? code;
  if (kind?.value === 'none' && value.length === 0) return { type };
  if (kind && kind.value !== 'hex') {
    const record = { type, value: readValue(kind.value, value) };
    const again = optionBytes(kind, record);
    if (again && sameBytes(again, value)) return record;
  }
  return { type, data: toHex(value) };
}

function readValue(kind: OptionValue, value: Uint8Array): FieldValue | readonly FieldValue[] {
  switch (kind) {
    case 'none':
      return '';
    case 'u8':
      return readBits(value, 0, 8);
    case 'u16':
      return readBits(value, 0, 16);
    case 'u32':
      return readBits(value, 0, 32);
    case 'mac':
      return formatMac(value);
    case 'ipv4':
      return formatIpv4(value);
    case 'ipv4s':
      return Array.from({ length: value.length >> 2 }, (_, i) => formatIpv4(value, 4 * i));
    case 'ipv6s':
      return Array.from({ length: value.length >> 4 }, (_, i) => formatIpv6(value, 16 * i));
    case 'text':
      return utf8Decode(value);
    case 'hex':
      return toHex(value);
  }
}

function optionBytes(kind: OptionKind | undefined, record: SpecRecord): Uint8Array | undefined {
  if (typeof record.data === 'string') return fromHex(record.data);
  const value = record.value;
  switch (kind?.value) {
    case 'none':
      return new Uint8Array(0);
    case 'u8':
      return numberBytes(value, 1);
    case 'u16':
      return numberBytes(value, 2);
    case 'u32':
      return numberBytes(value, 4);
    case 'mac':
      return typeof value === 'string' ? valueOf(parseMac(value)) : undefined;
    case 'ipv4':
      return typeof value === 'string' ? valueOf(parseIpv4(value)) : undefined;
    case 'ipv4s':
      return addresses(value, parseIpv4);
    case 'ipv6s':
      return addresses(value, parseIpv6);
    case 'text':
      return typeof value === 'string' ? utf8Encode(value) : undefined;
    case 'hex':
    case undefined:
      return typeof value === 'string' ? fromHex(value) : value === undefined ? new Uint8Array(0) : undefined;
  }
}

function numberBytes(value: SpecRecord[string] | undefined, size: number): Uint8Array | undefined {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value >= 256 ** size) return undefined;
  const out = new Uint8Array(size);
  writeBits(out, 0, 8 * size, value);
  return out;
}

function addresses(value: SpecRecord[string] | undefined, parse: typeof parseIpv4): Uint8Array | undefined {
  if (typeof value !== 'object') return undefined;
  const parts: Uint8Array[] = [];
  for (const text of value) {
    const address = typeof text === 'string' ? valueOf(parse(text)) : undefined;
    if (!address) return undefined;
    parts.push(address);
  }
  return concatBytes(parts);
}

function valueOf(result: ReturnType<typeof parseMac>): Uint8Array | undefined {
  return result.ok ? result.value : undefined;
}

const NEEDS: Readonly<Record<OptionValue, string>> = {
  none: 'no value',
  u8: 'a number from 0 to 255',
  u16: 'a number from 0 to 65535',
  u32: 'a number of 32 bits',
  mac: 'an Ethernet address',
  ipv4: 'an IPv4 address',
  ipv4s: 'a list of IPv4 addresses',
  ipv6s: 'a list of IPv6 addresses',
  text: 'a text',
  hex: 'data in hexadecimal',
};

function describe(
  kind: OptionKind | undefined,
  code: number,
  offset: number,
  length: number,
  value: Uint8Array,
): DecodedField {
  const read = kind ? readValue(kind.value, value) : toHex(value);
  const plain = typeof read === 'object' ? read.join(', ') : read;
  const name = typeof plain === 'number' ? kind?.names?.[plain] : undefined;
  return {
    key: '',
    name: kind?.field ?? `option.${kind?.name ?? code}`,
    label: kind?.label ?? `Option ${code}`,
    value: plain,
    text: name === undefined ? `${plain}` : `${plain} (${name})`,
    bits: length * 8,
    offset,
    length,
    bit: 0,
    computed: false,
  };
}
