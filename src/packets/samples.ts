/**
 * One packet or more for each protocol, as specifications. The tests compare their
 * bytes, decode them, and hand them to Wireshark.
 */
import type { LayerSpec } from './encode';

const ETH: LayerSpec = { protocol: 'ethernet', src: '00:00:00:00:00:01', dst: '00:00:00:00:00:02' };
const IP4: LayerSpec = { protocol: 'ipv4', src: '10.0.0.1', dst: '10.0.0.2' };
const IP6: LayerSpec = { protocol: 'ipv6', src: 'fd00::1', dst: 'fd00::2' };
const LOCAL6: LayerSpec = { protocol: 'ipv6', src: 'fe80::1', dst: 'ff02::1', ttl: 255 };
const UNDERLAY: readonly LayerSpec[] = [
  { protocol: 'ethernet', src: '0a:00:00:00:00:01', dst: '0a:00:00:00:00:02' },
  { protocol: 'ipv4', src: '127.0.0.1', dst: '127.0.0.2', dont: true },
];
const PING: readonly LayerSpec[] = [ETH, IP4, { protocol: 'icmp' }, { protocol: 'echo' }, data('0102')];
const ROUTER_ALERT: LayerSpec = { protocol: 'ipv6-hopopts', options: [{ type: 'router-alert', value: 0 }] };

export const SAMPLES: Readonly<Record<string, readonly LayerSpec[]>> = {
  ethernet: [ETH, data('abcd')],
  vlan: [ETH, { protocol: 'vlan', pcp: 3, vid: 3252 }, IP4, { protocol: 'icmp' }, { protocol: 'echo' }],
  'vlan in vlan': [
    { ...ETH, type: 0x88a8 },
    { protocol: 'vlan', vid: 100, dei: true },
    { protocol: 'vlan', vid: 5 },
    { protocol: 'arp' },
  ],
  llc: [ETH, { protocol: 'llc' }, data('00000080')],
  snap: [ETH, { protocol: 'llc' }, { protocol: 'snap' }, IP4, { protocol: 'udp', src: 1000, dst: 2000 }],
  mpls: [
    ETH,
    { protocol: 'mpls', label: 100 },
    { protocol: 'mpls', label: 200, tc: 5 },
    IP4,
    { protocol: 'icmp' },
    { protocol: 'echo' },
  ],
  arp: [
    ETH,
    { protocol: 'arp', sha: '00:00:00:00:00:01', spa: '10.0.0.1', tpa: '10.0.0.2' },
    { protocol: 'padding', data: '00'.repeat(18) },
  ],
  rarp: [ETH, { protocol: 'rarp', sha: '00:00:00:00:00:01', tha: '00:00:00:00:00:01' }],
  ipv4: [ETH, { ...IP4, dscp: 46, ecn: 1, ttl: 1, proto: 89 }, { protocol: 'padding', data: '0000' }],
  'ipv4 options': [
    ETH,
    { ...IP4, options: [{ type: 'router-alert', value: 0 }, { type: 'nop' }] },
    { protocol: 'igmp', group: '224.0.0.251' },
  ],
  'ipv4 first fragment': [
    ETH,
    { ...IP4, id: 7, more: true },
    { protocol: 'udp', src: 1, dst: 2, length: 1480 },
    data('00'.repeat(16)),
  ],
  'ipv4 later fragment': [ETH, { ...IP4, id: 7, fragment: 100, proto: 17 }, data('0000')],
  ipv6: [ETH, { ...IP6, label: 0x12345, dscp: 10 }, { protocol: 'udp', src: 1000, dst: 2000 }, data('00')],
  'ipv6 without next header': [ETH, IP6],
  'ipv6-hopopts': [
    ETH,
    { ...LOCAL6, ttl: 1 },
    ROUTER_ALERT,
    { protocol: 'icmpv6' },
    { protocol: 'mld', group: 'ff02::fb' },
  ],
  'ipv6-routing': [
    ETH,
    IP6,
    { protocol: 'ipv6-routing', type: 2, left: 1, data: '00000000fd000000000000000000000000000003' },
    { protocol: 'udp', src: 1000, dst: 2000 },
  ],
  'ipv6-fragment': [ETH, IP6, { protocol: 'ipv6-fragment', id: 1 }, { protocol: 'udp', src: 1000, dst: 2000 }],
  'ipv6-dstopts': [ETH, IP6, { protocol: 'ipv6-dstopts', options: [] }, { protocol: 'tcp', src: 1000, dst: 2000 }],
  icmp: [
    ETH,
    IP4,
    { protocol: 'icmp', type: 3, code: 1 },
    data(`00000000450000140000000040017ce77f0000017f000001${'0'.repeat(16)}`),
  ],
  'icmp echo': PING,
  icmpv6: [ETH, IP6, { protocol: 'icmpv6' }, { protocol: 'echo', id: 5, seq: 6 }],
  'nd-ns': [
    ETH,
    { ...LOCAL6, dst: 'ff02::1:ff00:2' },
    { protocol: 'icmpv6' },
    { protocol: 'nd-ns', target: 'fe80::2', options: [{ type: 'sll', value: '00:00:00:00:00:01' }] },
  ],
  'nd-na': [
    ETH,
    { ...LOCAL6, dst: 'fe80::2' },
    { protocol: 'icmpv6' },
    { protocol: 'nd-na', target: 'fe80::1', options: [{ type: 'tll', value: '00:00:00:00:00:01' }] },
  ],
  'nd-rs': [ETH, { ...LOCAL6, dst: 'ff02::2' }, { protocol: 'icmpv6' }, { protocol: 'nd-rs' }],
  'nd-ra': [
    ETH,
    LOCAL6,
    { protocol: 'icmpv6' },
    {
      protocol: 'nd-ra',
      managed: true,
      options: [
        { type: 'sll', value: '00:00:00:00:00:01' },
        { type: 'mtu', mtu: 1442 },
        { type: 'prefix', prefix: 'fd00::', length: 64, onLink: true, autonomous: true, valid: 7200, preferred: 3600 },
      ],
    },
  ],
  mld: [ETH, { ...LOCAL6, ttl: 1 }, ROUTER_ALERT, { protocol: 'icmpv6', type: 130 }, { protocol: 'mld', delay: 10000 }],
  'mldv2-report': [
    ETH,
    { ...LOCAL6, dst: 'ff02::16', ttl: 1 },
    ROUTER_ALERT,
    { protocol: 'icmpv6' },
    { protocol: 'mldv2-report', records: [{ type: 4, group: 'ff02::fb', sources: ['fe80::9'] }] },
  ],
  igmp: [ETH, { ...IP4, dst: '224.0.0.251', ttl: 1 }, { protocol: 'igmp', group: '224.0.0.251' }],
  'igmpv3-report': [
    ETH,
    { ...IP4, dst: '224.0.0.22', ttl: 1 },
    { protocol: 'igmpv3-report', records: [{ type: 3, group: '224.0.0.251', sources: ['10.0.0.9', '10.0.0.8'] }] },
  ],
  tcp: [
    ETH,
    IP4,
    {
      protocol: 'tcp',
      src: 49152,
      dst: 80,
      flags: 'syn|ece|cwr',
      options: [
        { type: 'mss', value: 1460 },
        { type: 'sack-ok' },
        { type: 'timestamps', data: '0000000100000000' },
        { type: 'nop' },
        { type: 'wscale', value: 7 },
      ],
    },
  ],
  'tcp over ipv6': [
    ETH,
    IP6,
    { protocol: 'tcp', src: 49152, dst: 80, seq: 5, ack: 6, flags: 'psh|ack' },
    data('474554'),
  ],
  udp: [ETH, IP4, { protocol: 'udp', src: 1000, dst: 2000 }, data('01020304')],
  'udp with padding of its own': [
    ETH,
    IP4,
    { protocol: 'udp', src: 1000, dst: 2000 },
    data('01'),
    { protocol: 'padding', data: 'ff', owner: 2 },
  ],
  sctp: [ETH, IP4, { protocol: 'sctp', src: 1000, dst: 2000, tag: 1 }, data('0e000004')],
  dhcp: [
    ETH,
    { protocol: 'ipv4', src: '0.0.0.0', dst: '255.255.255.255' },
    { protocol: 'udp' },
    {
      protocol: 'dhcp',
      chaddr: '00:00:00:00:00:01',
      options: [
        { type: 'message-type', value: 3 },
        { type: 'requested-ip', value: '10.0.0.7' },
        { type: 'hostname', value: 'vm1' },
        { type: 'dns-server', value: ['10.0.0.53', '10.0.0.54'] },
        { type: 'end' },
      ],
    },
  ],
  dhcpv6: [
    ETH,
    { ...LOCAL6, dst: 'ff02::1:2' },
    { protocol: 'udp' },
    {
      protocol: 'dhcpv6',
      options: [
        { type: 'client-id', data: '00030001000000000001' },
        { type: 'elapsed-time', value: 0 },
        { type: 'parameters', data: '0017' },
      ],
    },
  ],
  dns: [
    ETH,
    IP4,
    { protocol: 'udp' },
    { protocol: 'dns', questions: [{ name: 'www.example.com', type: 'AAAA', class: 1 }] },
  ],
  geneve: [
    ...UNDERLAY,
    { protocol: 'udp' },
    { protocol: 'geneve', vni: 5, options: [{ class: 0x102, type: 0x80, data: '00010002' }] },
    ...PING,
  ],
  vxlan: [...UNDERLAY, { protocol: 'udp' }, { protocol: 'vxlan', vni: 5 }, ...PING],
  stt: [...UNDERLAY, { protocol: 'stt-tcp', frameId: 1 }, { protocol: 'stt', key: '0x500000000000001' }, ...PING],
};

function data(hex: string): LayerSpec {
  return { protocol: 'payload', data: hex };
}
