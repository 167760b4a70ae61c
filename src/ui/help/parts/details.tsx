import type { PartText } from '../part';

export const text: PartText = {
  title: 'Details',
  what: (
    <p>
      What is selected, with all that can be changed about it, or the step of the trace: the verdict, what the step
      matched and did, what changed in the packet, and why no other flow of the table matched.
    </p>
  ),
  where: (
    <p>
      A change here is a command of <code>ovn-nbctl</code>, <code>ovs-vsctl</code> or <code>ovsdb-client</code>, and the
      terminal prints which. A daemon that is paused has been sent <code>SIGSTOP</code>; one that is killed leaves its
      rows behind, and only one that is stopped cleanly takes them away.
    </p>
  ),
  prints: [
    { line: 'ovsdb-client dump OVN_Northbound Logical_Port', says: 'the ports with all their columns' },
    { line: 'ovs-vsctl list Interface', says: 'the interfaces of the hypervisor of the prompt' },
  ],
  simplified: <p>Why a flow did not match is worked out by this page; ofproto/trace says only which one did.</p>,
};
