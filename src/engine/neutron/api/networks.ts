/** The calls on /v2.0/networks. */
import { ok, type Result, type Uuid } from '../../base';
import { attribute, BOTH, boolean, integer, nullable, ONCE, readBody, text } from '../attributes';
import { invalidInput, notFound, refuse, type NeutronError } from '../errors';
import { portsOf } from '../ipam';
import { all, deletion, find, insertion, update, type Network } from '../tables';
import { ensureDefaultGroup } from './security-groups';
import { tenantOf } from './tenant';
import type { Handled, NeutronHost } from '../server';

const ATTRIBUTES = {
  name: attribute(text, { create: 'required', update: true }),
  admin_state_up: attribute(boolean, BOTH),
  shared: attribute(boolean, BOTH),
  'router:external': attribute(boolean, BOTH),
  tenant_id: attribute(text, ONCE),
  'provider:network_type': attribute(nullable(text), BOTH),
  'provider:physical_network': attribute(nullable(text), BOTH),
  'provider:segmentation_id': attribute(nullable(integer), BOTH),
};

const PROVIDER = ['provider:network_type', 'provider:physical_network', 'provider:segmentation_id'] as const;

/** Where devstack lets the VNIs of tenants begin. */
const FIRST_VNI = 1001;

/** Ports of these owners go with their network. */
const OWN_PORTS: readonly string[] = ['network:dhcp'];

export function createNetwork(host: NeutronHost, body: unknown): Result<Handled, NeutronError> {
  const given = readBody(body, 'network', ATTRIBUTES, 'create');
  if (!given.ok) return given;
  const { name = '', admin_state_up = true, shared = false, tenant_id } = given.value;
  const { provider } = host.driver;
  const network: Network = {
    id: host.newUuid(),
    name,
    admin_state_up,
    shared,
    status: 'ACTIVE',
    tenant_id: tenant_id ?? tenantOf(host.neutron),
    mtu: 0,
    'router:external': given.value['router:external'] ?? false,
    'provider:network_type': given.value['provider:network_type'] ?? (provider ? 'vxlan' : null),
    'provider:physical_network': given.value['provider:physical_network'] ?? null,
    'provider:segmentation_id':
      given.value['provider:segmentation_id'] ??
      (provider && (given.value['provider:network_type'] ?? 'vxlan') === 'vxlan' ? freeVni(host) : null),
  };
  ensureDefaultGroup(host);
  host.commit([insertion('Network', network)]);
  return ok({
    status: 201,
    body: { network: networkDict(host, network) },
    changes: [{ kind: 'network', event: 'create', network, attributes: Object.keys(given.value) }],
  });
}

export function updateNetwork(host: NeutronHost, id: string, body: unknown): Result<Handled, NeutronError> {
  const before = find(host.neutron, 'Network', id);
  if (before === undefined) return notFound.network(id);
  const given = readBody(body, 'network', ATTRIBUTES, 'update');
  if (!given.ok) return given;
  if (PROVIDER.some((name) => given.value[name] !== undefined)) {
    return invalidInput('Plugin does not support updating provider attributes');
  }
  host.commit(update(host.neutron, 'Network', before.id, given.value));
  const network = find(host.neutron, 'Network', id) ?? before;
  return ok({
    status: 200,
    body: { network: networkDict(host, network) },
    changes: [{ kind: 'network', event: 'update', network, attributes: Object.keys(given.value) }],
  });
}

export function deleteNetwork(host: NeutronHost, id: string): Result<Handled, NeutronError> {
  const network = find(host.neutron, 'Network', id);
  if (network === undefined) return notFound.network(id);
  const ports = portsOf(host.neutron, network.id);
  if (ports.some(({ device_owner }) => !OWN_PORTS.includes(device_owner))) {
    const message = `Unable to complete operation on network ${id}. There are one or more ports still in use on the network.`;
    return refuse(409, 'NetworkInUse', message);
  }
  const subnets = subnetsOf(host, network.id);
  host.commit([
    ...ports.map((port) => deletion('Port', port.id)),
    ...subnets.map((subnet) => deletion('Subnet', subnet.id)),
    deletion('Network', network.id),
  ]);
  return ok({
    status: 204,
    body: null,
    changes: [
      ...ports.map((port) => ({ kind: 'port', event: 'delete', port, attributes: [] }) as const),
      { kind: 'network', event: 'delete', network, attributes: [] },
    ],
  });
}

export function networkDict(host: Pick<NeutronHost, 'neutron' | 'driver'>, network: Network): Record<string, unknown> {
  const { driver } = host;
  const { mtu, ...rest } = network;
  const own = driver.provider
    ? { ...rest, mtu }
    : Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('provider:')));
  return { ...own, subnets: subnetsOf(host, network.id).map(({ id }) => id) };
}

function subnetsOf({ neutron }: Pick<NeutronHost, 'neutron'>, network: Uuid) {
  return all(neutron, 'Subnet').filter(({ network_id }) => network_id === network);
}

function freeVni({ neutron }: NeutronHost): number {
  const used = new Set(all(neutron, 'Network').map((network) => network['provider:segmentation_id']));
  let vni = FIRST_VNI;
  while (used.has(vni)) vni += 1;
  return vni;
}
