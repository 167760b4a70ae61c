/** The calls on /v2.0/subnets. */
import { ok, type Result } from '../../base';
import { formatAddress, formatPrefix, overlaps, parsePrefix } from '../addresses';
import {
  address,
  attribute,
  BOTH,
  boolean,
  integer,
  list,
  NEEDED,
  nullable,
  ONCE,
  oneOf,
  readBody,
  record,
  subnet as subnetValue,
  text,
  uuid,
} from '../attributes';
import { invalidInput, notFound, refuse, type NeutronError } from '../errors';
import { allocationPools, checkGateway, isAutomatic, portsOf } from '../ipam';
import { all, deletion, find, insertion, update, type HostRoute, type IpRange, type Subnet } from '../tables';
import { tenantOf } from './tenant';
import type { Handled, NeutronHost } from '../server';

const MODES = ['dhcpv6-stateful', 'dhcpv6-stateless', 'slaac'] as const;

const ATTRIBUTES = {
  network_id: attribute(uuid, NEEDED),
  cidr: attribute(subnetValue, NEEDED),
  ip_version: attribute(integer, NEEDED),
  name: attribute(text, BOTH),
  tenant_id: attribute(text, ONCE),
  gateway_ip: attribute(nullable(address), BOTH),
  enable_dhcp: attribute(boolean, BOTH),
  allocation_pools: attribute(list(record(['start', 'end'])), BOTH),
  dns_nameservers: attribute(list(address), BOTH),
  host_routes: attribute(list(record(['destination', 'nexthop'])), BOTH),
  ipv6_ra_mode: attribute(nullable(oneOf(MODES)), ONCE),
  ipv6_address_mode: attribute(nullable(oneOf(MODES)), ONCE),
};

export function createSubnet(host: NeutronHost, body: unknown): Result<Handled, NeutronError> {
  const given = readBody(body, 'subnet', ATTRIBUTES, 'create');
  if (!given.ok) return given;
  const { value } = given;
  const network = find(host.neutron, 'Network', value.network_id ?? '');
  if (network === undefined) return notFound.network(value.network_id ?? '');
  const prefix = parsePrefix(value.cidr ?? '');
  if (prefix === undefined || prefix.version !== value.ip_version) {
    const message = `cidr ${value.cidr ?? ''} does not match the ip_version ${value.ip_version ?? 4}`;
    return invalidInput(message);
  }
  const cidr = formatPrefix(prefix);
  const gateway =
    value.gateway_ip === undefined
      ? formatAddress({ version: prefix.version, value: prefix.network + 1n })
      : value.gateway_ip;
  const pools = allocationPools(cidr, gateway, rangesOf(value.allocation_pools));
  if (!pools.ok) return pools;
  const other = all(host.neutron, 'Subnet').find((each) => {
    const theirs = parsePrefix(each.cidr);
    return each.network_id === network.id && theirs !== undefined && overlaps(prefix, theirs);
  });
  if (other !== undefined) {
    const message = `Requested subnet with cidr: ${cidr} for network: ${network.id} overlaps with another subnet`;
    return invalidInput(message);
  }
  const subnet: Subnet = {
    id: host.newUuid(),
    network_id: network.id,
    name: value.name ?? '',
    tenant_id: value.tenant_id ?? tenantOf(host.neutron),
    ip_version: prefix.version,
    cidr,
    gateway_ip: gateway,
    enable_dhcp: value.enable_dhcp ?? true,
    allocation_pools: pools.value,
    dns_nameservers: value.dns_nameservers ?? [],
    host_routes: routesOf(value.host_routes) ?? [],
    ipv6_ra_mode: value.ipv6_ra_mode ?? null,
    ipv6_address_mode: value.ipv6_address_mode ?? null,
    availability: pools.value,
  };
  host.commit([insertion('Subnet', subnet)]);
  const changes = [{ kind: 'subnet', event: 'create', subnet }] as const;
  return ok({ status: 201, body: { subnet: subnetDict(subnet) }, changes });
}

export function updateSubnet(host: NeutronHost, id: string, body: unknown): Result<Handled, NeutronError> {
  const before = find(host.neutron, 'Subnet', id);
  if (before === undefined) return notFound.subnet(id);
  const given = readBody(body, 'subnet', ATTRIBUTES, 'update');
  if (!given.ok) return given;
  const { value } = given;
  const gateway = value.gateway_ip === undefined ? before.gateway_ip : value.gateway_ip;
  const ranges = rangesOf(value.allocation_pools);
  const pools = ranges === undefined ? ok(before.allocation_pools) : allocationPools(before.cidr, gateway, ranges);
  if (!pools.ok) return pools;
  const conflict = value.gateway_ip === undefined ? undefined : checkGateway(gateway, pools.value);
  if (conflict !== undefined) return conflict;
  const routes = routesOf(value.host_routes);
  host.commit(
    update(host.neutron, 'Subnet', before.id, {
      ...(value.name !== undefined && { name: value.name }),
      ...(value.enable_dhcp !== undefined && { enable_dhcp: value.enable_dhcp }),
      ...(value.dns_nameservers !== undefined && { dns_nameservers: value.dns_nameservers }),
      ...(routes !== undefined && { host_routes: routes }),
      ...(ranges !== undefined && { allocation_pools: pools.value, availability: pools.value }),
      gateway_ip: gateway,
    }),
  );
  const subnet = find(host.neutron, 'Subnet', id) ?? before;
  const changes = [{ kind: 'subnet', event: 'update', subnet }] as const;
  return ok({ status: 200, body: { subnet: subnetDict(subnet) }, changes });
}

export function deleteSubnet(host: NeutronHost, id: string): Result<Handled, NeutronError> {
  const subnet = find(host.neutron, 'Subnet', id);
  if (subnet === undefined) return notFound.subnet(id);
  const has = portsOf(host.neutron, subnet.network_id).filter(({ fixed_ips }) =>
    fixed_ips.some(({ subnet_id }) => subnet_id === subnet.id),
  );
  // Addresses that hosts gave themselves, and those of agents, go with the subnet.
  const staying = has.filter(({ device_owner }) => device_owner !== 'network:dhcp' && !isAutomatic(subnet));
  if (staying.length > 0) {
    const message = `Unable to complete operation on subnet ${id}. One or more ports have an IP allocation from this subnet.`;
    return refuse(409, 'SubnetInUse', message);
  }
  host.commit([
    ...has.flatMap((port) =>
      update(host.neutron, 'Port', port.id, {
        fixed_ips: port.fixed_ips.filter(({ subnet_id }) => subnet_id !== subnet.id),
      }),
    ),
    deletion('Subnet', subnet.id),
  ]);
  return ok({ status: 204, body: null, changes: [{ kind: 'subnet', event: 'delete', subnet }] });
}

export function subnetDict(subnet: Subnet): Record<string, unknown> {
  const shown = Object.entries(subnet).filter(([name]) => name !== 'availability');
  return { ...Object.fromEntries(shown), subnetpool_id: null };
}

function rangesOf(given: readonly Partial<Record<'start' | 'end', string>>[] | undefined): IpRange[] | undefined {
  return given?.map(({ start = '', end = '' }) => ({ start, end }));
}

function routesOf(
  given: readonly Partial<Record<'destination' | 'nexthop', string>>[] | undefined,
): HostRoute[] | undefined {
  return given?.map(({ destination = '', nexthop = '' }) => ({ destination, nexthop }));
}
