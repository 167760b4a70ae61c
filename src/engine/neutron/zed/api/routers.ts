/** The calls on /v2.0/routers. */
import { ok, type Result, type Uuid } from '../../../base';
import { contains, parseAddress, parsePrefix } from '../../addresses';
import { attribute, BOTH, boolean, isBody, list, nullable, ONCE, readBody, record, text } from '../../attributes';
import { refuse, type NeutronError } from '../../errors';
import { createRouter as createRow, deleteRouter as deleteRow, updateRouter as updateRow } from '../ovn/routers';
import { ROUTER_GATEWAY, ROUTER_INTERFACE } from '../devices';
import { badRequest, notFound, pythonText } from '../errors';
import {
  all,
  deletion,
  find,
  insertion,
  remember,
  serverOf,
  update,
  type HostRoute,
  type Port,
  type Router,
} from '../tables';
import { changePort, dropPort, makePort } from './ports';
import type { After, Outcome, ZedHost } from '../server';
import type { WantedIp } from '../ipam';

const ATTRIBUTES = {
  name: attribute(text, BOTH),
  description: attribute(text, BOTH),
  admin_state_up: attribute(boolean, BOTH),
  tenant_id: attribute(text, ONCE),
  project_id: attribute(text, ONCE),
  external_gateway_info: attribute(nullable(gatewayBody), BOTH),
  routes: attribute(list(record(['destination', 'nexthop'])), BOTH),
  availability_zone_hints: attribute(list(text), ONCE),
  distributed: attribute(boolean, BOTH),
  ha: attribute(boolean, BOTH),
  flavor_id: attribute(nullable(text), ONCE),
};

interface GatewayBody {
  readonly network_id: string;
  readonly enable_snat?: boolean;
  readonly external_fixed_ips?: readonly WantedIp[];
}

function gatewayBody(value: unknown): Result<GatewayBody | null, string> {
  if (!isBody(value)) return { ok: false, error: `'${JSON.stringify(value)}' is not a dictionary` };
  if (Object.keys(value).length === 0) return ok(null);
  if (typeof value.network_id !== 'string') return { ok: false, error: "'network_id' is required" };
  const snat = value.enable_snat === undefined ? undefined : boolean(value.enable_snat);
  if (snat?.ok === false) return snat;
  const ips =
    value.external_fixed_ips === undefined
      ? undefined
      : list(record<'subnet_id' | 'ip_address'>([], ['subnet_id', 'ip_address']))(value.external_fixed_ips);
  if (ips?.ok === false) return ips;
  return ok({
    network_id: value.network_id,
    ...(snat !== undefined && { enable_snat: snat.value }),
    ...(ips !== undefined && { external_fixed_ips: ips.value }),
  });
}

export function createRouter(host: ZedHost, body: unknown): Outcome {
  const given = readBody(body, 'router', ATTRIBUTES, 'create');
  if (!given.ok) return given;
  const { value } = given;
  const made: Router = {
    id: host.newUuid(),
    name: value.name ?? '',
    description: value.description ?? '',
    project_id: value.project_id ?? value.tenant_id ?? serverOf(host.neutron).project_id,
    revision_number: 0,
    admin_state_up: value.admin_state_up ?? true,
    status: 'ACTIVE',
    gw_port_id: null,
    enable_snat: value.external_gateway_info?.enable_snat ?? true,
    routes: [],
    availability_zone_hints: value.availability_zone_hints ?? [],
  };
  host.commit([insertion('Router', made)]);
  const gateway = value.external_gateway_info == null ? ok([]) : setGateway(host, made, value.external_gateway_info);
  if (!gateway.ok) return gateway;
  const router = find(host.neutron, 'Router', made.id) ?? made;
  return ok({
    status: 201,
    body: { router: routerDict(host, router) },
    after: [...gateway.value, () => createRow(host, router)],
    undo: () => {
      host.commit([deletion('Router', router.id)]);
    },
  });
}

export function updateRouter(host: ZedHost, id: string, body: unknown): Outcome {
  const before = find(host.neutron, 'Router', id);
  if (before === undefined) return notFound.router(id);
  const given = readBody(body, 'router', ATTRIBUTES, 'update');
  if (!given.ok) return given;
  const { value } = given;
  const gatewayBefore = before.gw_port_id === null ? undefined : find(host.neutron, 'Port', before.gw_port_id);
  const info = value.external_gateway_info;
  const gateway =
    info === undefined ? ok([]) : info === null ? clearGateway(host, before) : setGateway(host, before, info);
  if (!gateway.ok) return gateway;
  const routes = value.routes?.map(({ destination = '', nexthop = '' }) => ({ destination, nexthop }));
  const fit = routes === undefined ? ok(undefined) : checkRoutes(host, before, routes);
  if (!fit.ok) return fit;
  host.commit(
    update(host.neutron, 'Router', before.id, {
      ...(value.name !== undefined && { name: value.name }),
      ...(value.description !== undefined && { description: value.description }),
      ...(value.admin_state_up !== undefined && { admin_state_up: value.admin_state_up }),
      ...(routes !== undefined && { routes }),
    }),
  );
  const router = find(host.neutron, 'Router', id) ?? before;
  return ok({
    status: 200,
    body: { router: routerDict(host, router) },
    after: [...gateway.value, () => updateRow(host, find(host.neutron, 'Router', router.id) ?? router, gatewayBefore)],
  });
}

export function deleteRouter(host: ZedHost, id: string): Outcome {
  const router = find(host.neutron, 'Router', id);
  if (router === undefined) return notFound.router(id);
  const attached = interfacesOf(host, router.id);
  if (attached.length > 0) {
    return refuse(
      409,
      'RouterInUse',
      `Router ${id} has ports still attached: ${attached.map((port) => port.id).join(', ')}`,
    );
  }
  const gateway = clearGateway(host, router);
  if (!gateway.ok) return gateway;
  host.commit([deletion('Router', router.id)]);
  return ok({ status: 204, body: null, after: [...gateway.value, () => deleteRow(host, router)] });
}

export function interfacesOf({ neutron }: Pick<ZedHost, 'neutron'>, router: Uuid): readonly Port[] {
  return all(neutron, 'Port').filter(
    ({ device_owner, device_id }) => device_owner === ROUTER_INTERFACE && device_id === router,
  );
}

export function routerDict(host: Pick<ZedHost, 'neutron'>, router: Router): Record<string, unknown> {
  const { enable_snat, ...shown } = router;
  const gateway = router.gw_port_id === null ? undefined : find(host.neutron, 'Port', router.gw_port_id);
  return {
    ...shown,
    tenant_id: router.project_id,
    availability_zones: [],
    flavor_id: null,
    external_gateway_info:
      gateway === undefined
        ? null
        : {
            network_id: gateway.network_id,
            external_fixed_ips: gateway.fixed_ips.map(({ subnet_id, ip_address }) => ({ subnet_id, ip_address })),
            enable_snat,
          },
  };
}

/** Within a step: a port on the external network; one that is there keeps what it may. */
function setGateway(host: ZedHost, router: Router, info: GatewayBody): Result<readonly After[], NeutronError> {
  const network = find(host.neutron, 'Network', info.network_id);
  if (network === undefined) return notFound.network(info.network_id);
  if (!network['router:external']) return badRequest('router', `Network ${network.id} is not an external network`);
  const held = router.gw_port_id === null ? undefined : find(host.neutron, 'Port', router.gw_port_id);
  const snat = { enable_snat: info.enable_snat ?? true };
  if (held?.network_id === network.id) {
    host.commit(update(host.neutron, 'Router', router.id, snat));
    const wanted = info.external_fixed_ips;
    const isSame = wanted?.every(({ ip_address, subnet_id }) =>
      held.fixed_ips.some(
        (each) => each.ip_address === ip_address && (subnet_id === undefined || each.subnet_id === subnet_id),
      ),
    );
    if (wanted === undefined || wanted.length === 0 || isSame === true) return ok([]);
    const changed = changePort(host, held, { fixed_ips: wanted });
    return changed.ok ? ok(changed.value.after ?? []) : changed;
  }
  const cleared = clearGateway(host, router);
  if (!cleared.ok) return cleared;
  const made = makePort(host, network, {
    project_id: '',
    device_owner: ROUTER_GATEWAY,
    device_id: router.id,
    ...(info.external_fixed_ips !== undefined &&
      info.external_fixed_ips.length > 0 && { fixed_ips: info.external_fixed_ips }),
  });
  if (!made.ok) return made;
  if (made.value.port.fixed_ips.length === 0) {
    return badRequest('router', `No IPs available for external network ${network.id}`);
  }
  host.commit(update(host.neutron, 'Router', router.id, { ...snat, gw_port_id: made.value.port.id }));
  return ok([...cleared.value, ...(made.value.after ?? [])]);
}

function clearGateway(host: ZedHost, router: Router): Result<readonly After[], NeutronError> {
  const gateway = router.gw_port_id === null ? undefined : find(host.neutron, 'Port', router.gw_port_id);
  if (gateway === undefined) return ok([]);
  if (all(host.neutron, 'Floating_IP').some(({ router_id }) => router_id === router.id)) {
    const message = `Gateway cannot be updated for router ${router.id}, since a gateway to external network ${gateway.network_id} is required by one or more floating IPs.`;
    return refuse(409, 'RouterExternalGatewayInUseByFloatingIp', message);
  }
  host.commit(update(host.neutron, 'Router', router.id, { gw_port_id: null }));
  host.commit(remember(host.neutron, 'Router', router.id, { enable_snat: true }));
  return ok(dropPort(host, gateway).after ?? []);
}

/** The next hop of a route is a neighbour of the router, and not the router itself. */
function checkRoutes(host: ZedHost, router: Router, routes: readonly HostRoute[]): Result<void, NeutronError> {
  const ports = all(host.neutron, 'Port').filter(({ device_id }) => device_id === router.id);
  const ips = ports.flatMap(({ fixed_ips }) => fixed_ips);
  const prefixes = ips.flatMap(
    ({ subnet_id }) => parsePrefix(find(host.neutron, 'Subnet', subnet_id)?.cidr ?? '') ?? [],
  );
  for (const { nexthop } of routes) {
    const hop = parseAddress(nexthop);
    const isNear = hop !== undefined && prefixes.some((prefix) => contains(prefix, hop));
    const isOwn = ips.some(({ ip_address }) => ip_address === nexthop);
    if (isNear && !isOwn) continue;
    const reason = isNear ? 'the nexthop is used by router' : 'the nexthop is not connected with router';
    return refuse(400, 'InvalidRoutes', `Invalid format for routes: ${pythonText(routes)}, ${reason}`);
  }
  return ok(undefined);
}
