import type { PartText } from '../part';

export const text: PartText = {
  title: 'OpenStack',
  what: (
    <p>
      What neutron-server and Nova know: servers, networks, ports with their status, security groups. Everything that is
      done here is typed as <code>neutron</code> and <code>nova</code> commands, stands in the terminal and can be
      undone. Point at a line, and what it became in OVN lights up.
    </p>
  ),
  where: (
    <p>
      Two databases of their own, beside OVN’s. networking-ovn, the driver in neutron-server, carries networks and ports
      over; which day’s driver it is, is an option of <code>neutron-server</code>.
    </p>
  ),
  prints: [
    { line: 'neutron net-list', says: 'the networks' },
    { line: 'neutron port-list', says: 'the ports' },
    { line: 'nova list', says: 'the servers' },
  ],
  simplified: (
    <p>
      One project; no DHCP agent and no router that routes. Images and flavors are names, and a hypervisor has room for
      any number of servers.
    </p>
  ),
};
