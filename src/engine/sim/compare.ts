/** What two branches of history end in, side by side. */
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

export interface BranchDifference {
  /** The branches share the entries up to this one. */
  readonly shared: number;
  readonly rows: readonly RowDifference[];
}

/**
 * Both branches continue the same state after their shared entries, so what
 * either did since then, netted, tells how their ends differ.
 */
export function compareBranches(left: readonly HistoryEntry[], right: readonly HistoryEntry[]): BranchDifference {
  let shared = 0;
  while (shared < left.length && left[shared] !== undefined && left[shared] === right[shared]) shared += 1;
  const [ours, theirs] = [netChanges(left.slice(shared)), netChanges(right.slice(shared))];
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
  return { shared, rows };
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
