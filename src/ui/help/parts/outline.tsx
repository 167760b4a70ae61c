import type { PartText } from '../part';

export const text: PartText = {
  title: 'Outline',
  what: (
    <p>
      Everything in the lab as a list: switches with their ports, hypervisors with their interfaces, the daemons, and
      the packets of this scenario. Choose a line to see and change it in the details; choose a packet to send it.
    </p>
  ),
  where: (
    <p>
      Spread over three databases and the list of processes of each host. The packets are this page’s own: they are kept
      with the scenario and go with its link.
    </p>
  ),
  prints: [
    { line: 'ovn-nbctl lswitch-list', says: 'the switches' },
    { line: 'ovn-nbctl lport-list sw0', says: 'the ports of one of them' },
    { line: 'ovsdb-client dump OVN_Southbound Bindings', says: 'who has which port; Port_Binding from August 2015 on' },
  ],
  simplified: <p>A dot of a daemon says whether it runs and whether it has work to do; a real one has no such lamp.</p>,
};
