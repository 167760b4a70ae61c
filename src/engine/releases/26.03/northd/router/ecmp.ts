/**
 * Several routes to one prefix: lr_in_ip_routing chooses one of them for each connection, lr_in_ip_routing_ecmp goes by
 * it. Where replies are to go back the way that the connection came, connection tracking keeps the way: lr_in_defrag,
 * lr_in_ecmp_stateful, lr_in_policy and lr_in_arp_resolve have a part in that.
 */
import type { Route } from '../facts/routes';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import { resolve } from './arp-resolve';
import { defrag, ecmpStateful } from './connections';
import { policy } from './policy-flows';
import { destinationOf, discarded, originOf, routedByRoute, routeMatch, routing, routingEcmp } from './routing';
import { portByKey, routerOf, type Router, type RouterPort } from './subjects';
import { REG, type FlowText } from './text';

/** All routes of a group: those with the same prefix in the same table of the same router. */
export function routesOfGroup(group: string, net: Network): readonly WantedFlow[] {
  const routes = net.routes.byGroup.values(group);
  const [first, another] = routes;
  const facts = first && net.routers.get(first.router);
  if (first === undefined || facts === undefined) return [];
  const router = routerOf(facts, net);
  const table = net.routes.tableNumber(first.table);
  const isChosen = !first.isConnected && (another !== undefined || first.isSymmetric);
  return isChosen
    ? chosen({ router, routes, table, number: net.routes.groupNumber(router.uuid, group) }, net)
    : routes.flatMap((route) => single(route, router, table, net));
}

function single(route: Route, router: Router, table: number, net: Network): readonly WantedFlow[] {
  if (route.isDiscard) return [discarded(route, router, table)];
  const port = route.port && portByKey(route.port, net);
  // A route may name a port of another router: it is that router that has it.
  const owner = port && net.routers.get(port.router);
  return port && owner ? routedByRoute(route, routerOf(owner, net), port, table) : [];
}

interface Group {
  readonly router: Router;
  readonly routes: readonly Route[];
  readonly table: number;
  readonly number: number;
}

const PROTOCOLS = ['tcp', 'udp', 'sctp'] as const;
type Protocol = (typeof PROTOCOLS)[number];

function chosen(group: Group, net: Network): readonly WantedFlow[] {
  const fields = commonFields(group.routes);
  const byPort = fields.includes('tp_src') || fields.includes('tp_dst');
  const protocols = byPort ? [undefined, ...PROTOCOLS] : [undefined];
  return [
    ...protocols.flatMap((protocol) => choice(group, fields, protocol)),
    ...group.routes.flatMap((route, index) => member(group, route, index + 1, net)),
    ...protocols.flatMap((protocol) => symmetric(group, fields, protocol, net)),
  ];
}

/** Only what all routes of a group want hashed is hashed. */
function commonFields(routes: readonly Route[]): readonly string[] {
  const [first, ...others] = routes;
  return (first?.selectionFields ?? []).filter((field) =>
    others.every(({ selectionFields }) => selectionFields.includes(field)),
  );
}

/** What packets the group is for; one of several routes may depend on ports, which only a protocol has. */
function groupMatch({ routes, table }: Group, fields: readonly string[], protocol: Protocol | undefined) {
  const [first] = routes;
  if (first === undefined) throw new Error('A group of routes is empty.');
  const place = routeMatch(destinationOf(first), {
    table,
    isSource: first.isSource,
    origin: originOf(first),
    ofProtocol: protocol !== undefined,
  });
  const narrowed = protocol !== undefined && routes.length > 1 && fields.length > 0;
  return { ...place, match: narrowed ? `${place.match} && ${protocol}` : place.match };
}

function choice(group: Group, fields: readonly string[], protocol: Protocol | undefined): readonly WantedFlow[] {
  const { router, routes, number } = group;
  return [
    routing(router, {
      rule: 'several-routes',
      ...groupMatch(group, fields, protocol),
      actions: `ip.ttl--; flags.loopback = 1; ${REG.ecmpGroup} = ${number}; ${REG.ecmpMember} = ${select(routes.length, fields, protocol)}`,
      why: () =>
        `There are ${routes.length} routes to ${routes[0]?.prefix.addr ?? ''}, and a connection takes one of them.`,
    }),
  ];
}

function select(count: number, fields: readonly string[], protocol: Protocol | undefined): string {
  if (count === 1) return '1; next;';
  const values = Array.from({ length: count }, (_, index) => index + 1).join(', ');
  if (fields.length === 0) return `select(${values});`;
  const hashed = fields.flatMap((field) => {
    if (field !== 'tp_src' && field !== 'tp_dst') return [field];
    return protocol === undefined ? [] : [field.replace('tp', protocol)];
  });
  return `select(values=(${values}); hash_fields="${hashed.sort().join(',')}");`;
}

/** One way of the group. A route that discards makes all of them discard. */
function member(group: Group, route: Route, number: number, net: Network): readonly WantedFlow[] {
  const { router, routes } = group;
  const discards = routes.some(({ isDiscard }) => isDiscard);
  const port = route.port && portByKey(route.port, net);
  if (!discards && port === undefined) return [];
  return [
    routingEcmp(router, {
      rule: 'chosen-route',
      priority: 100,
      match: `${REG.ecmpGroup} == ${group.number} && ${REG.ecmpMember} == ${number}`,
      actions: discards || port === undefined ? router.drop : memberActions(route, port),
      hint: route.ref,
      why: () => `The route by ${route.nextHop ?? 'nowhere'} was chosen.`,
    }),
  ];
}

function memberActions({ nextHop, nextHopVersion, source, isSymmetric }: Route, port: RouterPort): string {
  const from = source === undefined ? '' : `; ${REG.source[nextHopVersion]} = ${source}`;
  const commit = isSymmetric ? `${REG.commitEcmpReply} = 1; ` : '';
  return `${REG.nextHop[nextHopVersion]} = ${nextHop ?? ''}${from}; eth.src = ${port.mac}; outport = ${port.quoted}; ${REG.nextHopIsIpv4} = ${nextHopVersion === 4 ? 1 : 0}; ${commit}next;`;
}

/** Only a router that stands on one chassis sees both directions of a connection. */
function symmetric(
  group: Group,
  fields: readonly string[],
  protocol: Protocol | undefined,
  net: Network,
): readonly WantedFlow[] {
  const { router, routes } = group;
  if (!router.isGateway || routes.some(({ isDiscard }) => isDiscard)) return [];
  const { match } = groupMatch(group, fields, protocol);
  const seen = new Set<string>();
  return routes.flatMap((route) => {
    const port = route.port && portByKey(route.port, net);
    if (!route.isSymmetric || port === undefined || seen.has(port.name)) return [];
    seen.add(port.name);
    return backTheSameWay(route, match, port, router);
  });
}

function backTheSameWay(route: Route, match: string, port: RouterPort, router: Router): readonly WantedFlow[] {
  const { version, prefix, isSource, nextHopVersion, source } = route;
  const cidr = prefix.plen === (version === 4 ? 32 : 128) ? prefix.network : `${prefix.network}/${prefix.plen}`;
  const arrives = `inport == ${port.quoted} && ip${version}.${isSource ? 'dst' : 'src'} == ${cidr}`;
  const came = `ct_mark.ecmp_reply_port == ${port.tunnelKey}`;
  const from = source === undefined ? '' : `${REG.source[nextHopVersion]} = ${source}; `;
  const common = (rule: string, priority: number, matched: string, actions: string): FlowText => ({
    rule,
    priority,
    match: matched,
    actions,
    hint: route.ref,
    why: () => `Replies to connections that came in by ${port.name} go back the way they came.`,
  });
  return [
    defrag(router, common('symmetric-arrival', 100, arrives, 'ct_next;')),
    defrag(router, common('symmetric-departure', 100, match, 'ct_next;')),
    ecmpStateful(
      router,
      common(
        'commit-arrival',
        100,
        `${arrives} && (ct.new || ct.est)`,
        `ct_commit { ct_label.ecmp_reply_eth = eth.src; ct_mark.ecmp_reply_port = ${port.tunnelKey};}; next;`,
      ),
    ),
    routing(
      router,
      common(
        'symmetric-reply',
        10300,
        `${came} && ${match}`,
        `ip.ttl--; flags.loopback = 1; eth.src = ${port.mac}; ${from}outport = ${port.quoted}; next;`,
      ),
    ),
    policy(router, common('symmetric-reply', 65535, came, 'next;')),
    resolve(
      router,
      common(
        'symmetric-reply',
        200,
        came,
        'push(xxreg1); xxreg1 = ct_label; eth.dst = xxreg1[32..79]; pop(xxreg1); next;',
      ),
    ),
  ];
}
