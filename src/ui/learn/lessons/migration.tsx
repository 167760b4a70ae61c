/** A virtual machine moves: who has to know, and who finds out when. */
import { arrived, portNamed } from '../checks';
import type { Lesson } from '../lesson';

export const migration: Lesson = {
  id: 'migration',
  title: 'A virtual machine moves',
  summary: 'Migrate sw0-port2 to another hypervisor, see who changes what and in which order, and go back in time.',
  scenario: 'migration',
  steps: [
    {
      title: 'See where it lives',
      text: (
        <p>
          sw0-port2 is on hv2. Send the ping: hv1 finds in table 64 that the port is remote, gives the packet the port’s
          key and puts it into the tunnel to hv2.
        </p>
      ),
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
          Open the timeline. hv3’s ovn-controller claims the port in its Port_Binding row. That one commit wakes every
          other ovn-controller: each of them replaces the flow that leads to the port. ovn-northd has only to say that
          it is up. The Pipeline did not change by a single row, since no logical flow knows where a port is.
        </p>
      ),
      check: ({ pane }) => (pane === 'timeline' ? null : 'Open the Timeline pane.'),
    },
    {
      title: 'The same packet again',
      text: (
        <p>
          Send the ping once more. Up to table 64 it meets the same rows; only the tunnel at the end is another one.
        </p>
      ),
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
      check: ({ mirror }) => {
        const { position, length } = mirror.history;
        if (position >= length) return 'Choose an earlier entry in the timeline.';
        return portNamed(mirror, 'sw0-port2')?.machine === 'hv2' ? null : 'Go back a little further: before the move.';
      },
    },
  ],
};
