/**
 * Neighbour discovery (RFC 4861): the bodies of neighbour and router solicitations
 * and advertisements after the four bytes of ICMPv6, with their options.
 */
import { err, type Result } from '../../engine/base';
import { formatIpv6, parseIpv6 } from '../address';
import { readU32, toHex, u32 } from '../bytes';
import { type FieldDefinition, type FieldValue, layout, list, num, type SpecRecord, str, type Values } from '../field';
import { type DecodedOptions, decodeOptions, encodeOptions, type OptionShape } from '../options';
import { type Header, type Interpretation, onlyKeys, type Protocol } from '../protocol';

const OPTIONS: OptionShape = {
  width: 1,
  lengthCounts: 'all',
  unit: 8,
  single: [],
  align: 1,
  kinds: [
    { code: 1, name: 'sll', label: 'Source link-layer address', value: 'mac', field: 'nd.sll' },
    { code: 2, name: 'tll', label: 'Target link-layer address', value: 'mac', field: 'nd.tll' },
    { code: 3, name: 'prefix', label: 'Prefix information', value: 'hex' },
    { code: 5, name: 'mtu', label: 'MTU', value: 'hex' },
  ],
};

const RESERVED: FieldDefinition = { key: 'reserved', name: 'nd.reserved', label: 'Reserved', bits: 32, kind: 'hex' };
const TARGET: FieldDefinition = { key: 'target', name: 'nd.target', label: 'Target', bits: 128, kind: 'ipv6' };

export const ndSolicitation = body(
  'Neighbor solicitation',
  [RESERVED, TARGET],
  (values) => `who has ${str(values, 'target')}`,
);

export const ndAdvertisement = body(
  'Neighbor advertisement',
  [
    { key: 'router', name: 'nd.router', label: 'Router', bits: 1, kind: 'flag' },
    { key: 'solicited', name: 'nd.solicited', label: 'Solicited', bits: 1, kind: 'flag', initial: true },
    { key: 'override', name: 'nd.override', label: 'Override', bits: 1, kind: 'flag', initial: true },
    { key: 'reserved', name: 'nd.reserved', label: 'Reserved', bits: 29, kind: 'hex' },
    TARGET,
  ],
  (values) => `tgt is ${str(values, 'target')}`,
);

export const ndRouterSolicitation = body('Router solicitation', [RESERVED], () => '');

export const ndRouterAdvertisement = body(
  'Router advertisement',
  [
    { key: 'hopLimit', name: 'nd.hop_limit', label: 'Current hop limit', bits: 8, kind: 'decimal', initial: 64 },
    { key: 'managed', name: 'nd.managed', label: 'Managed addresses', bits: 1, kind: 'flag' },
    { key: 'other', name: 'nd.other', label: 'Other configuration', bits: 1, kind: 'flag' },
    { key: 'flags', name: 'nd.ra_flags', label: 'Reserved', bits: 6, kind: 'hex' },
    {
      key: 'lifetime',
      name: 'nd.router_lifetime',
      label: 'Router lifetime (s)',
      bits: 16,
      kind: 'decimal',
      initial: 1800,
    },
    { key: 'reachable', name: 'nd.reachable', label: 'Reachable time (ms)', bits: 32, kind: 'decimal' },
    { key: 'retrans', name: 'nd.retrans', label: 'Retransmission time (ms)', bits: 32, kind: 'decimal' },
  ],
  (values) => `lifetime ${num(values, 'lifetime')}s`,
);

function body(title: string, fields: readonly FieldDefinition[], summarize: (values: Values) => string): Protocol {
  return {
    title,
    fields: layout(fields),
    variable: { options: [] },
    interpret: (header) => interpret(header, summarize(header.values)),
    encodeVariable: (values) => encode(list(values, 'options')),
  };
}

function interpret({ bytes, offset, body: start, end }: Header, summary: string): Interpretation {
  const options = decodeOptions(OPTIONS, bytes, start, end);
  const records = refine(options, bytes);
  return {
    summary,
    length: options.stop - offset,
    extra: { options: records },
    fields: options.fields.map((field, index) => ({ ...field, ...partsText(records[index]) })),
    ...(options.problem === undefined ? {} : { tail: options.problem }),
  };
}

/** MTU and prefix options get named parts where those say all there is (reserved bits zero). */
function refine(options: DecodedOptions, bytes: Uint8Array): readonly SpecRecord[] {
  return options.records.map((record, index) => {
    const at = options.fields[index];
    if (!at) return record;
    const named = nameParts(record, bytes, at.offset, at.length);
    const again =
      named &&
      encodeOptions(
        OPTIONS,
        [plain(named)].filter((item) => item !== undefined),
      );
    const same =
      again?.ok === true &&
      again.value.every((byte, i) => byte === bytes[at.offset + i]) &&
      again.value.length === at.length;
    return named && same ? named : record;
  });
}

/** What an option with named parts says, as text. */
function partsText(record: SpecRecord | undefined): { readonly text?: string } {
  if (record?.type === 'mtu' && typeof record.mtu === 'number') return { text: `${record.mtu}` };
  if (record?.type !== 'prefix' || typeof record.prefix !== 'string') return {};
  const flags = [record.onLink === true ? 'on-link' : '', record.autonomous === true ? 'autonomous' : ''];
  const times = `valid ${String(record.valid)}s, preferred ${String(record.preferred)}s`;
  return {
    text: [`${record.prefix}/${String(record.length)}`, ...flags, times].filter((part) => part !== '').join(', '),
  };
}

function nameParts(record: SpecRecord, bytes: Uint8Array, offset: number, length: number): SpecRecord | undefined {
  if (record.type === 'mtu' && length === 8) return { type: 'mtu', mtu: readU32(bytes, offset + 4) };
  if (record.type === 'prefix' && length === 32) {
    const flags = bytes[offset + 3] ?? 0;
    return {
      type: 'prefix',
      prefix: formatIpv6(bytes, offset + 16),
      length: bytes[offset + 2] ?? 0,
      onLink: (flags & 0x80) !== 0,
      autonomous: (flags & 0x40) !== 0,
      valid: readU32(bytes, offset + 4),
      preferred: readU32(bytes, offset + 8),
    };
  }
  return undefined;
}

function encode(records: readonly SpecRecord[]): Result<Uint8Array, string> {
  const plains: SpecRecord[] = [];
  for (const record of records) {
    const made = plain(record);
    if (!made) return err(`option ${String(record.type)} has a part that does not fit`);
    plains.push(made);
  }
  return encodeOptions(OPTIONS, plains);
}

/** The option with its parts as bytes; undefined if a part does not fit. */
function plain(record: SpecRecord): SpecRecord | undefined {
  if ('data' in record) return record;
  if (record.type === 'mtu') {
    const mtu = whole(record.mtu, 2 ** 32);
    return mtu === undefined || !onlyKeys(record, ['type', 'mtu']) ? undefined : data('mtu', [0, 0, ...u32(mtu)]);
  }
  if (record.type === 'prefix') {
    const prefix = parseIpv6(typeof record.prefix === 'string' ? record.prefix : '');
    const length = whole(record.length ?? 64, 256);
    const valid = whole(record.valid ?? 2592000, 2 ** 32);
    const preferred = whole(record.preferred ?? 604800, 2 ** 32);
    if (!prefix.ok || length === undefined || valid === undefined || preferred === undefined) return undefined;
    const flags = (record.onLink === false ? 0 : 0x80) | (record.autonomous === false ? 0 : 0x40);
    return data('prefix', [length, flags, ...u32(valid), ...u32(preferred), 0, 0, 0, 0, ...prefix.value]);
  }
  return record;
}

function data(type: string, bytes: readonly number[]): SpecRecord {
  return { type, data: toHex(Uint8Array.from(bytes)) };
}

function whole(value: FieldValue | readonly FieldValue[] | undefined, limit: number): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < limit ? value : undefined;
}
