/** The calls on /v2.0/ports, and ports that Neutron makes, changes and drops itself. */
import { ok, type Result } from '../../../base';
import { readBody } from '../../attributes';
import { refuse, type NeutronError } from '../../errors';
import { createPort as createLsp, deletePort as deleteLsp, updatePort as updateLsp } from '../ovn/ports';
import { dnsAssignments } from '../ovn/dns';
import { updateRouterPort } from '../ovn/router-ports';
import { bind, checkProfile } from '../binding';
import { isRouterPort, isTrusted, ROUTER_GATEWAY, ROUTER_INTERFACE } from '../devices';
import { notFound } from '../errors';
import { without } from '../shown';
import { allocate } from '../ipam';
import { noteStatus, notifyNova } from '../notify';
import { all, deletion, find, insertion, serverOf, update, type Network, type Port } from '../tables';
import {
  insecure,
  knownGroups,
  macOf,
  mergedDhcpOptions,
  newSecurity,
  pairsOf,
  PORT_ATTRIBUTES,
  type PortBody,
} from './port-values';
import { disassociate } from './floating-ip-links';
import { policyOf } from './qos';
import type { Handled, Outcome, ZedHost } from '../server';

export function createPort(host: ZedHost, body: unknown): Outcome {
  const given = readBody(body, 'port', PORT_ATTRIBUTES, 'create');
  if (!given.ok) return given;
  const network = find(host.neutron, 'Network', given.value.network_id ?? '');
  return network === undefined ? notFound.network(given.value.network_id ?? '') : makePort(host, network, given.value);
}

/** Within a step. */
export function makePort(
  host: ZedHost,
  network: Network,
  value: PortBody,
): Result<Handled & { readonly port: Port }, NeutronError> {
  const profile = value['binding:profile'] ?? {};
  const fit = checkProfile(host, profile);
  if (!fit.ok) return fit;
  const project = value.project_id ?? value.tenant_id ?? serverOf(host.neutron).project_id;
  const security = newSecurity(host, network, value, project);
  if (!security.ok) return security;
  const mac = macOf(host, network, value.mac_address);
  if (!mac.ok) return mac;
  const owner = value.device_owner ?? '';
  const place = { mac_address: mac.value, device_owner: owner };
  const ips = allocate(host.neutron, host.random, network.id, place, value.fixed_ips);
  if (!ips.ok) return ips;
  const pairs = pairsOf(value.allowed_address_pairs, mac.value);
  if (!pairs.ok) return pairs;
  const policy = policyOf(host, value.qos_policy_id);
  if (!policy.ok) return policy;
  const unbound: Port = {
    id: host.newUuid(),
    network_id: network.id,
    name: value.name ?? '',
    description: value.description ?? '',
    project_id: project,
    revision_number: 1,
    mac_address: mac.value,
    admin_state_up: value.admin_state_up ?? true,
    status: 'DOWN',
    device_id: value.device_id ?? '',
    device_owner: owner,
    fixed_ips: ips.value,
    security_groups: security.value.groups,
    allowed_address_pairs: pairs.value ?? [],
    extra_dhcp_opts: mergedDhcpOptions([], value.extra_dhcp_opts ?? []),
    port_security_enabled: security.value.enabled,
    dns_name: value.dns_name ?? '',
    qos_policy_id: policy.value ?? null,
    'binding:host_id': value['binding:host_id'] ?? '',
    'binding:profile': profile,
    'binding:vif_type': 'unbound',
    'binding:vif_details': {},
    'binding:vnic_type': value['binding:vnic_type'] ?? 'normal',
    ovn_up: false,
  };
  const port = { ...unbound, ...bind(host, unbound) };
  host.commit([insertion('Port', port)]);
  return ok({
    port,
    status: 201,
    body: { port: portDict(host, port) },
    after: [...security.value.after, () => createLsp(host, find(host.neutron, 'Port', port.id) ?? port)],
    undo: () => {
      host.commit([deletion('Port', port.id)]);
    },
  });
}

export function updatePort(host: ZedHost, id: string, body: unknown): Outcome {
  const before = find(host.neutron, 'Port', id);
  if (before === undefined) return notFound.port(id);
  const given = readBody(body, 'port', PORT_ATTRIBUTES, 'update');
  if (!given.ok) return given;
  const done = changePort(host, before, given.value);
  if (done.ok) notifyNova(host, find(host.neutron, 'Port', id) ?? before, 'network-changed');
  return done;
}

/** Within a step. */
export function changePort(host: ZedHost, before: Port, value: PortBody): Outcome {
  const network = find(host.neutron, 'Network', before.network_id);
  if (network === undefined) return notFound.network(before.network_id);
  const wanted = wantedValues(host, network, before, value);
  if (!wanted.ok) return wanted;
  const rebound =
    (value['binding:host_id'] !== undefined && value['binding:host_id'] !== before['binding:host_id']) ||
    (value['binding:vnic_type'] !== undefined && value['binding:vnic_type'] !== before['binding:vnic_type']);
  const unbound = { ...before, ...wanted.value };
  const values = { ...wanted.value, ...(rebound && { ...bind(host, unbound), status: 'DOWN' }) };
  host.commit(update(host.neutron, 'Port', before.id, values));
  const port = find(host.neutron, 'Port', before.id) ?? before;
  noteStatus(host, before.status, port);
  if (rebound) host.runLater();
  const afterwards = () => find(host.neutron, 'Port', port.id) ?? port;
  return ok({
    status: 200,
    body: { port: portDict(host, port) },
    after: [
      // A router's side follows first, so that its switch port keeps what is written then.
      () => !isRouterPort(port) || updateRouterPort(host, afterwards()),
      () => updateLsp(host, afterwards(), before),
    ],
  });
}

function wantedValues(
  host: ZedHost,
  network: Network,
  before: Port,
  value: PortBody,
): Result<Partial<Port>, NeutronError> {
  const fit = checkProfile(host, value['binding:profile'] ?? before['binding:profile']);
  if (!fit.ok) return fit;
  const mac =
    value.mac_address === undefined || value.mac_address === before.mac_address
      ? ok(before.mac_address)
      : newMac(host, network, before, value.mac_address);
  if (!mac.ok) return mac;
  const owner = value.device_owner ?? before.device_owner;
  const place = { mac_address: mac.value, device_owner: owner };
  const ips =
    value.fixed_ips === undefined
      ? ok(before.fixed_ips)
      : allocate(host.neutron, host.random, network.id, place, value.fixed_ips, before.fixed_ips);
  if (!ips.ok) return ips;
  if (value.fixed_ips?.length === 0 && isRouterPort(before)) {
    return refuse(
      409,
      'ServicePortInUse',
      `Port ${before.id} cannot be deleted directly via the port API: Router port must have at least one IP..`,
    );
  }
  const pairs = pairsOf(value.allowed_address_pairs, mac.value);
  if (!pairs.ok) return pairs;
  const allowed = pairs.value ?? before.allowed_address_pairs;
  const groups =
    value.security_groups === undefined ? ok(before.security_groups) : knownGroups(host, value.security_groups);
  if (!groups.ok) return groups;
  const secured =
    value.port_security_enabled ?? (isTrusted({ device_owner: owner }) ? false : before.port_security_enabled);
  if (!secured && !isTrusted({ device_owner: owner })) {
    const wrong = insecure(allowed, undefined) ?? insecure(undefined, value.security_groups);
    if (wrong !== undefined) return wrong;
    if (groups.value.length > 0) {
      const message =
        'Port has security group associated. Cannot disable port security or IP address until security group is removed.';
      return refuse(409, 'PortSecurityPortHasSecurityGroup', message);
    }
  }
  const policy = policyOf(host, value.qos_policy_id);
  if (!policy.ok) return policy;
  const plain = [
    'name',
    'description',
    'admin_state_up',
    'device_id',
    'device_owner',
    'dns_name',
    'binding:host_id',
    'binding:profile',
    'binding:vnic_type',
  ] as const;
  return ok({
    ...Object.fromEntries(plain.flatMap((name) => (value[name] === undefined ? [] : [[name, value[name]]]))),
    mac_address: mac.value,
    fixed_ips: ips.value,
    allowed_address_pairs: allowed,
    security_groups: isTrusted({ device_owner: owner }) ? [] : groups.value,
    port_security_enabled: secured,
    ...(value.extra_dhcp_opts !== undefined && {
      extra_dhcp_opts: mergedDhcpOptions(before.extra_dhcp_opts, value.extra_dhcp_opts),
    }),
    ...(policy.value !== undefined && { qos_policy_id: policy.value }),
  });
}

function newMac(host: ZedHost, network: Network, before: Port, mac: string): Result<string, NeutronError> {
  if (before['binding:host_id'] === '' || before['binding:vif_type'] === 'unbound') return macOf(host, network, mac);
  const message = `Unable to complete operation on port ${before.id}, port is already bound, port type: ${before['binding:vif_type']}, old_mac ${before.mac_address}, new_mac ${mac}.`;
  return refuse(409, 'PortBound', message);
}

export function deletePort(host: ZedHost, id: string): Outcome {
  const port = find(host.neutron, 'Port', id);
  if (port === undefined) return notFound.port(id);
  const trunk = all(host.neutron, 'Trunk').find(({ port_id }) => port_id === port.id);
  if (trunk !== undefined)
    return refuse(
      409,
      'PortInUseAsTrunkParent',
      `Port ${id} is currently in use and is not eligible for use as a parent port.`,
    );
  if (all(host.neutron, 'Subport').some(({ port_id }) => port_id === port.id)) {
    return refuse(409, 'PortInUseAsSubPort', `Port ${id} is currently in use as a subport.`);
  }
  const isInterface = port.device_owner === ROUTER_INTERFACE || port.device_owner === ROUTER_GATEWAY;
  if (isInterface || port.device_owner === 'network:floatingip') {
    const message = `Port ${id} cannot be deleted directly via the port API: has device owner ${port.device_owner}.`;
    return refuse(409, 'ServicePortInUse', message);
  }
  return ok(dropPort(host, port));
}

/** Within a step, without asking whose it is. */
export function dropPort(host: ZedHost, port: Port): Handled {
  const released = disassociate(host, port);
  notifyNova(host, port, 'network-vif-deleted');
  host.commit([deletion('Port', port.id)]);
  return { status: 204, body: null, after: [...released, () => deleteLsp(host, port)] };
}

export function portDict(host: Pick<ZedHost, 'neutron'>, port: Port): Record<string, unknown> {
  return {
    ...without(port, ['ovn_up']),
    tenant_id: port.project_id,
    dns_assignment: dnsAssignments(serverOf(host.neutron).dns_domain, port),
    qos_network_policy_id: find(host.neutron, 'Network', port.network_id)?.qos_policy_id ?? null,
    ip_allocation: port.fixed_ips.length === 0 ? 'none' : 'immediate',
    resource_request: null,
  };
}
