/**
 * A packet that is put in at an interface of a machine, and its way through the deployment. Nothing here reads a
 * database of OVN's; which machine has which underlay address is its own configuration.
 */
import { err, ok } from '../base';
import { parseIpv4 } from '../openflow';
import { getMapString } from '../ovsdb';
import { Mover } from './mover';
import type { Millis, Problem, Result } from '../base';
import type { PortConfig } from './bridges';
import type { PacketRun } from './hops';
import type { Machine } from './machine';
import type { PhysicalNetwork } from './physical-network';
import type { Plant } from './plant';
import type { Station } from './station';
import type { OccurrenceRecord } from './timeline';
import type { World } from './world';

export interface InjectOptions {
  /** Flow and port counters count the packet, and switches learn from it; true when left out. */
  readonly live?: boolean;
}

export function inject(
  world: World,
  machineName: string,
  iface: string,
  bytes: Uint8Array,
  options: InjectOptions = {},
): Result<PacketRun> {
  const machine = world.machines.get(machineName);
  if (machine === undefined) return err({ code: 'no-such-machine', message: `there is no machine ${machineName}` });
  const place = findInterface(machine, iface);
  if (place === undefined) return err(notPlugged(machine, iface));
  const plant = new WorldPlant(world, options.live ?? true);
  const mover = new Mover(plant);
  mover.run({ station: plant.station(machine), ...place, bytes, cause: null, tunnel: null, metadata: undefined });
  return ok({ hops: mover.hops });
}

/** The machines of a deployment, as a packet finds them. */
class WorldPlant implements Plant {
  readonly now: Millis;
  readonly #world: World;
  readonly #stations = new Map<string, Station>();

  constructor(
    world: World,
    readonly live: boolean,
  ) {
    this.#world = world;
    this.now = world.now;
  }

  get networks(): readonly PhysicalNetwork[] {
    return NO_NETWORKS;
  }

  station(machine: Machine): Station {
    const known = this.#stations.get(machine.name);
    if (known !== undefined) return known;
    const station = {
      name: machine.name,
      switch: machine.switch,
      address: underlayOf(this.#world).addresses.get(machine.name),
      countReceived: (iface: string, bytes: number) => {
        machine.countReceived(iface, bytes);
      },
      countSent: (iface: string, bytes: number) => {
        machine.countSent(iface, bytes);
      },
    };
    this.#stations.set(machine.name, station);
    return station;
  }

  stationAt(address: bigint): Station | undefined {
    const machine = underlayOf(this.#world).machines.get(address);
    return machine && this.station(machine);
  }

  isCutOff({ name }: Station): boolean {
    return this.#world.sight.cuts(name).underlay;
  }

  tell(): readonly [] {
    return [];
  }

  settle(): readonly [] {
    return [];
  }
}

const NO_NETWORKS: readonly PhysicalNetwork[] = [];

/** Who has which IPv4 address on the underlay, both ways. */
interface Underlay {
  /** The occurrence since which it is so; nothing changes between two. */
  readonly since: OccurrenceRecord | undefined;
  readonly addresses: ReadonlyMap<string, bigint>;
  /** Of several machines with one address, the first. */
  readonly machines: ReadonlyMap<bigint, Machine>;
}

const underlays = new WeakMap<World, Underlay>();

function underlayOf(world: World): Underlay {
  const since = world.timeline.record(world.timeline.position);
  const known = underlays.get(world);
  if (known?.since === since) return known;
  const addresses = new Map<string, bigint>();
  const machines = new Map<bigint, Machine>();
  for (const machine of world.machines.values()) {
    const address = parseIpv4(underlayAddress(machine) ?? '');
    if (address === undefined) continue;
    addresses.set(machine.name, address);
    if (!machines.has(address)) machines.set(address, machine);
  }
  const underlay = { since, addresses, machines };
  underlays.set(world, underlay);
  return underlay;
}

/** The address that a machine tells the others to send tunnel packets to. */
function underlayAddress(machine: Machine): string | undefined {
  const [root] = machine.ovs.rows('Open_vSwitch').values();
  return root === undefined ? undefined : getMapString(root, 'external_ids', 'ovn-encap-ip');
}

function findInterface(machine: Machine, iface: string): { bridge: string; port: PortConfig } | undefined {
  for (const [bridge, realized] of machine.bridges) {
    const port = realized.port(iface);
    if (port !== undefined) return { bridge, port };
  }
  return undefined;
}

function notPlugged(machine: Machine, iface: string): Problem {
  const message = `${machine.name} has no interface ${iface} on a bridge`;
  return machine.bridges.size === 0
    ? { code: 'not-plugged', message, hint: 'Its switch has no bridge, or ovs-vswitchd is not running.' }
    : { code: 'not-plugged', message };
}
