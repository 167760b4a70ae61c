/**
 * What a program needs of the world it runs in. The simulated deployment is one
 * such world (see `deploymentHost`); tests make smaller ones.
 */
import type { Millis, Result, Uuid } from '../base';
import type { ChangeSet, Database, DatabaseSchema, RowEdit, TransactOutcome } from '../ovsdb';
import type { ApiReply, ApiRequest, NeutronRules, NeutronSettings, ServerHost } from '../neutron';
import type { NovaHost } from '../nova';
import type { FlowEntry, Group, Meter, OfAction } from '../openflow';
import type { DaemonStatus, DatabaseKey, LogEntry, PortCounters } from '../sim';
import type { OvnTraceForm, Trace } from '../trace';
import type { Bridge, Switch } from '../vswitch';

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

/** What the terminal knows of a program, for help, completion and the page. */
export interface ProgramDescription {
  readonly name: string;
  readonly doc: string;
  /** The arguments of a program without commands of its own. */
  readonly usage: string;
  /** Where it runs: on a machine, in the middle, or only behind a `|`. */
  readonly place: 'machine' | 'central' | 'filter' | 'lab' | 'shell';
  /** Options before the command. */
  readonly options: readonly string[];
  readonly commands: readonly CommandDescription[];
}

export interface CommandDescription {
  readonly name: string;
  /** The arguments, e.g. `LSWITCH LPORT [PARENT] [TAG]`. */
  readonly usage: string;
  /** One line. */
  readonly doc: string;
  /** The command's own options, e.g. `--may-exist`, `--id=`. */
  readonly options: readonly string[];
}

/** A program that a release brings along: it runs in the middle, where OVN's databases are. */
export interface Program {
  readonly description: ProgramDescription;
  run(host: CommandHost, args: readonly string[]): ProgramResult;
}

/** What the terminal asks of a release. */
export interface ToolRelease {
  /** Absent where no Neutron can be started. */
  readonly neutron?: NeutronRules;
  readonly schemas: Readonly<Record<'nb' | 'sb', DatabaseSchema>>;
  readonly tools: {
    /** The day on which simulated time starts, the release's own, e.g. `2015-04-21`. */
    readonly day: string;
    /** What `--version` prints, e.g. `2.3.90`. */
    readonly version: string;
    /** True when a line of a file for `ovs-ofctl add-flows` may begin with another command. */
    readonly mixedFlowFiles: boolean;
    /** Why its switch does not take an action; absent where it takes all. */
    readonly refuses?: (action: OfAction) => string | undefined;
    /** Whether the switch has groups, meters and a connection tracker, and tells of traces as those that have. */
    readonly modernSwitch: boolean;
    /** Whether its day had ovn-trace; where it had not, what is printed is said to be of later. */
    readonly ovnTrace: boolean;
    /** What ofproto/trace says before it says what is wrong with a flow. */
    readonly badFlow: string;
    /** How `ovs-sandbox -o` of that day sets up its machine, beside what every one does. */
    readonly sandbox: readonly string[];
    /** How the release is called in a sentence, e.g. `in April 2015`. */
    readonly when: string;
    readonly programs: readonly Program[];
    /** Programs that people may look for and what they are told, by name. */
    readonly missing: Readonly<Record<string, string>>;
    /** Commands that a later release has and this one has not yet, each as `PROGRAM COMMAND`; and when they came. */
    readonly later: { readonly commands: readonly string[]; readonly when: string };
  };
}

/** neutron-server and Nova, as their clients and whoever starts them reach them. */
export interface OpenStackHost {
  start(settings: NeutronSettings): Result<void>;
  /** A call of Neutron's API; undefined where nobody answers. */
  neutron(request: ApiRequest): ApiReply | undefined;
  withNeutron<T>(body: (server: ServerHost) => T): T | undefined;
  withNova<T>(body: (nova: NovaHost) => T): T | undefined;
  /** Whether neutron-server reaches the northbound database. */
  setConnected(connected: boolean): Result<void>;
  /** Lets virtual milliseconds pass for those who wait for a time-out; false where nobody does. */
  wait(duration: number): boolean;
}

export interface CommandHost {
  readonly release: ToolRelease;
  readonly openstack: OpenStackHost;
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
  /** Cuts a machine off from the southbound database, or connects it again. */
  setCutOff(machine: string, cut: boolean): Result<unknown>;
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
  /** Makes a bridge's groups and meters these, past its ovn-controller. */
  changeTables(
    machine: string,
    bridge: string,
    tables: { readonly groups: readonly Group[]; readonly meters: readonly Meter[] },
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
