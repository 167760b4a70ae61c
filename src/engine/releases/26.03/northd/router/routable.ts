/**
 * Addresses that a router makes its own by NAT or load balancers, where they are to be reached through it (`add_route`):
 * the other routers on the same switch have routes to them, and know the Ethernet address of each.
 */
import { parseCidr4, parseMac } from '../facts/addresses';
import type { NatRow } from '../facts/nats';
import type { RouterPortFacts } from '../facts/router-ports';
import { optionIs } from '../facts/sources';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import { resolve, routerPortsOn } from './arp-resolve';
import { isAppliedOn } from './nat-answers';
import { routed } from './routing';
import { portOfRouter, type PortOfRouter, type Router, type RouterPort } from './subjects';
import { REG } from './text';

/** IPv4 addresses that one Ethernet address stands for. */
interface Routable {
  readonly mac: string;
  readonly addresses: readonly string[];
}

export function routableOfPort(port: RouterPort, router: Router, net: Network): readonly WantedFlow[] {
  const { peer } = port;
  const facts = net.routerPorts.all.get(port.uuid);
  if (peer?.kind !== 'switch' || facts === undefined) return [];
  const routables = routablesOf(facts, port, router, net);
  if (routables.length === 0) return [];
  const leads = port.hasGatewayChassis || router.isGateway;
  return routerPortsOn(peer.sw, net)
    .filter(({ uuid }) => uuid !== port.uuid)
    .flatMap((other) => {
      const beside = portOfRouter(other, net);
      if (beside === undefined) return [];
      return [
        ...(leads ? routables.flatMap((routable) => routesTo(routable, port, beside)) : []),
        ...resolutions(routables, port, beside),
      ];
    });
}

/** `get_nat_addresses` of those that are routable: distributed rules each with their own Ethernet address, the rest with the port's. */
function routablesOf(facts: RouterPortFacts, port: RouterPort, router: Router, net: Network): readonly Routable[] {
  const rules = net.nats.rowsByRouter
    .values(router.uuid)
    .filter((rule) => rule.type !== 'snat' && optionIs(rule.options, 'add_route'))
    .filter(({ externalIp }) => parseCidr4(externalIp)?.plen === 32)
    .filter((rule) => isAppliedOn(rule, facts, router));
  const distributed = rules.filter((rule) => isDistributed(rule, router));
  const own = new Set([...port.ipv4, ...port.ipv6].map(({ addr }) => addr));
  const vips = net.routerVips.get(router.uuid)?.routable;
  const central = rules.filter((rule) => !isDistributed(rule, router) && !own.has(rule.externalIp));
  const addresses = [...central.map(({ externalIp }) => externalIp), ...(vips?.[4] ?? [])];
  const isAnything = addresses.length > 0 || (vips?.[6].length ?? 0) > 0;
  return [
    ...distributed.flatMap(({ externalMac, externalIp }) => {
      const mac = parseMac(externalMac ?? '');
      return mac === undefined ? [] : [{ mac, addresses: [externalIp] }];
    }),
    ...(isAnything ? [{ mac: port.mac, addresses }] : []),
  ];
}

/** `is_nat_distributed` */
function isDistributed({ type, logicalPort, externalMac }: NatRow, { gatewayPorts }: Router): boolean {
  return gatewayPorts.length > 0 && type === 'dnat_and_snat' && logicalPort !== undefined && externalMac !== undefined;
}

function routesTo({ addresses }: Routable, owner: RouterPort, { port, router }: PortOfRouter): readonly WantedFlow[] {
  const [v4] = port.ipv4;
  const linkLocal = port.ipv6.findLast(({ isLinkLocal }) => isLinkLocal);
  const source = v4 ?? linkLocal;
  if (source === undefined) return [];
  return addresses.flatMap((address) =>
    routed({
      router,
      port,
      destination: { version: 4, network: address, plen: 32 },
      source: source.addr,
      nextHopVersion: v4 === undefined ? 6 : 4,
      origin: 'connected',
      hint: port.ref,
      why: () => `${address} is to be reached through ${owner.name}, which is a neighbour of ${port.name}.`,
    }),
  );
}

/** Only routers with a gateway know the addresses beforehand; others ask. */
function resolutions(
  routables: readonly Routable[],
  owner: RouterPort,
  { port, router }: PortOfRouter,
): readonly WantedFlow[] {
  const asks = optionIs(router.options, 'dynamic_neigh_routers');
  if (asks || (!router.isGateway && port.redirect === undefined)) return [];
  return routables.map(({ mac, addresses }) =>
    resolve(router, {
      rule: 'routable',
      priority: 100,
      match: `outport == ${port.quoted} && ${REG.nextHop[4]} == {${addresses.join(', ')}}`,
      actions: `eth.dst = ${mac}; next;`,
      why: () => `The addresses are to be reached through ${owner.name}.`,
    }),
  );
}
