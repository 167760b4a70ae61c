/** Ethernet II and IEEE 802.3 framing: destination, source, and a type or a length. No frame check sequence. */
import { layout, num, str } from '../field';
import { ETHERTYPE_LABELS, ethertypeOf, protocolOfEthertype } from '../names';
import type { Protocol } from '../protocol';

/** Below this the type field is a length and LLC follows (IEEE 802.3 clause 3.2.6). */
export const FIRST_ETHERTYPE = 0x600;

export const ethernet: Protocol = {
  title: 'Ethernet',
  fields: layout([
    { key: 'dst', name: 'eth.dst', label: 'Destination', bits: 48, kind: 'mac' },
    { key: 'src', name: 'eth.src', label: 'Source', bits: 48, kind: 'mac' },
    {
      key: 'type',
      name: 'eth.type',
      label: 'Type',
      bits: 16,
      kind: 'hex',
      names: ETHERTYPE_LABELS,
      auto: ({ next, packet, headerLength }) => (next === 'llc' ? packet.length - headerLength : ethertypeOf(next)),
    },
  ]),
  interpret({ values, body, end }) {
    const type = num(values, 'type');
    const summary = `${str(values, 'src')} > ${str(values, 'dst')}`;
    if (type < FIRST_ETHERTYPE) {
      const declared = body + type;
      if (declared > end)
        return { summary, next: 'llc', tail: `length ${type} is more than the ${end - body} bytes here` };
      return { summary, next: 'llc', end: declared };
    }
    const next = protocolOfEthertype(type);
    return { summary, next, needsNext: next !== 'payload' };
  },
};
