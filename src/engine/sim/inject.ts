/**
 * A packet that is put in at an interface of a machine, and its way through the deployment. Nothing here reads a
 * database of OVN's; which machine has which underlay address is its own configuration.
 */
import { err, ok } from '../base';
import { Mover } from './mover';
import { WorldPlant, type Surroundings } from './world-plant';
import type { Problem, Result } from '../base';
import type { PortConfig } from './bridges';
import type { PacketRun } from './hops';
import type { Machine } from './machine';

export interface InjectOptions {
  /** Flow and port counters count the packet, and switches and controllers learn from it; true when left out. */
  readonly live?: boolean;
}

export function inject(
  surroundings: Surroundings,
  machineName: string,
  iface: string,
  bytes: Uint8Array,
  options: InjectOptions = {},
): Result<PacketRun> {
  const machine = surroundings.world.machines.get(machineName);
  if (machine === undefined) return err({ code: 'no-such-machine', message: `there is no machine ${machineName}` });
  const place = findInterface(machine, iface);
  if (place === undefined) return err(notPlugged(machine, iface));
  const plant = new WorldPlant(surroundings, options.live ?? true);
  const mover = new Mover(plant);
  mover.run({ station: plant.station(machine), ...place, bytes, cause: null, tunnel: null, metadata: undefined });
  plant.takeDown(mover.hops);
  return ok({ hops: mover.hops });
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
