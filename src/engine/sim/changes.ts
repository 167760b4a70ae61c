/** Change sets in words. */
import { compareText } from '../base';
import type { ChangeSet } from '../ovsdb';

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
