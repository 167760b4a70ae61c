/** ovn-northd as the follower of a tool's databases: after each commit it runs until it asks for nothing more. */
import { Northd } from '../../northd';
import type { ChangeSet, Database, RowEdit } from '../../ovsdb';
import { NORTHD_RULES } from './northd';
import type { Databases } from './tool-host';

/** So many runs are always enough: each sees what the one before wrote. */
const MOST_RUNS = 12;

export function followWithNorthd({ northbound: nb, southbound: sb }: Databases): () => void {
  const northd = new Northd(NORTHD_RULES);
  let pending: { readonly nb: ChangeSet; readonly sb: ChangeSet } | 'all' = 'all';
  const note = (changes: Partial<Record<'nb' | 'sb', ChangeSet>>) => {
    if (pending === 'all') return;
    pending = { nb: [...pending.nb, ...(changes.nb ?? [])], sb: [...pending.sb, ...(changes.sb ?? [])] };
  };
  nb.onCommit((changes) => {
    note({ nb: changes });
  });
  sb.onCommit((changes) => {
    note({ sb: changes });
  });
  return () => {
    for (let run = 0; run < MOST_RUNS; run++) {
      const seen = pending;
      pending = { nb: [], sb: [] };
      const asked = northd.run({ nb, sb }, seen);
      if (asked.nb.length + asked.sb.length === 0) return;
      commit(sb, asked.sb);
      commit(nb, asked.nb);
    }
    throw new Error('ovn-northd does not come to rest');
  };
}

function commit(database: Database, edits: readonly RowEdit[]): void {
  const done = database.commit(edits);
  if (!done.ok) throw new Error(`${database.name}: ${done.error.code}: ${done.error.message}`);
}
