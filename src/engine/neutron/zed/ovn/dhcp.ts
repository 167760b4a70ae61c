/** Subnets with DHCP as DHCP_Options, and those that a port has for itself. */
import { ok, type Uuid } from '../../../base';
import { getString, getUuids, type Row } from '../../../ovsdb';
import { parseAddress } from '../../addresses';
import { drawMac } from '../macs';
import { all, find, portsOf, serverOf, type Port, type Subnet } from '../tables';
import { writeOvn, type ZedHost } from '../server';
import { DISTRIBUTED, isNetworkDevice } from '../devices';
import { lspDhcpOptions } from './dhcp-names';
import { optional, pairs, textMap, type Northbound, type TextMap } from './northbound';

const TABLE = 'DHCP_Options';
const LEASE_TIME = '43200';
const METADATA_CIDR = '169.254.169.254/32';

export function createSubnet(host: ZedHost, subnet: Subnet): boolean {
  return writeOvn(host, `create the subnet ${subnet.name}`, (nb) => {
    addSubnetRow(host, nb, subnet);
    return ok(undefined);
  });
}

export function updateSubnet(host: ZedHost, subnet: Subnet): boolean {
  return writeOvn(host, `update the subnet ${subnet.name}`, (nb) => {
    updateSubnetRows(host, nb, subnet);
    return ok(undefined);
  });
}

export function deleteSubnet(host: ZedHost, id: Uuid): boolean {
  return writeOvn(host, `delete the subnet ${id}`, (nb) => {
    removeRows(nb, id);
    return ok(undefined);
  });
}

/** The row as the subnet is now: made, changed, or taken away with those of its ports. */
export function updateSubnetRows(host: ZedHost, nb: Northbound, subnet: Subnet): void {
  const row = subnetRow(nb, subnet.id);
  if (row !== undefined) {
    nb.setKeys(TABLE, row._uuid, 'external_ids', { 'neutron:revision_number': String(subnet.revision_number) });
  }
  if (subnet.enable_dhcp && row === undefined) enable(host, nb, subnet);
  else if (subnet.enable_dhcp) refreshSubnetRow(host, nb, subnet);
  else if (row !== undefined) removeRows(nb, subnet.id);
}

/** A row that is there keeps its server's MAC; the ports' own rows follow it. */
export function refreshSubnetRow(host: ZedHost, nb: Northbound, subnet: Subnet): void {
  if (isAutomaticOnly(subnet)) return;
  const row = subnetRow(nb, subnet.id);
  if (row === undefined) {
    addSubnetRow(host, nb, subnet);
    return;
  }
  const before = textMap(row, 'options');
  const options = subnetOptions(host, subnet, subnet.ip_version === 6 ? before.server_id : before.server_mac);
  if (row.cidr === subnet.cidr && sameMap(before, options)) return;
  nb.set(TABLE, row._uuid, rowColumns(subnet, options));
  for (const own of rowsOf(nb, subnet.id)) {
    if (ownerOf(own) === undefined || Object.keys(options).length === 0) continue;
    const kept = { ...textMap(own, 'options') };
    const dns = options.dns_server;
    if (dns !== before.dns_server && kept.dns_server === before.dns_server && dns !== undefined) kept.dns_server = dns;
    nb.set(TABLE, own._uuid, { options: pairs({ ...options, ...kept }) });
  }
}

/** A subnet whose hosts give themselves addresses has no row. */
export function addSubnetRow(host: ZedHost, nb: Northbound, subnet: Subnet, mac?: string): Uuid | undefined {
  if (isAutomaticOnly(subnet)) return undefined;
  const row = subnetRow(nb, subnet.id);
  const columns = rowColumns(subnet, subnetOptions(host, subnet, mac));
  if (row === undefined) return nb.insert(TABLE, columns);
  nb.set(TABLE, row._uuid, columns);
  return row._uuid;
}

export function isAutomaticOnly({ ip_version, ipv6_address_mode }: Subnet): boolean {
  return ip_version === 6 && ipv6_address_mode === 'slaac';
}

/** The DHCP options of a port: the subnet's row, a row of its own, or none. */
export function portDhcpOptions(nb: Northbound, port: Port, version: 4 | 6): Uuid | undefined {
  const own = lspDhcpOptions(port, version);
  if (own.disabled) return undefined;
  const rows = port.fixed_ips
    .filter(({ ip_address }) => parseAddress(ip_address)?.version === version)
    .flatMap(({ subnet_id }) => subnetRow(nb, subnet_id) ?? []);
  const row = rows.find((each) => textMap(each, 'options').dhcpv6_stateless !== 'true') ?? rows[0];
  if (row === undefined || Object.keys(own.options).length === 0) return row?._uuid;
  return ownRow(nb, row, port.id, own.options);
}

/** Rows of a port's own that it does not use any more. */
export function dropOwnRows(nb: Northbound, port: Row, used: readonly (Uuid | undefined)[]): void {
  const name = getString(port, 'name');
  for (const column of ['dhcpv4_options', 'dhcpv6_options']) {
    for (const uuid of getUuids(port, column)) {
      const row = nb.row(TABLE, uuid);
      if (row !== undefined && ownerOf(row) === name && !used.includes(uuid)) nb.delete(TABLE, uuid);
    }
  }
}

/** The row of a subnet itself. */
export function subnetRow(nb: Northbound, subnet: Uuid): Row | undefined {
  return rowsOf(nb, subnet).find((row) => ownerOf(row) === undefined);
}

export function ownerOf(row: Row): string | undefined {
  return textMap(row, 'external_ids').port_id;
}

/** What the row of a subnet is to hold, with a server's MAC that is there or a new one. */
export function subnetOptions(host: ZedHost, subnet: Subnet, mac: string | undefined): TextMap {
  return subnet.ip_version === 4 ? optionsV4(host, subnet, mac) : optionsV6(host, subnet, mac);
}

function optionsV4(host: ZedHost, subnet: Subnet, mac: string | undefined): TextMap {
  const { neutron } = host;
  const metadata = metadataAddress(host, subnet);
  const serverId = subnet.gateway_ip ?? metadata;
  if (serverId === undefined) return {};
  const { dns_domain } = serverOf(neutron);
  const dns = dnsServers(host, subnet);
  const routes = [
    ...(metadata === undefined ? [] : [`${METADATA_CIDR},${metadata}`]),
    ...subnet.host_routes.map(({ destination, nexthop }) => `${destination},${nexthop}`),
  ];
  if (routes.length > 0 && subnet.gateway_ip !== null) routes.push(`0.0.0.0/0,${subnet.gateway_ip}`);
  return {
    server_id: serverId,
    lease_time: LEASE_TIME,
    mtu: String(find(neutron, 'Network', subnet.network_id)?.mtu ?? 0),
    server_mac: mac ?? drawMac(host.random),
    ...(dns_domain !== '' && dns_domain !== 'openstacklocal' && { domain_name: `"${dns_domain}"` }),
    ...(subnet.gateway_ip !== null && { router: subnet.gateway_ip }),
    ...(dns.length > 0 && { dns_server: `{${dns.join(', ')}}` }),
    ...(routes.length > 0 && { classless_static_route: `{${routes.join(', ')}}` }),
  };
}

function optionsV6(host: ZedHost, subnet: Subnet, mac: string | undefined): TextMap {
  const dns = dnsServers(host, subnet);
  return {
    server_id: mac ?? drawMac(host.random),
    ...(dns.length > 0 && { dns_server: `{${dns.join(', ')}}` }),
    ...(subnet.ipv6_address_mode === 'dhcpv6-stateless' && { dhcpv6_stateless: 'true' }),
  };
}

/** The subnet's own, else the server's; the address of everybody stands for none. */
function dnsServers(host: ZedHost, { dns_nameservers, ip_version }: Subnet): readonly string[] {
  const servers =
    dns_nameservers.length > 0
      ? dns_nameservers
      : serverOf(host.neutron).dns_servers.filter((ip) => parseAddress(ip)?.version === ip_version);
  return servers.length === 1 && (servers[0] === '0.0.0.0' || servers[0] === '::') ? [] : servers;
}

function metadataAddress(host: ZedHost, subnet: Subnet): string | undefined {
  if (!serverOf(host.neutron).metadata) return undefined;
  const port = portsOf(host.neutron, subnet.network_id).find(({ device_owner }) => device_owner === DISTRIBUTED);
  return port?.fixed_ips.find(({ subnet_id }) => subnet_id === subnet.id)?.ip_address;
}

function rowColumns(subnet: Subnet, options: TextMap) {
  return {
    cidr: subnet.cidr,
    options: pairs(options),
    external_ids: pairs({ subnet_id: subnet.id, 'neutron:revision_number': String(subnet.revision_number) }),
  };
}

/** DHCP is turned on: the ports of the subnet get its options, or their own. */
function enable(host: ZedHost, nb: Northbound, subnet: Subnet): void {
  const uuid = addSubnetRow(host, nb, subnet);
  const row = uuid === undefined ? undefined : nb.row(TABLE, uuid);
  if (row === undefined) return;
  const version = subnet.ip_version === 6 ? 6 : 4;
  for (const port of all(host.neutron, 'Port')) {
    if (isNetworkDevice(port) || !port.fixed_ips.some(({ subnet_id }) => subnet_id === subnet.id)) continue;
    const own = lspDhcpOptions(port, version);
    const lsp = nb.named('Logical_Switch_Port', port.id);
    if (own.disabled || lsp === undefined) continue;
    const used = Object.keys(own.options).length === 0 ? row._uuid : ownRow(nb, row, port.id, own.options);
    nb.set('Logical_Switch_Port', lsp._uuid, { [`dhcpv${version}_options`]: optional(used) });
  }
}

/** The subnet's options with the port's over them. */
function ownRow(nb: Northbound, subnetsRow: Row, port: Uuid, options: TextMap): Uuid {
  const columns = {
    cidr: getString(subnetsRow, 'cidr'),
    options: pairs({ ...textMap(subnetsRow, 'options'), ...options }),
    external_ids: pairs({ ...textMap(subnetsRow, 'external_ids'), port_id: port }),
  };
  const { subnet_id } = textMap(subnetsRow, 'external_ids');
  const row = nb
    .rows(TABLE)
    .find((each) => ownerOf(each) === port && textMap(each, 'external_ids').subnet_id === subnet_id);
  if (row === undefined) return nb.insert(TABLE, columns);
  nb.set(TABLE, row._uuid, columns);
  return row._uuid;
}

function removeRows(nb: Northbound, subnet: Uuid): void {
  for (const row of rowsOf(nb, subnet)) nb.delete(TABLE, row._uuid);
}

function rowsOf(nb: Northbound, subnet: Uuid): readonly Row[] {
  return nb.rows(TABLE).filter((row) => textMap(row, 'external_ids').subnet_id === subnet);
}

export function sameMap(a: TextMap, b: TextMap): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
