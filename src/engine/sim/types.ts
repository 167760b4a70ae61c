/** The words in which a deployment speaks of itself: plain data, fit for sending to another thread. */
import type { Millis, LogRecord } from '../base';
import type { ChangeSet, RowChange } from '../ovsdb';
import type { FlowEntry } from '../openflow';

/** `OVN_Northbound`, `OVN_Southbound`, `Neutron`, `Nova`, or `Open_vSwitch@` and the machine's name. */
export type DatabaseKey = string;

export type DaemonKind = 'ovn-northd' | 'ovn-controller' | 'ovs-vswitchd' | 'neutron-server' | 'nova';

/** `ovn-northd`, `neutron-server`, `nova`, or the program's name, `@` and the machine's name. */
export type DaemonName = string;

/**
 * `paused` is a SIGSTOP: what happens meanwhile waits for it. `killed` is a
 * SIGKILL: it leaves everything behind. `stopped` is a clean exit: an
 * ovn-controller takes its rows out of the southbound database first.
 */
export type DaemonStatus = 'running' | 'paused' | 'killed' | 'stopped';

export interface DaemonState {
  readonly name: DaemonName;
  readonly kind: DaemonKind;
  /** The machine it runs on; null for what runs on none of the hypervisors. */
  readonly machine: string | null;
  readonly status: DaemonStatus;
  /** How long it takes from being woken to acting, in virtual milliseconds, beyond the usual one. */
  readonly delay: number;
  /** When it will act on what it has not yet acted on; null when it has nothing to do. */
  readonly due: Millis | null;
}

/** What a machine can be cut off from. */
export type CutOff = 'southbound' | 'underlay';

/** One occurrence: a user's commit, or one daemon's run. */
export interface HistoryEntry {
  /** Position in its branch; the first is 1, and position 0 is the empty deployment. */
  readonly index: number;
  readonly time: Millis;
  /** `user`, or the daemon's name. */
  readonly who: string;
  readonly label: string;
  /** The entry that woke this daemon; null for what a user did. */
  readonly cause: number | null;
  /** Entries of one user action share its number and are undone together; null for daemons. */
  readonly action: number | null;
  readonly changes: readonly DatabaseChange[];
  readonly flows: readonly FlowChange[];
  readonly log: readonly LogEntry[];
  /** True when the daemon looked and found nothing to do. */
  readonly quiet: boolean;
}

export interface DatabaseChange {
  readonly db: DatabaseKey;
  readonly changes: ChangeSet;
}

/** Flows that one bridge's table gained and lost. */
export interface FlowChange {
  readonly machine: string;
  readonly bridge: string;
  readonly added: readonly FlowEntry[];
  readonly removed: readonly FlowEntry[];
}

export interface LogEntry extends LogRecord {
  readonly time: Millis;
  readonly daemon: DaemonName;
}

/** A line of history: the entries before `forkedAt` are shared with `parent`. */
export interface BranchInfo {
  readonly id: string;
  readonly parent: string | null;
  readonly forkedAt: number;
  readonly length: number;
  readonly current: boolean;
}

/** What changed since the last update, netted over everything in between. */
export interface Update {
  readonly position: number;
  readonly time: Millis;
  readonly branch: string;
  /** Entries appended to the current branch, or, after `branchChanged`, nothing: read `history`. */
  readonly appended: readonly HistoryEntry[];
  /** The current branch is another one than before. */
  readonly branchChanged: boolean;
  /** In the order in which they happened; one row may occur more than once. */
  readonly databases: readonly DatabaseChange[];
  readonly flows: readonly FlowChange[];
  readonly machinesAdded: readonly string[];
  readonly machinesRemoved: readonly string[];
  /** The lines of the log that position passed; `logRewound` when it went back. */
  readonly log: readonly LogEntry[];
  readonly logRewound: boolean;
}

export type { ChangeSet, RowChange };
