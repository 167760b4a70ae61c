/**
 * Time travel that programs in memory go along with: they are told what was taken back
 * or again, as if somebody had committed it, and so need not look at everything when
 * they next run. What such a run asks for is not carried out; there is nothing to ask
 * for where everything had settled. A program of which that is not sure is dropped.
 */
import { INTEGRATION_BRIDGE } from '../controller';
import { finishWork } from '../base';
import { localDatabase, NORTHBOUND, SOUTHBOUND } from './names';
import { takeSeen } from './programs';
import { travel } from './travel';
import type { Program, Programs } from './programs';
import type { DaemonName, DatabaseChange } from './types';
import type { World } from './world';

/** With more rows than that it is cheaper to look at everything when the time comes. */
const FEW_ROWS = 2_000;

/** Makes the state the one after `position` entries of the current line. */
export function travelAbreast(world: World, programs: Programs, position: number): void {
  const fit = programs.names.filter((name) => isFit(world, name, programs.find(name)));
  const { databases, machinesAdded, machinesRemoved } = travel(world, position);
  const rows = databases.reduce((sum, { changes }) => sum + changes.length, 0);
  const kept =
    rows > FEW_ROWS || machinesAdded.length + machinesRemoved.length > 0
      ? []
      : fit.filter((name) => catchesUp(world, programs, name, databases));
  // The compiler is shared, and new when nobody uses it.
  if (!kept.some((name) => programs.find(name)?.controller !== undefined)) programs.dropAll();
  else for (const name of programs.names) if (!kept.includes(name)) programs.drop(name);
}

/** It knows, or is about to be told, all there is to see now. */
function isFit(world: World, name: DaemonName, program: Program | undefined): program is Program {
  const daemon = world.daemons.get(name);
  if (program === undefined || daemon === undefined || program.unfinished || program.looksAtAll) return false;
  if (daemon.status !== 'running' && daemon.status !== 'paused') return false;
  if (program.controller === undefined) return program.northd !== undefined;
  const machine = daemon.machine ?? '';
  return (
    !daemon.blind &&
    world.sight.seesSouthbound(machine) &&
    // Whoever looks at everything takes back what came past it: that must not depend on who is in memory.
    world.foreign.get(`${machine}/${INTEGRATION_BRIDGE}`) === undefined
  );
}

/** False when the program is not one that has seen everything and whose wishes have all been carried out. */
function catchesUp(world: World, programs: Programs, name: DaemonName, databases: readonly DatabaseChange[]): boolean {
  const program = programs.find(name);
  if (!isFit(world, name, program) || world.wakes.has(name)) return false;
  const machine = world.daemons.get(name)?.machine ?? '';
  const local = localDatabase(machine);
  const watched = program.northd === undefined ? [SOUTHBOUND, local] : [NORTHBOUND, SOUTHBOUND];
  for (const { db, changes } of databases) {
    if (!watched.includes(db)) continue;
    programs.deliver(name, db, changes);
  }
  const seen = takeSeen(program);
  if (seen === 'all') return false;
  const { nb, sb } = world;
  if (program.northd !== undefined) {
    const asked = finishWork(program.northd.running({ nb, sb }, { nb: seen(NORTHBOUND), sb: seen(SOUTHBOUND) }));
    return asked.nb.length + asked.sb.length === 0;
  }
  const { controller } = program;
  const { synced, queue } = world.connection(machine);
  if (controller === undefined || !synced || queue.length > 0) return false;
  const view = { sb, ovs: world.machine(machine).ovs };
  const asked = finishWork(controller.running(view, { sb: seen(SOUTHBOUND), ovs: seen(local) }));
  const remembered = JSON.stringify(controller.memory()) === JSON.stringify(world.memories.get(name));
  return remembered && asked.sb.length + asked.ovs.length === 0 && !('replaceAll' in asked.flows);
}
