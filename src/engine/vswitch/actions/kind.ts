/** What a switch must know of every kind of OpenFlow action: how it executes it, or that it does not. */
import type { FieldName, Flow, FlowEntry, OfActionType, TagReading } from '../../openflow';
import type { Output, Remark, TableVisit } from '../record';

export type ActionExecution<A> = Change<A> | Deed<A> | NotPlayed;

/** Changes fields of the packet and does nothing else. */
export interface Change<A> {
  readonly does: 'change';
  /** The fields that it may change. */
  fields(action: A): readonly FieldName[];
  /** The flow afterwards; the same one when the packet has no such field, which OpenFlow passes over in silence. */
  apply(action: A, flow: Flow, tags: TagReading): Flow;
  /** What ofproto/trace says of it. */
  remark?(action: A, after: Flow): Remark;
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

/** What an action did; `stop` ends the list it is in. */
export interface Done {
  readonly after: Flow;
  readonly outputs?: readonly Output[];
  readonly table?: TableVisit;
  readonly stop?: boolean;
}

/** What an action may do in the switch besides changing the packet. */
export interface ActionRun {
  /** The packet as it is now. */
  readonly flow: Flow;
  /** The table that the action stands in. */
  readonly table: number;
  remark(level: Remark['level'], text: string): void;
  output(port: number): readonly Output[];
  toController(): Output;
  /** Undefined where the limits of ovs-vswitchd forbid another lookup. */
  lookup(table: number, inPort: number): TableVisit | undefined;
  push(value: bigint): void;
  pop(): bigint | undefined;
  learn(flow: FlowEntry): void;
  /** Ends the packet's way through all tables. */
  exit(): void;
}

export const NO_FIELDS = (): readonly FieldName[] => [];

export function change<A>(
  fields: (action: A) => readonly FieldName[],
  apply: Change<A>['apply'],
  remark?: NonNullable<Change<A>['remark']>,
): Change<A> {
  return { does: 'change', fields, apply, ...(remark ? { remark } : {}) };
}

export function deed<A>(run: Deed<A>['run'], more: Partial<Pick<Deed<A>, 'fields' | 'refuses'>> = {}): Deed<A> {
  return { does: 'deed', fields: NO_FIELDS, run, ...more };
}

export function notPlayed(type: OfActionType): NotPlayed {
  return { does: 'nothing', message: `${type}: this switch does not have that action` };
}
