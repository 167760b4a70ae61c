/** IGMP: the eight bytes of version 1 and 2 (RFC 2236), and version 3 reports (RFC 9776 section 4.2). */
import { internetChecksum } from '../checksum';
import { readBits } from '../bytes';
import { layout, num, str } from '../field';
import { decodeGroupRecords, encodeGroupRecords } from '../group-records';
import type { Protocol } from '../protocol';

const TYPES: Readonly<Record<number, string>> = {
  0x11: 'membership query',
  0x12: 'v1 membership report',
  0x16: 'v2 membership report',
  0x17: 'leave group',
  0x22: 'v3 membership report',
};

/** The type that has a layout of its own. */
const IGMPV3_REPORT = 0x22;

export const igmp: Protocol = {
  title: 'IGMP',
  fields: layout([
    { key: 'type', name: 'igmp.type', label: 'Type', bits: 8, kind: 'hex', initial: 0x16, names: TYPES },
    { key: 'code', name: 'igmp.code', label: 'Maximum response time', bits: 8, kind: 'decimal' },
    {
      key: 'checksum',
      name: 'igmp.checksum',
      label: 'Checksum',
      bits: 16,
      kind: 'hex',
      checksum: ({ packet }) => internetChecksum(packet),
    },
    { key: 'group', name: 'igmp.group', label: 'Group', bits: 32, kind: 'ipv4' },
  ]),
  interpret({ values }) {
    return { summary: `${TYPES[num(values, 'type')] ?? `type ${num(values, 'type')}`} ${str(values, 'group')}` };
  },
};

export const igmpv3Report: Protocol = {
  title: 'IGMPv3 report',
  fields: layout([
    { key: 'type', name: 'igmp.type', label: 'Type', bits: 8, kind: 'hex', initial: IGMPV3_REPORT, names: TYPES },
    { key: 'reserved', name: 'igmp.reserved', label: 'Reserved', bits: 8, kind: 'hex' },
    {
      key: 'checksum',
      name: 'igmp.checksum',
      label: 'Checksum',
      bits: 16,
      kind: 'hex',
      checksum: ({ packet }) => internetChecksum(packet),
    },
    { key: 'reserved2', name: 'igmp.reserved2', label: 'Reserved', bits: 16, kind: 'hex' },
    {
      key: 'count',
      name: 'igmp.records',
      label: 'Group records',
      bits: 16,
      kind: 'decimal',
      auto: ({ values }) => recordCount(values.records),
    },
  ]),
  variable: { records: [] },
  interpret: (header) => decodeGroupRecords(header, num(header.values, 'count'), 4),
  encodeVariable: (values) => encodeGroupRecords(values, 4),
};

/** True for bytes that start a version 3 report. */
export function startsIgmpv3Report(bytes: Uint8Array, offset: number): boolean {
  return readBits(bytes, offset * 8, 8) === IGMPV3_REPORT;
}

function recordCount(records: unknown): number {
  return Array.isArray(records) ? records.length : 0;
}
