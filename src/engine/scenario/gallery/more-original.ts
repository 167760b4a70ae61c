/** What a logical switch of 2015 does, one thing at a time; and what stops a packet. */
import type { PlannedMachine } from '../plan';
import type { GalleryEntry } from './entry';

const mac = (number: number) => `00:00:00:00:00:0${number.toString(16)}`;
const BROADCAST = 'ff:ff:ff:ff:ff:ff';

function hypervisors(count: number, encapType = 'geneve'): readonly PlannedMachine[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `hv${index + 1}`,
    encapType,
    encapIp: `192.168.0.${index + 1}`,
  }));
}

const PORTS = [
  { switch: 'sw0', name: 'a', macs: [mac(1)] },
  { switch: 'sw0', name: 'b', macs: [mac(2)] },
] as const;

const VIFS = [
  { machine: 'hv1', iface: 'tap-a', port: 'a' },
  { machine: 'hv2', iface: 'tap-b', port: 'b' },
] as const;

const TWO = { machines: hypervisors(2), switches: ['sw0'], ports: PORTS, vifs: VIFS } as const;

export const MORE_ORIGINAL: readonly GalleryEntry[] = [
  {
    id: 'same-hypervisor',
    title: 'Neighbours on one hypervisor',
    summary:
      'Both ports are on hv1, so that no tunnel is asked. Compare the tables with those of a packet that crosses.',
    release: '2015-08',
    seed: 21,
    features: ['switching'],
    plan: { ...TWO, machines: hypervisors(1), vifs: [VIFS[0], { ...VIFS[1], machine: 'hv1' }] },
    packets: [
      { name: 'a pings b', port: 'a', preset: 'ping', to: 'b', expect: { delivered: ['b'], says: 'Within hv1' } },
    ],
  },
  {
    id: 'overlapping-tenants',
    title: 'Two tenants with the same addresses',
    summary:
      'red and blue use the same Ethernet addresses on the same hypervisors. The datapath, in metadata and as tunnel key, keeps them apart: nothing of red ever reaches blue.',
    release: '2015-08',
    seed: 22,
    features: ['switching', 'tunnels', 'broadcast'],
    plan: {
      machines: hypervisors(2),
      switches: ['red', 'blue'],
      ports: [
        { switch: 'red', name: 'red-1', macs: [mac(1)] },
        { switch: 'red', name: 'red-2', macs: [mac(2)] },
        { switch: 'blue', name: 'blue-1', macs: [mac(1)] },
        { switch: 'blue', name: 'blue-2', macs: [mac(2)] },
      ],
      vifs: [
        { machine: 'hv1', iface: 'tap-r1', port: 'red-1' },
        { machine: 'hv2', iface: 'tap-r2', port: 'red-2' },
        { machine: 'hv1', iface: 'tap-b1', port: 'blue-1' },
        { machine: 'hv2', iface: 'tap-b2', port: 'blue-2' },
      ],
    },
    packets: [
      { name: 'Red pings red', port: 'red-1', preset: 'ping', to: 'red-2', expect: { delivered: ['red-2'] } },
      {
        name: 'Blue asks everybody',
        port: 'blue-1',
        preset: 'arp-request',
        to: BROADCAST,
        expect: { delivered: ['blue-2'] },
      },
    ],
  },
  {
    id: 'unknown-addresses',
    title: 'A port for unknown addresses',
    summary:
      'What is behind the port “outside” has addresses that nobody told OVN: its macs say unknown, so what is for nobody else goes there. Without it the packet ends in the table of destinations.',
    release: '2015-08',
    seed: 23,
    features: ['switching'],
    plan: {
      ...TWO,
      ports: [...PORTS, { switch: 'sw0', name: 'outside', macs: ['unknown'] }],
      vifs: [...VIFS, { machine: 'hv2', iface: 'tap-o', port: 'outside' }],
    },
    packets: [
      {
        name: 'To an address of nobody',
        port: 'a',
        preset: 'ping',
        to: '00:00:00:00:00:77',
        expect: { delivered: ['outside'] },
      },
      { name: 'To b, who is known', port: 'a', preset: 'ping', to: 'b', expect: { delivered: ['b'] } },
    ],
  },
  {
    id: 'nobody-there',
    title: 'An address that nobody has',
    summary:
      'A logical switch does not flood what it does not know: it knows who is there. The packet ends where destinations are looked up.',
    release: '2015-08',
    seed: 24,
    features: ['switching', 'failures'],
    plan: TWO,
    packets: [
      {
        name: 'To an address of nobody',
        port: 'a',
        preset: 'ping',
        to: '00:00:00:00:00:77',
        expect: { delivered: [], says: 'Dropped by hv1' },
      },
    ],
  },
  {
    id: 'disabled-port',
    title: 'A port that is switched off',
    summary:
      'b has enabled=false in the northbound database. Packets to it end on the sender’s side; enable it in its details and send again.',
    release: '2015-08',
    seed: 25,
    features: ['switching', 'failures'],
    plan: { ...TWO, ports: [PORTS[0], { ...PORTS[1], enabled: false }] },
    packets: [
      { name: 'a pings b', port: 'a', preset: 'ping', to: 'b', expect: { delivered: [] } },
      { name: 'b pings a', port: 'b', preset: 'ping', to: 'a', expect: { delivered: [] } },
    ],
  },
  {
    id: 'not-plugged-in',
    title: 'A port that is nowhere',
    summary:
      'b is in the northbound database and on no hypervisor: its row of Bindings names no chassis. Where does the packet end?',
    release: '2015-08',
    seed: 26,
    features: ['failures', 'migration'],
    plan: { ...TWO, vifs: [VIFS[0]] },
    packets: [{ name: 'a pings b', port: 'a', preset: 'ping', to: mac(2), expect: { delivered: [] } }],
  },
  {
    id: 'tagged-frame',
    title: 'A frame with a VLAN tag',
    summary:
      'a is no container, so the first table lets none of its tagged frames in. So much is decided before anybody looks at who it is for.',
    release: '2015-08',
    seed: 27,
    features: ['switching', 'containers'],
    plan: TWO,
    packets: [
      { name: 'A tagged ping', port: 'a', preset: 'vlan', to: 'b', expect: { delivered: [] } },
      { name: 'The same without a tag', port: 'a', preset: 'ping', to: 'b', expect: { delivered: ['b'] } },
    ],
  },
  {
    id: 'three-tiers',
    title: 'Three tiers behind ACLs',
    summary:
      'web may ask app on port 80, app may ask db, and nobody else may ask anybody: six ACLs on one switch. Send each packet, then open the matrix in the Traffic pane.',
    release: '2015-08',
    seed: 28,
    features: ['ACLs'],
    plan: {
      machines: hypervisors(3),
      switches: ['sw0'],
      ports: [
        { switch: 'sw0', name: 'web', macs: [mac(1)] },
        { switch: 'sw0', name: 'app', macs: [mac(2)] },
        { switch: 'sw0', name: 'db', macs: [mac(3)] },
      ],
      acls: [
        { switch: 'sw0', priority: 2000, match: 'arp', action: 'allow' },
        {
          switch: 'sw0',
          priority: 1002,
          match: 'inport == "web" && outport == "app" && tcp.dst == 80',
          action: 'allow',
        },
        {
          switch: 'sw0',
          priority: 1002,
          match: 'inport == "app" && outport == "web" && tcp.src == 80',
          action: 'allow',
        },
        { switch: 'sw0', priority: 1001, match: 'inport == "app" && outport == "db" && tcp', action: 'allow' },
        { switch: 'sw0', priority: 1001, match: 'inport == "db" && outport == "app" && tcp', action: 'allow' },
        { switch: 'sw0', priority: 1000, match: 'ip4', action: 'drop' },
      ],
      vifs: [
        { machine: 'hv1', iface: 'tap-web', port: 'web' },
        { machine: 'hv2', iface: 'tap-app', port: 'app' },
        { machine: 'hv3', iface: 'tap-db', port: 'db' },
      ],
    },
    packets: [
      { name: 'web asks app', port: 'web', preset: 'tcp-syn', to: 'app', expect: { delivered: ['app'] } },
      { name: 'app asks db', port: 'app', preset: 'tcp-syn', to: 'db', expect: { delivered: ['db'] } },
      {
        name: 'web asks db',
        port: 'web',
        preset: 'tcp-syn',
        to: 'db',
        expect: { delivered: [], says: 'priority 1000' },
      },
      {
        name: 'web pings app',
        port: 'web',
        preset: 'ping',
        to: 'app',
        expect: { delivered: [], says: 'priority 1000' },
      },
    ],
  },
  {
    id: 'no-arp',
    title: 'The ACL that forgot ARP',
    summary:
      '“Drop everything that is not TCP” drops ARP too: the TCP packet would pass, but nobody will ever send it, for nobody learns the other’s address. Try the Traffic pane’s ping.',
    release: '2015-08',
    seed: 29,
    features: ['ACLs', 'failures', 'broadcast'],
    plan: {
      ...TWO,
      acls: [
        { switch: 'sw0', priority: 1001, match: 'tcp', action: 'allow' },
        { switch: 'sw0', priority: 1000, match: '1', action: 'drop' },
      ],
    },
    packets: [
      { name: 'TCP from a to b', port: 'a', preset: 'tcp-syn', to: 'b', expect: { delivered: ['b'] } },
      {
        name: 'a asks who is b',
        port: 'a',
        preset: 'arp-request',
        to: BROADCAST,
        expect: { delivered: [], says: 'priority 1000' },
      },
    ],
  },
  {
    id: 'shadowed-acl',
    title: 'An ACL that never takes effect',
    summary:
      'The rule that drops port 22 stands below one that lets all TCP in: it is never reached. Paste the ACLs into the match lab and see what it says of the second.',
    release: '2015-08',
    seed: 30,
    features: ['ACLs', 'failures'],
    plan: {
      ...TWO,
      acls: [
        { switch: 'sw0', priority: 1002, match: 'outport == "b" && tcp', action: 'allow' },
        { switch: 'sw0', priority: 1001, match: 'outport == "b" && tcp.dst == 80', action: 'drop' },
        { switch: 'sw0', priority: 1000, match: 'outport == "b" && ip4', action: 'drop' },
      ],
    },
    packets: [
      { name: 'TCP to port 80 of b', port: 'a', preset: 'tcp-syn', to: 'b', expect: { delivered: ['b'] } },
      { name: 'A ping to b', port: 'a', preset: 'ping', to: 'b', expect: { delivered: [], says: 'priority 1000' } },
    ],
  },
  {
    id: 'one-way',
    title: 'Allowed there, and not back',
    summary:
      'a may send to b, b may not send to a. In 2015 an ACL knows no connections: the echo request arrives, and the reply does not.',
    release: '2015-08',
    seed: 31,
    features: ['ACLs'],
    plan: {
      ...TWO,
      acls: [{ switch: 'sw0', priority: 1000, match: 'inport == "b" && ip4', action: 'drop' }],
    },
    packets: [
      { name: 'The request', port: 'a', preset: 'ping', to: 'b', expect: { delivered: ['b'] } },
      { name: 'The reply', port: 'b', preset: 'ping-reply', to: 'a', expect: { delivered: [], says: 'priority 1000' } },
    ],
  },
  {
    id: 'flood-of-eight',
    title: 'A broadcast to eight hypervisors',
    summary:
      'One ARP request, seven copies over seven tunnels: the sender’s hypervisor makes all of them. Step through and count.',
    release: '2015-08',
    seed: 32,
    features: ['broadcast', 'tunnels', 'scale'],
    plan: {
      machines: hypervisors(8),
      switches: ['sw0'],
      ports: Array.from({ length: 8 }, (_, index) => ({
        switch: 'sw0',
        name: `p${index + 1}`,
        macs: [mac(index + 1)],
      })),
      vifs: Array.from({ length: 8 }, (_, index) => ({
        machine: `hv${index + 1}`,
        iface: `tap${index + 1}`,
        port: `p${index + 1}`,
      })),
    },
    packets: [
      {
        name: 'p1 asks everybody',
        port: 'p1',
        preset: 'arp-request',
        to: BROADCAST,
        expect: { delivered: ['p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8'], says: 'over 7 tunnels' },
      },
    ],
  },
  {
    id: 'same-address-twice',
    title: 'Two ports with one address',
    summary:
      'b and c both say 00:00:00:00:00:02. Two rows of the Pipeline match the same packet with the same priority: which one wins is nobody’s promise.',
    release: '2015-08',
    seed: 33,
    features: ['switching', 'failures'],
    plan: {
      ...TWO,
      ports: [...PORTS, { switch: 'sw0', name: 'c', macs: [mac(2)] }],
      vifs: [...VIFS, { machine: 'hv1', iface: 'tap-c', port: 'c' }],
    },
    packets: [{ name: 'a pings the address', port: 'a', preset: 'ping', to: mac(2), expect: { delivered: ['c'] } }],
  },
  {
    id: 'northd-asleep',
    title: 'Written, and not translated',
    summary:
      'ovn-northd was stopped before port b was added. The northbound database has it, the Pipeline does not, and its hypervisor waits. Start ovn-northd and watch.',
    release: '2015-08',
    seed: 34,
    features: ['failures'],
    plan: { ...TWO, ports: [PORTS[0]], vifs: [VIFS[0]] },
    commands: [
      'ovs-appctl -t ovn-northd exit',
      'ovn-nbctl lport-add sw0 b',
      `ovn-nbctl lport-set-macs b ${mac(2)}`,
      'as hv2 ovs-vsctl add-port br-int tap-b -- set interface tap-b external_ids:iface-id=b',
    ].join('\n'),
    packets: [{ name: 'a pings b', port: 'a', preset: 'ping', to: mac(2), expect: { delivered: [] } }],
  },
  {
    id: 'controller-gone',
    title: 'A hypervisor that nobody tells anything',
    summary:
      'ovn-controller of hv1 was told to exit, which takes its tunnels down, and then b was given another address. hv2 knows it; hv1 goes on with old flows, into a tunnel that is gone.',
    release: '2015-08',
    seed: 35,
    features: ['failures'],
    plan: TWO,
    commands: ['ovs-appctl -t ovn-controller exit', `ovn-nbctl lport-set-macs b ${mac(5)}`].join('\n'),
    packets: [
      { name: 'To the new address', port: 'a', preset: 'ping', to: mac(5), expect: { delivered: [] } },
      {
        name: 'To the old address',
        port: 'a',
        preset: 'ping',
        to: mac(2),
        expect: { delivered: [], says: 'hv1 has no port' },
      },
    ],
  },
];
