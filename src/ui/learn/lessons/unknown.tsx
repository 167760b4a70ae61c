/** Addresses that nobody told OVN: why a logical switch does not learn, and what a port for unknown ones is. */
import { arrived, portNamed } from '../checks';
import type { Lesson } from '../lesson';

const NOBODY = '00:00:00:00:00:77';

export const unknown: Lesson = {
  id: 'unknown',
  title: 'Addresses that nobody told OVN',
  summary: 'A switch of iron floods what it does not know, and learns. A logical switch knows, or drops.',
  scenario: 'nobody-there',
  pipelineOf: 'sw0',
  manual: [{ page: '5 ovn-nb', says: 'addresses of Logical_Switch_Port: unknown, dynamic, router' }],
  steps: [
    {
      title: 'To an address of nobody',
      text: (
        <p>
          a sends to {NOBODY}, which no port of sw0 has. Read where the packet ends, and which rows were there to match.
        </p>
      ),
      prediction: {
        question: 'What does the switch do?',
        choices: ['It floods the packet', 'It drops the packet'],
        answer: 1,
        found: ({ player }) => (player.trace ? (player.trace.verdict.kind === 'dropped' ? 1 : 0) : null),
      },
      hints: ['to= takes an Ethernet address as well as a port.'],
      learned:
        'Table 1 has a row for each address that is known, and none for the rest: nothing matches, so it is dropped.',
      commands: [`send a ping to=${NOBODY}`],
      check: ({ player }) => {
        if (!player.trace || player.stale) return `Send a ping from a to ${NOBODY}.`;
        return player.trace.verdict.kind === 'dropped' ? null : 'This packet arrived.';
      },
    },
    {
      title: 'A port for the rest',
      text: <p>Make a port, outside, on hv2 whose address is the word unknown: behind it may be anybody.</p>,
      hints: ['lport-set-macs takes unknown in the place of an address.'],
      learned:
        'One row more, below all others of table 1: what is for nobody else goes to the ports of unknown addresses.',
      commands: [
        'ovn-nbctl lport-add sw0 outside',
        'ovn-nbctl lport-set-macs outside unknown',
        'as hv2 ovs-vsctl add-port br-int tap-o -- set interface tap-o external_ids:iface-id=outside',
      ],
      check: ({ mirror }) => {
        const port = portNamed(mirror, 'outside');
        if (!port) return 'There is no port outside yet.';
        if (!port.macs.includes('unknown')) return 'The address of outside is not unknown yet.';
        return port.machine === 'hv2' ? null : 'outside is not on hv2 yet.';
      },
    },
    {
      title: 'Once more',
      text: <p>Send the same ping again.</p>,
      hints: ['The arrow up brings the line back.'],
      learned: 'It arrives at outside, whoever that is. OVN did not learn: it was told that it does not know.',
      commands: [`send a ping to=${NOBODY}`],
      check: ({ player }) => (arrived(player, 'outside') ? null : `Send a ping from a to ${NOBODY} again.`),
    },
    {
      title: 'And to b?',
      text: <p>b’s address is known. Send a ping to b.</p>,
      prediction: {
        question: 'Does outside get a copy?',
        choices: ['Yes', 'No'],
        answer: 1,
        found: ({ player }) =>
          player.trace?.verdict.deliveries.some(({ logicalPort }) => logicalPort === 'outside') === true ? 0 : 1,
      },
      hints: ['send a ping to=b'],
      learned: 'No: a port for unknown addresses is no mirror. It gets what is left over, and broadcasts like anybody.',
      commands: ['send a ping to=b'],
      check: ({ player }) => (arrived(player, 'b') ? null : 'Send a ping from a to b.'),
    },
  ],
};
