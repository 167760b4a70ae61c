/** The calls on /v2.0/floatingips. */
import { ok } from '../../../base';
import { address, attribute, BOTH, NEEDED, nullable, ONCE, readBody, text, uuid } from '../../attributes';
import { refuse } from '../../errors';
import { deleteFloatingIp as deleteNat, deletePortForwardings, writeFloatingIp } from '../ovn/floating-ips';
import { FLOATING_IP } from '../devices';
import { badRequest, notFound } from '../errors';
import { without } from '../shown';
import { notifyNova } from '../notify';
import { all, deletion, find, insertion, remember, serverOf, subnetsOf, update, type FloatingIp } from '../tables';
import { linkTo } from './floating-ip-links';
import { makePort } from './ports';
import { policyOf } from './qos';
import type { Outcome, ZedHost } from '../server';

const ATTRIBUTES = {
  floating_network_id: attribute(text, NEEDED),
  floating_ip_address: attribute(address, ONCE),
  subnet_id: attribute(nullable(uuid), ONCE),
  port_id: attribute(nullable(uuid), BOTH),
  fixed_ip_address: attribute(nullable(address), BOTH),
  description: attribute(text, BOTH),
  qos_policy_id: attribute(nullable(uuid), BOTH),
  tenant_id: attribute(text, ONCE),
  project_id: attribute(text, ONCE),
};

export function createFloatingIp(host: ZedHost, body: unknown): Outcome {
  const given = readBody(body, 'floatingip', ATTRIBUTES, 'create');
  if (!given.ok) return given;
  const { value } = given;
  const network = find(host.neutron, 'Network', value.floating_network_id ?? '');
  if (network?.['router:external'] !== true) {
    return badRequest('floatingip', `Network ${value.floating_network_id ?? ''} is not a valid external network`);
  }
  const subnets = subnetsOf(host.neutron, network.id).filter(({ ip_version }) => ip_version === 4);
  if (subnets.length === 0) return badRequest('floatingip', `Network ${network.id} does not contain any IPv4 subnet`);
  const policy = policyOf(host, value.qos_policy_id);
  if (!policy.ok) return policy;
  const id = host.newUuid();
  const wanted = {
    ...(value.floating_ip_address !== undefined && { ip_address: value.floating_ip_address }),
    ...(value.subnet_id != null && { subnet_id: value.subnet_id }),
  };
  const chosen = Object.keys(wanted).length > 0 ? wanted : { subnet_id: subnets[0]?.id ?? '' };
  // Its own port stands in Neutron only: it has no project and no security.
  const own = makePort(host, network, {
    project_id: '',
    device_owner: FLOATING_IP,
    device_id: id,
    fixed_ips: [chosen],
  });
  if (!own.ok) return own;
  const { port } = own.value;
  const link = linkTo(host, network.id, value.port_id, value.fixed_ip_address, undefined);
  if (!link.ok) return link;
  const floatingIp: FloatingIp = {
    id,
    name: '',
    description: value.description ?? '',
    project_id: value.project_id ?? value.tenant_id ?? serverOf(host.neutron).project_id,
    revision_number: 1,
    floating_network_id: network.id,
    floating_ip_address: port.fixed_ips[0]?.ip_address ?? '',
    floating_port_id: port.id,
    status: link.value.router_id === null ? 'DOWN' : 'ACTIVE',
    qos_policy_id: policy.value ?? null,
    ...link.value,
  };
  host.commit([insertion('Floating_IP', floatingIp)]);
  tellNova(host, floatingIp.port_id);
  return ok({
    status: 201,
    body: { floatingip: floatingIpDict(host, { ...floatingIp, status: 'DOWN' }) },
    after: [() => writeFloatingIp(host, floatingIp)],
  });
}

export function updateFloatingIp(host: ZedHost, id: string, body: unknown): Outcome {
  const before = find(host.neutron, 'Floating_IP', id);
  if (before === undefined) return notFound.floatingIp(id);
  const given = readBody(body, 'floatingip', ATTRIBUTES, 'update');
  if (!given.ok) return given;
  const { value } = given;
  const policy = policyOf(host, value.qos_policy_id);
  if (!policy.ok) return policy;
  const moved = value.port_id !== undefined || value.fixed_ip_address !== undefined;
  if (
    value.port_id != null &&
    all(host.neutron, 'Port_Forwarding').some(({ floatingip_id }) => floatingip_id === before.id)
  ) {
    const message = `Floating IP ${id} in use by Port Forwarding resources.`;
    return refuse(409, 'FipInUseByPortForwarding', message);
  }
  const link = moved
    ? linkTo(
        host,
        before.floating_network_id,
        value.port_id === undefined ? before.port_id : value.port_id,
        value.fixed_ip_address,
        before,
      )
    : ok(undefined);
  if (!link.ok) return link;
  host.commit(
    update(host.neutron, 'Floating_IP', before.id, {
      ...link.value,
      ...(link.value !== undefined && { status: link.value.port_id === null ? 'DOWN' : 'ACTIVE' }),
      ...(value.description !== undefined && { description: value.description }),
      ...(policy.value !== undefined && { qos_policy_id: policy.value }),
    }),
  );
  const floatingIp = find(host.neutron, 'Floating_IP', id) ?? before;
  if (before.port_id !== null && floatingIp.port_id !== before.port_id && floatingIp.port_id !== null)
    tellNova(host, before.port_id);
  tellNova(host, floatingIp.port_id ?? before.port_id);
  return ok({
    status: 200,
    body: { floatingip: floatingIpDict(host, floatingIp) },
    after: [() => writeFloatingIp(host, floatingIp)],
  });
}

export function deleteFloatingIp(host: ZedHost, id: string): Outcome {
  const floatingIp = find(host.neutron, 'Floating_IP', id);
  if (floatingIp === undefined) return notFound.floatingIp(id);
  tellNova(host, floatingIp.port_id);
  const forwardings = all(host.neutron, 'Port_Forwarding').filter(
    ({ floatingip_id }) => floatingip_id === floatingIp.id,
  );
  host.commit([
    ...forwardings.map((each) => deletion('Port_Forwarding', each.id)),
    deletion('Floating_IP', floatingIp.id),
    deletion('Port', floatingIp.floating_port_id),
  ]);
  return ok({
    status: 204,
    body: null,
    after: [
      () => deleteNat(host, floatingIp.id),
      ...(forwardings.length > 0 ? [() => deletePortForwardings(host, floatingIp)] : []),
    ],
  });
}

export function floatingIpDict(host: Pick<ZedHost, 'neutron'>, floatingIp: FloatingIp): Record<string, unknown> {
  const shown = without(floatingIp, ['floating_port_id', 'name']);
  const port = floatingIp.port_id === null ? undefined : find(host.neutron, 'Port', floatingIp.port_id);
  const { name, network_id, mac_address, admin_state_up, status, device_id, device_owner } = port ?? {};
  return {
    ...shown,
    tenant_id: floatingIp.project_id,
    port_details:
      port === undefined ? null : { name, network_id, mac_address, admin_state_up, status, device_id, device_owner },
    port_forwardings: all(host.neutron, 'Port_Forwarding')
      .filter(({ floatingip_id }) => floatingip_id === floatingIp.id)
      .map(({ protocol, internal_ip_address, internal_port, external_port, id }) => ({
        protocol,
        internal_ip_address,
        internal_port,
        external_port,
        id,
      })),
  };
}

/** Within a step: the server behind a port has other addresses now. */
export function tellNova(host: ZedHost, port: FloatingIp['port_id']): void {
  const found = port === null ? undefined : find(host.neutron, 'Port', port);
  if (found !== undefined) notifyNova(host, found, 'network-changed');
}

/** Within a step. */
export function setStatus(host: ZedHost, floatingIp: FloatingIp, status: 'ACTIVE' | 'DOWN'): void {
  host.commit(remember(host.neutron, 'Floating_IP', floatingIp.id, { status }));
}
