/** Arithmetic on change sets. */
import { compareText } from '../base';
import type { ChangeSet, RowChange } from '../ovsdb';

/** Many change sets as one in which every row occurs at most once: as it was first, as it is last. */
export function coalesce(sets: readonly ChangeSet[]): ChangeSet {
  const [only] = sets;
  if (sets.length === 1 && only !== undefined) return only;
  const byRow = new Map<string, RowChange>();
  for (const set of sets) {
    for (const change of set) {
      const key = `${change.table} ${change.uuid}`;
      const earlier = byRow.get(key);
      byRow.set(key, earlier === undefined ? change : { ...change, before: earlier.before });
    }
  }
  return Array.from(byRow.values()).filter(({ before, after }) => before !== after);
}

/** A change set in a few words, e.g. `adds 11 Pipeline, changes 1 Logical_Port`. */
export function describeChanges(changes: ChangeSet): string {
  const counts = new Map<string, number>();
  for (const { table, before, after } of changes) {
    const verb = before === undefined ? 'adds' : after === undefined ? 'deletes' : 'changes';
    const key = `${verb} ${table}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Array.from(counts)
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, count]) => key.replace(' ', ` ${count} `))
    .join(', ');
}
