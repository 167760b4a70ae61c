/** Interfaces of routers: add_router_interface and remove_router_interface. */
import { ok, type Result, type Uuid } from '../../../base';
import { overlaps, parsePrefix } from '../../addresses';
import { isBody } from '../../attributes';
import { refuse, type NeutronError } from '../../errors';
import { createRouterPort, deleteRouterPort } from '../ovn/router-ports';
import { ROUTER_INTERFACE } from '../devices';
import { badRequest, notFound } from '../errors';
import { all, find, type Port, type Router, type Subnet } from '../tables';
import { changePort, dropPort, makePort } from './ports';
import { interfacesOf } from './routers';
import type { After, Outcome, ZedHost } from '../server';

export function addInterface(host: ZedHost, id: string, body: unknown): Outcome {
  const router = find(host.neutron, 'Router', id);
  if (router === undefined) return notFound.router(id);
  const named = namedIn(body);
  if (!named.ok) return named;
  const added =
    named.value.port === undefined
      ? addSubnet(host, router, named.value.subnet ?? '')
      : addPort(host, router, named.value.port);
  if (!added.ok) return added;
  const { port, subnets, after, several } = added.value;
  const [first] = subnets;
  return ok({
    status: 200,
    body: interfaceDict(router, port, subnets),
    after: [
      ...after,
      () =>
        createRouterPort(
          host,
          find(host.neutron, 'Router', router.id) ?? router,
          find(host.neutron, 'Port', port.id) ?? port,
          first,
          several,
        ),
    ],
  });
}

export function removeInterface(host: ZedHost, id: string, body: unknown): Outcome {
  const router = find(host.neutron, 'Router', id);
  if (router === undefined) return notFound.router(id);
  const given = isBody(body) ? body : {};
  const portId = typeof given.port_id === 'string' ? given.port_id : undefined;
  const subnetId = typeof given.subnet_id === 'string' ? given.subnet_id : undefined;
  if (portId === undefined && subnetId === undefined)
    return badRequest('router', 'Either subnet_id or port_id must be specified');
  const port = interfacesOf(host, router.id).find((each) =>
    portId === undefined ? each.fixed_ips.some(({ subnet_id }) => subnet_id === subnetId) : each.id === portId,
  );
  if (port === undefined && portId !== undefined) {
    return refuse(404, 'RouterInterfaceNotFound', `Router ${id} does not have an interface with id ${portId}`);
  }
  if (port === undefined) {
    return refuse(404, 'RouterInterfaceNotFoundForSubnet', `Router ${id} has no interface on subnet ${subnetId ?? ''}`);
  }
  const gone = port.fixed_ips
    .map(({ subnet_id }) => subnet_id)
    .filter((each) => subnetId === undefined || each === subnetId);
  const used = gone.find((subnet) => isNeeded(host, router, subnet));
  if (used !== undefined) {
    const message = `Router interface for subnet ${used} on router ${id} cannot be deleted, as it is required by one or more floating IPs.`;
    return refuse(409, 'RouterInterfaceInUseByFloatingIP', message);
  }
  const left = port.fixed_ips.filter(({ subnet_id }) => !gone.includes(subnet_id));
  const changed = left.length === 0 ? ok(dropPort(host, port)) : changePort(host, port, { fixed_ips: left });
  if (!changed.ok) return changed;
  return ok({
    status: 200,
    body: interfaceDict(router, port, gone),
    after: [
      ...(changed.value.after ?? []),
      () => deleteRouterPort(host, router, port.id, find(host.neutron, 'Port', port.id), gone),
    ],
  });
}

interface Added {
  readonly port: Port;
  readonly subnets: readonly Uuid[];
  readonly after: readonly After[];
  /** The port was an interface before, and has got another subnet. */
  readonly several: boolean;
}

function addSubnet(host: ZedHost, router: Router, id: string): Result<Added, NeutronError> {
  const subnet = find(host.neutron, 'Subnet', id);
  if (subnet === undefined) return notFound.subnet(id);
  if (subnet.gateway_ip === null) return badRequest('router', 'Subnet for router interface must have a gateway IP');
  const fit = checkOverlap(host, router, subnet);
  if (!fit.ok) return fit;
  const network = find(host.neutron, 'Network', subnet.network_id);
  if (network === undefined) return notFound.network(subnet.network_id);
  const wanted = { subnet_id: subnet.id, ip_address: subnet.gateway_ip };
  const six =
    subnet.ip_version === 6
      ? interfacesOf(host, router.id).find((port) => port.network_id === network.id && hasIpv6(host, port))
      : undefined;
  if (six !== undefined) {
    const changed = changePort(host, six, { fixed_ips: [...six.fixed_ips, wanted] });
    if (!changed.ok) return changed;
    return ok({ port: six, subnets: [subnet.id], after: changed.value.after ?? [], several: true });
  }
  const made = makePort(host, network, {
    project_id: router.project_id,
    device_owner: ROUTER_INTERFACE,
    device_id: router.id,
    fixed_ips: [wanted],
  });
  if (!made.ok) return made;
  return ok({ port: made.value.port, subnets: [subnet.id], after: made.value.after ?? [], several: false });
}

function addPort(host: ZedHost, router: Router, id: string): Result<Added, NeutronError> {
  const port = find(host.neutron, 'Port', id);
  if (port === undefined) return notFound.port(id);
  if (port.device_id !== '') {
    const message = `Unable to complete operation on port ${id} for network ${port.network_id}. Port already has an attached device ${port.device_id}.`;
    return refuse(409, 'PortInUse', message);
  }
  if (port.fixed_ips.length === 0) return badRequest('router', 'Router port must have at least one fixed IP');
  const subnets = port.fixed_ips.flatMap(({ subnet_id }) => find(host.neutron, 'Subnet', subnet_id) ?? []);
  for (const subnet of subnets) {
    const fit = checkOverlap(host, router, subnet);
    if (!fit.ok) return fit;
  }
  if (subnets.filter(({ ip_version }) => ip_version === 4).length > 1) {
    return badRequest('router', 'Cannot have multiple IPv4 subnets on router port');
  }
  const changed = changePort(host, port, { device_owner: ROUTER_INTERFACE, device_id: router.id });
  if (!changed.ok) return changed;
  return ok({ port, subnets: subnets.map((subnet) => subnet.id), after: changed.value.after ?? [], several: false });
}

function namedIn(body: unknown): Result<{ readonly port?: string; readonly subnet?: string }, NeutronError> {
  const given = isBody(body) ? body : {};
  const port = typeof given.port_id === 'string' ? given.port_id : undefined;
  const subnet = typeof given.subnet_id === 'string' ? given.subnet_id : undefined;
  if (port !== undefined && subnet !== undefined)
    return badRequest('router', 'Cannot specify both subnet-id and port-id');
  if (port !== undefined) return ok({ port });
  return subnet === undefined ? badRequest('router', 'Either subnet_id or port_id must be specified') : ok({ subnet });
}

function checkOverlap(host: ZedHost, router: Router, subnet: Subnet): Result<void, NeutronError> {
  const prefix = parsePrefix(subnet.cidr);
  const ports = all(host.neutron, 'Port').filter(
    ({ device_id, device_owner }) => device_id === router.id && device_owner.startsWith('network:router'),
  );
  for (const { fixed_ips } of ports) {
    for (const { subnet_id } of fixed_ips) {
      if (subnet_id === subnet.id) return badRequest('router', `Router already has a port on subnet ${subnet.id}`);
      const other = find(host.neutron, 'Subnet', subnet_id);
      const taken = parsePrefix(other?.cidr ?? '');
      if (prefix === undefined || taken === undefined || !overlaps(prefix, taken)) continue;
      return badRequest(
        'router',
        `Cidr ${subnet.cidr} of subnet ${subnet.id} overlaps with cidr ${other?.cidr ?? ''} of subnet ${subnet_id}`,
      );
    }
  }
  return ok(undefined);
}

function hasIpv6(host: ZedHost, port: Port): boolean {
  return port.fixed_ips.some(({ subnet_id }) => find(host.neutron, 'Subnet', subnet_id)?.ip_version === 6);
}

/** A floating IP leads through the router to this subnet. */
function isNeeded(host: ZedHost, router: Router, subnet: Uuid): boolean {
  return all(host.neutron, 'Floating_IP').some(({ router_id, port_id }) => {
    const port = router_id !== router.id || port_id === null ? undefined : find(host.neutron, 'Port', port_id);
    return port?.fixed_ips.some(({ subnet_id }) => subnet_id === subnet) === true;
  });
}

function interfaceDict(router: Router, port: Port, subnets: readonly Uuid[]): Record<string, unknown> {
  return {
    id: router.id,
    tenant_id: router.project_id,
    project_id: router.project_id,
    port_id: port.id,
    network_id: port.network_id,
    subnet_id: subnets[0] ?? null,
    subnet_ids: subnets,
    tags: [],
  };
}
