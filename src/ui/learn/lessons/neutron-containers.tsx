/** A port of Neutron for a container, which has no device of its own. */
import { arrived, logicalPortOf, neutronPortCalled, serverCalled } from '../checks';
import type { Lesson } from '../lesson';
import { boot, portCreate, portId, send } from './openstack-lines';

export const neutronContainers: Lesson = {
  id: 'neutron-containers',
  title: 'A container’s port inside a VM',
  summary: 'Neutron’s binding:profile names a server’s port and a tag; OVN delivers to the container behind it.',
  scenario: 'devstack-august',
  manual: [{ page: '5 ovn-nb', says: 'parent_name and tag of Logical_Switch_Port' }],
  steps: [
    {
      title: 'Two servers',
      text: (
        <p>
          This is August 2015: ovn-controller carries containers. Start devstack and boot two servers on the network
          private, one on each hypervisor.
        </p>
      ),
      hints: ['First ./stack.sh, then a port and a server for each of vm1 and vm2.'],
      learned: 'vm2 is to be the host of a container; to OVN it is a port like any other.',
      commands: [
        './stack.sh',
        portCreate('vm1', 'private'),
        portCreate('vm2', 'private'),
        boot('vm1', 'hv1'),
        boot('vm2', 'hv2'),
      ],
      check: ({ mirror }) => {
        const missing = ['vm1', 'vm2'].filter((name) => serverCalled(mirror, name)?.status !== 'ACTIVE');
        if (missing.length > 0) return `${missing.join(' and ')} not ACTIVE yet.`;
        return logicalPortOf(mirror, 'vm2')?.machine === 'hv2' ? null : 'vm2 should be on hv2.';
      },
    },
    {
      title: 'A port without a device',
      text: (
        <p>
          A container in vm2 gets a port of Neutron with a MAC and an address of its own. Nothing will be plugged in for
          it: its <code>binding:profile</code> says whose device it shares, and by which VLAN tag it is told apart.
        </p>
      ),
      hints: ['--binding:profile type=dict parent_name=…,tag=42, where the parent is the id of vm2’s port.'],
      learned:
        'parent and tag are columns of the logical port. ovn-controller on hv2 claims it, for it has the parent.',
      commands: [portCreate('web', 'private', `--binding:profile type=dict parent_name=${portId('vm2')},tag=42`)],
      check: ({ mirror }) => {
        const web = logicalPortOf(mirror, 'web');
        if (!web) return 'There is no port web yet.';
        if (web.parent !== neutronPortCalled(mirror, 'vm2')?.id || web.tag !== 42)
          return 'web should have the port of vm2 as parent and the tag 42.';
        return web.machine === 'hv2' ? null : 'hv2 has not claimed web yet.';
      },
    },
    {
      title: 'Reach it',
      text: (
        <p>
          Send a ping from vm1 to web and look at the last step: the packet leaves by vm2’s tap device, with tag 42.
          What bridge the virtual machine has inside is its own affair.
        </p>
      ),
      hints: ['send, with web as the receiver.'],
      learned: 'The tag lives between the hypervisor and the server only: the tunnel carries the logical port instead.',
      commands: [send('vm1', 'web')],
      check: ({ mirror, player }) => {
        const web = neutronPortCalled(mirror, 'web');
        return web && arrived(player, web.id) !== undefined ? null : 'Send a ping to web.';
      },
    },
    {
      title: 'The server goes',
      text: <p>Delete vm2, and look at what becomes of web.</p>,
      prediction: {
        question: 'Is the port web still in Neutron afterwards?',
        choices: ['Yes, but on no hypervisor', 'No, it goes with the server'],
        answer: 0,
      },
      hints: ['nova delete takes the name; so does the OpenStack pane’s button.'],
      learned: 'Nova knows nothing of the container. Its port stays, waits for its parent, and reaches nobody.',
      commands: ['nova delete vm2'],
      check: ({ mirror }) => {
        if (serverCalled(mirror, 'vm2')) return 'vm2 is still there.';
        return logicalPortOf(mirror, 'web')?.machine == null ? null : 'web is still on a hypervisor.';
      },
    },
  ],
};
