/** What a router's row refers to: static routes, and the translation of addresses. */
import { getString, type Row, type Values } from '../../../ovsdb';
import { all, find, type Port, type Router } from '../tables';
import { ROUTER_INTERFACE } from '../devices';
import { ovnName } from './names';
import { pairs, textMap, type Northbound, type TextMap } from './northbound';
import type { Uuid } from '../../../base';
import type { ZedHost } from '../server';

const ROUTE = 'Logical_Router_Static_Route';

export interface GatewayInfo {
  readonly subnetId: Uuid;
  readonly routerIp: string;
  readonly gatewayIp: string | null;
  readonly version: 4 | 6;
  readonly prefix: '0.0.0.0/0' | '::/0';
}

/** How a router reaches the world, an entry for each address of its gateway. */
export function gatewayInfo(host: ZedHost, router: Router): readonly GatewayInfo[] {
  return gatewayInfoOf(host, router.gw_port_id === null ? undefined : find(host.neutron, 'Port', router.gw_port_id));
}

export function gatewayInfoOf(host: ZedHost, port: Port | undefined): readonly GatewayInfo[] {
  return (port?.fixed_ips ?? []).flatMap(({ subnet_id, ip_address }) => {
    const subnet = find(host.neutron, 'Subnet', subnet_id);
    if (subnet === undefined) return [];
    const version = subnet.ip_version === 6 ? 6 : 4;
    const prefix = version === 6 ? '::/0' : '0.0.0.0/0';
    return [{ subnetId: subnet_id, routerIp: ip_address, gatewayIp: subnet.gateway_ip, version, prefix }] as const;
  });
}

/** The IPv4 networks behind a router, which are translated on their way out. */
export function networksBehind(host: ZedHost, router: Uuid): readonly string[] {
  return all(host.neutron, 'Port')
    .filter(({ device_owner, device_id }) => device_owner === ROUTER_INTERFACE && device_id === router)
    .flatMap(({ fixed_ips }) => {
      const cidrs = fixed_ips.flatMap(({ subnet_id }) => {
        const subnet = find(host.neutron, 'Subnet', subnet_id);
        return subnet?.ip_version === 4 ? [subnet.cidr] : [];
      });
      return cidrs.slice(-1);
    });
}

export function addRoute(nb: Northbound, router: Uuid, ip_prefix: string, nexthop: string, ids: TextMap = {}): void {
  const on = nb.named('Logical_Router', ovnName(router));
  if (on === undefined) return;
  nb.add(
    'Logical_Router',
    on._uuid,
    'static_routes',
    nb.insert(ROUTE, { ip_prefix, nexthop, external_ids: pairs(ids) }),
  );
}

export function removeRoute(nb: Northbound, router: Uuid, prefix: string, nexthop: string | null): void {
  const on = nb.named('Logical_Router', ovnName(router));
  const row = routesOf(nb, on).find((each) => each.ip_prefix === prefix && each.nexthop === nexthop);
  if (on !== undefined && row !== undefined) nb.remove('Logical_Router', on._uuid, 'static_routes', row._uuid);
}

export function routesOf(nb: Northbound, router: Row | undefined): readonly Row[] {
  return router === undefined ? [] : nb.members(router, 'static_routes', ROUTE);
}

/** A route to the world, which Neutron made for the gateway. */
export function isGatewayRoute(row: Row): boolean {
  return textMap(row, 'external_ids')['neutron:is_ext_gw'] === 'true';
}

export function gatewayRouteIds(subnet: Uuid): TextMap {
  return { 'neutron:is_ext_gw': 'true', 'neutron:subnet_id': subnet };
}

export interface NatKey {
  readonly type: 'snat' | 'dnat_and_snat';
  readonly logical_ip: string;
  readonly external_ip: string;
}

/** Addresses of the networks become the gateway's; IPv6 is never translated. */
export function addSnat(host: ZedHost, nb: Northbound, router: Router, networks: readonly string[]): void {
  for (const { version, routerIp } of gatewayInfo(host, router)) {
    for (const logical_ip of version === 4 ? networks : []) {
      addNat(nb, router.id, { type: 'snat', logical_ip, external_ip: routerIp });
    }
  }
}

export function addNat(nb: Northbound, router: Uuid, columns: NatKey & Values): void {
  const on = nb.named('Logical_Router', ovnName(router));
  if (on !== undefined) nb.add('Logical_Router', on._uuid, 'nat', nb.insert('NAT', columns));
}

export function removeNat(nb: Northbound, router: Uuid, { type, logical_ip, external_ip }: NatKey): void {
  const on = nb.named('Logical_Router', ovnName(router));
  const row = natsOf(nb, on).find(
    (each) => each.type === type && each.logical_ip === logical_ip && each.external_ip === external_ip,
  );
  if (on !== undefined && row !== undefined) nb.remove('Logical_Router', on._uuid, 'nat', row._uuid);
}

export function natsOf(nb: Northbound, router: Row | undefined): readonly Row[] {
  return router === undefined ? [] : nb.members(router, 'nat', 'NAT');
}

export function isSnat(row: Row): boolean {
  return getString(row, 'type') === 'snat';
}
