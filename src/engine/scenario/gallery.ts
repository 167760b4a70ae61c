/** Scenarios to start from, the article's own network first. Each is built from a plan the way a person would build it. */
import { releaseById, Deployment } from '../releases';
import { encode, PRESETS, toHex } from '../../packets';
import { buildNetwork } from './plan';
import { exportScenario } from './export';
import type { PresetName } from '../../packets';
import type { ReleaseId } from '../releases';
import type { SavedPacket, ScenarioDocument } from './document';
import type { NetworkPlan, PlannedMachine, PlannedPort } from './plan';

export interface GalleryEntry {
  readonly id: string;
  readonly title: string;
  /** One or two sentences: what there is and what to try. */
  readonly summary: string;
  readonly release: ReleaseId;
  readonly seed: number;
  readonly plan: NetworkPlan;
  readonly packets: readonly PlannedPacket[];
}

interface PlannedPacket {
  readonly name: string;
  readonly machine: string;
  readonly iface: string;
  readonly preset: PresetName;
  readonly from: string;
  readonly to: string;
}

/** The document of a gallery entry, in its own release or in another; undefined for an id or a release that there is not. */
export function galleryScenario(id: string, inRelease?: string): ScenarioDocument | undefined {
  const entry = GALLERY.find((candidate) => candidate.id === id);
  const release = entry === undefined ? undefined : releaseById(inRelease ?? entry.release);
  if (entry === undefined || release === undefined) return undefined;
  const deployment = new Deployment({ release, seed: entry.seed });
  const built = buildNetwork(deployment, entry.plan);
  if (!built.ok) throw new Error(`${id}: ${built.error.message}`);
  return exportScenario(
    deployment,
    {
      name: entry.title,
      packets: entry.packets.map(buildPacket),
      // The page arranges what nobody has put anywhere, to the space it has.
      positions: {},
    },
    { shortest: true },
  );
}

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
  machine: 'hv1',
  iface: 'vif1',
  preset: 'ping',
  from: MAC_1,
  to: MAC_2,
};

const ARP: PlannedPacket = {
  name: 'ARP request from sw0-port1 to everybody',
  machine: 'hv1',
  iface: 'vif1',
  preset: 'arp-request',
  from: MAC_1,
  to: BROADCAST,
};

export const GALLERY: readonly GalleryEntry[] = [
  {
    id: 'article',
    title: "The article's network",
    summary:
      'One logical switch, two ports, two hypervisors: what the article of 21 April 2015 describes, with a second hypervisor to talk to. Send the ping and follow it.',
    release: '2015-04',
    seed: 1,
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
    packets: [ARP, PING],
  },
  {
    id: 'spoofing',
    title: 'A spoofed source address',
    summary:
      "The VM behind sw0-port1 sends with somebody else's Ethernet address. Port security drops it in the first table; the trace says which row would have let it through.",
    release: '2015-08',
    seed: 3,
    plan: {
      machines: GENEVE_MACHINES,
      switches: ['sw0'],
      ports: [
        { switch: 'sw0', name: 'sw0-port1', macs: [MAC_1], portSecurity: [MAC_1] },
        { switch: 'sw0', name: 'sw0-port2', macs: [MAC_2], portSecurity: [MAC_2] },
      ],
      vifs: TWO_VIFS,
    },
    packets: [{ ...PING, name: 'Ping with a stolen address', from: '00:00:00:00:00:99' }, PING],
  },
  {
    id: 'containers',
    title: 'Containers in a VM',
    summary:
      'Two containers live in the VM behind vm1; the VM tags their packets with VLANs 42 and 43. Their ports have no interface of their own: the hypervisor tells them apart by the tag.',
    release: '2015-08',
    seed: 4,
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
        machine: 'hv2',
        iface: 'vif2',
        preset: 'ping',
        from: '00:00:00:00:02:00',
        to: '00:00:00:00:01:42',
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
    packets: [{ ...PING, name: 'TCP to port 80', preset: 'tcp-syn' }, PING],
  },
  {
    id: 'migration',
    title: 'A VM moves',
    summary:
      'sw0-port2 runs on hv2. Drag it to hv3: hv3 claims its binding, every hypervisor changes its flows, and the same ping arrives somewhere else. Step through it in the timeline.',
    release: '2015-08',
    seed: 6,
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
    packets: [PING, ARP, { ...PING, name: 'Ping from sw0-port1 to sw0-port3', to: MAC_3 }],
  },
  {
    id: 'ten-by-ten',
    title: 'Ten switches of ten ports',
    summary: 'A hundred ports on ten hypervisors, to see what one change costs and whom it reaches.',
    release: '2015-08',
    seed: 8,
    plan: gridPlan(10, 10, 10),
    packets: [
      {
        name: 'Ping inside sw0',
        machine: 'hv1',
        iface: 'sw0-port1',
        preset: 'ping',
        from: gridMac(0, 0),
        to: gridMac(0, 1),
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
    plan: { machines: [{ name: 'hv1', bare: true }], switches: [], ports: [], vifs: [] },
    packets: [],
  },
  {
    id: 'empty',
    title: 'An empty lab',
    summary: 'Two databases and ovn-northd, nothing else. Draw, or type commands.',
    release: '2015-04',
    seed: 9,
    plan: { machines: [], switches: [], ports: [], vifs: [] },
    packets: [],
  },
];

/** Switches with ports spread over hypervisors in turn; for the gallery and for measurements. */
export function gridPlan(switches: number, portsPerSwitch: number, machines: number): NetworkPlan {
  const names = Array.from({ length: switches }, (_, index) => `sw${index}`);
  const ports: PlannedPort[] = [];
  const vifs: { machine: string; iface: string; port: string }[] = [];
  for (const [index, name] of names.entries()) {
    for (let port = 0; port < portsPerSwitch; port++) {
      const portName = `${name}-port${port + 1}`;
      ports.push({ switch: name, name: portName, macs: [gridMac(index, port)] });
      if (machines > 0) vifs.push({ machine: `hv${(port % machines) + 1}`, iface: portName, port: portName });
    }
  }
  return {
    machines: Array.from({ length: machines }, (_, index) => ({
      name: `hv${index + 1}`,
      encapType: 'geneve',
      encapIp: `192.168.${index >> 8}.${(index & 0xff) + 1}`,
    })),
    switches: names,
    ports,
    vifs,
  };
}

/** The Ethernet address of a port of `gridPlan`, both counted from 0. */
export function gridMac(sw: number, port: number): string {
  const byte = (value: number) => (value & 0xff).toString(16).padStart(2, '0');
  return `0a:00:${byte(sw >> 8)}:${byte(sw)}:${byte(port >> 8)}:${byte(port)}`;
}

function buildPacket(packet: PlannedPacket, index: number): SavedPacket {
  const endpoints = { ethSrc: packet.from, ethDst: packet.to, ipSrc: '10.0.0.1', ipDst: '10.0.0.2' };
  const bytes = encode(PRESETS[packet.preset].build(endpoints));
  if (!bytes.ok) throw new Error(bytes.error.message);
  const { name, machine, iface } = packet;
  return { id: `packet-${index + 1}`, name, machine, iface, hex: toHex(bytes.value) };
}
