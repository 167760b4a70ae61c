/**
 * What happened to a packet in a switch, as a tree that never changes
 * afterwards: bridges hold table visits, a visit holds the steps of its flow's
 * actions, a resubmit's step holds the next visit.
 */
import type { FieldName, Flow, FlowEntry, OfAction, TagReading } from '../openflow';
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
  /** The limits of ovs-vswitchd were hit, or an action is not executed here; the packet is dropped, whatever was output before. */
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
  /** The flow that matched; undefined when none did, which drops. */
  readonly entry: InstalledFlow | undefined;
  /** When it matched through its conj_id: the flows that fulfilled the clauses. */
  readonly conjunction?: { readonly id: number; readonly by: readonly InstalledFlow[] };
  /** What was looked up (after `resubmit(PORT,…)` its in_port differs from `before`). */
  readonly lookedUp: Flow;
  readonly before: Flow;
  readonly after: Flow;
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
}

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
  for (const step of visit.steps) {
    if (step.table) yield* below(step.table);
    for (const output of step.outputs) if (output.peer) yield* below(output.peer.table);
  }
}
