/**
 * What happened to a packet in a switch, as a tree that never changes
 * afterwards: bridges hold table visits, a visit holds the steps of its flow's
 * actions, a resubmit's step holds the next visit.
 */
import type { FieldName, Flow, FlowEntry, Nat, OfAction, TagReading } from '../openflow';
import type { Bridge } from './bridge';
import type { ConnectionChange, TrackedState } from './conntrack';
import type { DatapathAction } from './datapath/actions';
import type { HeaderOffsets } from './extract';
import type { InstalledFlow } from './flow-table';
import type { TunnelMetadata } from './ports';

/** One packet through one switch. */
export interface Execution {
  readonly packet: Uint8Array;
  /** As extracted, with in_port and tunnel metadata. */
  readonly flow: Flow;
  /** Where in `packet` its headers are. */
  readonly offsets: HeaderOffsets;
  /** How many tags the switch knows. */
  readonly tags: TagReading;
  readonly root: BridgeVisit;
  /** The flow as the last action left it. */
  readonly finalFlow: Flow;
  /** Every packet that left, in order. Empty after an error. */
  readonly outputs: readonly Output[];
  /** Flows that actions `learn` made of the packet; who ran it puts them into the tables, where real ones come after the packet is through. */
  readonly learned: readonly LearnedFlow[];
  /** What became of connections; in a preview, what would. Empty after an error, and in a trace. */
  readonly connections: readonly ConnectionChange[];
  /** What the datapath is told to do; the drop of everything after an error. */
  readonly datapath: readonly DatapathAction[];
  /** ovs-vswitchd has to carry out the actions itself. */
  readonly slow: boolean;
  /** The packet's further ways through the tables, in the order in which they were begun. */
  readonly passes: readonly Pass[];
  /** The limits of ovs-vswitchd were hit, or an action is not executed here; the packet is dropped, whatever was output before. */
  readonly error?: ExecutionError;
}

/** A packet that came back from the datapath, with what was found out there. */
export interface Pass {
  /** The number that stands for the state in which it left the tables. */
  readonly id: number;
  /** The table in which it goes on. */
  readonly from: number;
  /** ct_state as the tracker found it, or as a trace was told; `told` says which value of `--ct-next` was taken. */
  readonly ctState: number;
  readonly told: boolean;
  /** What the tracker found, if it was asked. */
  readonly tracked?: TrackedState;
  /** A trace translates to the first address of a range, before and after which the packet was so. */
  readonly nat?: { readonly nat: Nat; readonly before: Flow; readonly after: Flow };
  readonly flow: Flow;
  readonly root: BridgeVisit;
  readonly finalFlow: Flow;
  readonly datapath: readonly DatapathAction[];
  readonly slow: boolean;
  readonly error?: ExecutionError;
}

export type ExecutionError = 'recursion-too-deep' | 'too-many-resubmits' | 'action-not-played';

export interface LearnedFlow {
  readonly bridge: string;
  readonly flow: FlowEntry;
}

export interface BridgeVisit {
  readonly bridge: string;
  readonly inPort: number;
  readonly table: TableVisit;
}

export interface TableVisit {
  readonly bridge: string;
  readonly table: number;
  /** The flow that matched; undefined when none did, which drops, and for what a controller has done with a packet. */
  readonly entry: InstalledFlow | undefined;
  /** When it matched through its conj_id: the flows that fulfilled the clauses. */
  readonly conjunction?: { readonly id: number; readonly by: readonly InstalledFlow[] };
  /** What was looked up (after `resubmit(PORT,…)` its in_port differs from `before`). */
  readonly lookedUp: Flow;
  readonly before: Flow;
  readonly after: Flow;
  /** What mirrors did before the first action. */
  readonly mirrored?: readonly StepPart[];
  readonly steps: readonly Step[];
}

/** One action as it was executed. Actions after an `exit` or an error have none. */
export interface Step {
  readonly action: OfAction;
  /** The same object as `after` when the action changed no field. */
  readonly before: Flow;
  readonly after: Flow;
  readonly remarks: readonly Remark[];
  /** Where a resubmit led. */
  readonly table: TableVisit | undefined;
  readonly outputs: readonly Output[];
  /** The same, and the actions inside this one, in the order in which they came. */
  readonly parts: readonly StepPart[];
}

export type StepPart =
  | { readonly part: 'remark'; readonly remark: Remark }
  | { readonly part: 'table'; readonly visit: TableVisit }
  | { readonly part: 'bridge'; readonly visit: BridgeVisit }
  /** A part of the action that is no action of its own: the translation in `ct`. */
  | { readonly part: 'words'; readonly text: string }
  /** Actions inside the action, under a title of their own if it has one. */
  | { readonly part: 'actions'; readonly title?: string; readonly steps: readonly Step[] };

export interface FieldChange {
  readonly field: FieldName;
  readonly before: bigint;
  readonly after: bigint;
}

/** In the words of ofproto/trace. */
export interface Remark {
  readonly level: 'detail' | 'warning' | 'error';
  readonly text: string;
}

/** A packet at the door of a port; `fate` says whether it went through. */
export interface Output {
  readonly bridge: string;
  /** OpenFlow number; CONTROLLER for a packet-in. */
  readonly port: number;
  /** The port's name, or its number when there is no such port. */
  readonly name: string;
  readonly fate: OutputFate;
  /** The bytes with all modifications applied. */
  readonly packet: Uint8Array;
  readonly flow: Flow;
  /** At a tunnel port: its type and what goes outside. */
  readonly tunnel?: TunnelMetadata & { readonly type: string; readonly hasKey: boolean };
  /** Behind a patch port: the peer's bridge. */
  readonly peer?: BridgeVisit;
  /** For a controller: why, and what it is told. */
  readonly request?: ControllerRequest;
}

/** What a controller is told with a packet. */
export interface ControllerRequest {
  readonly reason: number;
  readonly maxLen: number;
  readonly controller: number;
  readonly userdata: readonly number[];
  readonly meter: number | undefined;
  /** Where its flow is. */
  readonly table: number;
  /** The packet waits in the switch, which goes on with it when the controller gives it back. */
  readonly continuation?: Continuation;
}

/** Where a packet goes on that waits for its controller: nobody but the switch looks into it. */
export interface Continuation {
  readonly bridge: Bridge;
  /** What is still to be done with it, list after list. */
  readonly lists: readonly { readonly place: Place; readonly actions: readonly OfAction[] }[];
  readonly stack: readonly bigint[];
  readonly conntracked: boolean;
  readonly mirrored: ReadonlySet<string>;
}

/** Where a list of actions stands. */
export interface Place {
  readonly bridge: Bridge;
  readonly table: number;
  readonly cookie: bigint;
  /** The flow matches everything with priority 0. */
  readonly isMiss: boolean;
}

/**
 * `sent`: left the switch. `patch`: went on in another bridge. `input-port`:
 * OpenFlow forbids an output to in_port unless it is named IN_PORT.
 */
export type OutputFate = 'sent' | 'patch' | 'input-port' | 'no-such-port' | 'no-such-peer' | 'no-tunnel-address';

/** Visits every table visit in order of execution. */
export function* tableVisits(visit: BridgeVisit): Iterable<TableVisit> {
  yield* below(visit.table);
}

function* below(visit: TableVisit): Iterable<TableVisit> {
  yield visit;
  if (visit.mirrored) yield* belowParts(visit.mirrored);
  for (const { parts } of visit.steps) yield* belowParts(parts);
}

function* belowParts(parts: readonly StepPart[]): Iterable<TableVisit> {
  for (const part of parts) {
    if (part.part === 'table') yield* below(part.visit);
    else if (part.part === 'bridge') yield* below(part.visit.table);
    else if (part.part === 'actions') for (const { parts: inner } of part.steps) yield* belowParts(inner);
  }
}
