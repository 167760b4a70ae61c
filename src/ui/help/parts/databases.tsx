import type { PartText } from '../part';

export const text: PartText = {
  title: 'Databases',
  what: (
    <p>
      Every table of every database, row by row, as it is at the moment of the timeline that you look at. OVN_Northbound
      is what is wanted, OVN_Southbound what follows from it and who is where, Open_vSwitch what one hypervisor has.
    </p>
  ),
  where: (
    <p>
      Three schemas served by <code>ovsdb-server</code> (RFC 7047): the first two once in a deployment, Open_vSwitch
      once on each hypervisor. <code>man ovn-nb</code>, <code>man ovn-sb</code> and{' '}
      <code>man ovs-vswitchd.conf.db</code> describe every column.
    </p>
  ),
  prints: [
    { line: 'ovsdb-client dump OVN_Northbound', says: 'a whole database' },
    { line: 'ovsdb-client dump OVN_Southbound Chassis', says: 'one table' },
    { line: 'ovs-vsctl list Interface', says: 'the interfaces of the hypervisor of the prompt' },
  ],
  simplified: (
    <p>
      Constraints, references and transactions are those of RFC 7047. There is no network between a daemon and a
      database: it either reaches it or is cut off.
    </p>
  ),
};
