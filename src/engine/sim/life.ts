/** How daemons begin and end. */
import { daemonName, localDatabase, SOUTHBOUND } from './names';
import { restartServer } from './openstack';
import { removeBridge } from './runner';
import type { Programs } from './programs';
import type { DaemonKind, DaemonName, DaemonStatus } from './types';
import type { World } from './world';

/** A new process: it looks at everything, and an ovn-controller sends its switch everything. */
export function startDaemon(world: World, programs: Programs, kind: DaemonKind, machine: string | null): void {
  const name = daemonName(kind, machine);
  const delay = world.daemons.get(name)?.delay ?? 0;
  const blind =
    kind === 'neutron-server'
      ? world.daemons.get(name)?.blind === true
      : kind === 'ovn-controller' && world.sight.cuts(machine ?? '').southbound !== null;
  const daemon = { kind, machine, status: 'running', delay, blind } as const;
  world.daemons.set(name, daemon);
  programs.start(name, daemon);
  if (kind === 'ovn-controller' && machine !== null) world.setConnection(machine, { synced: false, queue: [] });
  if (kind === 'neutron-server') restartServer(world);
  world.wake(name);
}

/**
 * The end of a process. A killed ovn-controller leaves its rows and its flows; one
 * that is stopped takes its rows along. A switch that ends loses its flow tables.
 */
export function stopDaemon(world: World, programs: Programs, name: DaemonName, how: 'killed' | 'stopped'): void {
  const daemon = world.daemons.get(name);
  if (daemon === undefined) return;
  const machine = daemon.machine;
  if (daemon.kind === 'ovn-controller' && machine !== null) {
    if (how === 'stopped') withdraw(world, programs, name, machine);
    world.setConnection(machine, { synced: false, queue: [] });
  }
  programs.drop(name);
  world.memories.set(name, undefined);
  if (daemon.kind === 'ovn-controller' && machine !== null) world.packets.set(machine, undefined);
  world.wakes.set(name, undefined);
  world.daemons.set(name, { ...daemon, status: how });
  if (daemon.kind === 'ovs-vswitchd' && machine !== null) {
    for (const bridge of world.bridgesOf(machine).keys()) removeBridge(world, machine, bridge);
  }
}

/** Pauses, continues, kills, stops or starts a daemon. */
export function changeStatus(world: World, programs: Programs, name: DaemonName, status: DaemonStatus): void {
  const daemon = world.daemons.get(name);
  if (daemon === undefined) return;
  const wasAlive = daemon.status === 'running' || daemon.status === 'paused';
  if (status === 'killed' || status === 'stopped') {
    if (wasAlive) stopDaemon(world, programs, name, status);
    else world.daemons.set(name, { ...daemon, status });
  } else {
    if (!wasAlive) startDaemon(world, programs, daemon.kind, daemon.machine);
    const now = world.daemons.get(name);
    if (now !== undefined && now.status !== status) world.daemons.set(name, { ...now, status });
  }
}

/** The southbound database can be reached again: the controller compares everything with what it missed, as a reconnecting OVSDB client does. */
export function reconnect(world: World, programs: Programs, machine: string): void {
  const name = daemonName('ovn-controller', machine);
  const daemon = world.daemons.get(name);
  if (daemon?.blind === true) world.daemons.set(name, { ...daemon, blind: false });
  const program = programs.find(name);
  if (program !== undefined) program.looksAtAll = true;
  world.wake(name);
}

/** What an ovn-controller does before a clean exit. Cut off, it can do nothing. */
function withdraw(world: World, programs: Programs, name: DaemonName, machine: string): void {
  const daemon = world.daemons.get(name);
  if (daemon === undefined || daemon.blind || world.sight.cuts(machine).southbound !== null) return;
  const { controller } = programs.get(name, daemon);
  if (controller === undefined) return;
  const edits = controller.exit({ sb: world.sb, ovs: world.machine(machine).ovs });
  for (const [db, wanted] of [
    [SOUTHBOUND, edits.sb],
    [localDatabase(machine), edits.ovs],
  ] as const) {
    const done = world.commit(db, wanted);
    if (!done.ok) throw new Error(done.error.message);
  }
}
