/** IEEE 802.2 LLC in its unnumbered form (one control byte) and SNAP (RFC 1042) behind it. */
import { layout, num, str } from '../field';
import { ETHERTYPE_LABELS, ethertypeOf, protocolOfEthertype } from '../names';
import type { Protocol } from '../protocol';

const SNAP_SAP = 0xaa;
const UNNUMBERED_INFORMATION = 0x03;

export const llc: Protocol = {
  title: 'LLC',
  fields: layout([
    {
      key: 'dsap',
      name: 'llc.dsap',
      label: 'DSAP',
      bits: 8,
      kind: 'hex',
      auto: ({ next }) => (next === 'snap' ? SNAP_SAP : 0x42),
    },
    {
      key: 'ssap',
      name: 'llc.ssap',
      label: 'SSAP',
      bits: 8,
      kind: 'hex',
      auto: ({ next }) => (next === 'snap' ? SNAP_SAP : 0x42),
    },
    { key: 'control', name: 'llc.control', label: 'Control', bits: 8, kind: 'hex', initial: UNNUMBERED_INFORMATION },
  ]),
  interpret({ values }) {
    const isSnap =
      num(values, 'dsap') === SNAP_SAP &&
      num(values, 'ssap') === SNAP_SAP &&
      num(values, 'control') === UNNUMBERED_INFORMATION;
    const summary = `dsap 0x${num(values, 'dsap').toString(16)}, ssap 0x${num(values, 'ssap').toString(16)}`;
    return { summary, next: isSnap ? 'snap' : 'payload', needsNext: isSnap };
  },
};

export const snap: Protocol = {
  title: 'SNAP',
  fields: layout([
    { key: 'oui', name: 'snap.oui', label: 'Organization', bits: 24, kind: 'bytes' },
    {
      key: 'type',
      name: 'eth.type',
      label: 'Type',
      bits: 16,
      kind: 'hex',
      names: ETHERTYPE_LABELS,
      auto: ({ next }) => ethertypeOf(next),
    },
  ]),
  interpret({ values }) {
    const type = num(values, 'type');
    const next = str(values, 'oui') === '000000' ? protocolOfEthertype(type) : 'payload';
    return { summary: `type 0x${type.toString(16).padStart(4, '0')}`, next, needsNext: next !== 'payload' };
  },
};
