/** Containers in a virtual machine: ports without an interface of their own. */
import { arrived, portNamed } from '../checks';
import type { Lesson } from '../lesson';

export const containers: Lesson = {
  id: 'containers',
  title: 'Containers in a virtual machine',
  summary: 'Several logical ports behind one interface: a VLAN tag tells them apart, and only the hypervisor sees it.',
  scenario: 'containers',
  steps: [
    {
      title: 'Reach a container',
      text: (
        <p>
          web and db are containers in the virtual machine behind vm1. They have ports of their own, on a switch of
          their own, but no interface: they share vif1. Let the client ping web, and look at the last table on hv1. The
          packet gets VLAN tag 42 on its way out of vif1, and the virtual machine’s own bridge does the rest.
        </p>
      ),
      check: ({ player }) => (arrived(player, 'web') === undefined ? 'Send the client’s ping to web.' : null),
    },
    {
      title: 'Start one more',
      text: (
        <p>
          A container’s port names its parent and its tag. Add one for a third container. ovn-controller claims it for
          hv1, though no interface has its name: it claims what its own interfaces are parents of.
        </p>
      ),
      commands: [
        'ovn-nbctl lport-add sw1 cache vm1 44',
        'ovn-nbctl lport-set-macs cache 00:00:00:00:01:44',
        'ovn-nbctl lport-get-up cache',
      ],
      check: ({ mirror }) => {
        const port = portNamed(mirror, 'cache');
        if (!port) return 'There is no port cache yet.';
        if (port.parent !== 'vm1' || port.tag !== 44) return 'cache should have the parent vm1 and the tag 44.';
        if (!port.macs.includes('00:00:00:00:01:44')) return 'cache does not have the address 00:00:00:00:01:44 yet.';
        return port.machine === 'hv1' ? null : 'hv1 has not claimed cache yet.';
      },
    },
    {
      title: 'From one container to all',
      text: (
        <p>
          Send a broadcast from the client. The two containers that are neighbours on vif1, and the new one, each get a
          copy of their own with their own tag; vm1 gets none, since it is on another switch.
        </p>
      ),
      check: ({ player }) => {
        const names = ['web', 'db', 'cache'];
        const missing = names.filter((name) => arrived(player, name) === undefined);
        if (missing.length === 0) return null;
        return missing.length === names.length
          ? 'Send a broadcast from the client, for example the ARP request.'
          : `No copy for ${missing.join(' and ')} yet.`;
      },
    },
    {
      title: 'Unplug the parent',
      text: (
        <p>
          Take vif1 off hv1. With the virtual machine all its containers go down: their bindings lose the chassis, and
          the client’s ping has nowhere to go. Read the verdict of one.
        </p>
      ),
      commands: ['as hv1 ovs-vsctl del-port br-int vif1'],
      check: ({ mirror, player }) => {
        const up = ['vm1', 'web', 'db', 'cache'].filter((name) => portNamed(mirror, name)?.machine != null);
        if (up.length > 0) return `${up.join(', ')} still on a hypervisor.`;
        if (!player.trace || player.stale) return 'Send the ping to web again.';
        return arrived(player, 'web') === undefined ? null : 'It still arrived.';
      },
    },
  ],
};
