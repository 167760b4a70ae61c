import type { PartText } from '../part';

export const text: PartText = {
  title: 'Graph',
  what: (
    <>
      <p>
        Logical switches with their ports above, hypervisors with their interfaces below. A line from a port to an
        interface is a binding: that hypervisor has the port. Lines between hypervisors are tunnels.
      </p>
      <p>
        Drag a port onto a hypervisor to plug it in. The menu of the right mouse button, of a long press or of Shift+F10
        has what else can be done; the arrow beside Port adds several at once. Every change is also a command, which the
        terminal shows.
      </p>
    </>
  ),
  where: (
    <p>
      Nowhere as a picture. The upper half is the database OVN_Northbound, the lower half the hypervisors’ Open_vSwitch,
      and the lines are OVN_Southbound: Chassis, Encap and Bindings (Port_Binding from August 2015 on).
    </p>
  ),
  prints: [
    { line: 'ovn-nbctl lswitch-list', says: 'the switches' },
    { line: 'ovs-vsctl show', says: 'bridges, ports and tunnels of the hypervisor of the prompt' },
    { line: 'ovsdb-client dump OVN_Southbound Chassis', says: 'the hypervisors that have registered' },
  ],
  simplified: (
    <p>
      OVN’s databases and ovn-northd stand on no machine here. A virtual machine is only its interface: what would run
      in it is the packet that you send.
    </p>
  ),
};
