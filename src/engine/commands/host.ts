/**
 * What a program needs of the world it runs in. The simulated deployment is one
 * such world (see `deploymentHost`); tests make smaller ones.
 */
import type { Millis, Result, Uuid } from '../base';
import type { ChangeSet, Database, RowEdit, TransactOutcome } from '../ovsdb';
import type { FlowEntry } from '../openflow';
import type { LogEntry, PortCounters } from '../sim';
import type { OvnTraceForm, Trace } from '../trace';
import type { Bridge, Switch } from '../vswitch';

export type ReleaseId = '2015-04' | '2015-08';

/** `OVN_Northbound`, `OVN_Southbound`, or `Open_vSwitch@` and a machine's name. */
export type DatabaseKey = string;

export type DaemonStatus = 'running' | 'paused' | 'killed' | 'stopped';

/** One run of one program: what a shell sees of it. */
export interface ProgramResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What the real program keeps to itself but a reader wants to know, e.g. that a commit was refused in silence. */
  readonly notes?: readonly string[];
  /** The machine that later commands run on, when this one chose it (`as hv2`). */
  readonly machine?: string;
  /** What became of the packet that was sent. */
  readonly sent?: Trace;
  /** The program goes on: it watches tables until it is interrupted. */
  readonly follow?: MonitorRequest;
}

/** Tables that a running `ovsdb-client monitor` watches; `monitorText` prints each change. */
export interface MonitorRequest {
  readonly database: DatabaseKey;
  readonly tables: readonly MonitoredTable[];
}

export interface MonitoredTable {
  readonly table: string;
  readonly columns: readonly string[];
  readonly insert: boolean;
  readonly delete: boolean;
  readonly modify: boolean;
}

/** One bridge, as the switch that realizes it has it, and what went through its ports. */
export interface SwitchView {
  readonly bridge: Bridge;
  counters(port: string): PortCounters;
}

export interface CommandHost {
  readonly release: ReleaseId;
  readonly now: Millis;
  machines(): readonly string[];
  database(key: DatabaseKey): Database | undefined;
  /** Commits as the user; `label` is what the history shows. */
  commit(key: DatabaseKey, edits: readonly RowEdit[], label: string): Result<ChangeSet>;
  transact(key: DatabaseKey, operations: unknown, label: string): TransactOutcome;
  /** Lets the daemons work until nothing is left to do; false when somebody else lets them work step by step. */
  settle(): boolean;
  /** A UUID for the `index`-th new row of the commit that is being prepared; the same question has the same answer. */
  newUuid(key: DatabaseKey, index: number): Uuid;
  daemon(name: string): DaemonStatus | undefined;
  setDaemon(name: string, status: DaemonStatus): void;
  /** What the daemons have said, oldest first. */
  readonly log: readonly LogEntry[];
  addMachine(name: string): Result<unknown>;
  removeMachine(name: string): Result<unknown>;
  renameMachine(from: string, to: string): Result<unknown>;
  bridge(machine: string, name: string): SwitchView | undefined;
  bridges(machine: string): readonly string[];
  /** Changes a bridge's flows past its ovn-controller, as `ovs-ofctl` does. */
  changeFlows(
    machine: string,
    bridge: string,
    change: { readonly add: readonly FlowEntry[]; readonly remove: readonly FlowEntry[] },
    label: string,
  ): Result<unknown>;
  /** `ovn-trace`: where `datapath` is given, the port that the microflow names must be on it. Nothing is counted. */
  traceMicroflow(
    datapath: string | undefined,
    microflow: string,
    forms: readonly OvnTraceForm[],
  ): Result<readonly string[]>;
  /** Sends a packet out of a virtual machine; `words` say which. */
  send(port: string, words: readonly string[]): Result<Trace>;
  /** All bridges of a machine together, as ovs-vswitchd has them. */
  switchOf(machine: string): Switch | undefined;
}

/** The key of a machine's own database. */
export function localKey(machine: string): DatabaseKey {
  return `Open_vSwitch@${machine}`;
}
