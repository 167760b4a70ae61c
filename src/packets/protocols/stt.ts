/**
 * STT (draft-davie-stt-08), as Open vSwitch speaks it: segments that look like TCP
 * to port 7471 and carry, reassembled, an 18-byte header and an Ethernet frame.
 *
 * The TCP-like header keeps TCP's layout with another meaning: the sequence number
 * is the frame's length and the segment's offset in it, the acknowledgment number
 * identifies the frame.
 */
import { internetChecksum } from '../checksum';
import { layout, num, str } from '../field';
import { STT_PORT } from '../names';
import { enclosingPseudoHeader, type Protocol } from '../protocol';
import { TCP_FLAGS } from './tcp';

const IP_PROTOCOL = 6;
const ACK_AND_PUSH = 0x018;

export const sttTcp: Protocol = {
  title: 'STT segment (TCP-like)',
  fields: layout([
    { key: 'src', name: 'tcp.src', label: 'Source port', bits: 16, kind: 'decimal', initial: 49152 },
    { key: 'dst', name: 'tcp.dst', label: 'Destination port', bits: 16, kind: 'decimal', initial: STT_PORT },
    {
      key: 'frameLength',
      name: 'stt.frame_length',
      label: 'Length of the STT frame',
      bits: 16,
      kind: 'decimal',
      auto: ({ packet, headerLength }) => (packet.length - headerLength) & 0xffff,
    },
    { key: 'segment', name: 'stt.segment_offset', label: 'Offset of this segment', bits: 16, kind: 'decimal' },
    { key: 'frameId', name: 'stt.frame_id', label: 'Identifier of the STT frame', bits: 32, kind: 'decimal' },
    { key: 'offset', name: 'tcp.offset', label: 'Data offset (words)', bits: 4, kind: 'decimal', auto: () => 5 },
    {
      key: 'flags',
      name: 'tcp.flags',
      label: 'Flags',
      bits: 12,
      kind: 'bits',
      initial: ACK_AND_PUSH,
      names: TCP_FLAGS,
    },
    { key: 'window', name: 'tcp.window', label: 'Window', bits: 16, kind: 'decimal', initial: 65535 },
    {
      key: 'checksum',
      name: 'tcp.checksum',
      label: 'Checksum',
      bits: 16,
      kind: 'hex',
      checksum: (context) => internetChecksum(context.packet, enclosingPseudoHeader(context, IP_PROTOCOL)),
    },
    { key: 'urgent', name: 'tcp.urgent', label: 'Urgent pointer', bits: 16, kind: 'decimal' },
  ]),
  interpret({ values }) {
    const at = num(values, 'segment');
    const summary = `frame ${num(values, 'frameId')}, length ${num(values, 'frameLength')}, offset ${at}`;
    return at === 0 ? { summary, next: 'stt', needsNext: true } : { summary, next: 'payload' };
  },
};

export const stt: Protocol = {
  title: 'STT',
  fields: layout([
    { key: 'version', name: 'stt.version', label: 'Version', bits: 8, kind: 'decimal' },
    {
      key: 'flags',
      name: 'stt.flags',
      label: 'Flags',
      bits: 8,
      kind: 'bits',
      names: { 1: 'csum-verified', 2: 'csum-partial', 4: 'ipv4', 8: 'tcp' },
    },
    { key: 'l4', name: 'stt.l4_offset', label: 'Offset of the inner transport header', bits: 8, kind: 'decimal' },
    { key: 'reserved', name: 'stt.reserved', label: 'Reserved', bits: 8, kind: 'hex' },
    { key: 'mss', name: 'stt.mss', label: 'Maximum segment size', bits: 16, kind: 'decimal' },
    { key: 'pcp', name: 'stt.vlan_pcp', label: 'VLAN priority', bits: 3, kind: 'decimal' },
    { key: 'tagged', name: 'stt.vlan_present', label: 'VLAN present', bits: 1, kind: 'flag' },
    { key: 'vid', name: 'stt.vlan_vid', label: 'VLAN', bits: 12, kind: 'decimal' },
    { key: 'key', name: 'tun_id', label: 'Context ID (tunnel key)', bits: 64, kind: 'key' },
    { key: 'padding', name: 'stt.padding', label: 'Padding', bits: 16, kind: 'hex' },
  ]),
  interpret({ values }) {
    const summary = `key ${str(values, 'key')}`;
    if (num(values, 'version') !== 0) return { summary, malformed: `version ${num(values, 'version')} is not 0` };
    return { summary, next: 'ethernet', needsNext: true };
  },
};
