/**
 * lr_in_ip_routing_pre and lr_in_ip_routing: by which port a packet leaves, and which neighbour is next. The longest
 * prefix wins; of equal ones a network that is connected, then a static route, then one that goes by the source.
 */
import type { RowRef } from '../../../../base';
import { contains6, ipv6Address, type Ipv4Address, type Ipv6Address } from '../facts/addresses';
import type { Route } from '../facts/routes';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import type { Router, RouterPort } from './subjects';
import { all, inStage, quote, REG, type IpVersion } from './text';
import { because, destinationOf as destinationTo, removing } from '../drop-texts';
import type { Drops } from '../rules';

const pre = inStage('lr_in_ip_routing_pre');
export const routing = inStage('lr_in_ip_routing');
export const routingEcmp = inStage('lr_in_ip_routing_ecmp');

export function routingOfRouter(router: Router): readonly WantedFlow[] {
  return [
    pre(router, {
      rule: 'main-table',
      priority: 0,
      match: '1',
      actions: `${REG.routeTable} = 0; next;`,
      why: () => 'Packets are routed by the main table unless the port says otherwise.',
    }),
    routing(router, {
      rule: 'no-route',
      priority: 0,
      match: '1',
      actions: router.drop,
      why: () => `Router ${router.name} has no route to where the packet goes.`,
    }),
    routingEcmp(router, {
      rule: 'one-next-hop',
      priority: 150,
      match: `${REG.ecmpGroup} == 0`,
      actions: 'next;',
      why: () => 'There is nothing to choose: the route has one next hop.',
    }),
    routingEcmp(router, {
      rule: 'no-next-hop',
      priority: 0,
      match: '1',
      actions: router.drop,
      why: () => 'The next hop that was chosen is none of the route.',
    }),
  ];
}

export function routingOfPort(port: RouterPort, router: Router, net: Network): readonly WantedFlow[] {
  return [...tableOfPort(port, router, net), ...connected(port, router)];
}

function tableOfPort(port: RouterPort, router: Router, net: Network): readonly WantedFlow[] {
  const table = port.options.get('route_table') ?? '';
  if (table === '') return [];
  return [
    pre(router, {
      rule: 'table-of-port',
      priority: 100,
      match: `inport == ${quote(port.name)}`,
      actions: `${REG.routeTable} = ${net.routes.tableNumber(table)}; next;`,
      why: () => `What comes in by ${port.name} is routed by table ${table}.`,
    }),
  ];
}

/** The networks of a port. */
function connected(port: RouterPort, router: Router): readonly WantedFlow[] {
  const to = (version: IpVersion, network: Ipv4Address | Ipv6Address) =>
    routed({
      router,
      port,
      destination: { version, network: network.network, plen: network.plen },
      source: network.addr,
      origin: 'connected',
      hint: port.ref,
      why: () => `The network of ${network.addr} is connected to ${port.name}.`,
    });
  return [...port.ipv4.flatMap((network) => to(4, network)), ...port.ipv6.flatMap((network) => to(6, network))];
}

/** A static route with one next hop. */
export function routedByRoute(route: Route, router: Router, port: RouterPort, table: number): readonly WantedFlow[] {
  return routed({
    router,
    port,
    destination: destinationOf(route),
    source: route.source,
    nextHop: route.nextHop,
    nextHopVersion: route.nextHopVersion,
    table,
    isSource: route.isSource,
    origin: route.isConnected ? 'connected' : 'static',
    hint: route.ref,
    why: () => `A static route leads to ${prefixText(route)} by ${route.nextHop ?? port.name}.`,
  });
}

/** A static route that leads nowhere. */
export function discarded(route: Route, router: Router, table: number): WantedFlow {
  return routing(router, {
    rule: 'discard',
    ...routeMatch(destinationOf(route), { table, isSource: route.isSource, origin: originOf(route) }),
    actions: router.drop,
    hint: route.ref,
    why: () => `A static route discards what goes to ${prefixText(route)}.`,
  });
}

export interface Destination {
  readonly version: IpVersion;
  readonly network: string;
  readonly plen: number;
}

export type RouteOrigin = 'connected' | 'static';

const LINK_LOCAL = ipv6Address(0xfe80n << 112n, 64);

const ORIGIN_PRIORITY = { connected: 6, static: 4 } as const;

export function destinationOf({ version, prefix }: Route): Destination {
  return { version, network: prefix.network, plen: prefix.plen };
}

export function originOf({ isConnected }: Route): RouteOrigin {
  return isConnected ? 'connected' : 'static';
}

function prefixText({ prefix }: Route): string {
  return `${prefix.network}/${prefix.plen}`;
}

/** Which packets a route is for, and its place among routes. A route of one protocol stands above the same of all. */
export function routeMatch(
  { version, network, plen }: Destination,
  by: {
    readonly table: number;
    readonly isSource: boolean;
    readonly origin: RouteOrigin;
    readonly inport?: string | undefined;
    readonly ofProtocol?: boolean;
  },
): { readonly match: string; readonly priority: number } {
  const namesTable = by.table !== 0 || by.origin === 'static';
  const offset = (by.isSource ? 0 : ORIGIN_PRIORITY[by.origin]) + (by.ofProtocol === true ? 1 : 0);
  return {
    match: all(
      by.inport && `inport == ${by.inport}`,
      namesTable && `${REG.routeTable} == ${by.table}`,
      `ip${version}.${by.isSource ? 'src' : 'dst'} == ${network}/${plen}`,
    ),
    priority: plen * 8 + offset,
  };
}

interface Routed {
  readonly router: Router;
  readonly port: RouterPort;
  readonly destination: Destination;
  /** The address from which the next hop is asked for its own. */
  readonly source: string | undefined;
  /** The destination itself, where there is none. */
  readonly nextHop?: string | undefined;
  readonly nextHopVersion?: IpVersion;
  readonly table?: number;
  readonly isSource?: boolean;
  readonly origin: RouteOrigin;
  readonly hint: RowRef;
  readonly why: () => string;
}

/** A route with one next hop. Link-local networks are told apart by the port; BFD over a route keeps its TTL. */
export function routed({ router, port, destination, nextHop, ...route }: Routed): readonly WantedFlow[] {
  const { version, network } = destination;
  const hopVersion = route.nextHopVersion ?? version;
  const place = routeMatch(destination, {
    table: route.table ?? 0,
    isSource: route.isSource ?? false,
    origin: route.origin,
    inport: isLinkLocal(network) ? port.quoted : undefined,
  });
  const hop =
    nextHop === undefined ? `${REG.nextHop[version]} = ip${version}.dst` : `${REG.nextHop[hopVersion]} = ${nextHop}`;
  const source = route.source === undefined ? '' : `; ${REG.source[hopVersion]} = ${route.source}`;
  const isIpv4 = hopVersion === 4 ? 1 : 0;
  const actions = `${REG.ecmpGroup} = 0; ${hop}${source}; eth.src = ${port.mac}; outport = ${port.quoted}; flags.loopback = 1; ${REG.nextHopIsIpv4} = ${isIpv4}; next;`;
  const { hint, why } = route;
  return [
    routing(router, { rule: route.origin, ...place, actions: `ip.ttl--; ${actions}`, hint, why }),
    ...(port.runsBfd
      ? [
          routing(router, {
            rule: `${route.origin}-bfd`,
            priority: place.priority + 1,
            match: `${place.match} && udp.dst == 3784`,
            actions,
            hint,
            why: () => 'Messages of BFD must arrive with the TTL that they were sent with.',
          }),
        ]
      : []),
  ];
}

function isLinkLocal(network: string): boolean {
  return network.includes(':') && contains6(LINK_LOCAL, network);
}

/** Packets that no route leads on. */
export const ROUTING_DROPS: Drops = {
  lr_in_ip_routing: {
    'no-route': because((copy) => `${copy.datapathName} has no route to ${destinationTo(copy)}`),
    discard: (copy) => ({
      ...because(() => `a static route of ${copy.datapathName} discards what goes to ${destinationTo(copy)}`)(copy),
      ...removing('Delete the route', 'Logical_Router', copy.datapathName, 'static_routes', copy.reason?.nb[0]),
    }),
  },
};
