/** Change sets as values: taking them back and adding them up. */
import { valuesEqual } from './datum';
import type { ChangeSet, Row, RowChange } from './types';

/** The changes that undo `changes`, last first. */
export function invertChanges(changes: ChangeSet): ChangeSet {
  return Object.freeze(
    changes
      .map(({ table, uuid, before, after }) => Object.freeze({ table, uuid, before: after, after: before }))
      .reverse(),
  );
}

/** The one change set with the effect of several consecutive ones; what cancels out is gone. */
export function squashChanges(sets: Iterable<ChangeSet>): ChangeSet {
  const net = new Map<string, RowChange>();
  for (const changes of sets) {
    for (const change of changes) {
      const key = `${change.table} ${change.uuid}`;
      const earlier = net.get(key);
      net.set(key, earlier === undefined ? change : Object.freeze({ ...change, before: earlier.before }));
    }
  }
  return Object.freeze([...net.values()].filter(({ before, after }) => !rowsEqual(before, after)));
}

/** Whether two versions of a row hold the same values, or neither is there. */
export function rowsEqual(a: Row | undefined, b: Row | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  return Object.entries(a).every(([column, value]) => {
    const other = b[column];
    return other !== undefined && valuesEqual(value, other);
  });
}
