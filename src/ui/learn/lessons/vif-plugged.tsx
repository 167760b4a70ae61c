/** The chain from a plugged device to a server that runs, and what happens when it breaks. */
import { daemonNamed, serverCalled } from '../checks';
import type { Lesson } from '../lesson';
import { boot, portCreate } from './openstack-lines';

const CONTROLLER = 'ovn-controller@hv2';

export const vifPlugged: Lesson = {
  id: 'vif-plugged',
  title: 'Why does my VM wait?',
  summary:
    'Nova lets a server run only when its port is up. Follow the message from ovn-controller to Nova, and lose it.',
  scenario: 'devstack',
  manual: [
    { page: '5 ovn-nb', says: 'the column up of Logical_Switch_Port' },
    { page: '7 ovn-architecture', says: '“Life Cycle of a VIF”' },
  ],
  steps: [
    {
      title: 'A driver that waits for OVN',
      text: (
        <p>
          In April 2015 networking-ovn called every bound port ACTIVE at once. The article announces the next step: a
          port is ACTIVE when OVN’s <code>up</code> says so. Start devstack with that step taken.
        </p>
      ),
      hints: ['stack.sh takes the options of neutron-server.'],
      learned: 'From now on the status of a port in Neutron follows one column of OVN’s northbound database.',
      commands: ['./stack.sh --port-status up'],
      check: ({ mirror }) => {
        if (mirror.openstack === null) return 'There is no Neutron yet.';
        return mirror.openstack.portStatus === 'up'
          ? null
          : 'The driver does not wait: start it with --port-status up.';
      },
    },
    {
      title: 'Boot where nobody listens',
      text: <p>Pause ovn-controller on hv2 (in the outline, or here with “Show me”). Then boot a server on hv2.</p>,
      prediction: {
        question: 'The tap device is plugged, the port is bound in Neutron. What will nova list say?',
        choices: ['ACTIVE', 'BUILD', 'ERROR'],
        answer: 1,
      },
      hints: [
        'Select ovn-controller hv2 in the outline and pause it in its details.',
        'Then make the port and boot the server: two commands.',
      ],
      show: [
        { do: 'daemon', name: CONTROLLER, status: 'paused' },
        { do: 'run', lines: [portCreate('vm1', 'private'), boot('vm1', 'hv2')] },
      ],
      learned:
        'Everything is in place but the claim. Nova waits for network-vif-plugged, with the machine built and not running.',
      commands: [portCreate('vm1', 'private'), boot('vm1', 'hv2')],
      check: ({ mirror }) => {
        const vm1 = serverCalled(mirror, 'vm1');
        if (!vm1) {
          return daemonNamed(mirror, CONTROLLER)?.status === 'paused'
            ? 'There is no server vm1 yet.'
            : 'Pause ovn-controller on hv2 first.';
        }
        if (vm1.host !== 'hv2') return 'vm1 should be on hv2.';
        return vm1.waiting.length > 0 ? null : 'vm1 waits for nobody: ovn-controller on hv2 was not paused.';
      },
    },
    {
      title: 'Let it claim the port',
      text: <p>Let ovn-controller on hv2 go on, and watch the server’s status.</p>,
      hints: ['Select it in the outline again and let it run.'],
      show: [{ do: 'daemon', name: CONTROLLER, status: 'running' }],
      learned: 'One claim in the southbound database was the first of six messages.',
      check: ({ mirror }) => (serverCalled(mirror, 'vm1')?.status === 'ACTIVE' ? null : 'vm1 is not ACTIVE yet.'),
    },
    {
      title: 'Read the story',
      text: (
        <p>
          The timeline tells it message by message: ovn-controller writes the chassis into the binding; ovn-northd sees
          it and sets <code>up</code>; neutron-server sees that, calls the port ACTIVE and posts network-vif-plugged to
          Nova; Nova lets the machine run. Open it and go back an entry at a time.
        </p>
      ),
      hints: ['Timeline is a tab below the graph.'],
      show: [{ do: 'pane', pane: 'timeline' }],
      learned: 'No program here calls the next one but the last: each watches a database that another writes.',
      check: ({ panes }) => (panes.has('timeline') ? null : 'Open the timeline.'),
    },
    {
      title: 'Never hear of it',
      text: (
        <p>
          Pause ovn-controller on hv2 again, boot a second server there, and wait five minutes with{' '}
          <code>sleep 300</code>: virtual ones.
        </p>
      ),
      hints: ['Three things are wanted: the daemon paused, vm2 booted on hv2, and time passed.'],
      show: [
        { do: 'daemon', name: CONTROLLER, status: 'paused' },
        { do: 'run', lines: [portCreate('vm2', 'private'), boot('vm2', 'hv2'), 'sleep 300'] },
      ],
      learned:
        'After vif_plugging_timeout Nova gives up: the server is in ERROR, and the log of the dead daemon is where to look.',
      commands: [portCreate('vm2', 'private'), boot('vm2', 'hv2'), 'sleep 300'],
      check: ({ mirror }) => {
        const vm2 = serverCalled(mirror, 'vm2');
        if (!vm2) return 'There is no server vm2 yet.';
        return vm2.status === 'ERROR' ? null : `vm2 is ${vm2.status}, not in ERROR.`;
      },
    },
  ],
};
