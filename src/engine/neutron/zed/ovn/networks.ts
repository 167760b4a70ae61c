/** Networks as logical switches; each of their segments on a physical network as a port of type localnet. */
import { err, ok, type Result, type Uuid } from '../../../base';
import { portsOf, segmentsOf, subnetsOf, type Network, type Segment } from '../tables';
import { writeOvn, type ZedHost } from '../server';
import { updateSubnetRows } from './dhcp';
import { ovnName, provnetName } from './names';
import { optional, pairs, textMap, type Northbound } from './northbound';
import { writePortQos } from './qos';

const SWITCH = 'Logical_Switch';

export function createNetwork(host: ZedHost, network: Network): boolean {
  return writeOvn(host, `create the network ${network.name}`, (nb) => {
    const name = ovnName(network.id);
    const uuid = nb.named(SWITCH, name)?._uuid ?? nb.insert(SWITCH, { name, ...switchColumns(network) });
    for (const segment of segmentsOf(host.neutron, network.id)) addProvnetPort(nb, uuid, segment);
    return ok(undefined);
  });
}

export function updateNetwork(host: ZedHost, network: Network, before: Network): boolean {
  return writeOvn(host, `update the network ${network.name}`, (nb) => {
    const row = nb.named(SWITCH, ovnName(network.id));
    if (row === undefined) return missingSwitch(network.id);
    const otherMtu = textMap(row, 'external_ids')['neutron:mtu'] !== String(network.mtu);
    nb.set(SWITCH, row._uuid, switchColumns(network));
    if (otherMtu) for (const subnet of subnetsOf(host.neutron, network.id)) updateSubnetRows(host, nb, subnet);
    for (const segment of segmentsOf(host.neutron, network.id)) {
      const port = nb.named('Logical_Switch_Port', provnetName(segment.id));
      if (port !== undefined) nb.set('Logical_Switch_Port', port._uuid, { tag: optional(segment.segmentation_id) });
    }
    if (network.qos_policy_id !== before.qos_policy_id) {
      for (const port of portsOf(host.neutron, network.id))
        if (port.qos_policy_id === null) writePortQos(host, nb, port);
    }
    return ok(undefined);
  });
}

export function deleteNetwork(host: ZedHost, id: Uuid): boolean {
  return writeOvn(host, `delete the network ${id}`, (nb) => {
    const name = ovnName(id);
    const row = nb.named(SWITCH, name);
    if (row !== undefined) {
      for (const dns of nb.members(row, 'dns_records', 'DNS')) nb.delete('DNS', dns._uuid);
      nb.delete(SWITCH, row._uuid);
    }
    const group = nb.named('HA_Chassis_Group', name);
    if (group !== undefined) nb.delete('HA_Chassis_Group', group._uuid);
    return ok(undefined);
  });
}

/** A segment that came to be after its network. */
export function createSegment(host: ZedHost, segment: Segment): boolean {
  return writeOvn(host, `create the segment ${segment.id}`, (nb) => {
    const row = nb.named(SWITCH, ovnName(segment.network_id));
    if (row === undefined) return missingSwitch(segment.network_id);
    addProvnetPort(nb, row._uuid, segment);
    return ok(undefined);
  });
}

export function deleteSegment(host: ZedHost, segment: Segment): boolean {
  return writeOvn(host, `delete the segment ${segment.id}`, (nb) => {
    const row = nb.named(SWITCH, ovnName(segment.network_id));
    const port = nb.named('Logical_Switch_Port', provnetName(segment.id));
    if (row !== undefined && port !== undefined) nb.remove(SWITCH, row._uuid, 'ports', port._uuid);
    return ok(undefined);
  });
}

export function addProvnetPort(nb: Northbound, on: Uuid, segment: Segment): void {
  const name = provnetName(segment.id);
  if (segment.physical_network === null || nb.named('Logical_Switch_Port', name) !== undefined) return;
  const uuid = nb.insert('Logical_Switch_Port', {
    name,
    type: 'localnet',
    addresses: ['unknown'],
    tag: optional(segment.segmentation_id),
    options: pairs({
      network_name: segment.physical_network,
      mcast_flood_reports: 'true',
      mcast_flood: 'false',
    }),
  });
  nb.add(SWITCH, on, 'ports', uuid);
}

export function missingSwitch(network: string): Result<void, string> {
  return err(`Logical Switch ${ovnName(network)} does not exist`);
}

function switchColumns(network: Network) {
  return {
    external_ids: pairs({
      'neutron:network_name': network.name,
      'neutron:mtu': String(network.mtu),
      'neutron:revision_number': String(network.revision_number),
      'neutron:availability_zone_hints': network.availability_zone_hints.join(','),
    }),
    other_config: pairs({
      mcast_snoop: 'false',
      mcast_flood_unregistered: 'false',
      'vlan-passthru': String(network.vlan_transparent),
    }),
  };
}
