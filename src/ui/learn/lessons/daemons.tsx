/** What each daemon is for, shown by taking it away. */
import { arrived, daemonNamed, portNamed } from '../checks';
import type { Lesson } from '../lesson';

/** The ping of the scenario. */
const ping = {
  do: 'send',
  preset: 'ping',
  port: 'sw0-port1',
  from: '00:00:00:00:00:01',
  to: '00:00:00:00:00:02',
} as const;

export const daemons: Lesson = {
  id: 'daemons',
  title: 'What breaks when a daemon stops',
  summary: 'Pause ovn-northd, kill an ovn-controller, and find out what goes on working and what goes stale.',
  scenario: 'article',
  pipelineOf: 'sw0',
  manual: [
    { page: '8 ovn-controller', says: '“CONFIGURATION”: what it reads from its own database, and waits for' },
    { page: '8 ovn-appctl', says: 'how each daemon is asked and stopped' },
  ],
  steps: [
    {
      title: 'Pause ovn-northd',
      text: (
        <p>
          Select ovn-northd in the outline (a button over the graph) and pause it in its details. Then send the ping:
          does anything change?
        </p>
      ),
      hints: [
        'Outline lists everything there is; the daemons come after the hypervisors.',
        'Two things are wanted: ovn-northd paused, and then the ping sent.',
      ],
      show: [{ do: 'daemon', name: 'ovn-northd', status: 'paused' }, ping],
      learned: 'Nothing changed, and that is the point: packets need flows, and the flows are there.',
      check: ({ mirror, player }) => {
        if (daemonNamed(mirror, 'ovn-northd')?.status !== 'paused') return 'ovn-northd is not paused yet.';
        return arrived(player, 'sw0-port2') === undefined ? 'Send the ping.' : null;
      },
    },
    {
      title: 'Ask it for something',
      text: (
        <p>
          Add a port to sw0. The northbound database has it at once. The Pipeline does not: what you want and what was
          compiled have come apart, and the page marks it as waiting.
        </p>
      ),
      hints: ['Two commands of ovn-nbctl, or Port above the graph.'],
      learned: 'The wish is in the northbound database; nobody has compiled it yet.',
      commands: ['ovn-nbctl lport-add sw0 sw0-port3', 'ovn-nbctl lport-set-macs sw0-port3 00:00:00:00:00:03'],
      check: ({ mirror }) => {
        if (daemonNamed(mirror, 'ovn-northd')?.status !== 'paused') return 'Pause ovn-northd again.';
        return portNamed(mirror, 'sw0-port3') ? null : 'There is no sw0-port3 yet.';
      },
    },
    {
      title: 'Let it go on',
      text: (
        <p>
          Let ovn-northd continue. It does not need to be told what it missed: it compares what should be with what is,
          and writes the difference.
        </p>
      ),
      hints: ['Resume is where Pause was: in the details of ovn-northd.'],
      show: [{ do: 'daemon', name: 'ovn-northd', status: 'running' }],
      learned: 'A daemon that compares what should be with what is needs no memory of what it missed.',
      check: ({ pipeline }) => {
        return pipeline.some((row) => row.match === 'inport == "sw0-port3"')
          ? null
          : 'The Pipeline does not know sw0-port3 yet.';
      },
    },
    {
      title: 'Kill an ovn-controller',
      text: (
        <p>
          Select ovn-controller of hv2 and kill it: no goodbye, unlike a clean stop. Then send the ping to sw0-port2,
          which lives there.
        </p>
      ),
      prediction: {
        question: 'Will the ping arrive?',
        choices: ['Yes', 'No, its flows go with it', 'No, hv1 sees at once that hv2 is gone'],
        answer: 0,
        found: ({ player }) => (player.trace ? (player.trace.verdict.kind === 'delivered' ? 0 : 1) : null),
      },
      hints: [
        'In the outline: ovn-controller below hv2. Kill is in its details.',
        'Kill it first, then send the ping.',
      ],
      show: [{ do: 'daemon', name: 'ovn-controller@hv2', status: 'killed' }, ping],
      learned: 'Its chassis stays registered and its flows stay in the switch: the switch goes on without it.',
      check: ({ mirror, player }) => {
        if (daemonNamed(mirror, 'ovn-controller@hv2')?.status !== 'killed')
          return 'hv2’s ovn-controller is not killed.';
        if (player.stale) return 'Send the ping again.';
        return arrived(player, 'sw0-port2') === 'hv2' ? null : 'Send the ping to sw0-port2.';
      },
    },
    {
      title: 'Now move something',
      text: (
        <p>
          Unplug vif2 from hv2. There is nobody on hv2 to notice: the binding still names hv2, the port is still “up”,
          and hv1 goes on sending packets to a hypervisor that has nowhere to put them. The graph marks what is stale.
          Send the ping and read where it ends.
        </p>
      ),
      hints: ['Run the first command, or drag vif2 out of hv2.', 'Then send the ping once more.'],
      show: [{ do: 'run', lines: ['as hv2 ovs-vsctl del-port br-int vif2', 'ovn-nbctl lport-get-up sw0-port2'] }, ping],
      learned: 'A dead ovn-controller shows only when something changes: then everybody trusts a row that is old.',
      commands: ['as hv2 ovs-vsctl del-port br-int vif2', 'ovn-nbctl lport-get-up sw0-port2'],
      check: ({ mirror, player }) => {
        const hv2 = mirror.model.machines.find((machine) => machine.name === 'hv2');
        if (hv2?.vifs.some((vif) => vif.ifaceId === 'sw0-port2')) return 'vif2 is still plugged in.';
        if (!player.trace || player.stale) return 'Send the ping and read where it ends.';
        return arrived(player, 'sw0-port2') === undefined ? null : 'The ping still arrived.';
      },
    },
    {
      title: 'Start it again',
      text: (
        <p>
          Start hv2’s ovn-controller. It gives the binding up, ovn-northd reports the port as down, and hv1 drops the
          packet itself instead of sending it off into nothing.
        </p>
      ),
      hints: ['In the outline: ovn-controller below hv2, Start in its details; or type the command.'],
      learned: 'It compared and corrected, like ovn-northd before: both are safe to restart at any time.',
      commands: ['as hv2 ovn-controller', 'ovn-nbctl lport-get-up sw0-port2'],
      check: ({ mirror }) => {
        if (daemonNamed(mirror, 'ovn-controller@hv2')?.status !== 'running') return 'It is not running yet.';
        return portNamed(mirror, 'sw0-port2')?.up === false ? null : 'sw0-port2 still counts as up.';
      },
    },
  ],
};
