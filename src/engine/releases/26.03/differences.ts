/** What 26.03 does about the subjects in which releases differ. */
import type { Differences } from '../differences';

export const DIFFERENCES: Differences = {
  'broadcast-port-security':
    'A port with port security gets broadcasts. What it may receive is checked in a table of the hypervisor, after the egress pipeline.',
  'disabled-ports': 'Ports can be disabled. Nothing goes in or out.',
  containers: 'A container is a port with a parent and a tag. Its VM’s hypervisor claims both.',
  tunnels:
    'Geneve, with the datapath in its key and both ports in an option, or VXLAN. One tunnel for each pair of addresses.',
  actions: 'A language of its own with some 90 actions: connection tracking, NAT, load balancing, ARP, DHCP and more.',
  belonging: 'Switches and routers list their ports. ACLs belong to switches or to port groups.',
  bindings: '`Port_Binding`, with a type for everything a port can be. Its chassis is a reference.',
  chassis:
    'As soon as its encapsulation is known. ovn-controller makes br-int where there is none, and writes what it can do into the row.',
  commands: '`ls-add`, `lsp-add`, `lr-add`, `acl-add` and all that ovn-nbctl has had since.',
};
