/**
 * The controller's own Open_vSwitch database as it needs it: its configuration
 * and what is plugged into the integration bridge, kept up to date change by
 * change.
 */
import { compareText, type Uuid } from '../base';
import { getMapString, getNumbers, getString, getUuids, type ChangeSet, type Row, type DatabaseView } from '../ovsdb';

export const INTEGRATION_BRIDGE = 'br-int';

/** The keys of Open_vSwitch.external_ids that matter (ovn-controller(8), "Configuration"). */
export interface LocalConfig {
  readonly systemId: string | undefined;
  readonly remote: string | undefined;
  readonly encapType: string | undefined;
  readonly encapIp: string | undefined;
}

/** A VIF: an interface with external_ids:iface-id. */
export interface LocalVif {
  readonly iface: Uuid;
  readonly name: string;
  readonly logicalPort: string;
  /** Undefined until the switch has given it a number. */
  readonly ofport: number | undefined;
}

/** A tunnel that ovn-controller made: a port with external_ids:ovn-chassis-id. */
export interface LocalTunnel {
  readonly chassis: string;
  readonly type: string;
  readonly remoteIp: string | undefined;
  readonly ofport: number | undefined;
}

export interface LocalPort {
  readonly uuid: Uuid;
  readonly name: string;
  readonly interfaces: readonly Uuid[];
  readonly vifs: readonly LocalVif[];
  readonly tunnel: LocalTunnel | undefined;
}

/** Logical ports and chassis whose place on this switch is no longer what it was. */
export interface LocalDirt {
  readonly logicalPorts: Set<string>;
  readonly chassis: Set<string>;
}

export function noDirt(): LocalDirt {
  return { logicalPorts: new Set(), chassis: new Set() };
}

export class LocalIndex {
  config: LocalConfig = { systemId: undefined, remote: undefined, encapType: undefined, encapIp: undefined };
  /** The row of the integration bridge. */
  bridge: Uuid | undefined;
  readonly ports = new Map<Uuid, LocalPort>();
  readonly #portOf = new Map<Uuid, Uuid>();
  readonly #vifs = new Map<string, LocalVif[]>();
  readonly #tunnels = new Map<string, LocalPort[]>();

  /** Reads everything anew. */
  rebuild(ovs: DatabaseView): void {
    this.ports.clear();
    this.#portOf.clear();
    this.#vifs.clear();
    this.#tunnels.clear();
    this.#readBridge(ovs, noDirt());
  }

  /** Follows `changes`, which `ovs` already has. */
  update(ovs: DatabaseView, changes: ChangeSet): LocalDirt {
    const dirt = noDirt();
    if (changes.some(({ table }) => table === 'Open_vSwitch' || table === 'Bridge')) this.#readBridge(ovs, dirt);
    const ports = new Set<Uuid>();
    for (const { table, uuid } of changes) {
      const port = table === 'Port' ? uuid : table === 'Interface' ? this.#portOf.get(uuid) : undefined;
      if (port !== undefined && this.ports.has(port)) ports.add(port);
    }
    for (const port of ports) {
      this.#drop(port, dirt);
      this.#take(ovs, port, dirt);
    }
    return dirt;
  }

  /** Ports that the controller itself takes away: they are none of its own from now on. */
  leave(ports: readonly LocalPort[]): LocalDirt {
    const dirt = noDirt();
    for (const { uuid } of ports) this.#drop(uuid, dirt);
    return dirt;
  }

  /** The interfaces that say they are this logical port, in no order. */
  vifsOf(logicalPort: string): readonly LocalVif[] {
    return this.#vifs.get(logicalPort) ?? [];
  }

  has(logicalPort: string): boolean {
    return this.#vifs.has(logicalPort);
  }

  /**
   * The OpenFlow port of a logical port; undefined when it is not here or has no
   * number yet. Of several interfaces that claim it, the highest number, which is
   * the newest interface, has it.
   */
  ofportOf(logicalPort: string): number | undefined {
    return highest(this.vifsOf(logicalPort).map(({ ofport }) => ofport));
  }

  /** The ports that are tunnels of OVN's, by UUID. */
  tunnels(): readonly LocalPort[] {
    return [...this.#tunnels.values()].flat().sort((a, b) => compareText(a.uuid, b.uuid));
  }

  /** The OpenFlow port of the tunnel to a chassis. */
  tunnelTo(chassis: string): number | undefined {
    return highest((this.#tunnels.get(chassis) ?? []).map(({ tunnel }) => tunnel?.ofport));
  }

  #readBridge(ovs: DatabaseView, dirt: LocalDirt): void {
    const [root] = ovs.rows('Open_vSwitch').values();
    this.config = readConfig(root);
    const bridge = ovs.find('Bridge', 'name', INTEGRATION_BRIDGE);
    this.bridge = bridge?._uuid;
    const wanted = new Set(bridge === undefined ? [] : getUuids(bridge, 'ports'));
    for (const port of [...this.ports.keys()]) if (!wanted.has(port)) this.#drop(port, dirt);
    for (const port of wanted) if (!this.ports.has(port)) this.#take(ovs, port, dirt);
  }

  #take(ovs: DatabaseView, uuid: Uuid, dirt: LocalDirt): void {
    const row = ovs.row('Port', uuid);
    if (row === undefined) return;
    const port = readPort(ovs, row);
    this.ports.set(uuid, port);
    for (const iface of port.interfaces) this.#portOf.set(iface, uuid);
    for (const vif of port.vifs) {
      push(this.#vifs, vif.logicalPort, vif);
      dirt.logicalPorts.add(vif.logicalPort);
    }
    if (port.tunnel !== undefined) {
      push(this.#tunnels, port.tunnel.chassis, port);
      dirt.chassis.add(port.tunnel.chassis);
    }
  }

  #drop(uuid: Uuid, dirt: LocalDirt): void {
    const port = this.ports.get(uuid);
    if (port === undefined) return;
    this.ports.delete(uuid);
    for (const iface of port.interfaces) this.#portOf.delete(iface);
    for (const vif of port.vifs) {
      remove(this.#vifs, vif.logicalPort, vif);
      dirt.logicalPorts.add(vif.logicalPort);
    }
    if (port.tunnel !== undefined) {
      remove(this.#tunnels, port.tunnel.chassis, port);
      dirt.chassis.add(port.tunnel.chassis);
    }
  }
}

function readConfig(root: Row | undefined): LocalConfig {
  const read = (key: string) => {
    const value = root === undefined ? undefined : getMapString(root, 'external_ids', key);
    return value === '' ? undefined : value;
  };
  return {
    systemId: read('system-id'),
    remote: read('ovn-remote'),
    encapType: read('ovn-encap-type'),
    encapIp: read('ovn-encap-ip'),
  };
}

function readPort(ovs: DatabaseView, row: Row): LocalPort {
  const interfaces = getUuids(row, 'interfaces');
  const rows = interfaces.map((uuid) => ovs.row('Interface', uuid)).filter((found) => found !== undefined);
  const chassis = getMapString(row, 'external_ids', 'ovn-chassis-id');
  const name = getString(row, 'name');
  const [first] = rows;
  const tunnel =
    chassis === undefined || first === undefined
      ? undefined
      : {
          chassis,
          type: getString(first, 'type'),
          remoteIp: getMapString(first, 'options', 'remote_ip'),
          ofport: readOfport(first),
        };
  // The bridge's own port, which has its name, is no VIF whatever it says.
  const vifs = chassis !== undefined || name === INTEGRATION_BRIDGE ? [] : rows.flatMap(readVif);
  return { uuid: row._uuid, name, interfaces, vifs, tunnel };
}

function readVif(row: Row): LocalVif[] {
  const logicalPort = getMapString(row, 'external_ids', 'iface-id');
  if (logicalPort === undefined) return [];
  return [{ iface: row._uuid, name: getString(row, 'name'), logicalPort, ofport: readOfport(row) }];
}

/** Numbers of OpenFlow 1.0's physical ports; -1 is an interface that could not be opened. */
const MAX_OFPORT = 0xff00;

function readOfport(row: Row): number | undefined {
  const [ofport] = getNumbers(row, 'ofport');
  return ofport === undefined || ofport < 1 || ofport > MAX_OFPORT ? undefined : ofport;
}

function highest(numbers: readonly (number | undefined)[]): number | undefined {
  let best: number | undefined;
  for (const number of numbers) if (number !== undefined && (best === undefined || number > best)) best = number;
  return best;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function remove<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)?.filter((other) => other !== value) ?? [];
  if (list.length === 0) map.delete(key);
  else map.set(key, list);
}
