/** What ovn-northd is made of: what it sees, what it answers, and how it explains a row. */
import type { LogRecord, RowRef, Uuid, Work } from '../base';
import type { ChangeSet, DatabaseView, RowEdit } from '../ovsdb';

/** Why a derived row is there. */
export interface Provenance {
  /** A stable name of the rule that made the row, e.g. `port-security-in`. */
  readonly rule: string;
  /** One plain sentence. */
  readonly text: string;
  /** The northbound rows that the rule read, the most telling first. */
  readonly nb: readonly RowRef[];
}

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
}
