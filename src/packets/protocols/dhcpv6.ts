/** DHCPv6 between client and server (RFC 8415): message type, transaction and options, the nested ones as bytes. */
import { layout, list, num } from '../field';
import { decodeOptions, encodeOptions, type OptionShape } from '../options';
import type { Protocol } from '../protocol';

const MESSAGES: Readonly<Record<number, string>> = {
  1: 'Solicit',
  2: 'Advertise',
  3: 'Request',
  4: 'Confirm',
  5: 'Renew',
  6: 'Rebind',
  7: 'Reply',
  8: 'Release',
  9: 'Decline',
  10: 'Reconfigure',
  11: 'Information-request',
};

const OPTIONS: OptionShape = {
  width: 2,
  lengthCounts: 'value',
  unit: 1,
  single: [],
  align: 1,
  kinds: [
    { code: 1, name: 'client-id', label: 'Client identifier', value: 'hex' },
    { code: 2, name: 'server-id', label: 'Server identifier', value: 'hex' },
    { code: 3, name: 'ia-na', label: 'Identity association', value: 'hex' },
    { code: 6, name: 'parameters', label: 'Option request', value: 'hex' },
    { code: 7, name: 'preference', label: 'Preference', value: 'u8' },
    { code: 8, name: 'elapsed-time', label: 'Elapsed time (10 ms)', value: 'u16' },
    { code: 14, name: 'rapid-commit', label: 'Rapid commit', value: 'none' },
    { code: 23, name: 'dns-server', label: 'DNS servers', value: 'ipv6s' },
    { code: 24, name: 'domain-list', label: 'Domain search list', value: 'hex' },
  ],
};

export const dhcpv6: Protocol = {
  title: 'DHCPv6',
  fields: layout([
    { key: 'type', name: 'dhcpv6.type', label: 'Message type', bits: 8, kind: 'decimal', initial: 1, names: MESSAGES },
    { key: 'xid', name: 'dhcpv6.xid', label: 'Transaction', bits: 24, kind: 'hex', initial: 1 },
  ]),
  variable: { options: [] },
  interpret({ values, bytes, offset, body, end }) {
    const options = decodeOptions(OPTIONS, bytes, body, end);
    const known = {
      summary: MESSAGES[num(values, 'type')] ?? `message ${num(values, 'type')}`,
      length: options.stop - offset,
      extra: { options: options.records },
      fields: options.fields,
    };
    return options.problem === undefined ? known : { ...known, tail: options.problem };
  },
  encodeVariable: (values) => encodeOptions(OPTIONS, list(values, 'options')),
};
