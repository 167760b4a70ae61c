/** What two branches of history end in, side by side. */
import { flowKey, formatActions } from '../openflow';
import type { FlowEntry } from '../openflow';
import { rowsEqual, squashChanges } from '../ovsdb';
import type { ChangeSet, Row } from '../ovsdb';
import type { Uuid } from '../base';
import type { DatabaseKey, HistoryEntry } from './types';

export interface RowDifference {
  readonly db: DatabaseKey;
  readonly table: string;
  readonly uuid: Uuid;
  /** The row at the end of either branch; undefined where it does not exist. */
  readonly left: Row | undefined;
  readonly right: Row | undefined;
}

/** A flow that the end of one branch has and that of the other has not. */
export interface FlowDifference {
  readonly machine: string;
  readonly bridge: string;
  readonly flow: FlowEntry;
  readonly only: 'left' | 'right';
}

export interface BranchDifference {
  /** The branches share the entries up to this one. */
  readonly shared: number;
  readonly rows: readonly RowDifference[];
  readonly flows: readonly FlowDifference[];
}

/**
 * Both branches continue the same state after their shared entries, so what
 * either did since then, netted, tells how their ends differ.
 */
export function compareBranches(left: readonly HistoryEntry[], right: readonly HistoryEntry[]): BranchDifference {
  let shared = 0;
  while (shared < left.length && left[shared] !== undefined && left[shared] === right[shared]) shared += 1;
  const [own, other] = [left.slice(shared), right.slice(shared)];
  const [ours, theirs] = [netChanges(own), netChanges(other)];
  const rows: RowDifference[] = [];
  for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
    const [a, b] = [ours.get(key), theirs.get(key)];
    const either = a ?? b;
    if (either === undefined) continue;
    const before = either.before;
    const sides = { left: a === undefined ? before : a.after, right: b === undefined ? before : b.after };
    if (rowsEqual(sides.left, sides.right)) continue;
    rows.push({ db: either.db, table: either.table, uuid: either.uuid, ...sides });
  }
  return { shared, rows, flows: flowDifferences(netFlows(own), netFlows(other)) };
}

interface NetChange {
  readonly db: DatabaseKey;
  readonly table: string;
  readonly uuid: Uuid;
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

function netChanges(entries: readonly HistoryEntry[]): Map<string, NetChange> {
  const byDatabase = new Map<DatabaseKey, ChangeSet[]>();
  for (const { changes } of entries) {
    for (const { db, changes: set } of changes) {
      const sets = byDatabase.get(db);
      if (sets === undefined) byDatabase.set(db, [set]);
      else sets.push(set);
    }
  }
  const net = new Map<string, NetChange>();
  for (const [db, sets] of byDatabase) {
    for (const change of squashChanges(sets)) net.set(`${db} ${change.table} ${change.uuid}`, { db, ...change });
  }
  return net;
}

interface NetFlow {
  readonly machine: string;
  readonly bridge: string;
  readonly flow: FlowEntry;
  /** 1 when the flow came since, -1 when it went, 0 when it is as it was. */
  readonly balance: number;
}

function netFlows(entries: readonly HistoryEntry[]): Map<string, NetFlow> {
  const net = new Map<string, NetFlow>();
  for (const { flows } of entries) {
    for (const { machine, bridge, added, removed } of flows) {
      const count = (flow: FlowEntry, by: number) => {
        const key = `${machine} ${bridge} ${flowKey(flow)} ${formatActions(flow.actions)}`;
        net.set(key, { machine, bridge, flow, balance: (net.get(key)?.balance ?? 0) + by });
      };
      for (const flow of removed) count(flow, -1);
      for (const flow of added) count(flow, 1);
    }
  }
  return net;
}

/** Both sides start from the same flows, so the side with the higher balance is the one that has it. */
function flowDifferences(left: Map<string, NetFlow>, right: Map<string, NetFlow>): FlowDifference[] {
  const differences: FlowDifference[] = [];
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const [a, b] = [left.get(key), right.get(key)];
    const either = a ?? b;
    const lead = (a?.balance ?? 0) - (b?.balance ?? 0);
    if (either === undefined || lead === 0) continue;
    const { machine, bridge, flow } = either;
    differences.push({ machine, bridge, flow, only: lead > 0 ? 'left' : 'right' });
  }
  return differences;
}
