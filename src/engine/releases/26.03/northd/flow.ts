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
  readonly meter?: string | undefined;
  /** The port that it is for, so that only hypervisors with that port need it (tag `in_out_port`). */
  readonly port?: string | undefined;
  /** Ports and addresses in the match are those of the connection (tag `acl_ct_translation`). */
  readonly ctTranslation?: boolean | undefined;
  /** What `flow_desc` says: ovn-northd describes few of its flows. */
  readonly description?: string | undefined;
  /** The northbound row behind it, whose first 32 bits are the `stage-hint`. */
  readonly hint?: RowRef | undefined;
  /** A name of the rule within its stage, for explanations, e.g. `dhcp-request`. */
  readonly rule: string;
  /** Why it is there, in one plain sentence; asked for rarely. */
  readonly why: () => string;
}

/** A flow for one datapath, or for several. */
export function flow(
  datapath: Uuid | readonly Uuid[],
  stage: StageName,
  priority: number,
  match: string,
  actions: string,
  more: Omit<WantedFlow, 'datapaths' | 'stage' | 'priority' | 'match' | 'actions'>,
): WantedFlow {
  const datapaths = typeof datapath === 'string' ? [datapath] : datapath;
  return { datapaths, stage, priority, match, actions, ...more };
}
