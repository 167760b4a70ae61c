/** For tests: two databases and an ovn-northd that follows their changes. */
import { createRandom, type Uuid, type LogRecord } from '../base';
import { Northd } from '../northd';
import { Database, type ChangeSet, type Row, type RowEdit } from '../ovsdb';
import type { Release } from './release';

export interface NorthdLab {
  readonly nb: Database;
  readonly sb: Database;
  readonly northd: Northd;
  readonly log: LogRecord[];
  /** Commits and lets ovn-northd run until it asks for nothing more. */
  readonly edit: (edits: readonly RowEdit[]) => void;
  readonly editSouthbound: (edits: readonly RowEdit[]) => void;
  /** Runs until nothing is asked for; returns the southbound changes of ovn-northd. */
  readonly settle: () => ChangeSet;
  readonly pipeline: () => readonly string[];
}

export function northdLab(release: Release): NorthdLab {
  const nb = new Database(release.schemas.nb, createRandom(1));
  const sb = new Database(release.schemas.sb, createRandom(2));
  const northd = new Northd(release.northd);
  const log: LogRecord[] = [];
  let pending: { nb: ChangeSet; sb: ChangeSet } = { nb: [], sb: [] };
  nb.onCommit((changes) => (pending = { ...pending, nb: [...pending.nb, ...changes] }));
  sb.onCommit((changes) => (pending = { ...pending, sb: [...pending.sb, ...changes] }));
  const settle = (): ChangeSet => {
    const made: ChangeSet[] = [];
    for (let run = 0; run < 8; run++) {
      const seen = pending;
      pending = { nb: [], sb: [] };
      const asked = northd.run({ nb, sb }, seen);
      log.push(...asked.log);
      made.push(commit(sb, asked.sb));
      commit(nb, asked.nb);
      if (asked.nb.length + asked.sb.length === 0) return made.flat();
    }
    throw new Error('ovn-northd does not come to rest');
  };
  return {
    nb,
    sb,
    northd,
    log,
    settle,
    edit(edits) {
      commit(nb, edits);
      settle();
    },
    editSouthbound(edits) {
      commit(sb, edits);
      settle();
    },
    pipeline: () => pipelineText(sb),
  };
}

export function commit(db: Database, edits: readonly RowEdit[]): ChangeSet {
  const result = db.commit(edits);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

/** Every row as one line, sorted as the article groups them. */
export function pipelineText(db: Database): readonly string[] {
  return [...db.rows('Pipeline').values()]
    .sort((a, b) => Number(a.table_id) - Number(b.table_id) || Number(b.priority) - Number(a.priority))
    .map((row) => `${String(row.table_id)} ${String(row.priority)} ${String(row.match)} -> ${String(row.actions)}`);
}

export function pipelineRow(db: Database, match: string, table: number): Row {
  for (const row of db.rows('Pipeline').values()) if (row.match === match && row.table_id === table) return row;
  throw new Error(`No row ${match} in table ${table}`);
}

export function onlyUuid(db: Database, table: string): Uuid {
  const [uuid] = db.rows(table).keys();
  if (uuid === undefined) throw new Error(`No row in ${table}`);
  return uuid;
}
