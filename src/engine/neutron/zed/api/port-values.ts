/** What a body on /v2.0/ports may say, and what is made of it. */
import { ok, type Result } from '../../../base';
import { parseAddress } from '../../addresses';
import {
  attribute,
  BOTH,
  boolean,
  dictionary,
  list,
  mac,
  nullable,
  NEEDED,
  ONCE,
  oneOf,
  record,
  text,
  uuid,
  type Given,
  address,
} from '../../attributes';
import { refuse, type NeutronError } from '../../errors';
import { isTrusted } from '../devices';
import { notFound } from '../errors';
import { freeMac } from '../ipam';
import { find, portsOf, type AddressPair, type DhcpOption, type Network, type Port } from '../tables';
import { ensureDefaultGroup } from './security-groups';
import type { After, ZedHost } from '../server';

const VNIC_TYPES = oneOf([
  'normal',
  'direct',
  'macvtap',
  'baremetal',
  'direct-physical',
  'virtio-forwarder',
  'smart-nic',
  'vdpa',
  'accelerator-direct',
  'accelerator-direct-physical',
  'remote-managed',
] as const);

export const PORT_ATTRIBUTES = {
  network_id: attribute(text, NEEDED),
  name: attribute(text, BOTH),
  description: attribute(text, BOTH),
  tenant_id: attribute(text, ONCE),
  project_id: attribute(text, ONCE),
  mac_address: attribute(mac, BOTH),
  admin_state_up: attribute(boolean, BOTH),
  device_id: attribute(text, BOTH),
  device_owner: attribute(text, BOTH),
  fixed_ips: attribute(list(record<'subnet_id' | 'ip_address'>([], ['subnet_id', 'ip_address'])), BOTH),
  security_groups: attribute(list(uuid), BOTH),
  allowed_address_pairs: attribute(list(record<'ip_address' | 'mac_address'>(['ip_address'], ['mac_address'])), BOTH),
  extra_dhcp_opts: attribute(list(dhcpOption), BOTH),
  port_security_enabled: attribute(boolean, BOTH),
  dns_name: attribute(text, BOTH),
  qos_policy_id: attribute(nullable(uuid), BOTH),
  'binding:host_id': attribute(hostName, BOTH),
  'binding:profile': attribute(dictionary, BOTH),
  'binding:vnic_type': attribute(VNIC_TYPES, BOTH),
};

export type PortBody = Given<typeof PORT_ATTRIBUTES>;

/** An option without a value is taken away. */
export interface GivenDhcpOption {
  readonly opt_name: string;
  readonly opt_value: string | null;
  readonly ip_version: number;
}

function dhcpOption(value: unknown): Result<GivenDhcpOption, string> {
  const given = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  const { opt_name, opt_value = null, ip_version = 4 } = given;
  const version = Number(ip_version);
  if (typeof opt_name !== 'string' || (opt_value !== null && typeof opt_value !== 'string')) {
    return { ok: false, error: `'${JSON.stringify(value)}' is not a valid DHCP option` };
  }
  return ok({ opt_name, opt_value, ip_version: version === 6 ? 6 : 4 });
}

/** Null takes the host away. */
function hostName(value: unknown): Result<string, string> {
  return value === null ? ok('') : text(value);
}

/** Those that the port had, with what is given put over them by name. */
export function mergedDhcpOptions(
  before: readonly DhcpOption[],
  given: readonly GivenDhcpOption[],
): readonly DhcpOption[] {
  const options = new Map(before.map((option) => [`${option.ip_version} ${option.opt_name}`, option]));
  for (const { opt_value, ...option } of given) {
    const key = `${option.ip_version} ${option.opt_name}`;
    if (opt_value === null) options.delete(key);
    else options.set(key, { ...option, opt_value });
  }
  return [...options.values()];
}

export function macOf(host: ZedHost, network: Network, given: string | undefined): Result<string, NeutronError> {
  if (given === undefined) return freeMac(host.neutron, network.id, host.random);
  if (portsOf(host.neutron, network.id).every(({ mac_address }) => mac_address !== given)) return ok(given);
  const message = `Unable to complete operation for network ${network.id}. The mac address ${given} is in use.`;
  return refuse(409, 'MacAddressInUse', message);
}

/** A pair without a MAC has the port's own. */
export function pairsOf(
  given: PortBody['allowed_address_pairs'],
  own: string,
): Result<readonly AddressPair[] | undefined, NeutronError> {
  if (given === undefined) return ok(undefined);
  const pairs: AddressPair[] = [];
  for (const { ip_address = '', mac_address } of given) {
    const [ip = '', length] = ip_address.split('/');
    const hardware = mac_address === undefined ? ok(own) : mac(mac_address);
    const valid = address(ip).ok && (length === undefined || /^\d{1,3}$/.test(length));
    if (!valid || !hardware.ok) {
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

export interface Security {
  readonly enabled: boolean;
  readonly groups: Port['security_groups'];
  /** What follows where the project had no group yet. */
  readonly after: readonly After[];
}

/** Port security and groups of a new port; Neutron's own ports have neither. */
export function newSecurity(
  host: ZedHost,
  network: Network,
  value: Pick<PortBody, 'device_owner' | 'port_security_enabled' | 'security_groups' | 'allowed_address_pairs'>,
  project: string,
): Result<Security, NeutronError> {
  if (isTrusted({ device_owner: value.device_owner ?? '' })) return ok({ enabled: false, groups: [], after: [] });
  const enabled = value.port_security_enabled ?? network.port_security_enabled;
  if (!enabled) {
    const wrong = insecure(value.allowed_address_pairs, value.security_groups);
    return wrong ?? ok({ enabled, groups: [], after: [] });
  }
  const ensured = ensureDefaultGroup(host, project);
  if (value.security_groups === undefined) return ok({ enabled, groups: [ensured.id], after: ensured.after });
  const groups = knownGroups(host, value.security_groups);
  return groups.ok ? ok({ enabled, groups: groups.value, after: ensured.after }) : groups;
}

/** Without port security there are neither pairs nor groups. */
export function insecure(pairs: readonly unknown[] | undefined, groups: readonly unknown[] | undefined) {
  if ((pairs ?? []).length > 0) {
    const message = 'Port Security must be enabled in order to have allowed address pairs on a port.';
    return refuse(409, 'AddressPairAndPortSecurityRequired', message);
  }
  if ((groups ?? []).length === 0) return undefined;
  const message = 'Port security must be enabled and port must have an IP address in order to use security groups.';
  return refuse(400, 'PortSecurityAndIPRequiredForSecurityGroups', message);
}

/** All of one kind: what is followed by connection tracking is not mixed with what is not. */
export function knownGroups(host: ZedHost, ids: readonly string[]): Result<Port['security_groups'], NeutronError> {
  const groups = [];
  for (const id of ids) {
    const group = find(host.neutron, 'Security_Group', id);
    if (group === undefined) return notFound.group(id);
    groups.push(group);
  }
  if (new Set(groups.map(({ stateful }) => stateful)).size > 1) {
    const reason = 'Cannot apply both stateful and stateless security groups on the same port at the same time';
    return refuse(409, 'SecurityGroupConflict', `Error ${reason} while attempting the operation.`);
  }
  return ok(groups.map(({ id }) => id));
}

export function isAddress(text: string | null | undefined): boolean {
  return parseAddress(text ?? '') !== undefined;
}
