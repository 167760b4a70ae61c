/** What ovn-northd is made of: what it sees, what it answers, and how it explains a row. */
import type { LogRecord, Uuid, Work } from '../base';
import type { Stage, Stages } from '../logical';
import type { ChangeSet, Database, RowEdit } from '../ovsdb';
import type { Provenance, StageDrops } from './explanation';

/** A database as a daemon sees it: to read, never to write. */
export type DatabaseView = Pick<Database, 'schema' | 'rows' | 'row' | 'find'>;

export interface NorthdView {
  readonly nb: DatabaseView;
  readonly sb: DatabaseView;
}

/** What changed in each database since the last run, in the order of the commits; `all` for the first run. */
export type NorthdSeen = 'all' | { readonly nb: ChangeSet; readonly sb: ChangeSet };

/** What one run asks of each database, as one transaction each, and what it logs. */
export interface NorthdOutput {
  readonly nb: readonly RowEdit[];
  readonly sb: readonly RowEdit[];
  readonly log: readonly LogRecord[];
}

/** A release's ovn-northd, with the memory that makes its next run cheap. */
export interface NorthdCompiler {
  running(view: NorthdView, seen: NorthdSeen): Work<NorthdOutput>;
  provenance(row: Uuid): Provenance | undefined;
}

/** What a release hands to `Northd`. */
export interface NorthdRules {
  /** A compiler that remembers nothing yet; its first run must see `all`. */
  compiler(): NorthdCompiler;
  /** The stages that it fills. */
  readonly stages: Stages;
  /** Why a stage drops what it drops; of a stage of `stages`. */
  drops(stage: Stage): StageDrops | undefined;
}
