/** Geneve (RFC 8926): a virtual network identifier and options before an Ethernet frame, over UDP port 6081. */
import { err, ok, type Result } from '../../engine/base';
import { concatBytes, fromHex, readBits, toHex, u16 } from '../bytes';
import { layout, list, num, type SpecRecord } from '../field';
import { ETHERTYPE_LABELS, ethertypeOf, protocolOfEthertype } from '../names';
import type { DecodedField, Header, Interpretation, Protocol } from '../protocol';

/** The class under which OVN puts its logical ports (ovn-architecture(7), "Tunnel Encapsulations"). */
const OVN_CLASS = 0x0102;
const OVN_PORTS = 0x80;

export const geneve: Protocol = {
  title: 'Geneve',
  fields: layout([
    { key: 'version', name: 'geneve.version', label: 'Version', bits: 2, kind: 'decimal' },
    {
      key: 'optlen',
      name: 'geneve.optlen',
      label: 'Options length (words)',
      bits: 6,
      kind: 'decimal',
      auto: ({ headerLength }) => ((headerLength - 8) >> 2) & 0x3f,
    },
    { key: 'oam', name: 'geneve.oam', label: 'Control packet', bits: 1, kind: 'flag' },
    {
      key: 'critical',
      name: 'geneve.critical',
      label: 'Critical options present',
      bits: 1,
      kind: 'flag',
      auto: ({ values }) => (list(values, 'options').some((option) => (numberOf(option.type) & 0x80) !== 0) ? 1 : 0),
    },
    { key: 'reserved', name: 'geneve.reserved', label: 'Reserved', bits: 6, kind: 'hex' },
    {
      key: 'type',
      name: 'geneve.type',
      label: 'Protocol type',
      bits: 16,
      kind: 'hex',
      names: ETHERTYPE_LABELS,
      auto: ({ next }) => ethertypeOf(next),
    },
    { key: 'vni', name: 'tun_id', label: 'Virtual network identifier', bits: 24, kind: 'hex' },
    { key: 'reserved2', name: 'geneve.reserved2', label: 'Reserved', bits: 8, kind: 'hex' },
  ]),
  variable: { options: [] },
  interpret,
  encodeVariable(values) {
    const parts: Uint8Array[] = [];
    for (const record of list(values, 'options')) {
      const part = encodeOption(record);
      if (!part.ok) return part;
      parts.push(part.value);
    }
    const all = concatBytes(parts);
    return all.length > 252 ? err('options take more than 252 bytes') : ok(all);
  },
};

function interpret({ values, bytes, offset, body, end }: Header): Interpretation {
  const summary = `vni 0x${num(values, 'vni').toString(16)}`;
  if (num(values, 'version') !== 0) return { summary, malformed: `version ${num(values, 'version')} is not 0` };
  const stop = body + num(values, 'optlen') * 4;
  if (stop > end) return { summary, malformed: `options take ${stop - body} bytes, but only ${end - body} are left` };
  const records: SpecRecord[] = [];
  const fields: DecodedField[] = [];
  for (let at = body; at < stop;) {
    const length = 4 + 4 * readBits(bytes, at * 8 + 27, 5);
    if (at + length > stop) return { summary, malformed: 'an option is longer than the space for options' };
    const record = {
      class: readBits(bytes, at * 8, 16),
      type: readBits(bytes, at * 8 + 16, 8),
      data: toHex(bytes.subarray(at + 4, at + length)),
    };
    records.push(record);
    fields.push(describe(record, at, length));
    at += length;
  }
  const next = protocolOfEthertype(num(values, 'type'));
  return { summary, length: stop - offset, extra: { options: records }, fields, next, needsNext: next !== 'payload' };
}

function encodeOption(record: SpecRecord): Result<Uint8Array, string> {
  const data = typeof record.data === 'string' ? fromHex(record.data) : undefined;
  const optionClass = numberOf(record.class);
  const type = numberOf(record.type);
  if (!data || data.length % 4 !== 0 || data.length > 124)
    return err('data of an option must be words of four bytes, at most 31, in hexadecimal');
  if (optionClass > 0xffff || type > 0xff) return err('an option must have a class of 16 bits and a type of 8 bits');
  return ok(concatBytes([Uint8Array.of(...u16(optionClass), type, data.length >> 2), data]));
}

function describe(
  record: { readonly class: number; readonly type: number; readonly data: string },
  offset: number,
  length: number,
): DecodedField {
  const isOvn = record.class === OVN_CLASS && record.type === OVN_PORTS && record.data.length === 8;
  const word = Number.parseInt(record.data, 16);
  const text = isOvn ? `ingress port ${(word >>> 16) & 0x7fff}, egress port ${word & 0xffff}` : `0x${record.data}`;
  return {
    key: '',
    name: isOvn ? 'tun_metadata0' : `option.${record.class.toString(16)}.${record.type.toString(16)}`,
    label: isOvn
      ? 'OVN logical ports'
      : `Option class 0x${record.class.toString(16)} type 0x${record.type.toString(16)}`,
    value: record.data,
    text,
    bits: length * 8,
    offset,
    length,
    bit: 0,
    computed: false,
  };
}

function numberOf(value: SpecRecord[string] | undefined): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0;
}
