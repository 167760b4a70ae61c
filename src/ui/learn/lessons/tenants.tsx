/** Two tenants with the same addresses: what keeps two logical switches apart. */
import { arrived, portNamed } from '../checks';
import type { Lesson, Seen } from '../lesson';

const receivers = ({ player }: Seen): readonly string[] =>
  player.stale ? [] : (player.trace?.verdict.deliveries ?? []).map(({ logicalPort }) => logicalPort);

export const tenants: Lesson = {
  id: 'tenants',
  title: 'Two tenants with the same addresses',
  summary: 'red and blue use the same Ethernet addresses on the same hypervisors. Find what keeps them apart.',
  scenario: 'overlapping-tenants',
  pipelineOf: 'blue',
  manual: [
    { page: '7 ovn-architecture', says: '“Tunnel Encapsulations”: the keys of the datapath and of its ports' },
    { page: '5 ovn-sb', says: 'the table Datapath_Binding, in which a datapath has its key today' },
  ],
  steps: [
    {
      title: 'A ping of red',
      text: <p>red-1 pings red-2, at an address that blue-2 has as well. Both are on hv2.</p>,
      prediction: {
        question: 'Who gets it?',
        choices: ['red-2', 'blue-2', 'Both'],
        answer: 0,
        found: (seen) => {
          const [red, blue] = ['red-2', 'blue-2'].map((name) => receivers(seen).includes(name));
          return red && blue ? 2 : red ? 0 : blue ? 1 : null;
        },
      },
      hints: ['send takes the logical port that sends; to= says the one that is to get it.'],
      learned: 'Table 0 of hv1 knows by its interface which network a packet is of; every later row asks for that.',
      commands: ['send red-1 ping to=red-2'],
      check: ({ player }) => (arrived(player, 'red-2') ? null : 'Send a ping from red-1 to red-2.'),
    },
    {
      title: 'A question of blue to everybody',
      text: <p>blue-1 asks everybody who has an address: an ARP request is a broadcast.</p>,
      prediction: {
        question: 'How many ports of red hear it?',
        choices: ['None', 'One, the one with the address', 'Two'],
        answer: 0,
        found: (seen) => receivers(seen).filter((name) => name.startsWith('red')).length,
      },
      hints: ['The kind of packet stands behind the port: send … arp-request'],
      learned: 'Everybody means everybody of one logical switch: that is what a broadcast domain is here.',
      commands: ['send blue-1 arp-request'],
      check: (seen) => {
        if (receivers(seen).length === 0) return 'Send an ARP request from blue-1.';
        return receivers(seen).includes('blue-2') ? null : 'This packet did not come from blue-1.';
      },
    },
    {
      title: 'What the tunnel says',
      text: (
        <p>
          Between hypervisors no interface tells whose a packet is. Look into the flows of hv2, table 0: those for the
          tunnel match a key.
        </p>
      ),
      hints: ['as hv2 before a command runs it on hv2; ovs-ofctl dump-flows takes a bridge and a table.'],
      learned: 'Each network has a key of its own. That is why no two tenants need to agree on anything.',
      commands: ['as hv2 ovs-ofctl dump-flows br-int table=0'],
      check: ({ ran }) =>
        ran.some(({ line, stdout }) => line.includes('dump-flows') && stdout.includes('tun_id'))
          ? null
          : 'Print the flows of br-int on hv2.',
    },
    {
      title: 'One more for blue',
      text: <p>Give blue a third port, blue-3, with an address that nobody has, on hv1; then ping it from blue-1.</p>,
      hints: ['lport-add, lport-set-macs, and an interface with its iface-id.'],
      learned: 'Only blue’s rows were made anew. red, next door, was not touched.',
      commands: [
        'ovn-nbctl lport-add blue blue-3',
        'ovn-nbctl lport-set-macs blue-3 00:00:00:00:00:03',
        'ovs-vsctl add-port br-int tap-b3 -- set interface tap-b3 external_ids:iface-id=blue-3',
        'send blue-1 ping to=blue-3',
      ],
      check: ({ mirror, player }) => {
        if (!portNamed(mirror, 'blue-3')) return 'There is no port blue-3 yet.';
        if (portNamed(mirror, 'blue-3')?.machine == null) return 'blue-3 is plugged in nowhere yet.';
        return arrived(player, 'blue-3') ? null : 'Send a ping from blue-1 to blue-3.';
      },
    },
  ],
};
