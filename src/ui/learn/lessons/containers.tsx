/** Containers in a virtual machine: ports without an interface of their own. */
import { arrived, portNamed } from '../checks';
import type { Lesson } from '../lesson';

const client = '00:00:00:00:02:00';
const ping = { do: 'send', preset: 'ping', port: 'client', from: client, to: '00:00:00:00:01:42' } as const;
const broadcast = { do: 'send', preset: 'arp-request', port: 'client', from: client, to: 'ff:ff:ff:ff:ff:ff' } as const;

export const containers: Lesson = {
  id: 'containers',
  title: 'Containers in a virtual machine',
  summary: 'Several logical ports behind one interface: a VLAN tag tells them apart, and only the hypervisor sees it.',
  scenario: 'containers',
  manual: [{ page: '7 ovn-architecture', says: '“Life Cycle of a Container Interface Inside a VM”' }],
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
      hints: ['The client’s ping is under Send, over the graph (on a phone it is in the outline).'],
      show: [ping],
      learned: 'A container has a port but no interface: the tag is what tells it from its neighbours on vif1.',
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
      hints: [
        'lport-add takes the parent and the tag after the name of the port.',
        'The switch is sw1, the parent vm1, the tag 44, the address 00:00:00:00:01:44.',
      ],
      learned: 'Nothing was plugged in: a row with a parent and a tag was enough.',
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
      hints: ['Choose New packet under Send. It enters at client, and its preset is ARP request.'],
      show: [broadcast],
      learned: 'Three copies left by one interface, each with another tag.',
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
          Take vif1 off hv1: the virtual machine stops. Then send the client’s ping to web once more, and read its
          verdict.
        </p>
      ),
      prediction: {
        question: 'What becomes of web and db?',
        choices: ['They stay up: they have ports of their own', 'They go down with vm1'],
        answer: 1,
      },
      hints: [
        'Drag vif1 out of hv1, or select it and delete it; or type the command.',
        'Two things are wanted: vif1 gone, and then the ping sent again.',
      ],
      show: [{ do: 'run', lines: ['as hv1 ovs-vsctl del-port br-int vif1'] }, ping],
      learned: 'With the parent all its containers lose their chassis: there is nowhere to send the ping.',
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
