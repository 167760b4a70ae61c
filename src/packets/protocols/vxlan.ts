/** VXLAN (RFC 7348): a virtual network identifier before an Ethernet frame, over UDP port 4789. */
import { layout, num } from '../field';
import type { Protocol } from '../protocol';

export const vxlan: Protocol = {
  title: 'VXLAN',
  fields: layout([
    { key: 'flags', name: 'vxlan.flags', label: 'Flags', bits: 8, kind: 'hex', initial: 0x08 },
    { key: 'reserved', name: 'vxlan.reserved', label: 'Reserved', bits: 24, kind: 'hex' },
    { key: 'vni', name: 'tun_id', label: 'Virtual network identifier', bits: 24, kind: 'hex' },
    { key: 'reserved2', name: 'vxlan.reserved2', label: 'Reserved', bits: 8, kind: 'hex' },
  ]),
  interpret({ values }) {
    return { summary: `vni 0x${num(values, 'vni').toString(16)}`, next: 'ethernet', needsNext: true };
  },
};
