/**
 * The calls on /v2.0/routers. Interfaces and gateways are ports that Neutron makes
 * itself. What a router does nobody does here: no L3 agent runs, and OVN of 2015
 * compiles no router.
 */
import { ok, type Result } from '../../base';
import { attribute, BOTH, boolean, dictionary, isBody, nullable, ONCE, readBody, text } from '../attributes';
import { badRequest, notFound, refuse, type NeutronError } from '../errors';
import { allocate, drawMac, subnetOf } from '../ipam';
import { all, deletion, find, insertion, update, type Network, type Port, type Router, type Subnet } from '../tables';
import { dropPort } from './ports';
import { tenantOf } from './tenant';
import type { NeutronChange } from '../driver';
import type { Handled, NeutronHost } from '../server';

const INTERFACE = 'network:router_interface';
const GATEWAY = 'network:router_gateway';

const ATTRIBUTES = {
  name: attribute(text, BOTH),
  admin_state_up: attribute(boolean, BOTH),
  tenant_id: attribute(text, ONCE),
  external_gateway_info: attribute(nullable(dictionary), BOTH),
};

export function createRouter(host: NeutronHost, body: unknown): Result<Handled, NeutronError> {
  const given = readBody(body, 'router', ATTRIBUTES, 'create');
  if (!given.ok) return given;
  const { name = '', admin_state_up = true, tenant_id = tenantOf(host.neutron) } = given.value;
  const router: Router = {
    id: host.newUuid(),
    name,
    admin_state_up,
    tenant_id,
    status: 'ACTIVE',
    gateway_network_id: null,
    enable_snat: true,
  };
  host.commit([insertion('Router', router)]);
  const changes: NeutronChange[] = [{ kind: 'router', event: 'create', router }];
  const gateway = setGateway(host, router, given.value.external_gateway_info);
  if (!gateway.ok) return gateway;
  const made = find(host.neutron, 'Router', router.id) ?? router;
  return ok({ status: 201, body: { router: routerDict(host, made) }, changes: [...changes, ...gateway.value] });
}

export function updateRouter(host: NeutronHost, id: string, body: unknown): Result<Handled, NeutronError> {
  const before = find(host.neutron, 'Router', id);
  if (before === undefined) return notFound.router(id);
  const given = readBody(body, 'router', ATTRIBUTES, 'update');
  if (!given.ok) return given;
  const { external_gateway_info, ...values } = given.value;
  host.commit(update(host.neutron, 'Router', before.id, values));
  const gateway = setGateway(host, before, external_gateway_info);
  if (!gateway.ok) return gateway;
  const router = find(host.neutron, 'Router', id) ?? before;
  return ok({
    status: 200,
    body: { router: routerDict(host, router) },
    changes: [{ kind: 'router', event: 'update', router }, ...gateway.value],
  });
}

export function deleteRouter(host: NeutronHost, id: string): Result<Handled, NeutronError> {
  const router = find(host.neutron, 'Router', id);
  if (router === undefined) return notFound.router(id);
  if (portsOf(host, router, INTERFACE).length > 0) return refuse(409, 'RouterInUse', `Router ${id} still has ports`);
  const gateway = setGateway(host, router, null);
  if (!gateway.ok) return gateway;
  host.commit([deletion('Router', router.id)]);
  return ok({ status: 204, body: null, changes: [...gateway.value, { kind: 'router', event: 'delete', router }] });
}

export function addInterface(host: NeutronHost, id: string, body: unknown): Result<Handled, NeutronError> {
  const router = find(host.neutron, 'Router', id);
  if (router === undefined) return notFound.router(id);
  const { subnet_id, port_id } = isBody(body) ? body : {};
  if (typeof port_id === 'string') return adopt(host, router, port_id);
  if (typeof subnet_id !== 'string') {
    return badRequest('Bad router request: Either subnet_id or port_id must be specified');
  }
  const found = subnetOf(host.neutron, subnet_id);
  if (!found.ok) return found;
  const subnet = found.value;
  if (subnet.gateway_ip === null)
    return refuse(400, 'BadRequest', 'Bad router request: Subnet for router interface must have a gateway IP.');
  const conflict = conflictOf(host, router, subnet);
  if (conflict !== undefined) return conflict;
  const network = find(host.neutron, 'Network', subnet.network_id);
  if (network === undefined) return notFound.network(subnet.network_id);
  const wanted = [{ subnet_id: subnet.id, ip_address: subnet.gateway_ip }];
  const made = makePort(
    host,
    network,
    { device_id: router.id, device_owner: INTERFACE, tenant_id: router.tenant_id },
    wanted,
  );
  return made.ok ? ok(interfaceReply(router, made.value.port, subnet, made.value.changes)) : made;
}

/** By port or by subnet; the port goes either way. */
export function removeInterface(host: NeutronHost, id: string, body: unknown): Result<Handled, NeutronError> {
  const router = find(host.neutron, 'Router', id);
  if (router === undefined) return notFound.router(id);
  const { subnet_id, port_id } = isBody(body) ? body : {};
  const port = portsOf(host, router, INTERFACE).find(
    (each) => each.id === port_id || each.fixed_ips.some((ip) => ip.subnet_id === subnet_id),
  );
  const subnet = port && find(host.neutron, 'Subnet', port.fixed_ips[0]?.subnet_id ?? '');
  if (port === undefined || subnet === undefined) {
    const message =
      typeof port_id === 'string'
        ? `Router ${id} does not have an interface with id ${port_id}`
        : `Router ${id} has no interface on subnet ${String(subnet_id)}`;
    return refuse(
      404,
      typeof port_id === 'string' ? 'RouterInterfaceNotFound' : 'RouterInterfaceNotFoundForSubnet',
      message,
    );
  }
  const dropped = dropPort(host, port);
  return dropped.ok ? ok(interfaceReply(router, port, subnet, dropped.value.changes)) : dropped;
}

export function routerDict(host: Pick<NeutronHost, 'neutron'>, router: Router): Record<string, unknown> {
  const { gateway_network_id, enable_snat, ...rest } = router;
  const [gateway] = portsOf(host, router, GATEWAY);
  const info =
    gateway_network_id === null
      ? null
      : { network_id: gateway_network_id, enable_snat, external_fixed_ips: gateway?.fixed_ips ?? [] };
  return { ...rest, external_gateway_info: info, routes: [] };
}

function portsOf({ neutron }: Pick<NeutronHost, 'neutron'>, { id }: Router, owner: string): readonly Port[] {
  return all(neutron, 'Port').filter(({ device_id, device_owner }) => device_id === id && device_owner === owner);
}

/** Undefined leaves it as it is, null takes it away. */
function setGateway(
  host: NeutronHost,
  router: Router,
  info: Readonly<Record<string, unknown>> | null | undefined,
): Result<readonly NeutronChange[], NeutronError> {
  if (info === undefined) return ok([]);
  const wanted = info === null || Object.keys(info).length === 0 ? undefined : textOf(info.network_id);
  const changes: NeutronChange[] = [];
  if (wanted !== router.gateway_network_id) {
    for (const port of portsOf(host, router, GATEWAY)) {
      const dropped = dropPort(host, port);
      if (!dropped.ok) return dropped;
      changes.push(...dropped.value.changes);
    }
  }
  const snat = info?.enable_snat;
  if (wanted === undefined) {
    host.commit(update(host.neutron, 'Router', router.id, { gateway_network_id: null, enable_snat: true }));
    return ok(changes);
  }
  const network = find(host.neutron, 'Network', wanted);
  if (network === undefined) return notFound.network(wanted);
  if (!network['router:external']) {
    return refuse(400, 'BadRequest', `Bad router request: Network ${network.id} is not an external network`);
  }
  if (network.id !== router.gateway_network_id) {
    const made = makePort(host, network, { device_id: router.id, device_owner: GATEWAY, tenant_id: '' }, undefined);
    if (!made.ok) return made;
    changes.push(...made.value.changes);
  }
  const enable_snat = typeof snat === 'boolean' ? snat : true;
  host.commit(update(host.neutron, 'Router', router.id, { gateway_network_id: network.id, enable_snat }));
  return ok(changes);
}

function makePort(
  host: NeutronHost,
  network: Network,
  device: Pick<Port, 'device_id' | 'device_owner' | 'tenant_id'>,
  wanted: Parameters<typeof allocate>[3],
): Result<{ readonly port: Port; readonly changes: readonly NeutronChange[] }, NeutronError> {
  const mac_address = drawMac(host.neutron, network.id, host.random);
  if (!mac_address.ok) return mac_address;
  const place = { mac_address: mac_address.value, device_owner: device.device_owner };
  const allocated = allocate(host.neutron, network.id, place, wanted);
  if (!allocated.ok) return allocated;
  const { status, vifType } = host.driver.newPort;
  const port: Port = {
    id: host.newUuid(),
    network_id: network.id,
    name: '',
    ...device,
    mac_address: mac_address.value,
    admin_state_up: true,
    status,
    fixed_ips: allocated.value.fixedIps,
    security_groups: [],
    allowed_address_pairs: [],
    'binding:host_id': '',
    'binding:profile': {},
    'binding:vif_type': vifType,
    'binding:vif_details': {},
    'binding:vnic_type': 'normal',
  };
  const left = [...allocated.value.availability].flatMap(([subnet, ranges]) =>
    update(host.neutron, 'Subnet', subnet, { availability: ranges }),
  );
  host.commit([...left, insertion('Port', port)]);
  return ok({ port, changes: [{ kind: 'port', event: 'create', port, attributes: [] }] });
}

function adopt(host: NeutronHost, router: Router, id: string): Result<Handled, NeutronError> {
  const before = find(host.neutron, 'Port', id);
  if (before === undefined) return notFound.port(id);
  if (before.device_id !== '') {
    const message = `Unable to complete operation on port ${id} for network ${before.network_id}. Port already has an attached device ${before.device_id}.`;
    return refuse(409, 'PortInUse', message);
  }
  const subnet = find(host.neutron, 'Subnet', before.fixed_ips[0]?.subnet_id ?? '');
  if (subnet === undefined) return badRequest('Bad router request: Router port must have at least one fixed IP');
  const conflict = conflictOf(host, router, subnet);
  if (conflict !== undefined) return conflict;
  host.commit(update(host.neutron, 'Port', before.id, { device_id: router.id, device_owner: INTERFACE, name: '' }));
  const port = find(host.neutron, 'Port', id) ?? before;
  const changes = [
    { kind: 'port', event: 'update', port, before, attributes: ['device_id', 'device_owner', 'name'] },
  ] as const;
  return ok(interfaceReply(router, port, subnet, changes));
}

function conflictOf(host: NeutronHost, router: Router, subnet: Subnet) {
  const there = portsOf(host, router, INTERFACE).some(({ fixed_ips }) =>
    fixed_ips.some(({ subnet_id }) => subnet_id === subnet.id),
  );
  return there
    ? refuse(400, 'BadRequest', `Bad router request: Router already has a port on subnet ${subnet.id}`)
    : undefined;
}

function interfaceReply(router: Router, port: Port, subnet: Subnet, changes: readonly NeutronChange[]): Handled {
  const { id, tenant_id } = router;
  return { status: 200, body: { id, tenant_id, port_id: port.id, subnet_id: subnet.id }, changes };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
