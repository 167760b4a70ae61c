/** Which layer can follow which, and what a new layer starts with. */
import { defaultSpec, linkLocal } from '../../../packets';
import type { Endpoints, HeaderProtocol, LayerSpec, SpecRecord } from '../../../packets';

type Next = HeaderProtocol | 'payload';

const OVER_ETHERNET: readonly Next[] = ['vlan', 'arp', 'rarp', 'ipv4', 'ipv6', 'mpls', 'payload'];
const OVER_IPV6: readonly Next[] = [
  'icmpv6',
  'tcp',
  'udp',
  'sctp',
  'ipv6-hopopts',
  'ipv6-routing',
  'ipv6-fragment',
  'ipv6-dstopts',
  'payload',
];

/** In the order in which a menu shows them; a layer that is not named carries payload alone, or nothing. */
const ABOVE: Readonly<Partial<Record<string, readonly Next[]>>> = {
  ethernet: OVER_ETHERNET,
  vlan: OVER_ETHERNET,
  snap: OVER_ETHERNET,
  llc: ['snap', 'payload'],
  mpls: ['mpls', 'ipv4', 'ipv6', 'payload'],
  ipv4: ['icmp', 'tcp', 'udp', 'sctp', 'igmp', 'igmpv3-report', 'payload'],
  ipv6: OVER_IPV6,
  'ipv6-hopopts': OVER_IPV6,
  'ipv6-routing': OVER_IPV6,
  'ipv6-fragment': OVER_IPV6,
  'ipv6-dstopts': OVER_IPV6,
  icmp: ['echo', 'payload'],
  icmpv6: ['echo', 'nd-ns', 'nd-na', 'nd-rs', 'nd-ra', 'mld', 'mldv2-report', 'payload'],
  udp: ['dns', 'dhcp', 'dhcpv6', 'vxlan', 'geneve', 'payload'],
  geneve: ['ethernet', 'payload'],
  vxlan: ['ethernet', 'payload'],
  stt: ['ethernet', 'payload'],
  ...Object.fromEntries(
    ['arp', 'rarp', 'dns', 'dhcp', 'dhcpv6', 'nd-ns', 'nd-na', 'nd-rs', 'nd-ra', 'payload', 'padding'].map((last) => [
      last,
      [],
    ]),
  ),
};

export function layersAbove(protocol: string): readonly Next[] {
  return ABOVE[protocol] ?? ['payload'];
}

/** A new layer between these ends, with the values that people mostly want. */
export function newLayer(protocol: Next, ends: Endpoints): LayerSpec {
  return { ...defaultSpec(protocol), ...usual(protocol, ends) };
}

function usual(protocol: Next, ends: Endpoints): Readonly<Record<string, string | number | readonly SpecRecord[]>> {
  const { ethSrc, ethDst, ipSrc = '10.0.0.1', ipDst = '10.0.0.2' } = ends;
  const ip6Src = ends.ip6Src ?? linkLocal(ethSrc);
  const ip6Dst = ends.ip6Dst ?? linkLocal(ethDst);
  switch (protocol) {
    case 'ethernet':
      return { src: ethSrc, dst: ethDst };
    case 'vlan':
      return { vid: ends.vlan ?? 10 };
    case 'arp':
    case 'rarp':
      return { sha: ethSrc, spa: ipSrc, tpa: ipDst };
    case 'ipv4':
      return { src: ipSrc, dst: ipDst };
    case 'ipv6':
      return { src: ip6Src, dst: ip6Dst };
    case 'tcp':
      return { src: 49152, dst: 80 };
    case 'sctp':
      return { src: 49152, dst: 5000 };
    case 'nd-ns':
      return { target: ip6Dst, options: [{ type: 'sll', value: ethSrc }] };
    case 'nd-na':
      return { target: ip6Src, options: [{ type: 'tll', value: ethSrc }] };
    case 'nd-rs':
      return { options: [{ type: 'sll', value: ethSrc }] };
    case 'igmp':
      return { group: '239.1.1.1' };
    case 'igmpv3-report':
      return { records: [{ type: 4, group: '239.1.1.1', sources: [] }] };
    case 'mld':
      return { group: 'ff15::1' };
    case 'mldv2-report':
      return { records: [{ type: 4, group: 'ff15::1', sources: [] }] };
    case 'dhcp':
      return { chaddr: ethSrc };
    case 'dns':
      return { questions: [{ name: 'www.example.com', type: 'A', class: 1 }] };
    case 'payload':
      return { data: '6f766e20706c617967726f756e64' };
    default:
      return {};
  }
}

export interface RecordTemplate {
  readonly label: string;
  readonly record: SpecRecord;
}

const ROUTER_ALERT: RecordTemplate = { label: 'Router alert', record: { type: 'router-alert', value: 0 } };
const NOP: RecordTemplate = { label: 'No operation', record: { type: 'nop' } };
const ND: readonly RecordTemplate[] = [
  { label: 'Source link-layer address', record: { type: 'sll', value: '00:00:00:00:00:01' } },
  { label: 'Target link-layer address', record: { type: 'tll', value: '00:00:00:00:00:01' } },
  { label: 'MTU', record: { type: 'mtu', mtu: 1500 } },
  {
    label: 'Prefix',
    record: {
      type: 'prefix',
      prefix: 'fd00::',
      length: 64,
      onLink: true,
      autonomous: true,
      valid: 2592000,
      preferred: 604800,
    },
  },
];
const OPTIONS6: readonly RecordTemplate[] = [
  ROUTER_ALERT,
  { label: 'PadN', record: { type: 'padn', data: '0000' } },
  { label: 'Other', record: { type: 30, data: '00' } },
];

/** What can be added to a layer's list, by the layer's protocol. */
const TEMPLATES: Readonly<Partial<Record<string, readonly RecordTemplate[]>>> = {
  ipv4: [ROUTER_ALERT, NOP, { label: 'Other', record: { type: 30, data: '0000' } }],
  tcp: [
    { label: 'Maximum segment size', record: { type: 'mss', value: 1460 } },
    { label: 'Window scale', record: { type: 'wscale', value: 7 } },
    { label: 'SACK permitted', record: { type: 'sack-ok' } },
    { label: 'Timestamps', record: { type: 'timestamps', data: '0000000100000000' } },
    NOP,
    { label: 'Other', record: { type: 30, data: '0000' } },
  ],
  dhcp: [
    { label: 'Message type', record: { type: 'message-type', value: 1 } },
    { label: 'Requested address', record: { type: 'requested-ip', value: '10.0.0.7' } },
    { label: 'Server identifier', record: { type: 'server-id', value: '10.0.0.1' } },
    { label: 'Host name', record: { type: 'hostname', value: 'vm1' } },
    { label: 'Router', record: { type: 'router', value: ['10.0.0.1'] } },
    { label: 'Lease time', record: { type: 'lease-time', value: 3600 } },
    { label: 'Parameter request list', record: { type: 'parameters', data: '0103060f1a' } },
    { label: 'End', record: { type: 'end' } },
    { label: 'Other', record: { type: 224, data: '00' } },
  ],
  dhcpv6: [
    { label: 'Client identifier', record: { type: 'client-id', data: '00030001000000000001' } },
    { label: 'Elapsed time', record: { type: 'elapsed-time', value: 0 } },
    { label: 'Other', record: { type: 224, data: '00' } },
  ],
  'nd-ns': ND,
  'nd-na': ND,
  'nd-rs': ND,
  'nd-ra': ND,
  'ipv6-hopopts': OPTIONS6,
  'ipv6-dstopts': OPTIONS6,
  dns: [{ label: 'Question', record: { name: 'www.example.com', type: 'A', class: 1 } }],
  'igmpv3-report': [{ label: 'Group', record: { type: 4, group: '239.1.1.1', sources: [] } }],
  'mldv2-report': [{ label: 'Group', record: { type: 4, group: 'ff15::1', sources: [] } }],
  geneve: [{ label: 'Option', record: { class: 0x102, type: 0x80, data: '00010002' } }],
};

export function recordTemplates(protocol: string): readonly RecordTemplate[] {
  return TEMPLATES[protocol] ?? [];
}
