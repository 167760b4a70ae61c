/**
 * The IPv6 extension headers that a switch walks through (RFC 8200 section 4):
 * hop-by-hop and destination options, routing, fragment.
 */
import { err, ok, type Result } from '../../engine/base';
import { concatBytes, fromHex, toHex } from '../bytes';
import { type FieldDefinition, layout, list, num, str, type Values } from '../field';
import { IP_PROTOCOL_LABELS, ipv6ProtocolOf, NO_NEXT_HEADER, type ProtocolName, protocolOfIpv6 } from '../names';
import { decodeOptions, encodeOptions, type OptionShape } from '../options';
import type { Header, Interpretation, Protocol } from '../protocol';

const OPTIONS: OptionShape = {
  width: 1,
  lengthCounts: 'value',
  unit: 1,
  single: [0],
  align: 1,
  kinds: [
    { code: 0, name: 'pad1', label: 'Pad1', value: 'none' },
    { code: 1, name: 'padn', label: 'PadN', value: 'hex' },
    { code: 5, name: 'router-alert', label: 'Router alert', value: 'u16' },
    { code: 194, name: 'jumbo', label: 'Jumbo payload', value: 'u32' },
  ],
};

export const ipv6HopByHop = optionsHeader('IPv6 hop-by-hop options', 'ipv6-hopopts');
export const ipv6DestinationOptions = optionsHeader('IPv6 destination options', 'ipv6-dstopts');

/** The type-specific data stays bytes: four bytes, then addresses. While segments are left, upper checksums cover the final one. */
export const ipv6Routing: Protocol = {
  title: 'IPv6 routing',
  fields: layout([
    nextHeader('ipv6-routing'),
    lengthField('ipv6-routing'),
    { key: 'type', name: 'ipv6-routing.type', label: 'Routing type', bits: 8, kind: 'decimal', initial: 2 },
    { key: 'left', name: 'ipv6-routing.left', label: 'Segments left', bits: 8, kind: 'decimal' },
  ]),
  variable: { data: '00000000' },
  interpret(header) {
    const { bytes, offset, body, values } = header;
    const walked = walk(header, `type ${num(values, 'type')}, ${num(values, 'left')} segments left`);
    if (walked.malformed !== undefined) return walked;
    const stop = offset + (walked.length ?? 0);
    return { ...walked, extra: { data: toHex(bytes.subarray(body, stop)) } };
  },
  encodeVariable(values) {
    const data = fromHex(str(values, 'data'));
    return data ? ok(fillToEight(4, data)) : err('data must be bytes in hexadecimal');
  },
};

export const ipv6Fragment: Protocol = {
  title: 'IPv6 fragment',
  fields: layout([
    nextHeader('ipv6-fragment'),
    { key: 'reserved', name: 'ipv6-fragment.reserved', label: 'Reserved', bits: 8, kind: 'hex' },
    { key: 'fragment', name: 'ipv6-fragment.offset', label: 'Fragment offset (8 bytes)', bits: 13, kind: 'decimal' },
    { key: 'reserved2', name: 'ipv6-fragment.reserved2', label: 'Reserved', bits: 2, kind: 'decimal' },
    { key: 'more', name: 'ipv6-fragment.more', label: 'More fragments', bits: 1, kind: 'flag' },
    { key: 'id', name: 'ipv6-fragment.id', label: 'Identification', bits: 32, kind: 'hex' },
  ]),
  interpret({ values }) {
    const summary = `fragment at ${num(values, 'fragment') * 8}${num(values, 'more') ? ' with more to come' : ''}`;
    if (num(values, 'fragment') > 0) return { summary, next: 'payload' };
    return { summary, ...following(values) };
  },
};

function optionsHeader(title: string, protocol: ProtocolName): Protocol {
  return {
    title,
    fields: layout([nextHeader(protocol), lengthField(protocol)]),
    variable: { options: [] },
    interpret(header) {
      const walked = walk(header, title.slice(5));
      if (walked.malformed !== undefined) return walked;
      const options = decodeOptions(OPTIONS, header.bytes, header.body, header.offset + (walked.length ?? 0));
      return { ...walked, extra: { options: options.records }, fields: options.fields };
    },
    encodeVariable(values): Result<Uint8Array, string> {
      const options = encodeOptions(OPTIONS, list(values, 'options'));
      return options.ok ? ok(padded(options.value)) : options;
    },
  };
}

function nextHeader(protocol: ProtocolName): FieldDefinition {
  return {
    key: 'proto',
    name: `${protocol}.next`,
    label: 'Next header',
    bits: 8,
    kind: 'decimal',
    names: IP_PROTOCOL_LABELS,
    auto: ({ next }) => ipv6ProtocolOf(next),
  };
}

function lengthField(protocol: ProtocolName): FieldDefinition {
  return {
    key: 'length',
    name: `${protocol}.length`,
    label: 'Length (8 bytes after the first 8)',
    bits: 8,
    kind: 'decimal',
    auto: ({ headerLength }) => ((headerLength >> 3) - 1) & 0xff,
  };
}

function walk({ values, offset, end }: Header, summary: string): Interpretation {
  const length = (num(values, 'length') + 1) * 8;
  if (offset + length > end)
    return { summary, malformed: `length is ${length}, but only ${end - offset} bytes are left` };
  return { summary, length, ...following(values) };
}

function following(values: Values): { readonly next: ProtocolName; readonly needsNext: boolean } {
  const proto = num(values, 'proto');
  const next = protocolOfIpv6(proto);
  return { next, needsNext: next !== 'payload' && proto !== NO_NEXT_HEADER };
}

/** PadN (or Pad1) up to a whole number of eight bytes, counting the two before the options. */
function padded(options: Uint8Array): Uint8Array {
  const missing = (8 - ((options.length + 2) % 8)) % 8;
  if (missing === 0) return options;
  const pad = new Uint8Array(missing);
  if (missing > 1) pad.set([1, missing - 2]);
  return concatBytes([options, pad]);
}

function fillToEight(before: number, data: Uint8Array): Uint8Array {
  return concatBytes([data, new Uint8Array((8 - ((data.length + before) % 8)) % 8)]);
}
