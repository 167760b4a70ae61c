import type { PartText } from '../part';

export const text: PartText = {
  title: 'Trace',
  what: (
    <>
      <p>
        One packet, step by step: the logical table it is in on the left, the OpenFlow flow that carries that table out
        on the right. Steps below a step happened because of it, so a flood opens into its copies.
      </p>
      <p>
        The first line says what became of the packet. At a drop, the details say which row is behind it and why no
        other flow of that table matched.
      </p>
    </>
  ),
  where: (
    <p>
      The right half is what <code>ovs-appctl ofproto/trace</code> prints on one hypervisor. The left half came to OVN
      later, as <code>ovn-trace</code>. No real tool shows both, or follows the packet through the tunnel to the next
      hypervisor: here the two are compared at each table, and a badge says when they disagree.
    </p>
  ),
  prints: [
    {
      line: 'ovs-appctl ofproto/trace br-int in_port=1,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:02',
      says: 'the OpenFlow half, on the hypervisor of the prompt',
    },
  ],
  simplified: (
    <p>
      A packet takes no time, and the path of the kernel (megaflows, upcalls) is left out. The wire between hypervisors
      loses nothing unless you cut it.
    </p>
  ),
};
