import type { PartText } from '../part';

export const text: PartText = {
  title: 'OpenFlow',
  what: (
    <>
      <p>
        The flows of br-int on one hypervisor. Table 0 says which logical port a packet comes from. Tables from 16 on
        are the logical tables: logical table N is table 16 + N. Table 64 puts the packet out of an interface, or into a
        tunnel.
      </p>
      <p>
        <code>metadata</code> is the number of the logical switch, <code>reg6</code> the logical port it came in by,{' '}
        <code>reg7</code> the one it leaves by.
      </p>
    </>
  ),
  where: (
    <p>
      In ovs-vswitchd of each hypervisor, on the bridge br-int. ovn-controller keeps them equal to what the southbound
      database asks for, and sends differences only.
    </p>
  ),
  prints: [
    { line: 'ovs-ofctl dump-flows br-int', says: 'all flows with their counters' },
    { line: 'ovs-ofctl dump-flows br-int table=18', says: 'one table: the ACLs' },
  ],
  simplified: (
    <p>
      Durations are the simulator’s own. The names of the tables beside their numbers are ours. Flows can be added by
      hand, as with the real tool; they stay until ovn-controller starts afresh.
    </p>
  ),
};
