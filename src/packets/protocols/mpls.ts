/** One MPLS label stack entry (RFC 3032). Behind the bottom of the stack the first nibble tells IPv4 from IPv6. */
import { readBits } from '../bytes';
import { layout, num } from '../field';
import type { Protocol } from '../protocol';

export const mpls: Protocol = {
  title: 'MPLS',
  fields: layout([
    { key: 'label', name: 'mpls_label', label: 'Label', bits: 20, kind: 'decimal' },
    { key: 'tc', name: 'mpls_tc', label: 'Traffic class', bits: 3, kind: 'decimal' },
    {
      key: 'bos',
      name: 'mpls_bos',
      label: 'Bottom of stack',
      bits: 1,
      kind: 'flag',
      auto: ({ next }) => (next === 'mpls' ? 0 : 1),
    },
    { key: 'ttl', name: 'mpls_ttl', label: 'TTL', bits: 8, kind: 'decimal', initial: 64 },
  ]),
  interpret({ values, bytes, body, end }) {
    const bottom = num(values, 'bos') === 1;
    const summary = `label ${num(values, 'label')}, ttl ${num(values, 'ttl')}${bottom ? ', bottom' : ''}`;
    if (!bottom) return { summary, next: 'mpls', needsNext: true };
    const nibble = end > body ? readBits(bytes, body * 8, 4) : 0;
    return { summary, next: nibble === 4 ? 'ipv4' : nibble === 6 ? 'ipv6' : 'payload' };
  },
};
