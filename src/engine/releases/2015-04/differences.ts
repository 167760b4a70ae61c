/** What OVN of 2015-04 does about each subject in which the releases differ. */
import type { Differences } from '../differences';

export const DIFFERENCES: Differences = {
  'broadcast-port-security':
    'Never arrives. Table 3 delivers to such a port only packets for its own addresses, and no row lets a broadcast through.',
  'disabled-ports': 'There is no way to disable a port.',
  containers: 'A binding has a parent port and a tag, but no controller claims it: the container stays down.',
  tunnels:
    'Geneve, STT, or VXLAN when there is nothing better. (On the day of the article there were none yet; these are the announced next step.)',
  actions:
    '`resubmit` goes on to the next table, `output("port")` names the port, and the last semicolon may be missing.',
  belonging: 'A port and an ACL point to their switch. A switch that still has ports cannot be deleted.',
  bindings: 'It is called Bindings, and names the chassis in a string that is empty when there is none.',
  chassis: 'Once it has a name, an encapsulation and an integration bridge. The encapsulation is one type of any name.',
  commands: 'Switches, ports, MAC addresses, external ids. Port security and ACLs have no command yet.',
};
