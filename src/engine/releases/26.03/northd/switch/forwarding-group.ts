/** Forwarding groups: ARP for their address is answered, and packets to it go to one of their ports. */
import type { StageRules } from '../rules';
import { actions, match } from '../texts';
import { arpReply } from './neighbour-reply';
import { flowsOn } from './rows';

export const forwardingGroup: StageRules = {
  name: 'forwarding groups',
  ofForwardingGroup({ ref, sw, vip, vmac, liveness, childPorts }) {
    if (childPorts.length === 0) return [];
    const flow = flowsOn(sw);
    const ports = childPorts.map((port) => `"${port}"`).join(',');
    const call = `fwd_group(${liveness ? 'liveness="true",' : ''}childports=${ports})`;
    return [
      flow(
        'ls_in_arp_rsp',
        50,
        match(`arp.tpa == ${vip}`, 'arp.op == 1'),
        arpReply(vmac, vip),
        'forwarding-group',
        `The switch answers ARP requests for ${vip}, the address of a forwarding group.`,
        { hint: ref },
      ),
      flow(
        'ls_in_l2_lkup',
        50,
        `eth.dst == ${vmac}`,
        actions(call),
        'forwarding-group',
        'What goes to a forwarding group is handed to one of its ports.',
        { hint: ref },
      ),
    ];
  },
};
