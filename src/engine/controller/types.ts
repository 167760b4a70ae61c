/** What an ovn-controller sees and says, as plain data. */
import type { LogRecord, Uuid } from '../base';
import type { ChangeSet, DatabaseView, RowEdit } from '../ovsdb';
import type { FlowEntry, Group, Meter } from '../openflow';

/** The two databases of a hypervisor's controller: the southbound one and its own Open_vSwitch. */
export interface ControllerView {
  readonly sb: DatabaseView;
  readonly ovs: DatabaseView;
}

/** What was committed since the controller last ran; `all` on its first run and whenever that is not known. */
export type ControllerSeen = 'all' | { readonly sb: ChangeSet; readonly ovs: ChangeSet };

/** Why a flow is there. */
export interface FlowOrigin {
  /** A stable name of the rule that made it. */
  readonly rule: FlowRule;
  /** The Pipeline row, for a logical flow. */
  readonly pipeline?: Uuid;
  /** The row that binds the logical port, for a physical flow. */
  readonly binding?: Uuid;
  /** Another southbound row. */
  readonly row?: Uuid;
}

/** `common`: what every hypervisor has; `port` and `row`: what stands for a binding, or for another row, in releases that do not tell these apart. */
export type FlowRule =
  | 'common'
  | 'port'
  | 'row'
  | 'logical'
  | 'from-vif'
  | 'from-container'
  | 'from-tunnel'
  | 'no-return'
  | 'to-vif'
  | 'to-container'
  | 'to-tunnel';

/** The tunnel key of a logical port of one datapath. */
export type KeyOf = (logicalPort: string) => number | undefined;

/** A flow as the controller wants it, with the way back to the row it was made from. */
export interface OriginFlow extends FlowEntry {
  readonly origin: FlowOrigin;
  /** Of flows with the same key, the one whose rank comes first is installed; of flows of equal priority, it wins. */
  readonly rank: string;
  /** Table, priority and match: two flows with the same key are one flow to a switch. */
  readonly key: string;
}

/** A change of the flow table, or a whole new one. */
export type FlowChanges =
  | { readonly replaceAll: readonly OriginFlow[] }
  | { readonly added: readonly OriginFlow[]; readonly removed: readonly OriginFlow[] };

/** The groups and meters of a switch, by their numbers, and the option of Geneve that it reads into tun_metadata0. */
export interface SwitchTables {
  readonly groups: readonly Group[];
  readonly meters: readonly Meter[];
  readonly geneveOption?: { readonly class: number; readonly type: number };
}

export interface ControllerResult {
  readonly sb: readonly RowEdit[];
  readonly ovs: readonly RowEdit[];
  readonly flows: FlowChanges;
  /** All groups and meters that the switch is to have; absent where they stay as they are, and in releases without them. */
  readonly tables?: SwitchTables;
  readonly log: readonly LogRecord[];
}

/** Encapsulations that a controller found in its Chassis row and replaced, since it has the settings it has. */
export interface OverwrittenEncaps {
  readonly settings: string;
  readonly encaps: readonly string[];
}

/**
 * What a controller remembers beside the databases, as data that can be kept
 * and given to a new one: with it, time can be turned back exactly.
 */
export interface ControllerMemory {
  /** The name under which the chassis was last registered. */
  readonly registeredAs: string | undefined;
  /** Logical ports whose binding this controller holds or has given up to another chassis. */
  readonly held: readonly string[];
  /** What it has overwritten in its Chassis row. */
  readonly overwritten: OverwrittenEncaps;
  /** Local numbers of logical datapaths. */
  readonly datapaths: readonly (readonly [Uuid, number])[];
  readonly nextDatapath: number;
  /** What groups and meters do, in the order of their numbers, from 1; absent where none was ever given out. */
  readonly groups?: readonly string[];
  readonly meters?: readonly string[];
}
