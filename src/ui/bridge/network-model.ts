/** From a deployment's databases to the network in terms that no release changes. */
import type { NbPort } from '../../engine/network';
import { getMapString, getOptionalNumber, getString, getUuids } from '../../engine/ovsdb';
import type { Row } from '../../engine/ovsdb';
import { INTEGRATION_BRIDGE } from '../../engine/sim';
import type { Machine } from '../../engine/sim';
import type { Deployment } from '../../engine/releases';
import type { MachineView, PortView, TunnelView, VifView } from './protocol';

export function portView(deployment: Deployment, port: NbPort, machines: ReadonlyMap<string, string>): PortView {
  const { sb, release } = deployment;
  const binding = release.southbound.binding(sb, port.name);
  const chassis = binding?.chassisName ?? null;
  return {
    uuid: port.uuid,
    name: port.name,
    switch: port.switch,
    macs: port.macs,
    portSecurity: port.portSecurity,
    up: port.up ?? null,
    enabled: release.northbound.features.enabled ? (port.enabled ?? true) : null,
    parent: port.parent ?? null,
    tag: port.tag ?? null,
    ...(port.type === '' ? {} : { type: port.type }),
    ...(port.routerPort === undefined ? {} : { routerPort: port.routerPort }),
    ...(port.physicalNetwork === undefined ? {} : { physicalNetwork: port.physicalNetwork }),
    ...(port.dhcp === undefined ? {} : { dhcp: port.dhcp }),
    tunnelKey: binding?.tunnelKey ?? null,
    chassis,
    machine: chassis === null ? null : (machines.get(chassis) ?? null),
  };
}

/** The names of the chassis that are in the southbound database. */
export function chassisNames({ sb, release }: Deployment): ReadonlySet<string> {
  return new Set(release.southbound.chassis(sb).map((chassis) => chassis.name));
}

/** The machine that each chassis name was given to. */
export function machinesOfChassis({ machines }: Deployment): ReadonlyMap<string, string> {
  return machinesBy(machines, 'system-id');
}

/** The machine that has each tunnel address. */
export function encapAddresses({ machines }: Deployment): ReadonlyMap<string, string> {
  return machinesBy(machines, 'ovn-encap-ip');
}

function machinesBy(machines: ReadonlyMap<string, Machine>, key: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const machine of machines.values()) {
    const value = configured(machine, key);
    if (value !== undefined) found.set(value, machine.name);
  }
  return found;
}

/** What a machine's own configuration says, and whether it is a chassis yet. */
export function headOf(machine: Machine, registered: ReadonlySet<string>) {
  const systemId = configured(machine, 'system-id') ?? null;
  const networks = (configured(machine, 'ovn-bridge-mappings') ?? '').split(',').filter(Boolean);
  return {
    name: machine.name,
    systemId,
    remote: configured(machine, 'ovn-remote') ?? null,
    encapTypes: (configured(machine, 'ovn-encap-type') ?? '').split(',').filter(Boolean),
    encapIp: configured(machine, 'ovn-encap-ip') ?? null,
    registered: systemId !== null && registered.has(systemId),
    ...(networks.length === 0 ? {} : { networks: networks.map((mapping) => mapping.replace(/:.*/, '')) }),
  } satisfies Partial<MachineView>;
}

/** What is plugged into a machine's br-int. */
export function interfacesOf(machine: Machine, addresses: ReadonlyMap<string, string>) {
  const interfaces = interfacesOfBridge(machine);
  return {
    hasIntegrationBridge: interfaces !== undefined,
    vifs: (interfaces ?? []).flatMap((row) => vifOf(row) ?? []),
    tunnels: (interfaces ?? []).flatMap((row) => tunnelOf(row, addresses) ?? []),
  } satisfies Partial<MachineView>;
}

/** The tables of br-int that have flows, in order. */
export function tablesOf(machine: Machine): readonly number[] {
  return machine.bridges.get(INTEGRATION_BRIDGE)?.tables ?? [];
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

function tunnelOf(row: Row, addresses: ReadonlyMap<string, string>): TunnelView | undefined {
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
