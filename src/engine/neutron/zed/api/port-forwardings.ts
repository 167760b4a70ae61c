/** The calls on /v2.0/floatingips/ID/port_forwardings. */
import { ok, type Result } from '../../../base';
import { address, attribute, BOTH, integer, oneOf, readBody, text, uuid } from '../../attributes';
import { refuse, type NeutronError } from '../../errors';
import { writePortForwardings } from '../ovn/floating-ips';
import { badRequest, notFound } from '../errors';
import { without } from '../shown';
import { all, deletion, find, insertion, update, type FloatingIp, type PortForwarding } from '../tables';
import { routerBetween } from './floating-ip-links';
import type { Outcome, ZedHost } from '../server';

const ATTRIBUTES = {
  internal_port_id: attribute(uuid, BOTH),
  internal_ip_address: attribute(address, BOTH),
  internal_port: attribute(integer, BOTH),
  external_port: attribute(integer, BOTH),
  protocol: attribute(oneOf(['tcp', 'udp'] as const), BOTH),
  description: attribute(text, BOTH),
};

export function createForwarding(host: ZedHost, floatingIpId: string, body: unknown): Outcome {
  const floatingIp = find(host.neutron, 'Floating_IP', floatingIpId);
  if (floatingIp === undefined) return notFound.floatingIp(floatingIpId);
  const given = readBody(body, 'port_forwarding', ATTRIBUTES, 'create');
  if (!given.ok) return given;
  const { value } = given;
  const port = find(host.neutron, 'Port', value.internal_port_id ?? '');
  if (port === undefined) return notFound.port(value.internal_port_id ?? '');
  if (floatingIp.port_id !== null) {
    const message = `Floating IP ${floatingIp.floating_ip_address} (${floatingIp.id}) is associated with port ${floatingIp.port_id} and cannot be used for port forwarding`;
    return badRequest('port_forwarding', message);
  }
  const inside =
    port.fixed_ips.find(({ ip_address }) => ip_address === value.internal_ip_address) ??
    (value.internal_ip_address === undefined ? port.fixed_ips[0] : undefined);
  if (inside === undefined)
    return badRequest(
      'port_forwarding',
      `Requested internal IP address '${value.internal_ip_address ?? ''}' does not match any of the port's addresses`,
    );
  const router = routerBetween(host, inside.subnet_id, floatingIp.floating_network_id);
  if (router === undefined) {
    const message = `External network ${floatingIp.floating_network_id} is not reachable from subnet ${inside.subnet_id}.  Therefore, cannot associate Port ${port.id} with a Floating IP.`;
    return refuse(404, 'ExternalGatewayForFloatingIPNotFound', message);
  }
  const forwarding: PortForwarding = {
    id: host.newUuid(),
    name: '',
    description: value.description ?? '',
    project_id: floatingIp.project_id,
    revision_number: 0,
    floatingip_id: floatingIp.id,
    internal_port_id: port.id,
    internal_ip_address: inside.ip_address,
    internal_port: value.internal_port ?? 0,
    external_port: value.external_port ?? 0,
    protocol: value.protocol ?? 'tcp',
  };
  const twice = conflict(host, forwarding);
  if (twice !== undefined) return twice;
  host.commit([
    insertion('Port_Forwarding', forwarding),
    ...update(host.neutron, 'Floating_IP', floatingIp.id, { router_id: router, status: 'ACTIVE' }),
  ]);
  return ok({
    status: 201,
    body: { port_forwarding: forwardingDict(forwarding) },
    after: [() => writeAll(host, floatingIp)],
  });
}

export function updateForwarding(host: ZedHost, floatingIpId: string, id: string, body: unknown): Outcome {
  const found = forwardingOf(host, floatingIpId, id);
  if (!found.ok) return found;
  const given = readBody(body, 'port_forwarding', ATTRIBUTES, 'update');
  if (!given.ok) return given;
  const { internal_port_id: portId, ...values } = given.value;
  const port = portId === undefined ? undefined : find(host.neutron, 'Port', portId);
  if (portId !== undefined && port === undefined) return notFound.port(portId);
  const { floatingIp, forwarding } = found.value;
  const wanted: PortForwarding = { ...forwarding, ...values, ...(port !== undefined && { internal_port_id: port.id }) };
  const twice = conflict(host, wanted);
  if (twice !== undefined) return twice;
  host.commit(update(host.neutron, 'Port_Forwarding', forwarding.id, wanted));
  return ok({
    status: 200,
    body: { port_forwarding: forwardingDict(wanted) },
    after: [() => writeAll(host, floatingIp)],
  });
}

export function deleteForwarding(host: ZedHost, floatingIpId: string, id: string): Outcome {
  const found = forwardingOf(host, floatingIpId, id);
  if (!found.ok) return found;
  const { floatingIp, forwarding } = found.value;
  const isLast = forwardingsOf(host, floatingIp).length === 1;
  host.commit([
    deletion('Port_Forwarding', forwarding.id),
    ...(isLast ? update(host.neutron, 'Floating_IP', floatingIp.id, { router_id: null, status: 'DOWN' }) : []),
  ]);
  return ok({ status: 204, body: null, after: [() => writeAll(host, floatingIp)] });
}

export function forwardingOf(
  host: Pick<ZedHost, 'neutron'>,
  floatingIpId: string,
  id: string,
): Result<{ readonly floatingIp: FloatingIp; readonly forwarding: PortForwarding }, NeutronError> {
  const floatingIp = find(host.neutron, 'Floating_IP', floatingIpId);
  if (floatingIp === undefined) return notFound.floatingIp(floatingIpId);
  const forwarding = find(host.neutron, 'Port_Forwarding', id);
  return forwarding?.floatingip_id === floatingIp.id ? ok({ floatingIp, forwarding }) : notFound.forwarding(id);
}

export function forwardingDict(forwarding: PortForwarding): Record<string, unknown> {
  return without(forwarding, ['floatingip_id', 'name', 'project_id', 'revision_number']);
}

export function forwardingsOf({ neutron }: Pick<ZedHost, 'neutron'>, { id }: FloatingIp): readonly PortForwarding[] {
  return all(neutron, 'Port_Forwarding').filter(({ floatingip_id }) => floatingip_id === id);
}

function writeAll(host: ZedHost, floatingIp: FloatingIp): boolean {
  return writePortForwardings(host, find(host.neutron, 'Floating_IP', floatingIp.id) ?? floatingIp);
}

/** One port of the floating IP leads to one place. */
function conflict(host: ZedHost, wanted: PortForwarding) {
  const other = all(host.neutron, 'Port_Forwarding').find(
    (each) =>
      each.id !== wanted.id &&
      each.floatingip_id === wanted.floatingip_id &&
      each.protocol === wanted.protocol &&
      each.external_port === wanted.external_port,
  );
  if (other === undefined) return undefined;
  const message = `A duplicate port forwarding entry with same attributes already exists, conflicting values are {'floatingip_id': '${wanted.floatingip_id}', 'external_port': ${wanted.external_port}, 'protocol': '${wanted.protocol}'}`;
  return badRequest('port_forwarding', message);
}
