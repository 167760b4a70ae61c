/** A history entry in the making. */
import { describeChanges } from './changes';
import type { DatabaseChange, FlowChange, LogEntry } from './types';

export interface EntryDraft {
  readonly changes: DatabaseChange[];
  readonly flows: FlowChange[];
  readonly log: LogEntry[];
  readonly machinesAdded: string[];
  readonly machinesRemoved: string[];
}

export function emptyDraft(): EntryDraft {
  return { changes: [], flows: [], log: [], machinesAdded: [], machinesRemoved: [] };
}

/** What a daemon's run came to, in a few words. */
export function describeDraft({ changes, flows }: EntryDraft): string {
  const parts = changes.map(({ changes: set }) => describeChanges(set));
  for (const { added, removed } of flows) {
    if (added.length > 0) parts.push(`adds ${added.length} flow${added.length === 1 ? '' : 's'}`);
    if (removed.length > 0) parts.push(`removes ${removed.length} flow${removed.length === 1 ? '' : 's'}`);
  }
  return parts.length === 0 ? 'finds nothing to change' : parts.join(', ');
}
