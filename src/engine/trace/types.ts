/**
 * A trace as plain data: it can be sent between threads, saved as JSON and
 * compared. Steps are kept flat in the order in which they happened; `parent`
 * makes the tree.
 */
import type { RowRef } from '../base';
import type { Uuid } from '../base';
import type { DatapathKind, Direction } from '../logical';

/** One packet put into one VIF. */
export interface TraceRequest {
  /** The machine (hypervisor) whose switch receives the packet, e.g. `hv1`. */
  readonly machine: string;
  /** The interface on its integration bridge, e.g. `vif1`. */
  readonly iface: string;
  /** The Ethernet frame, without frame check sequence. */
  readonly bytes: Uint8Array;
}

export interface Trace {
  readonly request: TraceRequest;
  readonly steps: readonly TraceStep[];
  readonly logical: readonly LogicalStep[];
  readonly verdict: Verdict;
  readonly agreement: Agreement;
}

/**
 * `conntrack`: a copy comes back from connection tracking, with what was found out there. `packet-in`: ovn-controller is
 * asked about it.
 */
export type StepKind =
  'inject' | 'table' | 'conntrack' | 'packet-in' | 'output' | 'tunnel-out' | 'tunnel-in' | 'deliver' | 'drop';

/** One thing that happened to one copy of the packet on one machine. */
export interface TraceStep {
  readonly index: number;
  /** The step that led here: for a table, the table or output that resubmitted to it. */
  readonly parent: number | null;
  readonly depth: number;
  readonly kind: StepKind;
  readonly machine: string;
  /** One plain sentence. */
  readonly text: string;
  /** `table` steps: the OpenFlow table, 0 to 254. */
  readonly table?: number;
  /** `table` steps: the flow that matched; absent on a miss. */
  readonly flow?: TraceFlow;
  /** What the actions of this step changed, in order. */
  readonly changes: readonly FieldChange[];
  /** Registers and metadata on entry to this step. */
  readonly registers: readonly RegisterValue[];
  /** What was pushed and not yet popped on entry to this step, the top last; absent when nothing was. */
  readonly stack?: readonly RegisterValue[];
  /** The copy of the packet on entry to this step. */
  readonly bytes: Uint8Array;
  /** `output`, `deliver`, `tunnel-out`, `tunnel-in`: the port by name and number. */
  readonly port?: { readonly name: string; readonly ofport: number };
  /** `tunnel-out`, `tunnel-in`: the tunnel's key, its type, and the machine on the other end. */
  readonly tunnel?: {
    readonly key: number;
    readonly type: string;
    readonly peer: string;
    readonly underlay: Uint8Array;
  };
  /** `conntrack`: ct_state as it was found, and in which zone. */
  readonly conntrack?: { readonly state: number; readonly zone: number };
  /** `table` steps: the logical port that this copy is for, as the registers have it on entry. */
  readonly outport?: string;
  /** `drop`: why, as a stable code. */
  readonly reason?: DropReason;
  /** The logical port that a `deliver` or a `drop` is about. */
  readonly logicalPort?: string;
}

export type DropReason =
  | 'no-flow'
  | 'drop-action'
  | 'output-to-ingress-port'
  | 'no-such-port'
  | 'no-route'
  | 'resubmit-limit'
  | 'no-output'
  | 'not-plugged';

export interface TraceFlow {
  /** Unique on the machine, as in the list of flows that the page holds. */
  readonly id: string;
  readonly cookie: bigint;
  readonly table: number;
  readonly priority: number;
  readonly match: string;
  readonly actions: string;
  /** The Pipeline row that the flow was made from, or the binding for physical flows. */
  readonly origin?: RowRef;
}

export interface FieldChange {
  readonly field: string;
  readonly before: string;
  readonly after: string;
  /** What the new value means, e.g. `logical outport "sw0-port2"`. */
  readonly meaning?: string;
}

export interface RegisterValue {
  readonly field: string;
  readonly value: string;
  readonly meaning?: string;
}

/** One row of the logical pipeline that one copy of the packet met. */
export interface LogicalStep {
  readonly index: number;
  readonly parent: number | null;
  readonly depth: number;
  /** The logical switch's own UUID, and its name. */
  readonly datapath: Uuid;
  readonly datapathName: string;
  readonly direction: Direction;
  /** The table of its direction, from 0. */
  readonly tableId: number;
  readonly stage: string;
  /** The Pipeline row that matched; absent when none did. */
  readonly row?: Uuid;
  readonly priority?: number;
  readonly match?: string;
  readonly actions?: string;
  readonly inport: string;
  readonly outport: string;
  readonly text: string;
  /** The OpenFlow steps that carried this row out, by index. */
  readonly openflow: readonly number[];
  readonly datapathKind?: DatapathKind;
  /** What its actions made of the packet, in logical terms; absent where a release tells it by OpenFlow's fields only. */
  readonly changes?: readonly FieldChange[];
  /** What its actions looked up and found, in plain words. */
  readonly found?: readonly string[];
  /** The row takes every packet and only hands it to the next table. */
  readonly passesOn?: boolean;
}

export interface Verdict {
  readonly kind: 'delivered' | 'dropped' | 'mixed';
  /** One sentence a person reads first. */
  readonly sentence: string;
  /** A second sentence of detail: the way it went. */
  readonly detail: string;
  readonly deliveries: readonly Delivery[];
  readonly drops: readonly Drop[];
}

export interface Delivery {
  readonly step: number;
  readonly machine: string;
  readonly iface: string;
  readonly logicalPort: string;
}

export interface Drop {
  readonly step: number;
  readonly reason: DropReason;
  readonly sentence: string;
  /** Drops that are part of normal working, such as a flood's copy to its ingress port. */
  readonly expected: boolean;
  /** The northbound rows behind it, if any. */
  readonly causes: readonly RowRef[];
  /** What would let the packet through, as commands, the narrowest first. */
  readonly fixes: readonly { readonly label: string; readonly commands: readonly string[] }[];
}

/** Whether the logical trace and the OpenFlow trace met the same rows. */
export interface Agreement {
  readonly agree: boolean;
  readonly differences: readonly string[];
}

/**
 * Why a flow of a table did not match: the clause that failed and what it met.
 * Nothing failed where the flow matches too and one of higher priority was taken.
 */
export interface WhyNot {
  readonly flow: TraceFlow;
  /** Present where it is a logical flow, by its stage: `flow` says what that one says, and no switch has a flow of this id. */
  readonly stage?: string;
  /** Clauses that held, of how many. */
  readonly held: number;
  readonly of: number;
  readonly failed: readonly { readonly clause: string; readonly met: string }[];
}
