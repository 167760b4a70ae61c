/**
 * ICMPv6 (RFC 4443): type, code and a checksum over the pseudo-header. The bodies
 * of neighbour discovery and multicast listener messages are protocols of their own.
 */
import { internetChecksum } from '../checksum';
import { layout, num } from '../field';
import type { HeaderProtocol, ProtocolName } from '../names';
import { enclosingPseudoHeader, type Protocol } from '../protocol';

const TYPES: Readonly<Record<number, string>> = {
  1: 'destination unreachable',
  2: 'packet too big',
  3: 'time exceeded',
  4: 'parameter problem',
  128: 'echo request',
  129: 'echo reply',
  130: 'multicast listener query',
  131: 'multicast listener report',
  132: 'multicast listener done',
  133: 'router solicitation',
  134: 'router advertisement',
  135: 'neighbor solicitation',
  136: 'neighbor advertisement',
  137: 'redirect',
  143: 'multicast listener report v2',
};

/** The first type of a body is the one that a new message gets. */
const BODIES: readonly (readonly [number, HeaderProtocol])[] = [
  [128, 'echo'],
  [129, 'echo'],
  [131, 'mld'],
  [130, 'mld'],
  [132, 'mld'],
  [133, 'nd-rs'],
  [134, 'nd-ra'],
  [135, 'nd-ns'],
  [136, 'nd-na'],
  [143, 'mldv2-report'],
];

const IP_PROTOCOL = 58;

export const icmpv6: Protocol = {
  title: 'ICMPv6',
  fields: layout([
    {
      key: 'type',
      name: 'icmp6.type',
      label: 'Type',
      bits: 8,
      kind: 'decimal',
      names: TYPES,
      auto: ({ next }) => BODIES.find((row) => row[1] === next)?.[0] ?? 128,
    },
    { key: 'code', name: 'icmp6.code', label: 'Code', bits: 8, kind: 'decimal' },
    {
      key: 'checksum',
      name: 'icmp6.checksum',
      label: 'Checksum',
      bits: 16,
      kind: 'hex',
      checksum: (context) => internetChecksum(context.packet, enclosingPseudoHeader(context, IP_PROTOCOL)),
    },
  ]),
  interpret({ values }) {
    const type = num(values, 'type');
    const code = num(values, 'code');
    const name = TYPES[type] ?? `type ${type}`;
    const next: ProtocolName = code === 0 ? (BODIES.find((row) => row[0] === type)?.[1] ?? 'payload') : 'payload';
    return { summary: code === 0 ? name : `${name}, code ${code}`, next, needsNext: next !== 'payload' };
  },
};
