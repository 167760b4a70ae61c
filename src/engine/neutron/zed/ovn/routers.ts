/** Routers as logical routers, with their gateways and routes. */
import { err, ok, type Uuid } from '../../../base';
import { getString } from '../../../ovsdb';
import { find, type Port, type Router, type Subnet } from '../tables';
import { writeOvn, type ZedHost } from '../server';
import { ovnName } from './names';
import { pairs, textMap, type Northbound } from './northbound';
import { addRouterPort, dropRouterPort } from './router-ports';
import {
  addRoute,
  addSnat,
  gatewayInfo,
  gatewayInfoOf,
  gatewayRouteIds,
  isGatewayRoute,
  isSnat,
  natsOf,
  networksBehind,
  removeNat,
  removeRoute,
  routesOf,
} from './routes-and-nat';

const TABLE = 'Logical_Router';

export function createRouter(host: ZedHost, router: Router): boolean {
  return writeOvn(host, `create the router ${router.name}`, (nb) => {
    addRouter(host, nb, router);
    if (router.gw_port_id !== null) addGateway(host, nb, router, networksBehind(host, router.id));
    return ok(undefined);
  });
}

export function addRouter(host: ZedHost, nb: Northbound, router: Router): Uuid {
  return nb.insert(TABLE, {
    name: ovnName(router.id),
    enabled: [router.admin_state_up],
    options: pairs({ always_learn_from_arp_request: 'false', dynamic_neigh_routers: 'true' }),
    external_ids: pairs(idsOf(host, router)),
  });
}

/** `gateway` is the gateway's port as it was before the change, if there was one. */
export function updateRouter(host: ZedHost, router: Router, gateway: Port | undefined): boolean {
  return writeOvn(host, `update the router ${router.name}`, (nb) => {
    const row = nb.named(TABLE, ovnName(router.id));
    if (row === undefined) return err(`Logical Router ${ovnName(router.id)} does not exist`);
    const had = gateway !== undefined || routesOf(nb, row).some(isGatewayRoute);
    const networks = networksBehind(host, router.id);
    if (router.gw_port_id !== null && !had) addGateway(host, nb, router, networks);
    else if (router.gw_port_id === null && had) removeGateway(host, nb, router, gateway, networks);
    else if (router.gw_port_id !== null) changeGateway(host, nb, router, gateway, networks);
    nb.set(TABLE, row._uuid, { external_ids: pairs(idsOf(host, router)), enabled: [router.admin_state_up] });
    changeRoutes(nb, router);
    return ok(undefined);
  });
}

export function deleteRouter(host: ZedHost, router: Router): boolean {
  return writeOvn(host, `delete the router ${router.name}`, (nb) => {
    const row = nb.named(TABLE, ovnName(router.id));
    if (row !== undefined) nb.delete(TABLE, row._uuid);
    return ok(undefined);
  });
}

/** The gateway of an external subnet is another: routers behind it follow. */
export function moveDefaultRoutes(host: ZedHost, routers: readonly Uuid[], before: Subnet, after: Subnet): boolean {
  return writeOvn(host, `update the routes to the gateway of ${after.name}`, (nb) => {
    for (const router of routers) {
      if (after.gateway_ip !== null) addRoute(nb, router, '0.0.0.0/0', after.gateway_ip);
      if (before.gateway_ip !== null) removeRoute(nb, router, '0.0.0.0/0', before.gateway_ip);
    }
    return ok(undefined);
  });
}

function addGateway(host: ZedHost, nb: Northbound, router: Router, networks: readonly string[]): void {
  const port = router.gw_port_id === null ? undefined : find(host.neutron, 'Port', router.gw_port_id);
  if (port === undefined) return;
  addRouterPort(host, nb, router, port);
  for (const { prefix, gatewayIp, subnetId } of gatewayInfo(host, router)) {
    if (gatewayIp !== null) addRoute(nb, router.id, prefix, gatewayIp, gatewayRouteIds(subnetId));
  }
  if (router.enable_snat) addSnat(host, nb, router, networks);
}

function removeGateway(
  host: ZedHost,
  nb: Northbound,
  router: Router,
  gateway: Port | undefined,
  networks: readonly string[],
): void {
  const row = nb.named(TABLE, ovnName(router.id));
  if (row === undefined) return;
  const route = routesOf(nb, row).find(isGatewayRoute);
  if (route !== undefined) nb.remove(TABLE, row._uuid, 'static_routes', route._uuid);
  for (const nat of natsOf(nb, row).filter(isSnat)) nb.remove(TABLE, row._uuid, 'nat', nat._uuid);
  for (const { version, prefix, gatewayIp, routerIp } of gatewayInfoOf(host, gateway)) {
    removeRoute(nb, router.id, prefix, gatewayIp);
    for (const logical_ip of version === 4 ? networks : []) {
      removeNat(nb, router.id, { type: 'snat', logical_ip, external_ip: routerIp });
    }
  }
  const port = gateway?.id ?? (textMap(row, 'external_ids')['neutron:gw_port_id'] as Uuid | undefined);
  if (port !== undefined) dropRouterPort(nb, router.id, port);
}

/** A gateway with other addresses is made anew; else only the translation may have been turned on or off. */
function changeGateway(
  host: ZedHost,
  nb: Northbound,
  router: Router,
  gateway: Port | undefined,
  networks: readonly string[],
): void {
  const row = nb.named(TABLE, ovnName(router.id));
  const snats = natsOf(nb, row).filter(isSnat);
  const routed = routesOf(nb, row)
    .filter(isGatewayRoute)
    .map((each) => textMap(each, 'external_ids')['neutron:subnet_id']);
  const moved = gatewayInfo(host, router).some(
    ({ subnetId, version, routerIp }) =>
      (routed.length > 0 && !routed.includes(subnetId)) ||
      (version === 4 && snats.some((each) => each.external_ip !== routerIp)),
  );
  if (moved) {
    removeGateway(host, nb, router, gateway, networks);
    addGateway(host, nb, router, networks);
  } else if (networks.length > 0 && router.enable_snat && snats.length === 0) {
    addSnat(host, nb, router, networks);
  } else if (!router.enable_snat) {
    for (const nat of row === undefined ? [] : snats) nb.remove(TABLE, row?._uuid ?? router.id, 'nat', nat._uuid);
  }
}

function changeRoutes(nb: Northbound, router: Router): void {
  const held = routesOf(nb, nb.named(TABLE, ovnName(router.id)))
    .filter((each) => !isGatewayRoute(each))
    .map((each) => ({ destination: getString(each, 'ip_prefix'), nexthop: getString(each, 'nexthop') }));
  const isIn = (routes: readonly { destination: string; nexthop: string }[], route: (typeof held)[number]) =>
    routes.some(({ destination, nexthop }) => destination === route.destination && nexthop === route.nexthop);
  for (const route of router.routes) if (!isIn(held, route)) addRoute(nb, router.id, route.destination, route.nexthop);
  for (const route of held)
    if (!isIn(router.routes, route)) removeRoute(nb, router.id, route.destination, route.nexthop);
}

function idsOf(host: ZedHost, router: Router) {
  const gateway = router.gw_port_id === null ? undefined : find(host.neutron, 'Port', router.gw_port_id);
  return {
    'neutron:router_name': router.name,
    'neutron:gw_port_id': router.gw_port_id ?? '',
    'neutron:gw_network_id': gateway?.network_id ?? '',
    'neutron:revision_number': String(router.revision_number),
    'neutron:availability_zone_hints': router.availability_zone_hints.join(','),
  };
}
