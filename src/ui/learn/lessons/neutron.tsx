/** What becomes of a network, a port and a server of OpenStack, as far as a packet. */
import { arrived, logicalPortOf, networkCalled, neutronPortCalled, serverCalled, switchNamed } from '../checks';
import type { Lesson } from '../lesson';
import { boot, portCreate, send } from './openstack-lines';

export const neutron: Lesson = {
  id: 'neutron',
  title: 'From neutron net-create to a packet',
  summary:
    'A network in Neutron becomes a logical switch, a port a logical port, a server an interface; then they talk.',
  scenario: 'devstack',
  manual: [{ page: '7 ovn-architecture', says: '“Information Flow in OVN”, with the CMS above it' }],
  steps: [
    {
      title: 'Stack',
      text: (
        <p>
          Two hypervisors and nothing else. <code>./stack.sh</code> does here what devstack did in April 2015: it starts
          neutron-server, with networking-ovn as its driver, and Nova, and makes the networks private and public.
        </p>
      ),
      hints: ['Type it in the terminal. The OpenStack pane, under More, has a button for it too.'],
      learned: 'Two programs more, each with a database of its own. OVN got two switches from them.',
      commands: ['./stack.sh'],
      check: ({ mirror }) => (networkCalled(mirror, 'private') ? null : 'There is no network private yet.'),
    },
    {
      title: 'A network becomes a switch',
      text: (
        <p>
          Make a network with a subnet, and look at the graph. The graph says “blue”; take away the tick at “Neutron’s
          names” in the OpenStack pane, and you see what OVN knows: neutron- and the network’s id.
        </p>
      ),
      prediction: {
        question: 'What does the subnet become in OVN of April 2015?',
        choices: ['A column of the switch', 'A row of its own', 'Nothing'],
        answer: 2,
      },
      hints: ['neutron net-create takes a name; neutron subnet-create the network and a prefix.'],
      learned:
        'One row: a Logical_Switch named by the id, the name only in its external_ids. Addresses are Neutron’s own matter yet.',
      commands: ['neutron net-create blue', 'neutron subnet-create --name blue-subnet blue 192.168.7.0/24'],
      check: ({ mirror }) => {
        const blue = networkCalled(mirror, 'blue');
        if (!blue) return 'There is no network blue yet.';
        if (blue.cidrs.length === 0) return 'blue has no subnet yet.';
        return switchNamed(mirror, `neutron-${blue.id}`) ? null : 'OVN has no switch for blue.';
      },
    },
    {
      title: 'A port becomes a logical port',
      text: (
        <p>
          Make two ports on blue. Neutron chooses a MAC and an address for each, and the driver writes a Logical_Port.
          Point at one on the graph: its Pipeline rows light up. It is down, for no interface is behind it.
        </p>
      ),
      hints: ['neutron port-create --name vm1 blue, and the same for vm2.'],
      learned:
        'The logical port’s name is the id of Neutron’s port. That id is what a tap device will carry as iface-id.',
      commands: [portCreate('vm1', 'blue'), portCreate('vm2', 'blue')],
      check: ({ mirror }) => {
        const missing = ['vm1', 'vm2'].filter((name) => !logicalPortOf(mirror, name));
        return missing.length === 0 ? null : `No logical port for ${missing.join(' and ')} yet.`;
      },
    },
    {
      title: 'A server plugs in',
      text: (
        <p>
          Boot a server for each port, one on each hypervisor. Nova has Neutron bind the port, then plugs a tap device
          into br-int with the port’s id as iface-id. From there on it is OVN’s work: ovn-controller claims the port.
        </p>
      ),
      hints: ['The OpenStack pane has a form too, but it makes its own ports: here the ports are there already.'],
      learned: 'Nova and OVN never speak to each other. They meet in one key of one interface.',
      commands: [boot('vm1', 'hv1'), boot('vm2', 'hv2')],
      check: ({ mirror }) => {
        const waiting = ['vm1', 'vm2'].filter((name) => serverCalled(mirror, name)?.status !== 'ACTIVE');
        if (waiting.length > 0) return `${waiting.join(' and ')} not ACTIVE yet.`;
        const unbound = ['vm1', 'vm2'].filter((name) => logicalPortOf(mirror, name)?.machine == null);
        return unbound.length === 0 ? null : `${unbound.join(' and ')} on no hypervisor yet.`;
      },
    },
    {
      title: 'A packet',
      text: (
        <p>
          Send a ping from vm1 to vm2 and step through it: table by table through blue’s Pipeline on hv1, through the
          tunnel, out of the tap device on hv2. Nothing of Neutron or Nova is asked on the way.
        </p>
      ),
      hints: ['send takes the logical port that sends; to= says the one that is to get it.'],
      learned: 'What Neutron said once is now flows: they work whether or not Neutron is there.',
      commands: [send('vm1', 'vm2')],
      check: ({ mirror, player }) => {
        const port = neutronPortCalled(mirror, 'vm2');
        return port && arrived(player, port.id) !== undefined ? null : 'Send a packet from vm1 to vm2.';
      },
    },
  ],
};
