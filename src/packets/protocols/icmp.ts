/** ICMP for IPv4 (RFC 792): type, code and checksum. What an echo carries is the protocol `echo`. */
import { internetChecksum } from '../checksum';
import { layout, num } from '../field';
import type { Protocol } from '../protocol';

const TYPES: Readonly<Record<number, string>> = {
  0: 'echo reply',
  3: 'destination unreachable',
  4: 'source quench',
  5: 'redirect',
  8: 'echo request',
  9: 'router advertisement',
  10: 'router solicitation',
  11: 'time exceeded',
  12: 'parameter problem',
  13: 'timestamp request',
  14: 'timestamp reply',
};

const UNREACHABLE: Readonly<Record<number, string>> = {
  0: 'net unreachable',
  1: 'host unreachable',
  2: 'protocol unreachable',
  3: 'port unreachable',
  4: 'fragmentation needed',
  13: 'administratively prohibited',
};

export const icmp: Protocol = {
  title: 'ICMP',
  fields: layout([
    { key: 'type', name: 'icmp4.type', label: 'Type', bits: 8, kind: 'decimal', initial: 8, names: TYPES },
    { key: 'code', name: 'icmp4.code', label: 'Code', bits: 8, kind: 'decimal' },
    {
      key: 'checksum',
      name: 'icmp4.checksum',
      label: 'Checksum',
      bits: 16,
      kind: 'hex',
      checksum: ({ packet }) => internetChecksum(packet),
    },
  ]),
  interpret({ values }) {
    const type = num(values, 'type');
    const code = num(values, 'code');
    const name = TYPES[type] ?? `type ${type}`;
    const summary =
      type === 3 ? (UNREACHABLE[code] ?? `unreachable, code ${code}`) : code === 0 ? name : `${name}, code ${code}`;
    return { summary, next: (type === 8 || type === 0) && code === 0 ? 'echo' : 'payload' };
  },
};
