/** Networks of 2015, the article's own first. */
import type { PlannedMachine, PlannedPort } from '../plan';
import type { GalleryEntry, PlannedPacket } from './entry';
import { gridPlan } from './grid';

/** The article's chassis as ovs-sandbox names it, and the names of machines that came later. */
const ARTICLE_SYSTEM_ID = '56b18105-5706-46ef-80c4-ff20979ab068';
const SECOND_SYSTEM_ID = '81b0f716-c957-43cf-b34e-87ae193f617a';

const MAC_1 = '00:00:00:00:00:01';
const MAC_2 = '00:00:00:00:00:02';
const MAC_3 = '00:00:00:00:00:03';
const BROADCAST = 'ff:ff:ff:ff:ff:ff';

const TWO_PORTS: readonly PlannedPort[] = [
  { switch: 'sw0', name: 'sw0-port1', macs: [MAC_1] },
  { switch: 'sw0', name: 'sw0-port2', macs: [MAC_2] },
];

const TWO_VIFS = [
  { machine: 'hv1', iface: 'vif1', port: 'sw0-port1' },
  { machine: 'hv2', iface: 'vif2', port: 'sw0-port2' },
] as const;

const ARTICLE_MACHINES: readonly PlannedMachine[] = [
  { name: 'hv1', systemId: ARTICLE_SYSTEM_ID, encapType: 'vxlan', encapIp: '127.0.0.1' },
  { name: 'hv2', systemId: SECOND_SYSTEM_ID, encapType: 'vxlan', encapIp: '127.0.0.2' },
];

const GENEVE_MACHINES: readonly PlannedMachine[] = [
  { name: 'hv1', encapType: 'geneve', encapIp: '192.168.0.1' },
  { name: 'hv2', encapType: 'geneve', encapIp: '192.168.0.2' },
];

const PING: PlannedPacket = {
  name: 'Ping from sw0-port1 to sw0-port2',
  port: 'sw0-port1',
  preset: 'ping',
  to: 'sw0-port2',
  expect: { delivered: ['sw0-port2'] },
};

const ARP: PlannedPacket = {
  name: 'ARP request from sw0-port1 to everybody',
  port: 'sw0-port1',
  preset: 'arp-request',
  to: BROADCAST,
  expect: { delivered: ['sw0-port2'] },
};

export const ORIGINAL: readonly GalleryEntry[] = [
  {
    id: 'article',
    title: "The article's network",
    summary:
      'One logical switch, two ports, two hypervisors: what the article of 21 April 2015 describes, with a second hypervisor to talk to. Send the ping and follow it.',
    release: '2015-04',
    seed: 1,
    features: ['switching', 'tunnels'],
    plan: { machines: ARTICLE_MACHINES, switches: ['sw0'], ports: TWO_PORTS, vifs: TWO_VIFS },
    packets: [PING, ARP],
  },
  {
    id: 'port-security',
    title: 'Port security and broadcast',
    summary:
      'sw0-port2 has port security. In 2015-04 nothing in the last table lets a broadcast out to such a port; 2015-08 added the row. Send the ARP request in both.',
    release: '2015-04',
    seed: 2,
    features: ['port security', 'broadcast'],
    plan: {
      machines: ARTICLE_MACHINES,
      switches: ['sw0'],
      ports: [
        { switch: 'sw0', name: 'sw0-port1', macs: [MAC_1] },
        { switch: 'sw0', name: 'sw0-port2', macs: [MAC_2], portSecurity: [MAC_2] },
        { switch: 'sw0', name: 'sw0-port3', macs: [MAC_3] },
      ],
      vifs: [...TWO_VIFS, { machine: 'hv2', iface: 'vif3', port: 'sw0-port3' }],
    },
    packets: [{ ...ARP, expect: { delivered: ['sw0-port3'] } }, PING],
  },
  {
    id: 'spoofing',
    title: 'A spoofed source address',
    summary:
      "The VM behind sw0-port1 sends with somebody else's Ethernet address. Port security drops it in the first table; the trace says which row would have let it through.",
    release: '2015-08',
    seed: 3,
    features: ['port security'],
    plan: {
      machines: GENEVE_MACHINES,
      switches: ['sw0'],
      ports: [
        { switch: 'sw0', name: 'sw0-port1', macs: [MAC_1], portSecurity: [MAC_1] },
        { switch: 'sw0', name: 'sw0-port2', macs: [MAC_2], portSecurity: [MAC_2] },
      ],
      vifs: TWO_VIFS,
    },
    packets: [
      {
        ...PING,
        name: 'Ping with a stolen address',
        from: '00:00:00:00:00:99',
        expect: { delivered: [], says: 'port security' },
      },
      PING,
    ],
  },
  {
    id: 'containers',
    title: 'Containers in a VM',
    summary:
      'Two containers live in the VM behind vm1; the VM tags their packets with VLANs 42 and 43. Their ports have no interface of their own: the hypervisor tells them apart by the tag.',
    release: '2015-08',
    seed: 4,
    features: ['containers'],
    plan: {
      machines: GENEVE_MACHINES,
      switches: ['sw0', 'sw1'],
      ports: [
        { switch: 'sw0', name: 'vm1', macs: ['00:00:00:00:01:00'] },
        { switch: 'sw1', name: 'web', macs: ['00:00:00:00:01:42'], container: { parent: 'vm1', tag: 42 } },
        { switch: 'sw1', name: 'db', macs: ['00:00:00:00:01:43'], container: { parent: 'vm1', tag: 43 } },
        { switch: 'sw1', name: 'client', macs: ['00:00:00:00:02:00'] },
      ],
      vifs: [
        { machine: 'hv1', iface: 'vif1', port: 'vm1' },
        { machine: 'hv2', iface: 'vif2', port: 'client' },
      ],
    },
    packets: [
      {
        name: 'The client pings the container web',
        port: 'client',
        preset: 'ping',
        to: 'web',
        expect: { delivered: ['web'] },
      },
    ],
  },
  {
    id: 'acl',
    title: 'Access control lists',
    summary:
      'sw0 lets TCP to port 80 through to sw0-port2 and drops all other IPv4 to it. Send both packets, then change an ACL and watch the row, the flows and the verdict change.',
    release: '2015-08',
    seed: 5,
    features: ['ACLs'],
    plan: {
      machines: GENEVE_MACHINES,
      switches: ['sw0'],
      ports: TWO_PORTS,
      acls: [
        { switch: 'sw0', priority: 1001, match: 'outport == "sw0-port2" && tcp.dst == 80', action: 'allow' },
        { switch: 'sw0', priority: 1000, match: 'outport == "sw0-port2" && ip4', action: 'drop' },
      ],
      vifs: TWO_VIFS,
    },
    packets: [
      { ...PING, name: 'TCP to port 80', preset: 'tcp-syn' },
      { ...PING, expect: { delivered: [], says: 'by the ACL with priority 1000' } },
    ],
  },
  {
    id: 'migration',
    title: 'A VM moves',
    summary:
      'sw0-port2 runs on hv2. Drag it to hv3: hv3 claims its binding, every hypervisor changes its flows, and the same ping arrives somewhere else. Step through it in the timeline.',
    release: '2015-08',
    seed: 6,
    features: ['migration', 'tunnels'],
    plan: {
      machines: [...GENEVE_MACHINES, { name: 'hv3', encapType: 'geneve', encapIp: '192.168.0.3' }],
      switches: ['sw0'],
      ports: TWO_PORTS,
      vifs: TWO_VIFS,
    },
    packets: [PING],
  },
  {
    id: 'encapsulations',
    title: 'Three hypervisors, three encapsulations',
    summary:
      'hv1 speaks Geneve, hv2 STT, hv3 only VXLAN. A sender uses what the receiver offers; 2015-08 makes no tunnel to a chassis that offers only VXLAN, and logs it.',
    release: '2015-08',
    seed: 7,
    features: ['tunnels', 'failures'],
    plan: {
      machines: [
        { name: 'hv1', encapType: 'geneve', encapIp: '192.168.0.1' },
        { name: 'hv2', encapType: 'stt', encapIp: '192.168.0.2' },
        { name: 'hv3', encapType: 'vxlan', encapIp: '192.168.0.3' },
      ],
      switches: ['sw0'],
      ports: [...TWO_PORTS, { switch: 'sw0', name: 'sw0-port3', macs: [MAC_3] }],
      vifs: [...TWO_VIFS, { machine: 'hv3', iface: 'vif3', port: 'sw0-port3' }],
    },
    packets: [
      { ...PING, expect: { delivered: [], says: 'hv2 has no stt tunnel port' } },
      { ...ARP, expect: { delivered: [], says: 'hv1 knows no way to chassis hv3' } },
      {
        ...PING,
        name: 'Ping from sw0-port1 to sw0-port3',
        to: 'sw0-port3',
        expect: { delivered: [], says: 'hv1 knows no way to chassis hv3' },
      },
    ],
  },
  {
    id: 'ten-by-ten',
    title: 'Ten switches of ten ports',
    summary: 'A hundred ports on ten hypervisors, to see what one change costs and whom it reaches.',
    release: '2015-08',
    seed: 8,
    features: ['scale'],
    plan: gridPlan(10, 10, 10),
    packets: [
      {
        name: 'Ping inside sw0',
        port: 'sw0-port1',
        preset: 'ping',
        to: 'sw0-port2',
        expect: { delivered: ['sw0-port2'] },
      },
    ],
  },
  {
    id: 'devstack',
    title: 'Two hypervisors for devstack',
    summary:
      'Nothing but two hypervisors: type ./stack.sh, and Neutron and Nova of April 2015 make networks and boot servers on them.',
    release: '2015-04',
    seed: 11,
    features: ['beginning', 'OpenStack'],
    plan: { machines: GENEVE_MACHINES, switches: [], ports: [], vifs: [] },
    packets: [],
  },
  {
    id: 'devstack-august',
    title: 'Two hypervisors for devstack, August 2015',
    summary:
      'The same in August 2015, when ovn-controller carried containers: type ./stack.sh and make ports inside a server.',
    release: '2015-08',
    seed: 12,
    features: ['beginning', 'OpenStack', 'containers'],
    plan: { machines: GENEVE_MACHINES, switches: [], ports: [], vifs: [] },
    packets: [],
  },
  {
    id: 'sandbox',
    title: "The article's sandbox",
    summary:
      'One hypervisor on which nothing is configured yet: type the article’s commands and watch its network come to life.',
    release: '2015-04',
    seed: 10,
    features: ['beginning'],
    plan: { machines: [{ name: 'hv1', bare: true }], switches: [], ports: [], vifs: [] },
    packets: [],
  },
  {
    id: 'empty',
    title: 'An empty lab',
    summary: 'Two databases and ovn-northd, nothing else. Draw, or type commands.',
    release: '2015-04',
    seed: 9,
    features: ['beginning'],
    plan: { machines: [], switches: [], ports: [], vifs: [] },
    packets: [],
  },
];
