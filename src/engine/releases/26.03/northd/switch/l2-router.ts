/**
 * ls_in_l2_lkup: requests for an address of a router, its own, a VIP's or one of NAT, go to the router that has it;
 * requests of routers go to nobody but hosts.
 */
import { contains4, contains6, parseMac } from '../facts/addresses';
import type { Nat } from '../facts/nats';
import type { RouterPortFacts } from '../facts/router-ports';
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
    const router =
      port.type === 'router' && port.peer?.kind === 'router' ? net.routerPorts.all.get(port.peer.port) : undefined;
    if (!router) return [];
    const requests = router.enabled
      ? [...ownAddresses(port, router, net), ...vips(port, router, net), ...natAddresses(port, router, net)]
      : [];
    return [
      ...requests,
      ...(router.enabled ? fromRouter(port, router, net) : []),
      ...distributedNat(port, router, net),
    ];
  },
};

function ownAddresses(port: SwitchPortFacts, router: RouterPortFacts, net: Network): readonly WantedFlow[] {
  const { ipv4, ipv6 } = router.networks;
  const why = `Router port ${router.quoted} has this address.`;
  return [...ipv4, ...ipv6].flatMap(({ addr }) => requestsFor(addr, port, net, 'router-address', why));
}

/** VIPs that somebody in the port's networks may ask for. */
function vips(port: SwitchPortFacts, router: RouterPortFacts, net: Network): readonly WantedFlow[] {
  const reachable = net.routerVips.get(router.router)?.reachable;
  if (!reachable) return [];
  const { ipv4, ipv6 } = router.networks;
  const why = 'A load balancer of the router has this address.';
  return [
    ...reachable[4].filter((vip) => ipv4.some((network) => contains4(network, vip))),
    ...reachable[6].filter((vip) => ipv6.some((network) => contains6(network, vip))),
  ].flatMap((vip) => requestsFor(vip, port, net, 'vip', why));
}

/** External addresses of NAT, unless they are VIPs too, or, of source NAT, the router's own. */
function natAddresses(port: SwitchPortFacts, router: RouterPortFacts, net: Network): readonly WantedFlow[] {
  const own = net.routers.get(router.router)?.routerIps;
  const all = net.routerVips.get(router.router)?.all;
  const isAsked = (nat: Nat) =>
    all?.[nat.version].includes(nat.externalIp) !== true &&
    (nat.type !== 'snat' || (net.nats.isFirstSnat(nat) && own?.has(nat.externalIp) !== true));
  const why = 'The router translates this address.';
  return net.nats.byRouter
    .values(router.router)
    .filter(isAsked)
    .flatMap((nat) => requestsFor(nat.externalIp, port, net, 'nat', why));
}

/** What a router asks itself, also for addresses of NAT, is told apart by its MAC, since it may come by a VLAN. */
function fromRouter(port: SwitchPortFacts, router: RouterPortFacts, net: Network): readonly WantedFlow[] {
  if (net.switchPorts.leadToRoutersOnly(port.sw)) return [];
  const external = net.nats.byRouter
    .values(router.router)
    .flatMap(({ type, externalMac }) => (type === 'snat' || externalMac === undefined ? [] : [externalMac]));
  const macs = [router.networks.mac, ...new Set(external)];
  const test = match(
    `eth.src == {${macs.join(', ')}}`,
    'eth.dst == ff:ff:ff:ff:ff:ff',
    '(arp.op == 1 || rarp.op == 3 || nd_ns)',
  );
  const why = `What router port ${router.quoted} asks goes to every port but those to routers.`;
  return [flowsOn(port.sw)(STAGE, 75, test, toGroup(MC.floodL2), 'from-router', why)];
}

/** The MAC of distributed NAT is where the port of its logical address is. */
function distributedNat(port: SwitchPortFacts, router: RouterPortFacts, net: Network): readonly WantedFlow[] {
  if (!router.crPort) return [];
  const then = port.enabled ? actions(`outport = ${port.quoted}`, 'output') : net.global.drop();
  return net.nats.rowsByRouter.values(router.router).flatMap(({ type, logicalPort, externalMac = '' }) => {
    const mac = parseMac(externalMac);
    return type !== 'dnat_and_snat' || logicalPort === undefined || mac === undefined
      ? []
      : [
          flowsOn(port.sw)(
            STAGE,
            50,
            match(`eth.dst == ${mac}`, `is_chassis_resident("${logicalPort}")`),
            then,
            'distributed-nat',
            'The router translates on the hypervisor of the port, with a MAC of its own.',
            { hint: port.ref },
          ),
        ];
  });
}

/** ARP requests and neighbour solicitations for an address of a router. What came by VXLAN has been through its pipeline. */
function requestsFor(
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
