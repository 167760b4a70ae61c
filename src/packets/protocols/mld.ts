/** Multicast listener discovery after the ICMPv6 header: version 1 (RFC 2710) and version 2 reports (RFC 9777). */
import { layout, num, str } from '../field';
import { decodeGroupRecords, encodeGroupRecords } from '../group-records';
import type { Protocol } from '../protocol';

/** Query, report and done of version 1; what a version 2 query adds is payload. */
export const mld: Protocol = {
  title: 'MLD',
  fields: layout([
    { key: 'delay', name: 'mld.delay', label: 'Maximum response delay (ms)', bits: 16, kind: 'decimal' },
    { key: 'reserved', name: 'mld.reserved', label: 'Reserved', bits: 16, kind: 'hex' },
    { key: 'group', name: 'mld.group', label: 'Multicast address', bits: 128, kind: 'ipv6' },
  ]),
  interpret({ values }) {
    return { summary: `group ${str(values, 'group')}` };
  },
};

export const mldv2Report: Protocol = {
  title: 'MLDv2 report',
  fields: layout([
    { key: 'reserved', name: 'mld.reserved', label: 'Reserved', bits: 16, kind: 'hex' },
    {
      key: 'count',
      name: 'mld.records',
      label: 'Group records',
      bits: 16,
      kind: 'decimal',
      auto: ({ values }) => (Array.isArray(values.records) ? values.records.length : 0),
    },
  ]),
  variable: { records: [] },
  interpret: (header) => decodeGroupRecords(header, num(header.values, 'count'), 16),
  encodeVariable: (values) => encodeGroupRecords(values, 16),
};
