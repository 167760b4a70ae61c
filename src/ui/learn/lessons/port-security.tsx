/** Port security, and what it did to broadcasts in April 2015. */
import { portNamed, traceOf } from '../checks';
import type { Lesson } from '../lesson';

/** A ping that says it comes from somebody else. */
const lie = {
  do: 'send',
  preset: 'ping',
  port: 'sw0-port1',
  from: '00:00:00:00:00:99',
  to: '00:00:00:00:00:02',
} as const;

export const portSecurity: Lesson = {
  id: 'port-security',
  title: 'Port security, and a bug worth knowing',
  summary: 'Stop a virtual machine from lying about its address, then find out why it no longer hears broadcasts.',
  scenario: 'article',
  manual: [{ page: '5 ovn-nb', says: 'port_security of Logical_Switch_Port, which knows IP addresses today' }],
  steps: [
    {
      title: 'Lie about an address',
      text: (
        <p>
          Send a packet from sw0-port1 whose Ethernet source is not its own, say 00:00:00:00:00:99, to
          00:00:00:00:00:02. Does anything stop it?
        </p>
      ),
      hints: [
        'Send, over the graph, has New packet (on a phone it is in the outline). Change the source under Ethernet.',
        'Only the last two digits matter here: source …:99, destination …:02.',
      ],
      show: [lie],
      learned: 'Nothing stopped it: table 0 asks only which port a packet came from.',
      check: ({ player }) => {
        const steps = traceOf(player, /:99$/, /:02$/);
        if (!steps) return 'Send a packet from 00:00:00:00:00:99 to 00:00:00:00:00:02.';
        return null;
      },
    },
    {
      title: 'Turn port security on',
      text: (
        <p>
          Select sw0-port1 on the graph and set its port security to 00:00:00:00:00:01. Its row in table 0 now also
          wants that source address, and its row in table 3 that destination. April’s ovn-nbctl had no command for it,
          so the page commits it with <code>ovsdb-client transact</code>; the terminal shows how.
        </p>
      ),
      hints: ['Click the port inside the box of sw0: Port security is a field of its details.'],
      show: [{ do: 'secure', port: 'sw0-port1', addresses: ['00:00:00:00:00:01'] }],
      learned:
        'One cell of one northbound row changed two rows of the Pipeline: what may go in, and what may come out.',
      check: ({ mirror }) =>
        portNamed(mirror, 'sw0-port1')?.portSecurity.length ? null : 'sw0-port1 has no port security yet.',
    },
    {
      title: 'Lie again',
      text: (
        <p>
          Send the same packet again. The verdict says where it ended and why; the row that caused it is one click away.
        </p>
      ),
      hints: ['The packet that you made is under Send.'],
      show: [lie],
      learned:
        'No row with a priority takes this packet any more: the last row of table 0, which matches everything, drops it.',
      check: ({ mirror, player }) => {
        if (!portNamed(mirror, 'sw0-port1')?.portSecurity.length) return 'Port security is off.';
        const steps = player.stale ? undefined : traceOf(player, /:99$/, /:02$/);
        if (!steps) return 'Send the packet from 00:00:00:00:00:99 again.';
        return steps.some((step) => step.kind === 'deliver') ? 'It still arrived.' : null;
      },
    },
    {
      title: 'Now broadcast to it',
      text: (
        <p>
          Send a broadcast from sw0-port2, for example the ARP request. sw0-port1 has done nothing wrong this time: it
          only wants to hear.
        </p>
      ),
      prediction: {
        question: 'Will sw0-port1 get its copy?',
        choices: ['Yes, port security is about what it sends', 'No, table 3 will drop it'],
        answer: 1,
        found: ({ player }) => {
          const verdict = player.trace?.verdict;
          return verdict ? (verdict.deliveries.some(({ logicalPort }) => logicalPort === 'sw0-port1') ? 0 : 1) : null;
        },
      },
      hints: [
        'Choose New packet under Send. It enters at sw0-port2, and its preset is ARP request.',
        'In the trace, look at the copy for sw0-port1 in table 3.',
      ],
      show: [
        { do: 'send', preset: 'arp-request', port: 'sw0-port2', from: '00:00:00:00:00:02', to: 'ff:ff:ff:ff:ff:ff' },
      ],
      learned:
        'In this release table 3 has one row for sw0-port1, and that row wants its own address as the destination. August 2015 added a row for multicast before it: what is right for unicast can be wrong for the rest.',
      check: ({ mirror, player }) => {
        if (!portNamed(mirror, 'sw0-port1')?.portSecurity.length) return 'Port security is off.';
        const steps = player.stale ? undefined : traceOf(player, /:02$/, /^ff:ff:ff:ff:ff:ff$/);
        if (!steps) return 'Send a broadcast from sw0-port2.';
        return steps.some((step) => step.kind === 'deliver' && step.logicalPort === 'sw0-port1')
          ? 'sw0-port1 did get this one.'
          : null;
      },
    },
  ],
};
