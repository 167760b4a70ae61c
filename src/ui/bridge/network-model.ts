/** From a deployment's databases to the network in terms that no release changes. */
import { getMapString, getOptionalNumber, getString, getUuids } from '../../engine/ovsdb';
import type { Row } from '../../engine/ovsdb';
import { INTEGRATION_BRIDGE } from '../../engine/sim';
import type { Deployment, Machine } from '../../engine/sim';
import type { AclView, MachineView, NetworkModel, PortView, SwitchView, TunnelView, VifView } from './protocol';

export function networkModel(deployment: Deployment): NetworkModel {
  const { nb, sb, release, machines } = deployment;
  const chassisNames = new Set(release.southbound.chassis(sb).map((chassis) => chassis.name));
  const machineOfChassis = new Map<string, string>();
  for (const machine of machines.values()) {
    const id = configured(machine, 'system-id');
    if (id !== undefined) machineOfChassis.set(id, machine.name);
  }
  const bindings = new Map(release.southbound.bindings(sb).map((binding) => [binding.logicalPort, binding]));
  const ports = new Map<string, PortView[]>();
  for (const port of release.northbound.ports(nb)) {
    const binding = bindings.get(port.name);
    const chassis = binding?.chassisName ?? null;
    const view: PortView = {
      uuid: port.uuid,
      name: port.name,
      switch: port.switch,
      macs: port.macs,
      portSecurity: port.portSecurity,
      up: port.up ?? null,
      enabled: release.northbound.features.enabled ? (port.enabled ?? true) : null,
      parent: port.parent ?? null,
      tag: port.tag ?? null,
      tunnelKey: binding?.tunnelKey ?? null,
      chassis,
      machine: chassis === null ? null : (machineOfChassis.get(chassis) ?? null),
    };
    const own = ports.get(port.switch);
    if (own) own.push(view);
    else ports.set(port.switch, [view]);
  }
  const acls = new Map<string, AclView[]>();
  for (const acl of release.northbound.acls(nb)) acls.set(acl.switch, [...(acls.get(acl.switch) ?? []), acl]);
  const switches = release.northbound.switches(nb).map((sw): SwitchView => ({
    uuid: sw.uuid,
    name: sw.name,
    ports: ports.get(sw.uuid) ?? [],
    acls: acls.get(sw.uuid) ?? [],
  }));
  const addresses = new Map(
    Array.from(machines.values(), (machine) => [configured(machine, 'ovn-encap-ip'), machine.name] as const),
  );
  return {
    switches,
    machines: Array.from(machines.values(), (machine) => machineView(deployment, machine, chassisNames, addresses)),
  };
}

function machineView(
  deployment: Deployment,
  machine: Machine,
  chassisNames: ReadonlySet<string>,
  addresses: ReadonlyMap<string | undefined, string>,
): MachineView {
  const systemId = configured(machine, 'system-id') ?? null;
  const interfaces = interfacesOfBridge(machine);
  return {
    name: machine.name,
    systemId,
    remote: configured(machine, 'ovn-remote') ?? null,
    encapTypes: (configured(machine, 'ovn-encap-type') ?? '').split(',').filter(Boolean),
    encapIp: configured(machine, 'ovn-encap-ip') ?? null,
    registered: systemId !== null && chassisNames.has(systemId),
    hasIntegrationBridge: interfaces !== undefined,
    vifs: (interfaces ?? []).flatMap((row) => vifOf(row) ?? []),
    tunnels: (interfaces ?? []).flatMap((row) => tunnelOf(row, addresses) ?? []),
    cutOff: {
      southbound: deployment.isCutOff(machine.name, 'southbound'),
      underlay: deployment.isCutOff(machine.name, 'underlay'),
    },
  };
}

/** The interfaces of br-int in the order of its ports; undefined when there is no br-int. */
function interfacesOfBridge({ ovs }: Machine): readonly Row[] | undefined {
  const bridge = Array.from(ovs.rows('Bridge').values()).find((row) => getString(row, 'name') === INTEGRATION_BRIDGE);
  if (!bridge) return undefined;
  // A set of UUIDs has no order of its own; the order of creation is the one people know.
  const ports = new Set<string>(getUuids(bridge, 'ports'));
  const wanted = new Set<string>();
  for (const port of ovs.rows('Port').values()) {
    if (ports.has(port._uuid)) for (const uuid of getUuids(port, 'interfaces')) wanted.add(uuid);
  }
  return Array.from(ovs.rows('Interface').values()).filter((row) => wanted.has(row._uuid));
}

const tunnelTypes: ReadonlySet<string> = new Set(['geneve', 'stt', 'vxlan']);

function vifOf(row: Row): VifView | undefined {
  const name = getString(row, 'name');
  if (name === INTEGRATION_BRIDGE || tunnelTypes.has(getString(row, 'type'))) return undefined;
  return {
    name,
    ofport: getOptionalNumber(row, 'ofport') ?? null,
    ifaceId: getMapString(row, 'external_ids', 'iface-id') ?? null,
  };
}

function tunnelOf(row: Row, addresses: ReadonlyMap<string | undefined, string>): TunnelView | undefined {
  const type = getString(row, 'type');
  if (!tunnelTypes.has(type)) return undefined;
  const remoteIp = getMapString(row, 'options', 'remote_ip') ?? '';
  return {
    name: getString(row, 'name'),
    ofport: getOptionalNumber(row, 'ofport') ?? null,
    type,
    remoteIp,
    peer: addresses.get(remoteIp) ?? null,
  };
}

function configured({ ovs }: Machine, key: string): string | undefined {
  for (const row of ovs.rows('Open_vSwitch').values()) return getMapString(row, 'external_ids', key);
  return undefined;
}
