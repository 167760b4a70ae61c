/** Ports as logical switch ports. */
import { err, ok, type Result, type Uuid } from '../../../base';
import { find, type Port, type Subnet } from '../tables';
import { writeOvn, type ZedHost } from '../server';
import { DISTRIBUTED, isExternal, isIgnored, isRouterPort, isTrusted } from '../devices';
import { dropOwnRows, portDhcpOptions, refreshSubnetRow } from './dhcp';
import { dropDnsRecords, hasDnsRecords, writeDnsRecords } from './dns';
import { syncHaChassisGroup } from './ha-chassis-groups';
import { ovnName } from './names';
import { missingSwitch } from './networks';
import { optional, pairs, textMap, type Northbound, type TextMap } from './northbound';
import { joinGroups, leaveGroups, setDropGroup } from './port-groups';
import { dropPortQos, effectivePolicy, writePortQos } from './qos';
import {
  addressPairs,
  isVirtual,
  parentsOf,
  pairChanges,
  setVirtual,
  unsetParent,
  unsetVirtual,
} from './virtual-ports';

const LSP = 'Logical_Switch_Port';

/** What of a router's side stands in the options of its switch port. */
const ROUTER_OPTIONS: readonly string[] = ['router-port', 'nat-addresses', 'exclude-lb-vips-from-garp'];

export function createPort(host: ZedHost, port: Port): boolean {
  if (isIgnored(port)) return true;
  return writeOvn(host, `create the port ${port.name === '' ? port.id : port.name}`, (nb) => addPort(host, nb, port));
}

export function addPort(host: ZedHost, nb: Northbound, port: Port): Result<void, string> {
  const on = nb.named('Logical_Switch', ovnName(port.network_id));
  if (on === undefined) return missingSwitch(port.network_id);
  const facts = portFacts(host, nb, port);
  const group = facts.type === 'external' ? syncHaChassisGroup(host, nb, port.network_id) : undefined;
  if (facts.type !== 'virtual') for (const ip of addressPairs(port)) setVirtual(host, nb, port, ip);
  const uuid = nb.insert(LSP, { name: port.id, ...columnsOf(port, facts), ha_chassis_group: optional(group) });
  nb.add('Logical_Switch', on._uuid, 'ports', uuid);
  if (!isTrusted(port) && facts.portSecurity.length > 0) setDropGroup(nb, uuid, true);
  joinGroups(nb, uuid, groupsOf(port));
  if (hasDnsRecords(port)) writeDnsRecords(host, nb, port, undefined);
  writePortQos(host, nb, port);
  return ok(undefined);
}

export function updatePort(host: ZedHost, port: Port, before: Port): boolean {
  if (isIgnored(port)) return true;
  return writeOvn(host, `update the port ${port.name === '' ? port.id : port.name}`, (nb) =>
    changePort(host, nb, port, before),
  );
}

function changePort(host: ZedHost, nb: Northbound, port: Port, before: Port): Result<void, string> {
  const row = nb.named(LSP, port.id);
  if (row === undefined) return err(`Logical Switch Port ${port.id} does not exist`);
  const facts = portFacts(host, nb, port);
  if (port.device_owner === DISTRIBUTED) {
    for (const { subnet_id } of port.fixed_ips) {
      const subnet = find(host.neutron, 'Subnet', subnet_id);
      if (subnet?.enable_dhcp === true) refreshSubnetRow(host, nb, subnet);
    }
  }
  const group = facts.type === 'external' ? syncHaChassisGroup(host, nb, port.network_id) : undefined;
  const changes = pairChanges(row, port);
  if (facts.type !== 'virtual') {
    for (const ip of changes.added) setVirtual(host, nb, port, ip);
    for (const ip of changes.removed) unsetVirtual(host, nb, port, ip);
  }
  dropOwnRows(nb, row, [facts.dhcpv4, facts.dhcpv6]);
  const held = textMap(row, 'external_ids');
  const columns = columnsOf(port, facts);
  const isRouters = isRouterPort(port);
  const kept = Object.entries(textMap(row, 'options')).filter(([key]) => isRouters && ROUTER_OPTIONS.includes(key));
  nb.set(LSP, row._uuid, {
    ...columns,
    ...(isRouters && { type: 'router', addresses: row.addresses ?? [] }),
    options: pairs({ ...facts.options, ...Object.fromEntries(kept) }),
    external_ids: pairs({ ...held, ...idsOf(port, facts.cidrs) }),
    ha_chassis_group: optional(group),
  });
  const groups = groupsOf(port);
  const heldGroups = wasTrusted(held) ? [] : (held['neutron:security_group_ids'] ?? '').split(' ').filter(Boolean);
  leaveGroups(
    nb,
    row._uuid,
    heldGroups.filter((id) => !groups.some((each) => each === id)),
  );
  joinGroups(
    nb,
    row._uuid,
    groups.filter((id) => !heldGroups.includes(id)),
  );
  const secured = port.port_security_enabled;
  if (!isTrusted(port) && secured) setDropGroup(nb, row._uuid, true);
  else if ((groups.length === 0 && !secured) || isTrusted(port)) setDropGroup(nb, row._uuid, false);
  if (!isExternal(port) && effectivePolicy(host, port) !== effectivePolicy(host, before)) writePortQos(host, nb, port);
  if (hasDnsRecords(port)) writeDnsRecords(host, nb, port, before);
  else if (hasDnsRecords(before)) dropDnsRecords(host, nb, before);
  return ok(undefined);
}

export function deletePort(host: ZedHost, port: Port): boolean {
  if (isIgnored(port)) return true;
  return writeOvn(host, `delete the port ${port.name === '' ? port.id : port.name}`, (nb) => {
    const row = nb.named(LSP, port.id);
    const on = nb.named('Logical_Switch', ovnName(port.network_id));
    if (row === undefined || on === undefined) return ok(undefined);
    dropOwnRows(nb, row, []);
    dropPortQos(nb, port);
    if (hasDnsRecords(port)) dropDnsRecords(host, nb, port);
    nb.remove('Logical_Switch', on._uuid, 'ports', row._uuid);
    if (!isVirtual(row)) {
      for (const other of nb.members(on, 'ports', LSP)) unsetParent(nb, other, port.id);
    }
    return ok(undefined);
  });
}

/** A subport of a trunk: only these two columns; the rest of the row follows with the port's next write. */
export function setParent(
  host: ZedHost,
  port: Uuid,
  parent: { readonly name: string; readonly tag: number } | undefined,
): boolean {
  return writeOvn(host, `set the parent of the port ${port}`, (nb) => {
    const row = nb.named(LSP, port);
    if (row === undefined) return err(`Logical Switch Port ${port} does not exist`);
    nb.set(LSP, row._uuid, { parent_name: optional(parent?.name), tag: optional(parent?.tag) });
    return ok(undefined);
  });
}

interface PortFacts {
  readonly type: '' | 'virtual' | 'external' | 'localport' | 'vtep';
  readonly options: TextMap;
  readonly addresses: readonly string[];
  readonly portSecurity: readonly string[];
  readonly parentName: string | undefined;
  readonly tag: number | undefined;
  readonly dhcpv4: Uuid | undefined;
  readonly dhcpv6: Uuid | undefined;
  readonly cidrs: string;
}

function portFacts(host: ZedHost, nb: Northbound, port: Port): PortFacts {
  const dhcp = { dhcpv4: portDhcpOptions(nb, port, 4), dhcpv6: portDhcpOptions(nb, port, 6) };
  const profile = port['binding:profile'];
  const vtep = profile['vtep-physical-switch'];
  const requested = { 'requested-chassis': requestedChassis(port) };
  if (typeof vtep === 'string' && vtep !== '') {
    const options = {
      'vtep-physical-switch': vtep,
      'vtep-logical-switch': textOf(profile['vtep-logical-switch']),
      ...requested,
    };
    const none = { parentName: undefined, tag: undefined, portSecurity: [], cidrs: '' };
    return { type: 'vtep', options, addresses: ['unknown'], ...none, ...dhcp };
  }
  const subnets = new Map(
    port.fixed_ips.flatMap(({ subnet_id }) => {
      const subnet = find(host.neutron, 'Subnet', subnet_id);
      return subnet === undefined ? [] : [[subnet_id, subnet] as const];
    }),
  );
  const virtual = port.fixed_ips
    .map(({ ip_address }) => ({ ip: ip_address, parents: parentsOf(nb, port, ip_address) }))
    .find(({ parents }) => parents.length > 0);
  // The first address that others may use ends the reading of the rest.
  const read = port.fixed_ips.slice(0, virtual === undefined ? undefined : indexOf(port, virtual.ip) + 1);
  const type = isExternal(port)
    ? 'external'
    : port.device_owner === DISTRIBUTED
      ? 'localport'
      : virtual === undefined
        ? ''
        : 'virtual';
  const { portSecurity, otherMacs } = securityOf(port);
  const own = [port.mac_address, ...read.map(({ ip_address }) => ip_address)].join(' ');
  const speaks = portSecurity.length > 0 || type !== '' || dhcp.dhcpv4 !== undefined || dhcp.dhcpv6 !== undefined;
  return {
    type,
    addresses: [
      ...(speaks ? [own, ...otherMacs] : []),
      ...(portSecurity.length === 0 && type === '' ? ['unknown'] : []),
    ],
    portSecurity,
    parentName: typeof profile.parent_name === 'string' ? profile.parent_name : undefined,
    tag: typeof profile.tag === 'number' && profile.tag !== 0 ? profile.tag : undefined,
    cidrs: read.map(({ subnet_id, ip_address }) => `${ip_address}/${lengthOf(subnets.get(subnet_id))}`).join(' '),
    options: {
      ...(virtual !== undefined && { 'virtual-ip': virtual.ip, 'virtual-parents': virtual.parents.join(',') }),
      ...(type !== 'external' && requested),
      ...(type !== 'localport' && { mcast_flood_reports: 'true' }),
    },
    ...dhcp,
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function indexOf(port: Port, ip: string): number {
  return port.fixed_ips.findIndex(({ ip_address }) => ip_address === ip);
}

function lengthOf(subnet: Subnet | undefined): string {
  return subnet?.cidr.split('/')[1] ?? '';
}

/** A machine on its way to another hypervisor may be on both. */
function requestedChassis(port: Port): string {
  const host = port['binding:host_id'];
  const { migrating_to: target } = port['binding:profile'];
  return host !== '' && typeof target === 'string' ? `${host},${target}` : host;
}

function securityOf(port: Port): { readonly portSecurity: readonly string[]; readonly otherMacs: readonly string[] } {
  if (!port.port_security_enabled || isTrusted(port)) return { portSecurity: [], otherMacs: [] };
  const ownPairs = port.allowed_address_pairs.filter(({ mac_address }) => mac_address === port.mac_address);
  const others = port.allowed_address_pairs.filter(({ mac_address }) => mac_address !== port.mac_address);
  const ips = [...port.fixed_ips, ...ownPairs].map(({ ip_address }) => ip_address);
  return {
    portSecurity: [
      [port.mac_address, ...ips].join(' '),
      ...new Set(others.map(({ mac_address, ip_address }) => `${mac_address} ${ip_address}`)),
    ],
    otherMacs: [...new Set(others.map(({ mac_address }) => mac_address))],
  };
}

function columnsOf(port: Port, facts: PortFacts) {
  return {
    type: facts.type,
    addresses: facts.addresses,
    port_security: facts.portSecurity,
    options: pairs(facts.options),
    enabled: [port.admin_state_up],
    parent_name: optional(facts.parentName),
    tag: optional(facts.tag),
    dhcpv4_options: optional(facts.dhcpv4),
    dhcpv6_options: optional(facts.dhcpv6),
    external_ids: pairs(idsOf(port, facts.cidrs)),
  };
}

function idsOf(port: Port, cidrs: string): TextMap {
  return {
    'neutron:port_name': port.name,
    'neutron:device_id': port.device_id,
    'neutron:device_owner': port.device_owner,
    'neutron:project_id': port.project_id,
    'neutron:cidrs': cidrs,
    'neutron:network_name': ovnName(port.network_id),
    'neutron:security_group_ids': groupsOf(port).join(' '),
    'neutron:revision_number': String(port.revision_number),
  };
}

export function groupsOf(port: Port): Port['security_groups'] {
  return isTrusted(port) ? [] : port.security_groups;
}

function wasTrusted(ids: TextMap): boolean {
  return isTrusted({ device_owner: ids['neutron:device_owner'] ?? '' });
}
