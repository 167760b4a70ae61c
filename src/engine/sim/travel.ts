/** Time travel: a world becomes exactly what it was after any entry of its history, or what it was when it was marked. */
import { invertChanges } from '../ovsdb';
import { redoSteps, undoSteps } from './journal';
import { emptyMove, joinMoves, type Move } from './move';
import type { Instant, OccurrenceRecord, TimelineMark } from './timeline';
import type { World } from './world';

/** A moment that `takeBack` leads back to. */
export interface WorldMark {
  readonly line: TimelineMark;
  readonly instant: Instant;
}

/** Makes the state the one after `position` entries of the current line. */
export function travel(world: World, position: number): Move {
  const move = travelQuietly(world, position);
  if (move !== undefined) world.announce(move);
  return move ?? emptyMove();
}

/** Continues on `branch`, at its end; false when there is none of that name. */
export function switchBranch(world: World, branch: string): boolean {
  const { timeline } = world;
  const shared = timeline.sharedWith(branch);
  if (shared === undefined) return false;
  const back = travelQuietly(world, Math.min(shared, timeline.position));
  timeline.switchTo(branch);
  const on = travelQuietly(world, timeline.entries.length);
  world.announce({ ...joinMoves(back, on), branchChanged: true });
  return true;
}

export function markOf({ timeline, instant }: World): WorldMark {
  return { line: timeline.mark(), instant };
}

/** Winds back to `mark` and forgets what came after it. */
export function takeBack(world: World, { line, instant }: WorldMark): void {
  const { timeline } = world;
  world.acting = undefined;
  const shared = timeline.sharedWith(line.branch);
  if (shared === undefined) throw new Error(`Branch ${line.branch} is gone.`);
  const back = travelQuietly(world, Math.min(shared, line.position, timeline.position));
  timeline.switchTo(line.branch);
  const on = travelQuietly(world, line.position);
  timeline.cut(line);
  world.restoreInstant(instant);
  world.announce({ ...joinMoves(back, on), branchChanged: true });
}

function travelQuietly(world: World, position: number): Move | undefined {
  const from = world.timeline.position;
  if (position === from) return undefined;
  const move = emptyMove();
  const machines = new Map(world.machines);
  if (position < from) {
    for (let index = from; index > position; index--) takeRecordBack(world, world.timeline.record(index), move);
  } else {
    for (let index = from + 1; index <= position; index++) takeRecordAgain(world, world.timeline.record(index), move);
  }
  world.timeline.moved(position);
  for (const [name, machine] of machines) if (world.machines.get(name) !== machine) move.machinesRemoved.push(name);
  for (const [name, machine] of world.machines) if (machines.get(name) !== machine) move.machinesAdded.push(name);
  world.rebuildSight();
  return move;
}

function takeRecordBack(world: World, { entry, steps, before }: OccurrenceRecord, move: Move): void {
  world.pulse();
  undoSteps(steps);
  world.restoreInstant(before);
  world.log.length -= entry.log.length;
  for (const { db, changes } of entry.changes.toReversed()) {
    move.databases.push({ db, changes: invertChanges(changes) });
  }
  for (const { machine, bridge, added, removed } of entry.flows.toReversed()) {
    move.flows.push({ machine, bridge, added: removed, removed: added });
  }
  move.logRewound ||= entry.log.length > 0;
}

function takeRecordAgain(world: World, { entry, steps, after }: OccurrenceRecord, move: Move): void {
  world.pulse();
  redoSteps(steps);
  world.restoreInstant(after);
  world.log.push(...entry.log);
  move.databases.push(...entry.changes);
  move.flows.push(...entry.flows);
  move.log.push(...entry.log);
}
