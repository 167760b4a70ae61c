/** External ports stand for machines on the physical network: only the hypervisor that has one routes what it sends. */
import type { SwitchPortFacts } from '../facts/switch-ports';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import type { StageRules } from '../rules';
import { match } from '../texts';
import { flowsOn, goesOn } from './rows';

const STAGE = 'ls_in_external_port';

export const externalPort: StageRules = {
  name: 'external ports',
  ofSwitch: ({ uuid }) => [goesOn(flowsOn(uuid), STAGE)],
  ofSwitchPort(port, net) {
    if (port.type !== 'external') return [];
    const sw = net.switches.get(port.sw);
    const localnets = (sw?.localnetPorts ?? []).flatMap((uuid) => net.switchPorts.all.get(uuid) ?? []);
    const routers = (sw?.routerPorts ?? []).flatMap((uuid) => net.switchPorts.all.get(uuid) ?? []);
    return localnets.flatMap((localnet) =>
      port.addresses.flatMap(({ mac }) => routers.flatMap((router) => elsewhere(port, mac, localnet, router, net))),
    );
  },
};

function elsewhere(
  port: SwitchPortFacts,
  mac: string,
  localnet: SwitchPortFacts,
  router: SwitchPortFacts,
  net: Network,
): readonly WantedFlow[] {
  const flow = flowsOn(port.sw);
  const from = match(`inport == ${port.quoted}`, `eth.src == ${mac}`);
  const away = `!is_chassis_resident(${port.quoted})`;
  const drops = (test: string, rule: string, description: string) =>
    flow(
      STAGE,
      100,
      test,
      net.global.drop(),
      rule,
      `Another hypervisor has external port ${port.quoted}, and routes what its machine sends.`,
      { port: localnet.name, hint: port.ref, description },
    );
  return router.addresses.flatMap((addresses) => [
    ...addresses.ipv4.map(({ addr }) =>
      drops(match(from, away, `arp.tpa == ${addr}`, 'arp.op == 1'), 'arp', 'Drop ARP for unknown router ports'),
    ),
    ...addresses.ipv6.map(({ addr, snAddr }) =>
      drops(
        match(from, away, 'nd_ns', `ip6.dst == {${addr}, ${snAddr}}`, `nd.target == ${addr}`),
        'nd',
        'Drop ND for unbound router ports',
      ),
    ),
    drops(match(from, `eth.dst == ${addresses.mac}`, away), 'unicast', 'Packet does not come from a chassis resident'),
  ]);
}
