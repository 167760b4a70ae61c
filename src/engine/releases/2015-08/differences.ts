/** What OVN of 2015-08 does about each subject in which the releases differ. */
import type { Differences } from '../differences';

export const DIFFERENCES: Differences = {
  'broadcast-port-security':
    'Arrives. A row of priority 100 in table 3 delivers every broadcast and multicast before port security is asked.',
  'disabled-ports':
    'A port with `enabled` false sends nothing and gets no unicast: its rows in tables 0 and 3 drop. Broadcasts still reach it.',
  containers: 'The chassis that has the VM also claims its containers, and tells them apart by VLAN tag.',
  tunnels: 'Geneve or STT. A chassis that offers only VXLAN gets no tunnel, and a line in the log says so.',
  actions: '`next;` goes on to the next table, `output;` sends to the outport, and every action ends with a semicolon.',
  belonging: 'A switch lists its ports and ACLs. Deleting it takes them with it.',
  bindings:
    'It is called Port_Binding, and refers to the Chassis row: when that row goes, the port is unbound at once.',
  chassis: 'Once it has a name and an encapsulation, which may list several of geneve, stt and vxlan.',
  commands: 'Also `show`, and port security, `enabled`, type and options of a port.',
};
