/** Networks, their ports and their DHCP options. */
import { getString, getUuids, type Row } from '../../../ovsdb';
import { all, find, segmentsOf, serverOf, type Network, type Port, type Segment } from '../tables';
import { isIgnored, isNetworkDevice, DISTRIBUTED } from '../devices';
import { addSubnetRow, isAutomaticOnly, ownerOf, portDhcpOptions, sameMap, subnetOptions } from '../ovn/dhcp';
import { ovnName, PROVNET_PREFIX, provnetName } from '../ovn/names';
import { addProvnetPort, createNetwork } from '../ovn/networks';
import { optional, textMap } from '../ovn/northbound';
import { createPort } from '../ovn/ports';
import { ensureMetadataPort } from '../api/metadata';
import { mend, type SyncRun } from './run';

export function syncNetworks(run: SyncRun): void {
  const { neutron } = run.host;
  const found = compare(run);
  for (const network of found.missing) {
    run.warn(`Network found in Neutron but not in OVN DB, network_id=${network.id}`);
    if (run.repair) createNetwork(run.host, network);
  }
  const metadata = syncMetadata(run, found.missingPorts);
  syncSubnets(run);
  for (const port of found.missingPorts.filter(({ id }) => !metadata.includes(id))) {
    run.warn(`Port found in Neutron but not in OVN DB, port_id=${port.id}`);
    if (run.repair) createPort(run.host, port);
  }
  removeStrange(run, found);
  syncPortOptions(
    run,
    found.kept.flatMap((id) => find(neutron, 'Port', id) ?? []),
  );
}

interface Compared {
  readonly missing: readonly Network[];
  readonly missingPorts: readonly Port[];
  /** Switches with Neutron's mark, and ports of its switches, that it does not know. */
  readonly strange: readonly Row[];
  readonly strangePorts: readonly { readonly sw: Row; readonly port: Row }[];
  readonly missingProvnets: readonly { readonly sw: Row; readonly segment: Segment }[];
  readonly strangeProvnets: readonly { readonly sw: Row; readonly port: Row; readonly network: Network }[];
  /** Ports that both have, Neutron's own devices aside. */
  readonly kept: readonly string[];
}

function compare({ host }: SyncRun): Compared {
  const { neutron, northbound } = host;
  const networks = new Map(all(neutron, 'Network').map((network) => [ovnName(network.id), network]));
  const ports = new Map(
    all(neutron, 'Port')
      .filter((port) => !isIgnored(port))
      .map((port) => [port.id as string, port]),
  );
  const marked = Array.from(northbound.rows('Logical_Switch').values()).filter(
    (row) => 'neutron:network_name' in textMap(row, 'external_ids'),
  );
  const kept: string[] = [];
  const strangePorts: { sw: Row; port: Row }[] = [];
  const missingProvnets: { sw: Row; segment: Segment }[] = [];
  const strangeProvnets: { sw: Row; port: Row; network: Network }[] = [];
  for (const sw of marked) {
    const network = networks.get(getString(sw, 'name'));
    if (network === undefined) continue;
    const rows = getUuids(sw, 'ports').flatMap((uuid) => northbound.row('Logical_Switch_Port', uuid) ?? []);
    const segments = segmentsOf(neutron, network.id).filter(({ physical_network }) => physical_network !== null);
    for (const port of rows) {
      const name = getString(port, 'name');
      if ('neutron:port_name' in textMap(port, 'external_ids')) {
        const own = ports.get(name);
        ports.delete(name);
        if (own === undefined) strangePorts.push({ sw, port });
        else if (!isNetworkDevice(own)) kept.push(name);
      } else if (name.startsWith(PROVNET_PREFIX) && segments.every(({ id }) => provnetName(id) !== name)) {
        strangeProvnets.push({ sw, port, network });
      }
    }
    const names = rows.map((row) => getString(row, 'name'));
    for (const segment of segments) if (!names.includes(provnetName(segment.id))) missingProvnets.push({ sw, segment });
  }
  const present = marked.map((row) => getString(row, 'name'));
  return {
    missing: [...networks].filter(([name]) => !present.includes(name)).map(([, network]) => network),
    missingPorts: [...ports.values()],
    strange: marked.filter((row) => !networks.has(getString(row, 'name'))),
    strangePorts,
    missingProvnets,
    strangeProvnets,
    kept,
  };
}

/** The ids of the ports that it has dealt with. */
function syncMetadata(run: SyncRun, missing: readonly Port[]): readonly string[] {
  const { host } = run;
  if (!serverOf(host.neutron).metadata) return [];
  for (const network of all(host.neutron, 'Network')) {
    const port = all(host.neutron, 'Port').find(
      ({ network_id, device_owner }) => network_id === network.id && device_owner === DISTRIBUTED,
    );
    if (port === undefined) {
      run.warn(`Missing metadata port found in Neutron for network ${network.id}`);
      if (!run.repair) continue;
      run.warn(`Creating missing metadata port in Neutron and OVN for network ${network.id}`);
      ensureMetadataPort(host, network);
    } else if (missing.includes(port)) {
      run.warn(`Metadata port ${port.id} for network ${network.id} found in Neutron but not in OVN`);
      if (!run.repair) continue;
      run.warn(`Creating metadata port ${port.id} for network ${network.id} in OVN`);
      createPort(host, port);
    }
  }
  return missing.filter(({ device_owner }) => device_owner === DISTRIBUTED).map(({ id }) => id);
}

/** A row that is missing or differs is written again; one of a subnet that is gone goes. */
function syncSubnets(run: SyncRun): void {
  const { host } = run;
  const rows = Array.from(host.northbound.rows('DHCP_Options').values()).filter(
    (row) => ownerOf(row) === undefined && 'subnet_id' in textMap(row, 'external_ids'),
  );
  const wanted = all(host.neutron, 'Subnet').filter((subnet) => subnet.enable_dhcp && !isAutomaticOnly(subnet));
  for (const subnet of wanted) {
    const row = rows.find((each) => textMap(each, 'external_ids').subnet_id === subnet.id);
    const held = row === undefined ? undefined : textMap(row, 'options');
    const mac = subnet.ip_version === 6 ? held?.server_id : held?.server_mac;
    const same =
      held !== undefined && row?.cidr === subnet.cidr && sameMap(held, subnetOptions(host, subnet, mac ?? ''));
    if (same) continue;
    run.warn(`DHCP options for subnet ${subnet.id} is present in Neutron but out of sync for OVN`);
    mend(run, `write the DHCP options of ${subnet.name}`, (nb) => addSubnetRow(host, nb, subnet, mac));
  }
  for (const row of rows) {
    const { subnet_id = '' } = textMap(row, 'external_ids');
    if (wanted.some(({ id }) => id === subnet_id)) continue;
    run.warn(`Out of sync subnet DHCP options for subnet ${subnet_id} found in OVN NB DB which needs to be deleted`);
    mend(run, `delete the DHCP options of ${subnet_id}`, (nb) => {
      nb.delete('DHCP_Options', row._uuid);
    });
  }
}

function removeStrange(run: SyncRun, found: Compared): void {
  for (const row of found.strange)
    run.warn(`Network found in OVN but not in Neutron, network_id=${getString(row, 'name')}`);
  for (const { segment } of found.missingProvnets) {
    run.warn(
      `Provider network found in Neutron but provider network port not found in OVN DB, network_id=${segment.network_id} segment_id=${segment.id}`,
    );
  }
  for (const { port, network } of found.strangeProvnets) {
    run.warn(
      `Provider network port found in OVN DB, but not in neutron network_id=${network.id} port_name=${getString(port, 'name')}`,
    );
  }
  for (const { port } of found.strangePorts)
    run.warn(`Port found in OVN but not in Neutron, port_id=${getString(port, 'name')}`);
  mend(run, 'remove what Neutron does not know', (nb) => {
    for (const row of found.strange) nb.delete('Logical_Switch', row._uuid);
    for (const { sw, segment } of found.missingProvnets) addProvnetPort(nb, sw._uuid, segment);
    for (const { sw, port } of [...found.strangeProvnets, ...found.strangePorts]) {
      nb.remove('Logical_Switch', sw._uuid, 'ports', port._uuid);
      for (const row of nb.rows('DHCP_Options')) if (ownerOf(row) === port.name) nb.delete('DHCP_Options', row._uuid);
    }
  });
}

/** Every port that both have gets its DHCP options again; rows of a port's own that nobody uses go. */
function syncPortOptions(run: SyncRun, ports: readonly Port[]): void {
  const { host } = run;
  const own = Array.from(host.northbound.rows('DHCP_Options').values()).filter((row) => ownerOf(row) !== undefined);
  const unused = own.filter((row) => {
    const port = find(host.neutron, 'Port', ownerOf(row) ?? '');
    return port === undefined || port.extra_dhcp_opts.length === 0;
  });
  for (const row of unused) {
    const { subnet_id = '', port_id = '' } = textMap(row, 'external_ids');
    const version = getString(row, 'cidr').includes(':') ? 6 : 4;
    run.warn(
      `Out of sync port DHCPv${version} options for (subnet ${subnet_id} port ${port_id}) found in OVN NB DB which needs to be deleted`,
    );
  }
  mend(run, 'write the DHCP options of ports', (nb) => {
    for (const port of ports) {
      const row = nb.named('Logical_Switch_Port', port.id);
      if (row === undefined) continue;
      const [dhcpv4, dhcpv6] = [portDhcpOptions(nb, port, 4), portDhcpOptions(nb, port, 6)];
      nb.set('Logical_Switch_Port', row._uuid, { dhcpv4_options: optional(dhcpv4), dhcpv6_options: optional(dhcpv6) });
    }
    for (const row of unused) nb.delete('DHCP_Options', row._uuid);
  });
}
