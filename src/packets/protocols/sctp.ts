/** The common header of SCTP (RFC 9260 section 3.1); chunks are payload. Its checksum is a CRC32c, without pseudo-header. */
import { crc32c } from '../checksum';
import { layout, num } from '../field';
import type { Protocol } from '../protocol';

export const sctp: Protocol = {
  title: 'SCTP',
  fields: layout([
    { key: 'src', name: 'sctp.src', label: 'Source port', bits: 16, kind: 'decimal' },
    { key: 'dst', name: 'sctp.dst', label: 'Destination port', bits: 16, kind: 'decimal' },
    { key: 'tag', name: 'sctp.tag', label: 'Verification tag', bits: 32, kind: 'hex' },
    {
      key: 'checksum',
      name: 'sctp.checksum',
      label: 'Checksum',
      bits: 32,
      kind: 'hex',
      checksum: ({ packet }) => crc32c(packet),
    },
  ]),
  interpret({ values }) {
    return { summary: `${num(values, 'src')} > ${num(values, 'dst')}` };
  },
};
