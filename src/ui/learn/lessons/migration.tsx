/** A virtual machine moves: who has to know, and who finds out when. */
import { arrived, portNamed } from '../checks';
import type { Lesson } from '../lesson';

/** The ping of the scenario. */
const ping = {
  do: 'send',
  preset: 'ping',
  port: 'sw0-port1',
  from: '00:00:00:00:00:01',
  to: '00:00:00:00:00:02',
} as const;

export const migration: Lesson = {
  id: 'migration',
  title: 'A virtual machine moves',
  summary: 'Migrate sw0-port2 to another hypervisor, see who changes what and in which order, and go back in time.',
  scenario: 'migration',
  manual: [
    { page: '7 ovn-architecture', says: '“Life Cycle of a VIF”' },
    { page: '5 ovn-nb', says: 'requested-chassis among the options of Logical_Switch_Port, for a live migration' },
  ],
  steps: [
    {
      title: 'See where it lives',
      text: (
        <p>
          sw0-port2 is on hv2. Send the ping: hv1 finds in table 64 that the port is remote, gives the packet the port’s
          key and puts it into the tunnel to hv2.
        </p>
      ),
      hints: ['The ping is under Send, over the graph (on a phone it is in the outline).'],
      show: [ping],
      learned: 'Table 64 on hv1 is the only place that knows where sw0-port2 lives.',
      check: ({ player }) => (arrived(player, 'sw0-port2') === 'hv2' ? null : 'Send the ping; it should reach hv2.'),
    },
    {
      title: 'Move it',
      text: (
        <p>
          Drag the interface from hv2 onto hv3, or type it. Only the interface moves. Nobody touches the logical
          network: the port keeps its name, its address and its key.
        </p>
      ),
      prediction: {
        question: 'How many rows of the Pipeline will change?',
        choices: ['None', 'Only those of sw0-port2', 'All rows of sw0'],
        answer: 0,
      },
      hints: [
        'Drag vif2 by its line in the box of hv2, and let go over hv3.',
        'In the terminal: del-port on hv2, then add-port on hv3 with the same iface-id.',
      ],
      learned: 'No logical row knows where a port is. A move changes one Port_Binding row and the flows of chassis.',
      commands: [
        'as hv2 ovs-vsctl del-port br-int vif2',
        'as hv3 ovs-vsctl add-port br-int vif2 -- set interface vif2 external-ids:iface-id=sw0-port2',
      ],
      check: ({ mirror }) => {
        const port = portNamed(mirror, 'sw0-port2');
        if (!port) return 'There is no sw0-port2.';
        return port.machine === 'hv3' ? null : 'sw0-port2 is not on hv3 yet.';
      },
    },
    {
      title: 'Read what happened',
      text: (
        <p>
          Open the <b>Timeline</b> pane. hv3’s ovn-controller claims the port in its Port_Binding row. That one commit
          wakes every other ovn-controller: each of them replaces the flow that leads to the port. ovn-northd has only
          to say that it is up. The Pipeline did not change by a single row.
        </p>
      ),
      hints: [
        'Timeline is a tab below the graph, or under More.',
        'If it is open already, point at one of its entries.',
      ],
      show: [{ do: 'pane', pane: 'timeline' }],
      learned: 'One commit woke every ovn-controller: that is how all of them find out, and how soon.',
      check: ({ panes }) => (panes.has('timeline') ? null : 'Open the Timeline pane.'),
    },
    {
      title: 'The same packet again',
      text: (
        <p>
          Send the ping once more. Up to table 64 it meets the same rows; only the tunnel at the end is another one.
        </p>
      ),
      hints: ['It is the same choice under Send.'],
      show: [ping],
      learned: 'Same rows, same keys, another tunnel.',
      check: ({ player }) =>
        arrived(player, 'sw0-port2') === 'hv3' ? null : 'Send the ping again; it should reach hv3 now.',
    },
    {
      title: 'Go back',
      text: (
        <p>
          The timeline is also a way back: choose an entry from before the move and the whole deployment is as it was,
          flows included. If you act there, that makes a branch, and what came after stays where it is.
        </p>
      ),
      hints: ['Back, in the Timeline pane, goes one entry at a time.', 'The move began where del-port was run on hv2.'],
      show: [{ do: 'back', port: 'sw0-port2', machine: 'hv2' }],
      learned: 'You stand before the move. Nothing is lost: forward leads to hv3 again.',
      check: ({ mirror }) => {
        const { position, length } = mirror.history;
        if (position >= length) return 'Choose an earlier entry in the timeline.';
        return portNamed(mirror, 'sw0-port2')?.machine === 'hv2' ? null : 'Go back a little further: before the move.';
      },
    },
  ],
};
