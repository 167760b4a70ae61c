/** What a switch must know of every kind of OpenFlow action: how it executes it, or that it does not. */
import type { Bucket, FieldName, Flow, FlowEntry, Group, OfAction, OfActionType, TagReading } from '../../openflow';
import type { DatapathComposer } from '../datapath/composer';
import type { TrackRequest } from '../conntrack';
import type { ControllerRequest, Output, Remark, TableVisit } from '../record';

export type ActionExecution<A> = Change<A> | Deed<A> | NotPlayed;

/** Changes fields of the packet and does nothing else. */
export interface Change<A> {
  readonly does: 'change';
  /** The fields that it may change. */
  fields(action: A): readonly FieldName[];
  /** The flow afterwards; the same one when the packet has no such field, which OpenFlow passes over in silence. */
  apply(action: A, flow: Flow, tags: TagReading): Flow;
  /** What ofproto/trace says of it. */
  remark?(action: A, after: Flow): Remark | undefined;
  /** The bits that it reads or writes; absent: all of `fields`. */
  touches?(action: A): readonly Touched[];
}

/** Bits of a field. */
export interface Touched {
  readonly field: FieldName;
  readonly mask: bigint;
}

export interface Deed<A> {
  readonly does: 'deed';
  fields(action: A): readonly FieldName[];
  run(action: A, run: ActionRun): Done;
  /** A form of it that this switch does not execute, as a message. */
  refuses?(action: A): string | undefined;
}

/** This switch does not execute such actions, and says so wherever one turns up. */
export interface NotPlayed {
  readonly does: 'nothing';
  readonly message: string;
}

/** What an action did; `stop` ends the list it is in, and `again` has it done once more when a frozen list goes on. */
export interface Done {
  readonly after: Flow;
  readonly outputs?: readonly Output[];
  readonly table?: TableVisit;
  readonly stop?: boolean;
  readonly again?: boolean;
}

/** What an action may do in the switch besides changing the packet. */
export interface ActionRun {
  /** The packet as it is now. */
  readonly flow: Flow;
  /** The table that the action stands in. */
  readonly table: number;
  /** Nothing is done with the packet after this action. */
  readonly last: boolean;
  /** The actions behind this one. */
  readonly rest: readonly OfAction[];
  readonly datapath: DatapathComposer;
  /** Bytes of the packet; undefined in a trace without one, which has no length. */
  readonly packetLength: number | undefined;
  /** The tracker has seen the packet since it came into the bridge. */
  readonly conntracked: boolean;
  remark(level: Remark['level'], text: string): void;
  /** A part of the action that is told like one. */
  words(text: string): void;
  output(port: number): readonly Output[];
  toController(request: ControllerRequest): Output;
  /** Undefined where the limits of ovs-vswitchd forbid another lookup. `ct`: with the connection's first addresses. */
  lookup(table: number, inPort: number, ct?: boolean): TableVisit | undefined;
  push(value: bigint): void;
  pop(): bigint | undefined;
  /** False in a trace without a packet of its own, which teaches nothing. */
  readonly learns: boolean;
  learn(flow: FlowEntry): void;
  /** Ends the packet's way through all tables. */
  exit(): void;
  /** Runs actions here and now; the flow afterwards. */
  nested(actions: readonly OfAction[], flow: Flow, last: boolean, title?: string): Flow;
  /** Keeps the stack from what `body` does; a packet that waits in it for the datapath is sent on its way. */
  apart(body: () => Flow): void;
  /** What `body` tells the datapath is done with a copy. */
  cloned(body: () => void): void;
  /** As a bucket of a group is run: whatever ends the packet's way in it ends nothing outside. */
  bucket(body: () => Flow): void;
  /** Counts as a lookup within the one that the action stands in. */
  deeper(body: () => void): void;
  /** The list ends here, and goes on when the datapath has found something out. */
  freeze(what: Frozen): void;
  /** Hands the packet to the tracker, after which a copy of it, with the fields of `flow`, goes on in `table`, if there is one. */
  track(request: TrackRequest, flow: Flow, table: number | undefined): void;
  /** The datapath forgets what the tracker said. */
  forget(): void;
  setConntracked(yes: boolean): void;
  group(id: number): Group | undefined;
  isUp(port: number): boolean;
  /** The datapath's number of a meter; undefined when there is no such meter. */
  meter(id: number): number | undefined;
  /** The packet goes through a meter, which may take it. */
  measure(id: number): void;
  /** The packet goes to a bucket of a group; undefined: to all. */
  countBucket(group: Group, bucket: Bucket | undefined): void;
  /** False where the limits of ovs-vswitchd forbid more. */
  mayGoOn(): boolean;
  /** Whether the packet's way has ended, which it then has not any more. */
  takeEnd(): boolean;
}

/** What a frozen list waits for: a hash of the packet, or its controller. */
export type Frozen =
  | { readonly type: 'hash'; readonly algorithm: 'l4' | 'sym_l4'; readonly basis: number }
  | { readonly type: 'controller'; readonly request: ControllerRequest };

export const NO_FIELDS = (): readonly FieldName[] => [];

export function change<A>(
  fields: (action: A) => readonly FieldName[],
  apply: Change<A>['apply'],
  more: Partial<Pick<Change<A>, 'remark' | 'touches'>> = {},
): Change<A> {
  return { does: 'change', fields, apply, ...more };
}

export function deed<A>(run: Deed<A>['run'], more: Partial<Pick<Deed<A>, 'fields' | 'refuses'>> = {}): Deed<A> {
  return { does: 'deed', fields: NO_FIELDS, run, ...more };
}

export function notPlayed(type: OfActionType): NotPlayed {
  return { does: 'nothing', message: `${type}: this switch does not have that action` };
}
