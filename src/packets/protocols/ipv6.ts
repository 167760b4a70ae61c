/** The fixed IPv6 header (RFC 8200 section 3). Extension headers are protocols of their own. */
import { layout, num, str } from '../field';
import { IP_PROTOCOL_LABELS, ipv6ProtocolOf, NO_NEXT_HEADER, protocolOfIpv6 } from '../names';
import type { Protocol } from '../protocol';

export const ipv6: Protocol = {
  title: 'IPv6',
  fields: layout([
    { key: 'version', name: 'ip.version', label: 'Version', bits: 4, kind: 'decimal', initial: 6 },
    { key: 'dscp', name: 'ip.dscp', label: 'DSCP', bits: 6, kind: 'decimal' },
    { key: 'ecn', name: 'ip.ecn', label: 'ECN', bits: 2, kind: 'decimal' },
    { key: 'label', name: 'ip6.label', label: 'Flow label', bits: 20, kind: 'hex' },
    {
      key: 'length',
      name: 'ip6.length',
      label: 'Payload length',
      bits: 16,
      kind: 'decimal',
      auto: ({ packet, headerLength }) => (packet.length - headerLength) & 0xffff,
    },
    {
      key: 'proto',
      name: 'ip.proto',
      label: 'Next header',
      bits: 8,
      kind: 'decimal',
      names: IP_PROTOCOL_LABELS,
      auto: ({ next }) => ipv6ProtocolOf(next),
    },
    { key: 'ttl', name: 'ip.ttl', label: 'Hop limit', bits: 8, kind: 'decimal', initial: 64 },
    { key: 'src', name: 'ip6.src', label: 'Source', bits: 128, kind: 'ipv6' },
    { key: 'dst', name: 'ip6.dst', label: 'Destination', bits: 128, kind: 'ipv6' },
  ]),
  interpret({ values, body, end }) {
    const summary = `${str(values, 'src')} > ${str(values, 'dst')}`;
    if (num(values, 'version') !== 6) return { summary, malformed: `version ${num(values, 'version')} is not 6` };
    const declared = body + num(values, 'length');
    const proto = num(values, 'proto');
    const next = protocolOfIpv6(proto);
    const known = { summary, next, needsNext: next !== 'payload' && proto !== NO_NEXT_HEADER };
    return declared > end
      ? { ...known, tail: `payload length is ${num(values, 'length')}, but only ${end - body} bytes are here` }
      : { ...known, end: declared };
  },
};
