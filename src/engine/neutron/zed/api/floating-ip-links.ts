/** What ties a floating IP to a port: the router between them. */
import { ok, type Result, type Uuid } from '../../../base';
import { parseAddress } from '../../addresses';
import { refuse, type NeutronError } from '../../errors';
import { deleteFloatingIp } from '../ovn/floating-ips';
import { ROUTER_INTERFACE } from '../devices';
import { badRequest, notFound } from '../errors';
import { all, find, update, type FloatingIp, type Port } from '../tables';
import type { After, ZedHost } from '../server';

export interface Link {
  readonly port_id: Uuid | null;
  readonly fixed_ip_address: string | null;
  readonly router_id: Uuid | null;
}

export const NO_LINK: Link = { port_id: null, fixed_ip_address: null, router_id: null };

/** How a floating IP of `network` comes to `portId`, or why it does not. */
export function linkTo(
  host: ZedHost,
  network: Uuid,
  portId: string | null | undefined,
  fixed: string | null | undefined,
  own: FloatingIp | undefined,
): Result<Link, NeutronError> {
  if (portId == null) {
    return fixed == null
      ? ok(NO_LINK)
      : badRequest('floatingip', 'fixed_ip_address cannot be specified without a port_id');
  }
  const port = find(host.neutron, 'Port', portId);
  if (port === undefined) return notFound.port(portId);
  const v4 = port.fixed_ips.filter(({ ip_address }) => parseAddress(ip_address)?.version === 4);
  if (fixed != null && v4.every(({ ip_address }) => ip_address !== fixed)) {
    return badRequest('floatingip', `Port ${port.id} does not have fixed ip ${fixed}`);
  }
  if (fixed == null && v4.length === 0) {
    return badRequest('floatingip', `Cannot add floating IP to port ${port.id} that has no fixed IPv4 addresses`);
  }
  if (fixed == null && v4.length > 1) {
    const message = `Port ${port.id} has multiple fixed IPv4 addresses.  Must provide a specific IPv4 address when assigning a floating IP`;
    return badRequest('floatingip', message);
  }
  const chosen = fixed == null ? v4[0] : v4.find(({ ip_address }) => ip_address === fixed);
  if (chosen === undefined) return notFound.port(portId);
  const router = routerBetween(host, chosen.subnet_id, network);
  if (router === undefined) {
    const message = `External network ${network} is not reachable from subnet ${chosen.subnet_id}.  Therefore, cannot associate Port ${port.id} with a Floating IP.`;
    return refuse(404, 'ExternalGatewayForFloatingIPNotFound', message);
  }
  const other = all(host.neutron, 'Floating_IP').find(
    (each) =>
      each.id !== own?.id &&
      each.port_id === port.id &&
      each.fixed_ip_address === chosen.ip_address &&
      each.floating_network_id === network,
  );
  if (other !== undefined) {
    const message = `Cannot associate floating IP ${own?.floating_ip_address ?? other.floating_ip_address} (${own?.id ?? other.id}) with port ${port.id} using fixed IP ${chosen.ip_address}, as that fixed IP already has a floating IP on external network ${network}.`;
    return refuse(409, 'FloatingIPPortAlreadyAssociated', message);
  }
  return ok({ port_id: port.id, fixed_ip_address: chosen.ip_address, router_id: router });
}

/** A router with an interface on the subnet and its gateway on the network; the one at the subnet's gateway first. */
export function routerBetween(host: ZedHost, subnet: Uuid, network: Uuid): Uuid | undefined {
  const gateway = find(host.neutron, 'Subnet', subnet)?.gateway_ip;
  const routers = all(host.neutron, 'Port').flatMap((port) => {
    const on =
      port.device_owner === ROUTER_INTERFACE ? port.fixed_ips.find(({ subnet_id }) => subnet_id === subnet) : undefined;
    const router = on === undefined ? undefined : find(host.neutron, 'Router', port.device_id);
    const gatewayPort = router?.gw_port_id == null ? undefined : find(host.neutron, 'Port', router.gw_port_id);
    return router !== undefined && gatewayPort?.network_id === network
      ? [{ id: router.id, isGateway: on?.ip_address === gateway }]
      : [];
  });
  return (routers.find(({ isGateway }) => isGateway) ?? routers[0])?.id;
}

/** Within a step: a port that goes leaves its floating IPs without one. */
export function disassociate(host: ZedHost, port: Port): readonly After[] {
  const own = all(host.neutron, 'Floating_IP').filter(({ port_id }) => port_id === port.id);
  host.commit(own.flatMap(({ id }) => update(host.neutron, 'Floating_IP', id, { ...NO_LINK, status: 'DOWN' })));
  return own.map(
    ({ id }) =>
      () =>
        deleteFloatingIp(host, id),
  );
}
