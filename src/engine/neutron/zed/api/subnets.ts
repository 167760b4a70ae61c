/** The calls on /v2.0/subnets. */
import { ok } from '../../../base';
import {
  address,
  attribute,
  BOTH,
  boolean,
  integer,
  list,
  nullable,
  NEEDED,
  ONCE,
  oneOf,
  readBody,
  record,
  subnet,
  text,
} from '../../attributes';
import { formatPrefix, overlaps, parsePrefix } from '../../addresses';
import { badRequest, invalidInput, refuse } from '../../errors';
import { createSubnet as createDhcp, deleteSubnet as deleteDhcp, updateSubnet as updateDhcp } from '../ovn/dhcp';
import { moveDefaultRoutes } from '../ovn/routers';
import { AUTO_DELETED, ROUTER_GATEWAY, ROUTER_INTERFACE } from '../devices';
import { notFound } from '../errors';
import { allocationPools, canonical, checkGateway, defaultGateway, isAutomatic } from '../ipam';
import { all, deletion, find, insertion, portsOf, remember, serverOf, subnetsOf, update, type Subnet } from '../tables';
import { followSubnet } from './metadata';
import { changePort } from './ports';
import { handle, type Outcome, type ZedHost } from '../server';

const MODES = nullable(oneOf(['slaac', 'dhcpv6-stateful', 'dhcpv6-stateless'] as const));

const ATTRIBUTES = {
  network_id: attribute(text, NEEDED),
  name: attribute(text, BOTH),
  description: attribute(text, BOTH),
  tenant_id: attribute(text, ONCE),
  project_id: attribute(text, ONCE),
  ip_version: attribute(integer, NEEDED),
  cidr: attribute(subnet, ONCE),
  gateway_ip: attribute(nullable(address), BOTH),
  enable_dhcp: attribute(boolean, BOTH),
  allocation_pools: attribute(list(record(['start', 'end'])), BOTH),
  dns_nameservers: attribute(list(text), BOTH),
  host_routes: attribute(list(record(['destination', 'nexthop'])), BOTH),
  ipv6_ra_mode: attribute(MODES, ONCE),
  ipv6_address_mode: attribute(MODES, ONCE),
};

export function createSubnet(host: ZedHost, body: unknown): Outcome {
  const given = readBody(body, 'subnet', ATTRIBUTES, 'create');
  if (!given.ok) return given;
  const { value } = given;
  const network = find(host.neutron, 'Network', value.network_id ?? '');
  if (network === undefined) return notFound.network(value.network_id ?? '');
  const prefix = parsePrefix(value.cidr ?? '');
  if (prefix === undefined) return badRequest('a subnetpool must be specified in the absence of a cidr');
  const cidr = formatPrefix(prefix);
  if (prefix.version !== value.ip_version)
    return invalidInput(`Cannot create subnet: ip_version ${value.ip_version ?? ''} does not match ${cidr}`);
  for (const other of subnetsOf(host.neutron, network.id)) {
    const taken = parsePrefix(other.cidr);
    if (taken !== undefined && overlaps(prefix, taken)) {
      return invalidInput(
        `Requested subnet with cidr: ${cidr} for network: ${network.id} overlaps with another subnet`,
      );
    }
  }
  const { ipv6_ra_mode = null, ipv6_address_mode = null } = value;
  if (prefix.version === 4 && (ipv6_ra_mode !== null || ipv6_address_mode !== null)) {
    return badRequest('ipv6_ra_mode is not valid when ip_version is 4');
  }
  if (isAutomatic({ ipv6_address_mode }) && prefix.length !== 64) {
    return invalidInput(
      `Invalid CIDR ${cidr} for IPv6 address mode. OpenStack uses the EUI-64 address format, which requires the prefix to be /64`,
    );
  }
  const gateway = value.gateway_ip === undefined ? defaultGateway(prefix) : value.gateway_ip;
  const gatewayIp = gateway === null ? null : canonical(gateway);
  const pools = allocationPools(prefix, cidr, gatewayIp, value.allocation_pools?.map(rangeOf));
  if (!pools.ok) return pools;
  const made: Subnet = {
    id: host.newUuid(),
    name: value.name ?? '',
    description: value.description ?? '',
    project_id: value.project_id ?? value.tenant_id ?? serverOf(host.neutron).project_id,
    revision_number: 0,
    network_id: network.id,
    ip_version: prefix.version,
    cidr,
    gateway_ip: gatewayIp,
    enable_dhcp: value.enable_dhcp ?? true,
    allocation_pools: pools.value,
    dns_nameservers: value.dns_nameservers ?? [],
    host_routes: value.host_routes?.map(routeOf) ?? [],
    ipv6_ra_mode,
    ipv6_address_mode,
  };
  host.commit([insertion('Subnet', made)]);
  return ok({
    status: 201,
    body: { subnet: subnetDict(made) },
    after: [
      () => {
        if (!made.enable_dhcp) return true;
        return (made.ip_version === 4 && followSubnet(host, network, made)) || createDhcp(host, made);
      },
      () => addToPorts(host, made),
    ],
    undo: () => {
      host.commit([deletion('Subnet', made.id)]);
    },
  });
}

/** On a subnet whose hosts give themselves addresses, those that are there do so at once. */
function addToPorts(host: ZedHost, subnet: Subnet): boolean {
  const ports = isAutomatic(subnet) ? portsOf(host.neutron, subnet.network_id) : [];
  for (const port of ports.filter(({ device_owner }) => device_owner !== ROUTER_INTERFACE)) {
    handle(host, `gives ${port.id} an address of ${subnet.name}`, () =>
      changePort(host, port, { fixed_ips: port.fixed_ips.map((each) => ({ ...each })) }),
    );
  }
  return true;
}

export function updateSubnet(host: ZedHost, id: string, body: unknown): Outcome {
  const before = find(host.neutron, 'Subnet', id);
  if (before === undefined) return notFound.subnet(id);
  const given = readBody(body, 'subnet', ATTRIBUTES, 'update');
  if (!given.ok) return given;
  const { value } = given;
  const prefix = parsePrefix(before.cidr);
  const network = find(host.neutron, 'Network', before.network_id);
  if (prefix === undefined || network === undefined) return notFound.network(before.network_id);
  const gateway = value.gateway_ip === undefined ? before.gateway_ip : value.gateway_ip;
  const pools =
    value.allocation_pools === undefined
      ? ok(before.allocation_pools)
      : allocationPools(prefix, before.cidr, gateway, value.allocation_pools.map(rangeOf));
  if (!pools.ok) return pools;
  const wrong = value.gateway_ip === undefined ? undefined : checkGateway(gateway, pools.value);
  if (wrong !== undefined) return wrong;
  host.commit(
    update(host.neutron, 'Subnet', before.id, {
      ...(value.name !== undefined && { name: value.name }),
      ...(value.description !== undefined && { description: value.description }),
      ...(value.enable_dhcp !== undefined && { enable_dhcp: value.enable_dhcp }),
      ...(value.dns_nameservers !== undefined && { dns_nameservers: value.dns_nameservers }),
      ...(value.host_routes !== undefined && { host_routes: value.host_routes.map(routeOf) }),
      gateway_ip: gateway,
      allocation_pools: pools.value,
    }),
  );
  const after = find(host.neutron, 'Subnet', id) ?? before;
  const routers = portsOf(host.neutron, before.network_id)
    .filter(
      ({ device_owner, fixed_ips }) =>
        device_owner === ROUTER_GATEWAY && fixed_ips.some(({ subnet_id }) => subnet_id === before.id),
    )
    .flatMap(({ device_id }) => find(host.neutron, 'Router', device_id)?.id ?? []);
  return ok({
    status: 200,
    body: { subnet: subnetDict(after) },
    after: [
      () =>
        before.gateway_ip === after.gateway_ip ||
        routers.length === 0 ||
        moveDefaultRoutes(host, routers, before, after),
      () => {
        if (after.enable_dhcp || before.enable_dhcp) followSubnet(host, network, after);
        return updateDhcp(host, after);
      },
    ],
  });
}

export function deleteSubnet(host: ZedHost, id: string): Outcome {
  const found = find(host.neutron, 'Subnet', id);
  if (found === undefined) return notFound.subnet(id);
  const users = all(host.neutron, 'Port').filter(({ fixed_ips }) =>
    fixed_ips.some(({ subnet_id }) => subnet_id === found.id),
  );
  const keeps = (device_owner: string) =>
    AUTO_DELETED.includes(device_owner) || (isAutomatic(found) && !device_owner.startsWith('network:router'));
  if (users.some(({ device_owner }) => !keeps(device_owner))) {
    const reason = 'One or more ports have an IP allocation from this subnet';
    return refuse(409, 'SubnetInUse', `Unable to complete operation on subnet ${id}: ${reason}.`);
  }
  host.commit([
    ...users.flatMap((port) =>
      remember(host.neutron, 'Port', port.id, {
        fixed_ips: port.fixed_ips.filter(({ subnet_id }) => subnet_id !== found.id),
      }),
    ),
    deletion('Subnet', found.id),
  ]);
  return ok({ status: 204, body: null, after: [() => deleteDhcp(host, found.id)] });
}

export function subnetDict(subnet: Subnet): Record<string, unknown> {
  return { ...subnet, tenant_id: subnet.project_id, subnetpool_id: null, service_types: [] };
}

function rangeOf({ start = '', end = '' }: { readonly start?: string; readonly end?: string }) {
  return { start: canonical(start), end: canonical(end) };
}

function routeOf({ destination = '', nexthop = '' }: { readonly destination?: string; readonly nexthop?: string }) {
  return { destination, nexthop };
}
