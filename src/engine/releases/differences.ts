/** What differs between the releases, for people who choose one. */
import type { ReleaseId } from './release';

/** One subject, and what each release does about it in one or two plain sentences. */
export interface ReleaseDifference {
  readonly id: string;
  readonly title: string;
  readonly text: Readonly<Record<ReleaseId, string>>;
  /** One that a person can see in the lab in a minute. */
  readonly lesson?: boolean;
}

export const RELEASE_DIFFERENCES: readonly ReleaseDifference[] = [
  {
    id: 'broadcast-port-security',
    title: 'Broadcast to a port with port security',
    text: {
      '2015-04':
        'Never arrives. Table 3 delivers to such a port only packets for its own addresses, and no row lets a broadcast through.',
      '2015-08':
        'Arrives. A row of priority 100 in table 3 delivers every broadcast and multicast before port security is asked.',
    },
    lesson: true,
  },
  {
    id: 'disabled-ports',
    title: 'Disabled ports',
    text: {
      '2015-04': 'There is no way to disable a port.',
      '2015-08':
        'A port with `enabled` false sends nothing and gets no unicast: its rows in tables 0 and 3 drop. Broadcasts still reach it.',
    },
    lesson: true,
  },
  {
    id: 'containers',
    title: 'Containers in a VM',
    text: {
      '2015-04': 'A binding has a parent port and a tag, but no controller claims it: the container stays down.',
      '2015-08': 'The chassis that has the VM also claims its containers, and tells them apart by VLAN tag.',
    },
    lesson: true,
  },
  {
    id: 'tunnels',
    title: 'Tunnels between hypervisors',
    text: {
      '2015-04':
        'Geneve, STT, or VXLAN when there is nothing better. (On the day of the article there were none yet; these are the announced next step.)',
      '2015-08': 'Geneve or STT. A chassis that offers only VXLAN gets no tunnel, and a line in the log says so.',
    },
    lesson: true,
  },
  {
    id: 'actions',
    title: 'Language of actions',
    text: {
      '2015-04':
        '`resubmit` goes on to the next table, `output("port")` names the port, and the last semicolon may be missing.',
      '2015-08':
        '`next;` goes on to the next table, `output;` sends to the outport, and every action ends with a semicolon.',
    },
  },
  {
    id: 'belonging',
    title: 'Ports and their switch',
    text: {
      '2015-04': 'A port and an ACL point to their switch. A switch that still has ports cannot be deleted.',
      '2015-08': 'A switch lists its ports and ACLs. Deleting it takes them with it.',
    },
  },
  {
    id: 'bindings',
    title: 'The table of bindings',
    text: {
      '2015-04': 'It is called Bindings, and names the chassis in a string that is empty when there is none.',
      '2015-08':
        'It is called Port_Binding, and refers to the Chassis row: when that row goes, the port is unbound at once.',
    },
  },
  {
    id: 'chassis',
    title: 'When a chassis is registered',
    text: {
      '2015-04':
        'Once it has a name, an encapsulation and an integration bridge. The encapsulation is one type of any name.',
      '2015-08': 'Once it has a name and an encapsulation, which may list several of geneve, stt and vxlan.',
    },
  },
  {
    id: 'commands',
    title: 'Commands of ovn-nbctl',
    text: {
      '2015-04': 'Switches, ports, MAC addresses, external ids. Port security and ACLs have no command yet.',
      '2015-08': 'Also `show`, and port security, `enabled`, type and options of a port.',
    },
  },
];
