/** The parts of a deployment's state that are neither rows nor flows: immutable values, changed by being replaced. */
import type { Millis } from '../base';
import type { FlowEntry } from '../openflow';
import type { ChangeSet } from '../ovsdb';
import type { SwitchMessage } from './machine';
import type { DaemonKind, DaemonStatus } from './types';

export interface Daemon {
  readonly kind: DaemonKind;
  readonly machine: string | null;
  readonly status: DaemonStatus;
  readonly delay: number;
  /** An ovn-controller that was started while cut off and has never seen the southbound database; a neutron-server that does not reach the northbound one. */
  readonly blind: boolean;
}

export interface Wake {
  readonly due: Millis;
  readonly order: number;
  readonly cause: number | null;
}

/** What has been sent from an ovn-controller to its switch, and not yet been applied. */
export interface Connection {
  /** The switch has, or will have after `queue`, what the controller wants it to have. */
  readonly synced: boolean;
  readonly queue: readonly SwitchMessage[];
}

/** What tells one flow of a bridge from another. */
export type FlowPlace = Pick<FlowEntry, 'table' | 'priority' | 'match'>;

/**
 * The places in a bridge whose flows were changed past its controller since it last
 * sent everything, by their key; everywhere else the switch has what it was told.
 */
export type ForeignFlows = 'all' | ReadonlyMap<string, FlowPlace>;

export interface Cuts {
  /** The position in history at which sight was lost; null when all is well. */
  readonly southbound: number | null;
  readonly underlay: boolean;
  /** What it had missed already when the scenario was opened in which it is cut off. */
  readonly missed?: ChangeSet;
}

export const NO_CUTS: Cuts = { southbound: null, underlay: false };

export const FRESH_CONNECTION: Connection = { synced: false, queue: [] };

/** What an occurrence is about. */
export interface Occasion {
  readonly who: string;
  /** Null for a daemon's run, which is labelled by what it did and recorded even when it did nothing. */
  readonly label: string | null;
  readonly cause: number | null;
  readonly action: number | null;
}
