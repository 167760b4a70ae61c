/** IPv4 (RFC 791) with options and fragments; DSCP and ECN as RFC 2474 and RFC 3168 split the old TOS byte. */
import { internetChecksum } from '../checksum';
import { layout, list, num, str, type Values } from '../field';
import { IP_PROTOCOL_LABELS, ipv4ProtocolOf, protocolOfIpv4 } from '../names';
import { decodeOptions, encodeOptions, type OptionShape } from '../options';
import type { Header, Interpretation, Protocol } from '../protocol';

const OPTIONS: OptionShape = {
  width: 1,
  lengthCounts: 'all',
  unit: 1,
  single: [0, 1],
  last: 0,
  align: 4,
  kinds: [
    { code: 0, name: 'eol', label: 'End of options', value: 'none' },
    { code: 1, name: 'nop', label: 'No operation', value: 'none' },
    { code: 7, name: 'record-route', label: 'Record route', value: 'hex' },
    { code: 68, name: 'timestamp', label: 'Timestamp', value: 'hex' },
    { code: 131, name: 'loose-route', label: 'Loose source route', value: 'hex' },
    { code: 137, name: 'strict-route', label: 'Strict source route', value: 'hex' },
    { code: 148, name: 'router-alert', label: 'Router alert', value: 'u16' },
  ],
};

const FIXED = 20;

export const ipv4: Protocol = {
  title: 'IPv4',
  fields: layout([
    { key: 'version', name: 'ip.version', label: 'Version', bits: 4, kind: 'decimal', initial: 4 },
    {
      key: 'ihl',
      name: 'ip.ihl',
      label: 'Header length (words)',
      bits: 4,
      kind: 'decimal',
      auto: ({ headerLength }) => Math.min(headerLength >> 2, 15),
    },
    { key: 'dscp', name: 'ip.dscp', label: 'DSCP', bits: 6, kind: 'decimal' },
    { key: 'ecn', name: 'ip.ecn', label: 'ECN', bits: 2, kind: 'decimal' },
    {
      key: 'length',
      name: 'ip.length',
      label: 'Total length',
      bits: 16,
      kind: 'decimal',
      auto: ({ packet }) => packet.length & 0xffff,
    },
    { key: 'id', name: 'ip.id', label: 'Identification', bits: 16, kind: 'hex' },
    { key: 'reserved', name: 'ip.reserved', label: 'Reserved flag', bits: 1, kind: 'flag' },
    { key: 'dont', name: 'ip.df', label: "Don't fragment", bits: 1, kind: 'flag' },
    { key: 'more', name: 'ip.mf', label: 'More fragments', bits: 1, kind: 'flag' },
    { key: 'fragment', name: 'ip.frag_offset', label: 'Fragment offset (8 bytes)', bits: 13, kind: 'decimal' },
    { key: 'ttl', name: 'ip.ttl', label: 'TTL', bits: 8, kind: 'decimal', initial: 64 },
    {
      key: 'proto',
      name: 'ip.proto',
      label: 'Protocol',
      bits: 8,
      kind: 'decimal',
      names: IP_PROTOCOL_LABELS,
      auto: ({ next }) => ipv4ProtocolOf(next),
    },
    {
      key: 'checksum',
      name: 'ip.checksum',
      label: 'Header checksum',
      bits: 16,
      kind: 'hex',
      checksum: ({ packet, headerLength }) => internetChecksum(packet.subarray(0, headerLength)),
    },
    { key: 'src', name: 'ip4.src', label: 'Source', bits: 32, kind: 'ipv4' },
    { key: 'dst', name: 'ip4.dst', label: 'Destination', bits: 32, kind: 'ipv4' },
  ]),
  variable: { options: [] },
  interpret,
  encodeVariable(values) {
    return encodeOptions(OPTIONS, list(values, 'options'));
  },
};

function interpret({ values, bytes, offset, body, end }: Header): Interpretation {
  const summary = `${str(values, 'src')} > ${str(values, 'dst')}`;
  const headerBytes = num(values, 'ihl') * 4;
  if (num(values, 'version') !== 4) return { summary, malformed: `version ${num(values, 'version')} is not 4` };
  if (headerBytes < FIXED) return { summary, malformed: `header length ${headerBytes} is less than ${FIXED}` };
  if (offset + headerBytes > end) {
    return { summary, malformed: `header length is ${headerBytes}, but only ${end - offset} bytes are left` };
  }
  const options = decodeOptions(OPTIONS, bytes, body, offset + headerBytes);
  const known = {
    summary: summary + fragmentText(values),
    length: headerBytes,
    extra: { options: options.records },
    fields: options.fields,
  };
  const total = num(values, 'length');
  if (total < headerBytes) return { ...known, tail: `total length ${total} is less than the header's ${headerBytes}` };
  const laterFragment = num(values, 'fragment') > 0;
  const next = laterFragment ? 'payload' : protocolOfIpv4(num(values, 'proto'));
  const rest = { ...known, next, needsNext: next !== 'payload' };
  return offset + total > end
    ? { ...rest, tail: `total length is ${total}, but only ${end - offset} bytes are here` }
    : { ...rest, end: offset + total };
}

function fragmentText(values: Values): string {
  const at = num(values, 'fragment') * 8;
  if (num(values, 'more') === 0 && at === 0) return '';
  return `, fragment at ${at}${num(values, 'more') ? ' with more to come' : ', the last'}`;
}
