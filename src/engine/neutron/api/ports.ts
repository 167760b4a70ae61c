/** The calls on /v2.0/ports: their addresses, groups and binding, and what Nova is told of them. */
import { ok, type Result } from '../../base';
import {
  address,
  attribute,
  BOTH,
  boolean,
  dictionary,
  list,
  mac,
  NEEDED,
  ONCE,
  readBody,
  record,
  text,
  uuid,
  type Given,
} from '../attributes';
import { notFound, refuse, type NeutronError } from '../errors';
import { allocate, drawMac, type Allocation, type WantedIp } from '../ipam';
import { noteStatus } from '../notify';
import { deletion, find, insertion, update, type AddressPair, type Network, type Port } from '../tables';
import { ensureDefaultGroup } from './security-groups';
import { tenantOf } from './tenant';
import type { MechanismDriver } from '../driver';
import type { Handled, NeutronHost } from '../server';

const ATTRIBUTES = {
  network_id: attribute(uuid, NEEDED),
  name: attribute(text, BOTH),
  tenant_id: attribute(text, ONCE),
  admin_state_up: attribute(boolean, BOTH),
  mac_address: attribute(mac, BOTH),
  fixed_ips: attribute(list(record([], ['subnet_id', 'ip_address'])), BOTH),
  device_id: attribute(text, BOTH),
  device_owner: attribute(text, BOTH),
  security_groups: attribute(list(uuid), BOTH),
  allowed_address_pairs: attribute(list(record(['ip_address'], ['mac_address'])), BOTH),
  'binding:host_id': attribute(hostName, BOTH),
  'binding:profile': attribute(dictionary, BOTH),
  'binding:vnic_type': attribute(text, BOTH),
};

type PortBody = Given<typeof ATTRIBUTES>;

export function createPort(host: NeutronHost, body: unknown): Result<Handled, NeutronError> {
  const given = readBody(body, 'port', ATTRIBUTES, 'create');
  if (!given.ok) return given;
  const { value } = given;
  const network = find(host.neutron, 'Network', value.network_id ?? '');
  if (network === undefined) return notFound.network(value.network_id ?? '');
  const profile = value['binding:profile'] ?? {};
  const fit = host.driver.checkProfile(host.neutron, profile);
  if (!fit.ok) return fit;
  ensureDefaultGroup(host);
  const macAddress = macOf(host, network, value);
  if (!macAddress.ok) return macAddress;
  const owner = value.device_owner ?? '';
  const place = { mac_address: macAddress.value, device_owner: owner };
  const allocated = allocate(host.neutron, network.id, place, wantedIps(value));
  if (!allocated.ok) return allocated;
  const groups = groupsOf(host, value.security_groups, owner);
  if (!groups.ok) return groups;
  const pairs = pairsOf(value, macAddress.value);
  if (!pairs.ok) return pairs;
  const bound = binding(host.driver, value['binding:host_id'] ?? '');
  const port: Port = {
    id: host.newUuid(),
    network_id: network.id,
    name: value.name ?? '',
    tenant_id: value.tenant_id ?? tenantOf(host.neutron),
    mac_address: macAddress.value,
    admin_state_up: value.admin_state_up ?? true,
    status: host.driver.newPort.status,
    device_id: value.device_id ?? '',
    device_owner: owner,
    fixed_ips: allocated.value.fixedIps,
    security_groups: groups.value,
    allowed_address_pairs: pairs.value ?? [],
    'binding:profile': profile,
    'binding:vnic_type': value['binding:vnic_type'] ?? 'normal',
    ...bound,
  };
  host.commit([...availability(host, allocated.value), insertion('Port', port)]);
  noteStatus(host, undefined, port);
  return ok({
    status: 201,
    body: { port: portDict(port) },
    changes: [{ kind: 'port', event: 'create', port, attributes: Object.keys(value) }],
  });
}

export function updatePort(host: NeutronHost, id: string, body: unknown): Result<Handled, NeutronError> {
  const before = find(host.neutron, 'Port', id);
  if (before === undefined) return notFound.port(id);
  const given = readBody(body, 'port', ATTRIBUTES, 'update');
  if (!given.ok) return given;
  const { value } = given;
  const network = find(host.neutron, 'Network', before.network_id);
  if (network === undefined) return notFound.network(before.network_id);
  const fit = host.driver.checkProfile(host.neutron, value['binding:profile'] ?? before['binding:profile']);
  if (!fit.ok) return fit;
  const macAddress =
    value.mac_address === before.mac_address ? ok(before.mac_address) : newMac(host, network, before, value);
  if (!macAddress.ok) return macAddress;
  const owner = value.device_owner ?? before.device_owner;
  const place = { mac_address: macAddress.value, device_owner: owner };
  const wanted = wantedIps(value);
  const allocated =
    wanted === undefined ? undefined : allocate(host.neutron, network.id, place, wanted, before.fixed_ips);
  if (allocated?.ok === false) return allocated;
  const groups =
    value.security_groups === undefined ? ok(before.security_groups) : groupsOf(host, value.security_groups, owner);
  if (!groups.ok) return groups;
  const pairs = pairsOf(value, macAddress.value);
  if (!pairs.ok) return pairs;
  const profile = value['binding:profile'] ?? before['binding:profile'];
  const bound = rebinding(host.driver, before, value);
  const changed: Partial<Port> = {
    ...pick(value, ['name', 'admin_state_up', 'device_id', 'device_owner', 'binding:vnic_type']),
    mac_address: macAddress.value,
    security_groups: groups.value,
    'binding:profile': profile,
    ...(allocated !== undefined && { fixed_ips: allocated.value.fixedIps }),
    ...(pairs.value !== undefined && { allowed_address_pairs: pairs.value }),
    ...bound,
  };
  host.commit([
    ...(allocated === undefined ? [] : availability(host, allocated.value)),
    ...update(host.neutron, 'Port', before.id, changed),
  ]);
  const port = find(host.neutron, 'Port', id) ?? before;
  noteStatus(host, before, port);
  if (host.driver.followsUp && port['binding:host_id'] !== before['binding:host_id']) host.runLater();
  return ok({
    status: 200,
    body: { port: portDict(port) },
    changes: [{ kind: 'port', event: 'update', port, before, attributes: Object.keys(value) }],
  });
}

export function deletePort(host: NeutronHost, id: string): Result<Handled, NeutronError> {
  const port = find(host.neutron, 'Port', id);
  if (port === undefined) return notFound.port(id);
  if (port.device_owner === 'network:router_interface' || port.device_owner === 'network:router_gateway') {
    const message = `Port ${id} cannot be deleted directly via the port API as it has device owner ${port.device_owner}`;
    return refuse(409, 'L3PortInUse', `${message}.`);
  }
  return dropPort(host, port);
}

/** Without asking whose it is. */
export function dropPort(host: NeutronHost, port: Port): Result<Handled, NeutronError> {
  host.commit([deletion('Port', port.id)]);
  return ok({ status: 204, body: null, changes: [{ kind: 'port', event: 'delete', port, attributes: [] }] });
}

export function portDict(port: Port): Record<string, unknown> {
  return { ...port, extra_dhcp_opts: [] };
}

/** Null takes the host away. */
function hostName(value: unknown): Result<string, string> {
  return value === null ? ok('') : text(value);
}

function pick(value: PortBody, names: readonly (keyof PortBody & keyof Port)[]): Partial<Port> {
  return Object.fromEntries(names.flatMap((name) => (value[name] === undefined ? [] : [[name, value[name]]])));
}

function wantedIps({ fixed_ips }: PortBody): readonly WantedIp[] | undefined {
  return fixed_ips;
}

function availability(host: NeutronHost, { availability }: Allocation) {
  return [...availability].flatMap(([subnet, ranges]) =>
    update(host.neutron, 'Subnet', subnet, { availability: ranges }),
  );
}

function macOf(host: NeutronHost, network: Network, value: PortBody): Result<string, NeutronError> {
  if (value.mac_address === undefined) return drawMac(host.neutron, network.id, host.random);
  for (const row of host.neutron.rows('Port').values()) {
    if (row.network_id === network.id && row.mac_address === value.mac_address) {
      const message = `Unable to complete operation for network ${network.id}. The mac address ${value.mac_address} is in use.`;
      return refuse(409, 'MacAddressInUse', message);
    }
  }
  return ok(value.mac_address);
}

function newMac(host: NeutronHost, network: Network, before: Port, value: PortBody): Result<string, NeutronError> {
  if (value.mac_address === undefined) return ok(before.mac_address);
  if (before['binding:host_id'] !== '') {
    const message = `Unable to complete operation on port ${before.id}, port is already bound, port type: ${before['binding:vif_type']}, old_mac ${before.mac_address}, new_mac ${value.mac_address}`;
    return refuse(409, 'PortBound', message);
  }
  return macOf(host, network, value);
}

function groupsOf(
  host: NeutronHost,
  given: readonly string[] | undefined,
  owner: string,
): Result<Port['security_groups'], NeutronError> {
  if (owner.startsWith('network:')) return ok([]);
  if (given === undefined) return ok([ensureDefaultGroup(host)]);
  const groups: Port['security_groups'][number][] = [];
  for (const id of given) {
    const group = find(host.neutron, 'Security_Group', id);
    if (group === undefined) return notFound.securityGroup(id);
    groups.push(group.id);
  }
  return ok(groups);
}

/** A pair without a MAC has the port's own. */
function pairsOf(value: PortBody, own: string): Result<readonly AddressPair[] | undefined, NeutronError> {
  const given = value.allowed_address_pairs;
  if (given === undefined) return ok(undefined);
  const pairs: AddressPair[] = [];
  for (const { ip_address = '', mac_address } of given) {
    const [host = '', length] = ip_address.split('/');
    const ip = address(host);
    const hardware = mac_address === undefined ? ok(own) : mac(mac_address);
    if (!ip.ok || (length !== undefined && !/^\d{1,3}$/.test(length)) || !hardware.ok) {
      const wrong = hardware.ok ? `'${ip_address}' is not a valid IP address` : hardware.error;
      return refuse(400, 'HTTPBadRequest', `Invalid input for allowed_address_pairs. Reason: ${wrong}.`);
    }
    if (pairs.some((pair) => pair.ip_address === ip_address && pair.mac_address === hardware.value)) {
      const message = `Request contains duplicate address pair: mac_address ${hardware.value} ip_address ${ip_address}.`;
      return refuse(400, 'DuplicateAddressPairInRequest', message);
    }
    pairs.push({ mac_address: hardware.value, ip_address });
  }
  return ok(pairs);
}

type Binding = Pick<Port, 'binding:host_id' | 'binding:vif_type' | 'binding:vif_details'> &
  Partial<Pick<Port, 'status'>>;

function binding(driver: MechanismDriver, host: string): Binding {
  if (host === '')
    return { 'binding:host_id': '', 'binding:vif_type': driver.newPort.vifType, 'binding:vif_details': {} };
  const { status, vifType, vifDetails } = driver.binding;
  return {
    'binding:host_id': host,
    'binding:vif_type': vifType,
    'binding:vif_details': vifDetails,
    ...(status !== null && { status }),
  };
}

/** A port that gets another host is bound anew; one that loses it goes down, unless OVN or the plugin says how it is. */
function rebinding(driver: MechanismDriver, before: Port, value: PortBody): Partial<Binding> {
  const host = value['binding:host_id'];
  if (host === undefined || host === before['binding:host_id']) return {};
  const bound = binding(driver, host);
  return host === '' && !driver.followsUp ? { status: driver.newPort.status, ...bound } : bound;
}
