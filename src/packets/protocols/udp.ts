/** UDP (RFC 768). The well-known port tells what the payload is. */
import { internetChecksum } from '../checksum';
import { layout, num } from '../field';
import { protocolOfUdp, udpPortsOf } from '../names';
import { enclosingPseudoHeader, isFragment, type Protocol } from '../protocol';

const IP_PROTOCOL = 17;

export const udp: Protocol = {
  title: 'UDP',
  fields: layout([
    {
      key: 'src',
      name: 'udp.src',
      label: 'Source port',
      bits: 16,
      kind: 'decimal',
      auto: ({ next }) => udpPortsOf(next)[0],
    },
    {
      key: 'dst',
      name: 'udp.dst',
      label: 'Destination port',
      bits: 16,
      kind: 'decimal',
      auto: ({ next }) => udpPortsOf(next)[1],
    },
    {
      key: 'length',
      name: 'udp.length',
      label: 'Length',
      bits: 16,
      kind: 'decimal',
      auto: ({ packet }) => packet.length & 0xffff,
    },
    {
      key: 'checksum',
      name: 'udp.checksum',
      label: 'Checksum',
      bits: 16,
      kind: 'hex',
      zeroMeansNone: true,
      checksum: (context) => internetChecksum(context.packet, enclosingPseudoHeader(context, IP_PROTOCOL)) || 0xffff,
    },
  ]),
  interpret({ values, offset, body, end, outer }) {
    const length = num(values, 'length');
    const summary = `${num(values, 'src')} > ${num(values, 'dst')}, length ${Math.max(length - 8, 0)}`;
    if (length < 8) return { summary, tail: `length ${length} is less than the header's 8` };
    const next = end > body ? protocolOfUdp(num(values, 'src'), num(values, 'dst')) : 'payload';
    // A first fragment has the length of the whole datagram.
    if (offset + length > end && isFragment(outer)) return { summary, next };
    return offset + length > end
      ? { summary, next, tail: `length is ${length}, but only ${end - offset} bytes are here` }
      : { summary, next, end: offset + length };
  },
};
