/** What an echo request or reply carries after the ICMP or ICMPv6 header: identifier, sequence number, data. */
import { layout, num } from '../field';
import type { Protocol } from '../protocol';

export const echo: Protocol = {
  title: 'Echo',
  fields: layout([
    { key: 'id', name: 'echo.id', label: 'Identifier', bits: 16, kind: 'decimal', initial: 1 },
    { key: 'seq', name: 'echo.seq', label: 'Sequence number', bits: 16, kind: 'decimal', initial: 1 },
  ]),
  interpret({ values }) {
    return { summary: `id ${num(values, 'id')}, seq ${num(values, 'seq')}` };
  },
};
