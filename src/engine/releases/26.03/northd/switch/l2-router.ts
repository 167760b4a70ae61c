/** ls_in_l2_lkup: requests for the addresses of routers go to the router alone, and requests of routers to nobody but hosts. */
import type { SwitchPortFacts } from '../facts/switch-ports';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import type { StageRules } from '../rules';
import { actions, match } from '../texts';
import { MC, toGroup } from './multicast-groups';
import { flowsOn } from './rows';

const STAGE = 'ls_in_l2_lkup';

export const l2Router: StageRules = {
  name: 'L2 requests for routers',
  ofSwitchPort(port, net) {
    const router = port.peer?.kind === 'router' ? net.routerPorts.all.get(port.peer.port) : undefined;
    // A port that is to be learnt, or stands for another one, has no destination of its own.
    if (router?.enabled !== true || port.type !== 'router') return [];
    const { ipv4, ipv6 } = router.networks;
    const why = 'has this address, and gets the requests for it.';
    return [...ipv4, ...ipv6].flatMap(({ addr }) =>
      requestsFor(addr, port, net, 'router-address', `Router port ${router.quoted} ${why}`),
    );
  },
};

/** ARP requests and neighbour solicitations for an address of a router. What came by VXLAN has been through its pipeline. */
export function requestsFor(
  address: string,
  port: SwitchPortFacts,
  net: Network,
  rule: string,
  why: string,
): readonly WantedFlow[] {
  const flow = flowsOn(port.sw);
  const asked = match(
    'flags[1] == 0',
    ...(address.includes(':') ? ['nd_ns', `nd.target == ${address}`] : ['arp.op == 1', `arp.tpa == ${address}`]),
  );
  const row = (test: string, outport: string) =>
    flow(
      STAGE,
      80,
      test,
      net.switchPorts.leadToRoutersOnly(port.sw)
        ? actions(`outport = ${outport}`, 'output')
        : `clone {outport = ${outport}; output; }; ${toGroup(MC.floodL2)}`,
      rule,
      why,
      { hint: port.ref },
    );
  if (!port.crPort) return [row(asked, port.quoted)];
  // The router does its work on the gateway chassis.
  const resident = `is_chassis_resident(${port.crPort.quoted})`;
  return [row(match(asked, resident), port.quoted), row(match(asked, `!${resident}`), port.crPort.quoted)];
}
