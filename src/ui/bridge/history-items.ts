/** The history as the timeline lists it: of all daemons or one, with what changed nothing folded to a count. */
import type { HistoryEntry } from '../../engine/sim';
import { historyLine } from './views';
import type { HistoryItem, HistoryQuestion } from './windows-protocol';

/** Places in the history, or runs of places that are folded. */
export function historyItems(
  history: readonly HistoryEntry[],
  { daemon, changing }: HistoryQuestion,
): readonly (readonly HistoryEntry[])[] {
  const items: HistoryEntry[][] = [];
  let folding = false;
  for (const entry of history) {
    if (daemon !== '' && entry.who !== daemon) continue;
    const quiet = changing && entry.who !== 'user' && entry.changes.length + entry.flows.length === 0;
    if (quiet && folding) items.at(-1)?.push(entry);
    else items.push([entry]);
    folding = quiet;
  }
  return items;
}

/** A run of one is folded all the same where only changes are wanted. */
export function historyItem(entries: readonly HistoryEntry[], { changing }: HistoryQuestion): HistoryItem {
  const [first] = entries;
  const last = entries.at(-1);
  if (first === undefined || last === undefined) throw new Error('An item of the history has no entry.');
  const quiet = changing && first.who !== 'user' && first.changes.length + first.flows.length === 0;
  if (!quiet) return { kind: 'entry', line: historyLine(first) };
  return { kind: 'quiet', first: first.index, last: last.index, count: entries.length };
}

/** The item with an entry, or the last one before it; -1 when there is none. */
export function historyPlace(items: readonly (readonly HistoryEntry[])[], index: number): number {
  return items.findLastIndex(([first]) => first !== undefined && first.index <= index);
}
