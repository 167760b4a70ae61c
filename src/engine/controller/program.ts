/** What a deployment asks of an ovn-controller, whatever its release: the daemon of one hypervisor, and whoever makes it. */
import type { LogRecord, Millis, Uuid, Work } from '../base';
import type { OfAction } from '../openflow';
import type { DatabaseView, RowEdit } from '../ovsdb';
import type { Continuation, Output, Resumed } from '../vswitch';
import type { RowProblem } from './logical';
import type { ControllerMemory, ControllerResult, ControllerSeen, ControllerView, OriginFlow } from './types';

export interface ControllerProgram {
  /**
   * Does in pieces what the real daemon does when it wakes up; nothing in `view`, which already has the changes of
   * `seen`, may change between them. The edits must be committed before the next run. A program whose run was not
   * finished is of no use any more.
   */
  running(view: ControllerView, seen: ControllerSeen): Work<ControllerResult>;
  /** What the last run wanted of the southbound database could not be committed: there is no connection. */
  notCommitted(): void;
  /** A clean exit: gives up its bindings, its chassis and its tunnels. Flows stay on the switch. */
  exit(view: ControllerView): Pick<ControllerResult, 'sb' | 'ovs' | 'log'>;
  /** The same object until something in it changes. */
  memory(): ControllerMemory;
  /**
   * What it does with a packet that the switch has handed to it, or, with `wake`, when it looks at the database and the
   * time; absent in releases whose switches hand nothing over. `state` is what the last turn ended with; the edits are
   * to be committed before the next one.
   */
  hears?(
    event: Output | 'wake',
    view: ControllerView & { readonly now: Millis },
    state: PacketState | undefined,
  ): PacketTurn;
  /** What keeps a logical flow out of the flow table; undefined also for one that is not looked at. */
  problem(row: Uuid): RowProblem | undefined;
  /** The flows made from a southbound row, also those that lost their place to another row's. */
  flowsOf(row: Uuid): readonly OriginFlow[];
}

/** What a controller remembers of packets; a value that never changes, and means something to it alone. */
export type PacketState = object;

export interface PacketTurn {
  readonly state: PacketState;
  readonly answers: readonly PacketAnswer[];
  readonly sb: readonly RowEdit[];
  readonly log: readonly LogRecord[];
  /** When it wants to be woken if nothing happens until then. */
  readonly wakeAt?: Millis;
}

/** What a controller has a switch do with a packet. */
export type PacketAnswer =
  | { readonly kind: 'packet-out'; readonly packet: Uint8Array; readonly actions: readonly OfAction[] }
  | ({ readonly kind: 'resume'; readonly continuation: Continuation } & Resumed);

/**
 * Makes the controllers of one deployment, which share what they compile. `host` is the name of the machine; `memory` is
 * to continue where another was.
 */
export type MakeController = (host: string, memory?: ControllerMemory) => ControllerProgram;

/** What is true of every controller of a release. */
export interface ControllerTraits {
  /** Claims containers behind a VM that is plugged in here. */
  readonly claimsContainers: boolean;
  /** Registers its chassis as soon as it has a name, before there is an integration bridge. */
  readonly registersWithoutBridge: boolean;
  /** What it writes into either database is news to it as well. */
  readonly followsItself: boolean;
  /** The numbers by which a hypervisor's switch knows logical datapaths. */
  readonly datapathNumbers: (
    sb: DatabaseView,
    memory: ControllerMemory | undefined,
  ) => readonly (readonly [Uuid, number])[];
}
