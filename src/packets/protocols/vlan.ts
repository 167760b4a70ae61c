/** An IEEE 802.1Q or 802.1ad tag: the tag control information and the type of what follows. Tags stack. */
import { FIRST_ETHERTYPE } from './ethernet';
import { layout, num } from '../field';
import { ETHERTYPE_LABELS, ethertypeOf, protocolOfEthertype } from '../names';
import type { Protocol } from '../protocol';

export const vlan: Protocol = {
  title: '802.1Q VLAN',
  fields: layout([
    { key: 'pcp', name: 'vlan.pcp', label: 'Priority', bits: 3, kind: 'decimal' },
    { key: 'dei', name: 'vlan.dei', label: 'Drop eligible', bits: 1, kind: 'flag' },
    { key: 'vid', name: 'vlan.vid', label: 'VLAN', bits: 12, kind: 'decimal', initial: 1 },
    {
      key: 'type',
      name: 'vlan.type',
      label: 'Type',
      bits: 16,
      kind: 'hex',
      names: ETHERTYPE_LABELS,
      auto: ({ next, packet, headerLength }) => (next === 'llc' ? packet.length - headerLength : ethertypeOf(next)),
    },
  ]),
  interpret({ values, body, end }) {
    const type = num(values, 'type');
    const summary = `vlan ${num(values, 'vid')}, p ${num(values, 'pcp')}${num(values, 'dei') ? ', DEI' : ''}`;
    if (type < FIRST_ETHERTYPE) {
      if (body + type > end)
        return { summary, next: 'llc', tail: `length ${type} is more than the ${end - body} bytes here` };
      return { summary, next: 'llc', end: body + type };
    }
    const next = protocolOfEthertype(type);
    return { summary, next, needsNext: next !== 'payload' };
  },
};
