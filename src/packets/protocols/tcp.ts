/** TCP (RFC 9293) with options. `tcp.flags` has twelve bits, as OVS has them: the reserved ones are flags too. */
import { internetChecksum } from '../checksum';
import { type Field, formatBits, layout, list, num } from '../field';
import { decodeOptions, encodeOptions, type OptionShape } from '../options';
import { enclosingPseudoHeader, type Header, type Interpretation, type Protocol } from '../protocol';

/** Bit values of tcp.flags by the names that ovs-fields(7) gives them. */
export const TCP_FLAGS: Readonly<Record<number, string>> = {
  0x001: 'fin',
  0x002: 'syn',
  0x004: 'rst',
  0x008: 'psh',
  0x010: 'ack',
  0x020: 'urg',
  0x040: 'ece',
  0x080: 'cwr',
  0x100: 'ns',
};

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
    { code: 2, name: 'mss', label: 'Maximum segment size', value: 'u16' },
    { code: 3, name: 'wscale', label: 'Window scale', value: 'u8' },
    { code: 4, name: 'sack-ok', label: 'SACK permitted', value: 'none' },
    { code: 5, name: 'sack', label: 'SACK', value: 'hex' },
    { code: 8, name: 'timestamps', label: 'Timestamps', value: 'hex' },
  ],
};

const FIXED = 20;
const IP_PROTOCOL = 6;

const TCP_FIELDS: readonly Field[] = layout([
  { key: 'src', name: 'tcp.src', label: 'Source port', bits: 16, kind: 'decimal' },
  { key: 'dst', name: 'tcp.dst', label: 'Destination port', bits: 16, kind: 'decimal' },
  { key: 'seq', name: 'tcp.seq', label: 'Sequence number', bits: 32, kind: 'decimal' },
  { key: 'ack', name: 'tcp.ack', label: 'Acknowledgment', bits: 32, kind: 'decimal' },
  {
    key: 'offset',
    name: 'tcp.offset',
    label: 'Data offset (words)',
    bits: 4,
    kind: 'decimal',
    auto: ({ headerLength }) => Math.min(headerLength >> 2, 15),
  },
  { key: 'flags', name: 'tcp.flags', label: 'Flags', bits: 12, kind: 'bits', initial: 0x002, names: TCP_FLAGS },
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
]);

export const tcp: Protocol = {
  title: 'TCP',
  fields: TCP_FIELDS,
  variable: { options: [] },
  interpret,
  encodeVariable: (values) => encodeOptions(OPTIONS, list(values, 'options')),
};

function interpret({ values, bytes, offset, body, end }: Header): Interpretation {
  const headerBytes = num(values, 'offset') * 4;
  const flags = formatBits(TCP_FLAGS, num(values, 'flags'));
  const summary = `${num(values, 'src')} > ${num(values, 'dst')} [${flags}], length ${Math.max(end - offset - headerBytes, 0)}`;
  if (headerBytes < FIXED) return { summary, malformed: `data offset ${headerBytes} is less than ${FIXED}` };
  if (offset + headerBytes > end) {
    return { summary, malformed: `data offset is ${headerBytes}, but only ${end - offset} bytes are left` };
  }
  const options = decodeOptions(OPTIONS, bytes, body, offset + headerBytes);
  return { summary, length: headerBytes, extra: { options: options.records }, fields: options.fields };
}
