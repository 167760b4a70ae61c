/**
 * What crosses between the page and the engine's worker: plain data only.
 *
 * The page keeps a mirror of the network, the daemons and how many rows and flows
 * there are, and brings it up to date from `Update`s. Rows, flows, history and log
 * stay in the worker until they are shown (`windows-protocol.ts`). Nothing of the
 * page's layout ever crosses.
 */
import type { Edit } from '../../engine/network';
import type { Remote } from 'comlink';
import type { Problem, Result, RowRef, Uuid } from '../../engine/base';
import type { TableTitle } from '../../engine/logical';
import type { Row, RowChange } from '../../engine/ovsdb';
import type { BranchView, DaemonStatus, DaemonView, DatabaseInfo, DatabaseKey, FlowView } from './shown';
import type { OpenStackView } from './openstack-view';
import type { LogicalPath } from './logical-path';
import type { ModelPatch } from './model-patch';
import type { TaskApi } from './tasks-protocol';
import type { WindowsApi } from './windows-protocol';
import type { Provenance } from '../../engine/northd';
import type { Environment, NameHere, Supposition, WhatIf } from '../../engine/commands';
import type { ItemKind } from '../../engine/recognise';
import type { ChecksReport, CheckRow, ProbeRow } from './checks-report';
import type { KeptComparison, KeptEntry, KeptState } from './kept-protocol';
import type {
  Capture,
  CaptureChoice,
  ComparedStep,
  PacketLanguage,
  PacketText,
  Probe,
  ReachabilityKind,
  ReachabilityPort,
  ReachabilityPorts,
  ReachabilityRow,
  StepDifference,
  Trace,
  TraceComparison,
  TraceRequest,
  TraceStep,
  TrafficKind,
  TrafficLine,
  TrafficOutcome,
  WhyNot,
} from '../../engine/trace';

export type { KeptComparison, KeptEntry, KeptState };
export type { LogicalPath, OpenStackView };
export type { ChecksReport, CheckRow, ProbeRow };
export type { Capture, CaptureChoice, ComparedStep, NameHere, StepDifference, Supposition, TraceComparison, WhatIf };
export type { Probe, ReachabilityKind, ReachabilityPort, ReachabilityPorts, ReachabilityRow };
export type { TrafficKind, TrafficLine, TrafficOutcome };
export type { PacketLanguage, PacketText };
export type {
  Edit,
  Environment,
  Problem,
  Provenance,
  Result,
  Row,
  RowChange,
  RowRef,
  Trace,
  TraceRequest,
  TraceStep,
  Uuid,
  WhyNot,
};

export type {
  AddressSetView,
  DhcpView,
  LoadBalancerView,
  PortGroupView,
  RouterPortView,
  RouterView,
  TopologyView,
} from './topology-view';

export type {
  AclView,
  BranchView,
  ColumnInfo,
  DaemonStatus,
  DaemonView,
  DatabaseInfo,
  DatabaseKey,
  FlowView,
  HistoryView,
  LogView,
  MachineView,
  NetworkModel,
  PipelineRowView,
  PortView,
  RowView,
  SwitchView,
  TableInfo,
  TunnelView,
  VifView,
} from './shown';

export interface PacketSpec {
  readonly id: string;
  readonly name: string;
  readonly machine: string;
  readonly iface: string;
  /** Hexadecimal, without spaces. */
  readonly hex: string;
}

export interface ScenarioInfo {
  readonly name: string;
  readonly release: string;
  readonly seed: number;
  /** The southbound table that binds ports to chassis. */
  readonly bindingTable: string;
  /** What an ACL may do with a packet, and whether it has a direction and a tier. */
  readonly acls: { readonly actions: readonly string[]; readonly directions: boolean };
  /** The southbound table of logical flows. */
  readonly logicalFlows: string;
  /** What the tables of an integration bridge are for, in their order. */
  readonly tables: readonly TableTitle[];
  readonly packets: readonly PacketSpec[];
  /** Where nodes stand on the canvas, by `switch:UUID` or `machine:NAME`. */
  readonly positions: Readonly<Record<string, { readonly x: number; readonly y: number }>>;
  /** The text of its suite of checks, where it has one. */
  readonly checks?: string;
}

/** Where the deployment stands in its history. */
export interface HistoryState {
  readonly position: number;
  /** How many entries the current branch has, those after `position` included. */
  readonly length: number;
  readonly branches: readonly BranchView[];
}

/** What changed; a `full` update replaces the mirror. */
export interface Update {
  readonly full: boolean;
  readonly scenario: ScenarioInfo;
  readonly model: ModelPatch;
  readonly databases: readonly DatabaseInfo[] | null;
  /** Tables whose rows changed, with how many there are now; null when the table went with its machine. */
  readonly tables: readonly { readonly db: DatabaseKey; readonly table: string; readonly size: number | null }[];
  /** Machines whose flows changed, with how many there are now; null when the machine is gone. */
  readonly flows: readonly { readonly machine: string; readonly size: number | null }[];
  /** Null when nothing about them changed. */
  readonly daemons: readonly DaemonView[] | null;
  /** Null when nothing about Neutron and Nova changed; its view is null where there is neither. */
  readonly openstack: { readonly view: OpenStackView | null } | null;
  readonly history: HistoryState;
  /** How many lines there are; `rewound` when some of them may be others than before. */
  readonly log: { readonly size: number; readonly rewound: boolean };
  /** What a running `ovsdb-client monitor` printed. */
  readonly printed: string;
  /** What can be undone and done again, in words; null when nothing can. */
  readonly undo: string | null;
  readonly redo: string | null;
  readonly settled: boolean;
}

export interface CommandResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Explanations of ours, apart from what the real program prints. */
  readonly notes: readonly string[];
  /** The machine that local tools run on from now on. */
  readonly machine: string;
  /** The program goes on and prints as things change, until `interrupt`. */
  readonly following: boolean;
}

export interface Completion {
  readonly start: number;
  readonly candidates: readonly { readonly text: string; readonly doc: string }[];
}

/** How the ends of two branches differ: what only one of them has, and rows that both have with other contents. */
export interface BranchComparison {
  /** The branches share the entries up to this one. */
  readonly shared: number;
  readonly rows: readonly {
    readonly db: DatabaseKey;
    readonly table: string;
    readonly uuid: Uuid;
    readonly left: Row | null;
    readonly right: Row | null;
  }[];
  readonly flows: readonly { readonly machine: string; readonly flow: FlowView; readonly only: 'left' | 'right' }[];
}

/** A release that a scenario can be made in. */
export interface ReleaseView {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
}

/** One subject, and what each release does about it, by release. */
export interface ReleaseDifferenceView {
  readonly id: string;
  readonly title: string;
  readonly text: Readonly<Record<string, string>>;
  /** One that a person can see in the lab in a minute. */
  readonly lesson: boolean;
}

/** Where a deployment comes from; a gallery scenario comes in its own release unless another is named. */
export type OpenSource =
  | { readonly kind: 'gallery'; readonly id: string; readonly release?: string }
  | { readonly kind: 'link'; readonly payload: string }
  | { readonly kind: 'document'; readonly json: string };

export interface GalleryEntry {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly release: string;
  /** What it can be searched by. */
  readonly features: readonly string[];
  /** Its packets, with what becomes of them in words. */
  readonly packets: readonly { readonly name: string; readonly arrives: boolean }[];
}

/** What is in the network of a gallery entry, for its picture. */
export interface GalleryPicture {
  readonly switches: readonly {
    readonly name: string;
    readonly ports: readonly { readonly name: string; readonly machine: string | null }[];
  }[];
  readonly machines: readonly string[];
}

/** What a link may carry besides the scenario. */
export interface LinkExtras {
  readonly packet?: string;
  readonly step?: number;
  readonly pane?: string;
}

export type TraceFormat = 'summary' | 'ovn-trace' | 'ofproto' | 'json';

/** What happened to a drawn edit: the commands that it was, and the first that failed. */
export interface EditOutcome {
  readonly ok: boolean;
  readonly commands: readonly string[];
  /** The failing command's own words. */
  readonly message: string | null;
}

export interface OpenOptions {
  /** Whoever asks knows what it costs; without it a costly source is a problem, `too-costly`. */
  readonly evenIfCostly?: boolean;
  /** Where its entry is said to come from, `lesson:ID` for one; without it, the kind of the source. */
  readonly origin?: string;
  /** Its name, other than the document's. */
  readonly name?: string;
  /** Opens the newest entry of that origin instead, if there is one. */
  readonly again?: boolean;
}

/** What opening brought. */
export interface Opening {
  readonly extras: LinkExtras;
  /** The entry that it is kept in; null where nothing is kept. */
  readonly entry: string | null;
  /** In words: the actions that `leaveOut` named. */
  readonly leftOut: readonly string[];
  /** What a person should know of it: a state that could not be read, a replay that went otherwise. */
  readonly told: readonly Problem[];
}

/** What a text for the terminal is before anything of it runs. */
export interface TypedText {
  /** More lines are wanted: a quote is open, a loop has no `done`, a here-document no end. */
  readonly unfinished: boolean;
  /** It is no commands but this; null where the shell should have it. */
  readonly found: PastedThings | null;
}

/** What the recogniser understood of a text, by kind, none where that is nothing, and the lines that it did not. */
export interface PastedThings {
  readonly kinds: readonly { readonly kind: ItemKind; readonly count: number }[];
  readonly left: readonly { readonly text: string; readonly reason: string }[];
}

/** What became of the lines of a script. */
export interface ScriptResult {
  /** The lines that were run, as they were typed; a loop over several lines is one of them. */
  readonly lines: readonly string[];
  /** What came of each of them, in order. */
  readonly results: readonly CommandResult[];
  /** Programs that were run, and how many there would have been as far as is known. */
  readonly done: number;
  readonly total: number;
  /** `stop()` came before the end. */
  readonly stopped: boolean;
  /** The machine that local tools run on from now on. */
  readonly machine: string;
  /** What is set from now on. */
  readonly environment: Environment;
  /** The last packet that `send` sent. */
  readonly sent: Trace | null;
  /** Our mistake: then all of it was undone, and `results` are of no effect. */
  readonly problem: Problem | null;
}

/**
 * The engine as the page sees it: everything asynchronous, everything plain data.
 * `Edit` is the union of drawn edits of `src/engine/network`.
 */
export interface EngineApi extends WindowsApi, TaskApi {
  /** Calls back once with a full update, then with every change. */
  subscribe(listener: (update: Update) => void): void;
  gallery(): readonly GalleryEntry[];
  /** Null for an entry that there is not. */
  galleryPicture(id: string): GalleryPicture | null;
  releases(): { readonly releases: readonly ReleaseView[]; readonly differences: readonly ReleaseDifferenceView[] };
  /** On a problem nothing is opened and what was there stays. */
  open(source: OpenSource, options?: OpenOptions): Promise<Result<Opening>>;
  /**
   * Opens the newest readable state of an entry (`latest`: of the one changed last) and replays its actions, except those that `leaveOut` numbers.
   * `nothing-kept` when there is none; states that cannot be read are set aside and told.
   */
  openKept(entry: string, leaveOut?: readonly number[]): Promise<Result<Opening>>;
  /** What this browser keeps, the last changed first; empty where it keeps nothing. */
  kept(): Promise<readonly KeptEntry[]>;
  /** An older state, without what was done after it: it opens as an entry of its own. */
  openState(entry: string, state: number): Promise<Result<Opening>>;
  /** The open scenario becomes what an earlier state of it was; what it is now is kept as a state first. */
  bringBack(state: number): Promise<Result<Opening>>;
  /** An entry as it is now, as the text of a file. */
  keptDocument(entry: string): Promise<Result<string>>;
  /** Of an entry that no tab has open. */
  renameKept(entry: string, name: string): Promise<Result<void>>;
  /** Another entry with all of it; its id. */
  duplicateKept(entry: string): Promise<Result<string>>;
  /** Throws an entry away that no tab has open, or takes it back; it goes for good later. */
  setKeptDeleted(entry: string, deleted: boolean): Promise<Result<void>>;
  /** How two entries differ as they are now. */
  compareKept(left: string, right: string): Promise<Result<KeptComparison>>;
  /** A state as the text of a file, also one that cannot be opened. */
  keptFile(entry: string, state: number): Promise<Result<string>>;
  /** A command line, run as one user action. */
  run(line: string, machine: string): Promise<CommandResult>;
  /**
   * Lines in the language of the terminal, run as one user action; tells how far it is, and ends at `stop()`.
   * Where they cannot be read, none of them runs. Where it is given a number, `run`, what takes long is told by the
   * signal `printed` of that number as it is printed.
   */
  runScript(lines: readonly string[], machine: string, environment?: Environment, run?: number): Promise<ScriptResult>;
  /** Ends a script or a settling under way, as soon as the command or event under way has ended. */
  stop(): void;
  /** Ctrl+C for a program that goes on. */
  interrupt(): void;
  readTyped(text: string, environment: Environment): TypedText;
  complete(line: string, cursor: number, machine: string): Completion;
  /** Names of other releases that lead somewhere in the release that is played. */
  namesHere(): readonly NameHere[];
  /** A drawn edit: run as the real commands that do it, all or none, one user action. */
  perform(edit: Edit): Promise<EditOutcome>;
  /** The last act, whatever it was: a command, a move, a name, going to another moment. */
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** Shows the deployment as it was after history entry `position`; acting there forks. */
  goTo(position: number): Promise<void>;
  switchBranch(branch: string): Promise<void>;
  /** Null when there is no such branch any more. */
  compareBranches(left: string, right: string): BranchComparison | null;
  /** Lets one event happen, when the control plane is being stepped. */
  step(): Promise<void>;
  settle(): Promise<void>;
  /** Automatic: every action settles at once. Manual: events wait for `step`. */
  setStepping(manual: boolean): Promise<void>;
  setDaemon(name: string, change: { readonly status?: DaemonStatus; readonly delay?: number }): Promise<void>;
  setCutOff(machine: string, what: 'southbound' | 'underlay', cut: boolean): Promise<void>;
  trace(request: TraceRequest): Promise<Result<Trace>>;
  /** `filter` keeps the flows in whose text it occurs. */
  whyNot(request: TraceRequest, step: number, filter?: string): readonly WhyNot[];
  /** The steps before which an expression over the packet is true. */
  stepsWhere(request: TraceRequest, expression: string): Result<readonly number[]>;
  /** A trace that counts nothing. */
  explain(request: TraceRequest): Result<Trace>;
  /** The ports of the matrix, in the order of its rows and columns. */
  reachabilityPorts(): ReachabilityPorts;
  /**
   * `count` rows of the matrix from `start` on: asked for in parts, nobody
   * waits for the whole of a large one. `among`: only between these, by their places in the list of ports.
   */
  reachabilityRows(probe: Probe, start: number, count: number, among?: readonly number[]): readonly ReachabilityRow[];
  /** The packet behind a cell of the matrix. */
  probePacket(from: ReachabilityPort, to: ReachabilityPort, probe: Probe): TraceRequest;
  /** Before anything is sent; null where nothing leads from one port to the other. */
  logicalPath(from: Uuid, to: Uuid): LogicalPath | null;
  /** Sends the `count` lines of a script after those that are done. */
  sendTraffic(
    script: readonly TrafficLine[],
    done: readonly TrafficOutcome[],
    count: number,
  ): Promise<readonly TrafficOutcome[]>;
  /** What would become of the packet; the deployment feels nothing. */
  whatIf(request: TraceRequest, supposition: Supposition): Result<WhatIf>;
  /** Several edits as one user action, all or none. */
  performAll(edits: readonly Edit[]): Promise<EditOutcome>;
  compareTraces(left: Trace, right: Trace): TraceComparison;
  /** A trace as text; it is made again, and counts nothing. */
  traceText(request: TraceRequest, format: TraceFormat): Result<string>;
  capture(request: TraceRequest, what: Capture): Result<Uint8Array>;
  /** What of a trace can be captured. */
  captureChoices(request: TraceRequest): Result<readonly CaptureChoice[]>;
  /** A packet from the flow syntax of ofproto/trace or from a microflow; `machine` knows the names of its ports. */
  packetOfText(text: string, language?: PacketLanguage, machine?: string): Result<PacketText>;
  /** A packet that enters at an interface, in both languages. */
  textsOfPacket(request: TraceRequest): Readonly<Record<PacketLanguage, string>>;
  rename(name: string): Promise<void>;
  setPackets(packets: readonly PacketSpec[]): Promise<void>;
  /** The text of the scenario's suite of checks. */
  setChecks(text: string): Promise<void>;
  /**
   * Runs a suite over a copy of what is open; `scenario` and `run` lines are passed over, for the lab stands
   * in their place. Undefined where `stop()` came before its end. The problems are those of its text.
   */
  runChecks(text: string): Promise<Result<ChecksReport, readonly Problem[]> | undefined>;
  /** `words` name it for who undoes it: `move sw0`. */
  setPositions(positions: ScenarioInfo['positions'], words?: string): Promise<void>;
  /** The scenario document as JSON text. */
  document(): string;
  /** A problem where the scenario is too large for a link. */
  link(extras: LinkExtras): Promise<Result<string>>;
}

/** The engine behind the worker's door: updates come as signals, so that an answer never overtakes what it did. */
export type WorkerApi = Omit<EngineApi, 'subscribe'> & { subscribe(): void };

export type EngineClient = Remote<WorkerApi>;
