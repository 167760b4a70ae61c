/**
 * A machine under another name: it keeps its own database and the state of its
 * daemons, which start afresh. Its ovn-controller leaves no gap, since its rows stay
 * in the southbound database and the new process finds them under its system-id.
 */
import { err, ok } from '../base';
import { startDaemon, stopDaemon } from './life';
import { daemonName } from './names';
import type { Result } from '../base';
import type { RowEdit } from '../ovsdb';
import type { Machine } from './machine';
import type { Programs } from './programs';
import type { World } from './world';

const KINDS = ['ovs-vswitchd', 'ovn-controller'] as const;

/** Within the occurrence under way. Refuses a machine that is cut off from the southbound database, whose old view has no other owner. */
export function renameMachine(world: World, programs: Programs, machine: Machine, to: string): Result<void> {
  const { name: from, createdAt } = machine;
  const cuts = world.sight.cuts(from);
  if (cuts.southbound !== null) {
    const message = `${from} is cut off from the southbound database; connect it again before renaming it`;
    return err({ code: 'cut-off', message });
  }
  const before = KINDS.map((kind) => ({ kind, state: world.daemons.get(daemonName(kind, from)) }));
  const rows = insertionsOf(machine);
  for (const kind of KINDS) stopDaemon(world, programs, daemonName(kind, from), 'killed');
  world.removeMachine(from);
  const committed = world.addMachine(to, createdAt).ovs.commit(rows);
  if (!committed.ok) return committed;
  if (cuts.underlay) world.sight.setCut(to, 'underlay', true, world.timeline.position + 1);
  for (const { kind, state } of before) {
    if (state === undefined) continue;
    const name = daemonName(kind, to);
    startDaemon(world, programs, kind, to);
    const started = world.daemons.get(name);
    if (started !== undefined) world.daemons.set(name, { ...started, delay: state.delay });
    if (state.status === 'killed' || state.status === 'stopped') stopDaemon(world, programs, name, 'killed');
    const now = world.daemons.get(name);
    if (now !== undefined && now.status !== state.status) world.daemons.set(name, { ...now, status: state.status });
  }
  return ok(undefined);
}

function insertionsOf({ ovs }: Machine): readonly RowEdit[] {
  return Array.from(ovs.schema.tables, ([table, { columns }]) =>
    Array.from(ovs.rows(table), ([uuid, row]): RowEdit => {
      const values = Object.entries(row).filter(([column]) => columns.has(column));
      return { op: 'insert', table, uuid, row: Object.fromEntries(values) };
    }),
  ).flat();
}
