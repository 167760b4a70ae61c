/** ls_in_l2_lkup and ls_in_l2_unknown: which port has the destination of a frame. */
import { optionIs } from '../facts/sources';
import type { RouterPortFacts } from '../facts/router-ports';
import type { SwitchPortFacts } from '../facts/switch-ports';
import type { SwitchFacts } from '../facts/switches';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import type { StageRules } from '../rules';
import { actions, match } from '../texts';
import { MC, toGroup } from './multicast-groups';
import { flowsOn } from './rows';

const LOOKUP = 'ls_in_l2_lkup';
const UNKNOWN = 'ls_in_l2_unknown';

export const l2Unicast: StageRules = {
  name: 'L2 unicast',
  drops: {
    [UNKNOWN]: {
      'no-destination': ({ where, datapath, datapathName, ethDst }) => ({
        sentence: `${where}: no port of ${datapathName} has the MAC address ${ethDst}, and none takes unknown ones.`,
        remedies: [{ kind: 'give-address', datapath, address: ethDst }],
      }),
    },
  },
  ofSwitch: (sw, net) => (sw.hasEvpnVni ? evpnDefaults(sw, net) : defaults(sw, net)),
  ofSwitchPort: (port, net) => [...lookup(port, net), ...relayedDhcp(port, net)],
};

function defaults(sw: SwitchFacts, net: Network): readonly WantedFlow[] {
  const flow = flowsOn(sw.uuid);
  const learnt = 'A destination that no port has been given may have been learnt.';
  return [
    flow(LOOKUP, 0, '1', actions('outport = get_fdb(eth.dst)', 'next'), 'learnt', learnt),
    nowhere(sw, 'outport == "none"', net),
    flow(UNKNOWN, 0, '1', 'output;', 'deliver', 'The frame goes to the port that was found.'),
  ];
}

function nowhere(sw: SwitchFacts, test: string, net: Network): WantedFlow {
  const flow = flowsOn(sw.uuid);
  return sw.hasUnknown
    ? flow(UNKNOWN, 50, test, toGroup(MC.unknown), 'unknown', 'What nobody has goes to ports with unknown addresses.')
    : flow(
        UNKNOWN,
        50,
        test,
        net.global.drop(),
        'no-destination',
        'No port has the destination, so that the frame is dropped.',
        {
          description: 'No L2 destination',
        },
      );
}

/** A destination may also be behind a VTEP of another network, which ovn-controller has learnt. */
function evpnDefaults(sw: SwitchFacts, net: Network): readonly WantedFlow[] {
  const flow = flowsOn(sw.uuid);
  const find = actions('outport = get_fdb(eth.dst)', 'remote_outport = get_remote_fdb(eth.dst)', 'next');
  const remote = actions('outport = remote_outport', 'output');
  const local = 'The frame goes to the port that was found.';
  const away = 'The frame goes to the VTEP that was found.';
  return [
    flow(LOOKUP, 0, '1', find, 'learnt', 'A destination that no port has been given may have been learnt.'),
    nowhere(sw, match('outport == "none"', 'remote_outport == "none"'), net),
    ...(optionIs(sw.otherConfig, 'dynamic-routing-fdb-prefer-local')
      ? [
          flow(UNKNOWN, 25, 'outport == "none"', remote, 'remote', away),
          flow(UNKNOWN, 0, '1', 'output;', 'deliver', local),
        ]
      : [
          flow(UNKNOWN, 25, 'remote_outport == "none"', 'output;', 'deliver', local),
          flow(UNKNOWN, 0, '1', remote, 'remote', away),
        ]),
  ];
}

function lookup(port: SwitchPortFacts, net: Network): readonly WantedFlow[] {
  // What an external port stands for is behind the localnet port; a port that is to be learnt has no address of its own.
  if (port.type === 'external' || (port.type === '' && port.hasUnknown && optionIs(port.options, 'force_fdb_lookup'))) {
    return [];
  }
  const router =
    port.type === 'router' && port.peer?.kind === 'router' ? net.routerPorts.all.get(port.peer.port) : undefined;
  if (router) return towardsRouter(port, router, net);
  const why = `Port ${port.quoted} has this address.`;
  return port.addresses.map(({ mac }) =>
    flowsOn(port.sw)(LOOKUP, 50, `eth.dst == ${mac}`, delivery(port, port.quoted, net), ruleOf(port), why, {
      hint: port.ref,
    }),
  );
}

function towardsRouter(port: SwitchPortFacts, router: RouterPortFacts, net: Network): readonly WantedFlow[] {
  const flow = flowsOn(port.sw);
  const { mac } = router.networks;
  const extras = { hint: port.ref };
  const proxyMac = port.proxyArp?.mac ?? '';
  const here = proxyMac === '' || proxyMac === ZERO_MAC ? `eth.dst == ${mac}` : `eth.dst == { ${proxyMac}, ${mac} }`;
  const why = `Router port ${router.quoted} has this address.`;
  const row = (test: string, outport: string) =>
    flow(LOOKUP, 50, test, delivery(port, outport, net), ruleOf(port), why, extras);
  const gateways = net.routers.get(router.router)?.gatewayPorts ?? [];
  const isCentralized = !net.routerTraits.hasDistributedLoadBalancer(router.router);
  const hasLocalnet = (net.switches.get(port.sw)?.localnetPorts.length ?? 0) > 0;
  if (isCentralized && gateways.length > 0 && hasLocalnet) {
    return [row(match(here, gatewayResidence(router, gateways, net)), port.quoted)];
  }
  if (!port.crPort) return [row(here, port.quoted)];
  const resident = `is_chassis_resident(${port.crPort.quoted})`;
  return [row(match(`eth.dst == ${mac}`, `!${resident}`), port.crPort.quoted), row(match(here, resident), port.quoted)];
}

const ZERO_MAC = '00:00:00:00:00:00';

/** Where the gateway of a router does its work, packets to the router are taken there and nowhere else. */
function gatewayResidence(
  router: RouterPortFacts,
  [gateway, ...others]: readonly string[],
  net: Network,
): string | undefined {
  if (router.crPort) return `is_chassis_resident(${router.crPort.quoted})`;
  const resides = optionIs(router.options, 'reside-on-redirect-chassis') && others.length === 0;
  const only = [...net.routerPorts.byRouter.values(router.router)].find(({ uuid }) => uuid === gateway)?.crPort;
  return resides && only ? `is_chassis_resident(${only.quoted})` : undefined;
}

function ruleOf({ enabled }: SwitchPortFacts): string {
  return enabled ? 'known' : 'disabled';
}

/** Hands a frame to a port, with a copy to the ports with unknown addresses where the port wants that. */
function delivery(port: SwitchPortFacts, outport: string, net: Network): string {
  if (!port.enabled) return net.global.drop();
  const clones = port.type === '' && port.options.get('pkt_clone_type')?.toLowerCase() === 'mc_unknown';
  return clones && net.switches.get(port.sw)?.hasUnknown === true
    ? `clone {outport = ${outport}; output; };${toGroup(MC.unknown)}`
    : actions(`outport = ${outport}`, 'output');
}

/** DHCP requests go to the router that relays them, where the switch names its port (`dhcp_relay_port`). */
function relayedDhcp(port: SwitchPortFacts, net: Network): readonly WantedFlow[] {
  const sw = net.switches.get(port.sw);
  const relay = sw?.otherConfig.get('dhcp_relay_port');
  const [addresses] = port.addresses;
  if (port.type !== '' || relay === undefined || sw?.routerPorts.length === 0 || !addresses) return [];
  const via = net.switchPorts.byName.first(relay);
  const router = via?.peer?.kind === 'router' ? net.routerPorts.all.get(via.peer.port) : undefined;
  if (!via || router?.dhcpRelay === undefined || !net.dhcpRelays.has(router.dhcpRelay)) return [];
  const test = match(
    `inport == ${port.quoted}`,
    `eth.src == ${addresses.mac}`,
    'ip4.src == 0.0.0.0',
    'ip4.dst == 255.255.255.255',
    'udp.src == 68',
    'udp.dst == 67',
  );
  const then = `${actions(`eth.dst = ${router.networks.mac}`, `outport = ${via.quoted}`, 'next')} /* DHCP_RELAY_REQ */`;
  const why = `DHCP requests of port ${port.quoted} go to the router, which relays them.`;
  return [flowsOn(port.sw)(LOOKUP, 100, test, then, 'dhcp-relay', why, { port: port.name, hint: port.ref })];
}
