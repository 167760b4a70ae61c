/** Two databases that are to say the same, and how they come apart. */
import { logicalPortOf, networkCalled, neutronPortCalled, switchNamed } from '../checks';
import type { Lesson, Seen } from '../lesson';
import { portCreate } from './openstack-lines';

const typed = ({ ran }: Seen, line: string) => ran.find((one) => one.line.trim().startsWith(line));

export const neutronSync: Lesson = {
  id: 'neutron-sync',
  title: 'Out of sync, and back',
  summary: 'Make Neutron and OVN differ in two ways, find the differences, and mend them.',
  scenario: 'devstack',
  manual: [{ page: '8 ovn-northd', says: 'what it makes again from the northbound database at any time' }],
  steps: [
    {
      title: 'A driver that can compare',
      text: (
        <p>
          Neutron writes its own database, then OVN’s. Either can fail alone. The comparison of both came on 6 May 2015:
          start devstack with a driver that has it, and make a port.
        </p>
      ),
      hints: ['stack.sh takes --mechanism-driver, as neutron-server does.'],
      learned: 'The two databases agree: each network has its switch, each port its logical port.',
      commands: ['./stack.sh --mechanism-driver ovn-2015-05-14', portCreate('vm1', 'private')],
      check: ({ mirror }) => {
        if (mirror.openstack === null) return 'There is no Neutron yet.';
        if (mirror.openstack.driver !== 'ovn-2015-05-14') return 'Start it with --mechanism-driver ovn-2015-05-14.';
        return logicalPortOf(mirror, 'vm1') ? null : 'There is no port vm1 yet.';
      },
    },
    {
      title: 'Cut off',
      text: (
        <p>
          Cut neutron-server off from OVN’s northbound database, and make a network while it is. <code>sim_cut</code>{' '}
          and <code>sim_join</code> are words of this lab.
        </p>
      ),
      prediction: {
        question: 'What does neutron net-create answer?',
        choices: ['An error: OVN cannot be reached', 'The network, as if nothing were wrong'],
        answer: 1,
      },
      hints: ['First the cut, then the network; connect it again afterwards.'],
      learned: 'The driver of May logs the failure and goes on. Nobody who asked Neutron was told.',
      commands: ['sim_cut neutron-server', 'neutron net-create lost', 'sim_join neutron-server'],
      check: ({ mirror }) => {
        const lost = networkCalled(mirror, 'lost');
        if (!lost) return 'There is no network lost yet.';
        if (switchNamed(mirror, `neutron-${lost.id}`)) return 'OVN has it too: cut neutron-server off first.';
        return mirror.openstack?.connected === true ? null : 'Connect neutron-server again with sim_join.';
      },
    },
    {
      title: 'A hand in OVN',
      text: <p>Now the other way: delete the logical port of vm1 with ovn-nbctl. Neutron does not look.</p>,
      hints: ['Its name is the id of Neutron’s port.'],
      learned: 'Neutron still shows the port. Nothing tells it that what it wrote is gone.',
      commands: ['ovn-nbctl lport-del $(neutron port-show -f value -F id vm1)'],
      check: ({ mirror }) => {
        if (!neutronPortCalled(mirror, 'vm1')) return 'vm1 should stay in Neutron.';
        return logicalPortOf(mirror, 'vm1') ? 'The logical port of vm1 is still in OVN.' : null;
      },
    },
    {
      title: 'Look',
      text: (
        <p>
          Compare. The server does so ten seconds after its start; <code>neutron-sync log</code> does it now and tells
          what it found. The log pane has the words of the real program.
        </p>
      ),
      hints: ['The OpenStack pane has it under Sync, as a table.'],
      learned: 'It compares what exists, not what it says: an update that was lost would not be found.',
      commands: ['neutron-sync log'],
      check: (seen) => (typed(seen, 'neutron-sync') ? null : 'Compare the two.'),
    },
    {
      title: 'Mend',
      text: <p>Let it repair, and look at the graph: the network lost and the port of vm1 are there.</p>,
      hints: ['neutron-sync repair, or Repair in the OpenStack pane.'],
      learned: 'Neutron is taken for right: what it has is made in OVN, and what only OVN has would be deleted.',
      commands: ['neutron-sync repair'],
      check: ({ mirror }) => {
        const lost = networkCalled(mirror, 'lost');
        if (lost && !switchNamed(mirror, `neutron-${lost.id}`)) return 'OVN has no switch for lost yet.';
        return logicalPortOf(mirror, 'vm1') ? null : 'OVN has no port for vm1 yet.';
      },
    },
  ],
};
