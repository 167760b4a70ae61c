/** What ovn-northd is made of: what it sees, what it answers, and how it explains a row. */
import type { Uuid, Work } from '../base';
import type { ChangeSet, Database, RowEdit } from '../ovsdb';

/** A row of a database by name, e.g. `OVN_Northbound`, `Logical_Port`, and its UUID. */
export interface RowRef {
  readonly db: string;
  readonly table: string;
  readonly uuid: Uuid;
}

/** Why a derived row is there. */
export interface Provenance {
  /** A stable name of the rule that made the row, e.g. `port-security-in`. */
  readonly rule: string;
  /** One plain sentence. */
  readonly text: string;
  /** The northbound rows that the rule read, the most telling first. */
  readonly nb: readonly RowRef[];
}

/** A line of a daemon's log; time and daemon are the simulator's to add. */
export interface LogRecord {
  readonly level: 'ERR' | 'WARN' | 'INFO' | 'DBG';
  readonly module: string;
  readonly message: string;
  readonly about?: RowRef;
  /** It did something, and may do it again; any other line is a state of affairs, which is told once. */
  readonly event?: true;
}

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
}
