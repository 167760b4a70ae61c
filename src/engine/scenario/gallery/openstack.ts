/** What OpenStack of 2015 makes of OVN: networks, servers, security groups, containers. */
import type { GalleryEntry } from './entry';

const MACHINES = ['hv1', 'hv2'].map((name, index) => ({
  name,
  encapType: 'geneve',
  encapIp: `192.168.0.${index + 1}`,
}));
const NOTHING = { machines: MACHINES, switches: [], ports: [], vifs: [] };
const BROADCAST = 'ff:ff:ff:ff:ff:ff';

const port = (name: string, network: string, options = '') =>
  `neutron port-create --name ${name} ${options} ${network}`;

const boot = (name: string, host: string) =>
  `nova boot --flavor m1.nano --image cirros --availability-zone nova:${host} --nic port-id=$(neutron port-show -f value -F id ${name}) ${name}`;

export const OPENSTACK: readonly GalleryEntry[] = [
  {
    id: 'neutron-servers',
    title: 'Two servers of OpenStack',
    summary:
      'devstack of April 2015 with two servers on its private network. Each name is Neutron’s; take away the tick at “Neutron’s names” in the OpenStack pane to see what OVN knows.',
    release: '2015-04',
    seed: 41,
    features: ['OpenStack', 'tunnels'],
    plan: NOTHING,
    commands: [
      './stack.sh',
      port('vm1', 'private'),
      port('vm2', 'private'),
      boot('vm1', 'hv1'),
      boot('vm2', 'hv2'),
    ].join('\n'),
    packets: [{ name: 'vm1 pings vm2', port: 'vm1', preset: 'ping', to: 'vm2', expect: { delivered: ['vm2'] } }],
  },
  {
    id: 'neutron-groups',
    title: 'A security group for a web server',
    summary:
      'vm2 is in the group web, which lets in TCP to port 80 and nothing else; vm1 is in none. The ping is dropped, and the verdict says by which group.',
    release: '2015-04',
    seed: 42,
    features: ['OpenStack', 'security groups', 'ACLs'],
    plan: NOTHING,
    commands: [
      './stack.sh --security-groups designed-corrected',
      'neutron security-group-create web',
      'neutron security-group-rule-create --direction ingress --protocol tcp --port-range-min 80 --port-range-max 80 web',
      port('vm1', 'private', '--no-security-groups'),
      port('vm2', 'private', '--security-group web'),
      boot('vm1', 'hv1'),
      boot('vm2', 'hv2'),
    ].join('\n'),
    packets: [
      { name: 'vm1 asks the web server', port: 'vm1', preset: 'tcp-syn', to: 'vm2', expect: { delivered: ['vm2'] } },
      {
        name: 'vm1 pings it',
        port: 'vm1',
        preset: 'ping',
        to: 'vm2',
        expect: { delivered: [], says: 'no rule of group web allows icmp' },
      },
    ],
  },
  {
    id: 'neutron-tenants',
    title: 'Two networks with one subnet',
    summary:
      'red and blue both have 10.1.0.0/24. Neutron gives the same addresses twice, and OVN keeps them apart: one logical switch each.',
    release: '2015-04',
    seed: 43,
    features: ['OpenStack', 'switching', 'broadcast'],
    plan: NOTHING,
    commands: [
      './stack.sh',
      ...['red', 'blue'].flatMap((network) => [
        `neutron net-create ${network}`,
        `neutron subnet-create --name ${network}-subnet ${network} 10.1.0.0/24`,
        port(`${network}1`, network),
        port(`${network}2`, network),
        boot(`${network}1`, 'hv1'),
        boot(`${network}2`, 'hv2'),
      ]),
    ].join('\n'),
    packets: [
      { name: 'red1 pings red2', port: 'red1', preset: 'ping', to: 'red2', expect: { delivered: ['red2'] } },
      {
        name: 'blue1 asks everybody',
        port: 'blue1',
        preset: 'arp-request',
        to: BROADCAST,
        ip: ['10.1.0.2', '10.1.0.3'],
        expect: { delivered: ['blue2'] },
      },
    ],
  },
  {
    id: 'neutron-waiting',
    title: 'A server that waits for its network',
    summary:
      'ovn-northd had been stopped when vm1 was booted: nobody reports its port as up, Neutron has nothing to tell Nova, and the server stays in BUILD. Start ovn-northd before Nova loses patience.',
    release: '2015-04',
    seed: 44,
    features: ['OpenStack', 'failures'],
    plan: NOTHING,
    commands: ['./stack.sh', port('vm1', 'private'), 'ovs-appctl -t ovn-northd exit', boot('vm1', 'hv1')].join('\n'),
    packets: [],
  },
];
