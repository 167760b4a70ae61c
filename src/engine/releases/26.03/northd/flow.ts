/** A logical flow that something in the northbound database wants. */
import type { RowRef, Uuid } from '../../../base';
import type { StageName } from './stages';

export interface WantedFlow {
  /** The datapaths that have it, by the UUID of their northbound row; flows that are alike are one row with a group of datapaths. */
  readonly datapaths: readonly Uuid[];
  readonly stage: StageName;
  readonly priority: number;
  readonly match: string;
  readonly actions: string;
  /** The meter of what it sends to the controller (`controller_meter`). */
  readonly meter?: string;
  /** The port that it is for, so that only hypervisors with that port need it (tag `in_out_port`). */
  readonly port?: string;
  /** What `flow_desc` says: ovn-northd describes few of its flows. */
  readonly description?: string;
  /** The northbound row behind it, whose first 32 bits are the `stage-hint`. */
  readonly hint?: RowRef;
  /** A name of the rule within its stage, for explanations, e.g. `dhcp-request`. */
  readonly rule: string;
  /** Why it is there, in one plain sentence; asked for rarely. */
  readonly why: () => string;
}
