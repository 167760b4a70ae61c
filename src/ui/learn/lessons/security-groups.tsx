/** From a rule of a security group to the verdict of a packet, and back. */
import { arrived, neutronPortCalled, serverCalled } from '../checks';
import type { Lesson, Seen } from '../lesson';
import { boot, portCreate, send } from './openstack-lines';

/** The protocol of the shown trace's packet when it is IPv4 without a tag: byte 23 of the frame. */
const protocolOf = ({ player }: Seen): number | undefined => player.trace?.request.bytes[23];
const ICMP = 1;
const TCP = 6;
const UDP = 17;

function reached(seen: Seen, protocol: number): boolean {
  const vm2 = neutronPortCalled(seen.mirror, 'vm2');
  return protocolOf(seen) === protocol && vm2 !== undefined && arrived(seen.player, vm2.id) !== undefined;
}

export const securityGroups: Lesson = {
  id: 'security-groups',
  title: 'Security groups become ACLs',
  summary: 'Write a rule in Neutron, see the ACL, the row and the flow it becomes, and read a drop in Neutron’s words.',
  scenario: 'devstack',
  manual: [{ page: '5 ovn-nb', says: 'the table ACL: direction, priority, allow-related, port groups' }],
  steps: [
    {
      title: 'A driver that writes ACLs',
      text: (
        <p>
          In April 2015 the driver wrote none: how to map rules to ACLs was a document, and code came in October. Start
          devstack with the mapping as that document meant it.
        </p>
      ),
      hints: ['neutron-server --help lists every mapping, its slips included.'],
      learned: 'Three mappings can be chosen; what was slipped in each is told in neutron-server --help.',
      commands: ['./stack.sh --security-groups designed-corrected'],
      check: ({ mirror }) => {
        if (mirror.openstack === null) return 'There is no Neutron yet.';
        return mirror.openstack.securityGroups === 'designed-corrected'
          ? null
          : 'Start it with --security-groups designed-corrected.';
      },
    },
    {
      title: 'A group with one rule',
      text: (
        <p>
          Make a group <b>web</b> that lets in TCP to port 80, and a server vm2 in it. vm1, the client, is in no group.
          Then point at the rule in the OpenStack pane: its ACL, its Pipeline row and the flows light up.
        </p>
      ),
      hints: ['Six commands; the group comes first, for the port names it.'],
      learned: 'One ACL for each port and rule, and two more that drop every other IP packet to and from the port.',
      commands: [
        'neutron security-group-create web',
        'neutron security-group-rule-create --direction ingress --protocol tcp --port-range-min 80 --port-range-max 80 web',
        portCreate('vm1', 'private', '--no-security-groups'),
        portCreate('vm2', 'private', '--security-group web'),
        boot('vm1', 'hv1'),
        boot('vm2', 'hv2'),
      ],
      check: ({ mirror }) => {
        const web = mirror.openstack?.groups.find(({ name }) => name === 'web');
        if (!web) return 'There is no group web yet.';
        if (!web.rules.some(({ words }) => words.startsWith('ingress IPv4 tcp/80')))
          return 'web has no rule for tcp/80 yet.';
        if (neutronPortCalled(mirror, 'vm2')?.groups.includes(web.id) !== true)
          return 'vm2 is not in the group web yet.';
        const waiting = ['vm1', 'vm2'].filter((name) => serverCalled(mirror, name)?.status !== 'ACTIVE');
        return waiting.length === 0 ? null : `${waiting.join(' and ')} not ACTIVE yet.`;
      },
    },
    {
      title: 'What it lets in',
      text: <p>Send a TCP SYN, which goes to port 80, from vm1 to vm2.</p>,
      hints: ['The kind of packet stands behind the port: send … tcp-syn to=…'],
      learned: 'The ACL with priority 1002 was met before the one that drops.',
      commands: [send('vm1', 'vm2', 'tcp-syn')],
      check: (seen) => (reached(seen, TCP) ? null : 'Send a TCP SYN from vm1 to vm2.'),
    },
    {
      title: 'What it does not',
      text: <p>Now a ping the same way. Read the verdict, and what is offered below it.</p>,
      hints: ['The same command with ping, or none of the kinds.'],
      learned:
        'The flow led to its Pipeline row, the row to its ACL, the ACL to the group whose rules do not speak of it.',
      commands: [send('vm1', 'vm2')],
      check: (seen) => {
        if (protocolOf(seen) !== ICMP) return 'Send a ping from vm1 to vm2.';
        const { trace } = seen.player;
        const drop = trace?.verdict.drops.some(({ sentence }) => sentence.includes('no rule of group web allows icmp'));
        return drop === true ? null : 'This ping was not dropped by the group.';
      },
    },
    {
      title: 'Let it in',
      text: <p>Do what the verdict offers: a rule for ICMP from vm1’s address. Then send the ping again.</p>,
      hints: ['Under the verdict is a button for it. The command stands there too.'],
      learned: 'Neutron wrote one ACL more; nothing else of the network was touched.',
      commands: [
        'neutron security-group-rule-create --direction ingress --protocol icmp --remote-ip-prefix 10.0.0.2/32 web',
        send('vm1', 'vm2'),
      ],
      check: (seen) => (reached(seen, ICMP) ? null : 'The ping does not arrive yet: add the rule, then send it again.'),
    },
    {
      title: 'One table for both ends',
      text: (
        <p>
          Put vm1 into the default group, which lets everything out, and send UDP to vm2. No rule of web speaks of UDP.
        </p>
      ),
      prediction: {
        question: 'Does it arrive?',
        choices: ['No: web does not let it in', 'Yes: what the sender’s rules let out passes'],
        answer: 1,
        found: ({ player }) => (player.trace ? (player.trace.verdict.kind === 'delivered' ? 1 : 0) : null),
      },
      hints: ['neutron port-update takes --security-group too; the kind of packet is udp.'],
      learned:
        'In 2015 a packet crosses one table of ACLs once. That is why October’s schema got a direction, and later a table for each end.',
      commands: ['neutron port-update --security-group default vm1', send('vm1', 'vm2', 'udp')],
      check: (seen) => (reached(seen, UDP) ? null : 'Put vm1 into the group default, then send UDP to vm2.'),
    },
  ],
};
