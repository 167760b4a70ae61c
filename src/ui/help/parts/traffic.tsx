import type { PartText } from '../part';

export const text: PartText = {
  title: 'Traffic',
  what: (
    <p>
      Two views of many packets. “Who reaches whom” sends one packet for each pair of ports and shows the outcome as a
      matrix; a dot marks what the last change has changed. “Script” is a list of packets that are sent one after the
      other, and says what became of each.
    </p>
  ),
  where: (
    <p>
      There is nothing of the kind in OVN. People write such a matrix by hand, with <code>ping</code> and{' '}
      <code>nc</code> between virtual machines, or with a loop around <code>ofproto/trace</code>.
    </p>
  ),
  prints: [],
  simplified: (
    <p>
      A cell answers for one kind of packet, one way. It does not say that an answer comes back, since OVN of 2015 here
      tracks no connections. Packets of the matrix move no counters.
    </p>
  ),
};
