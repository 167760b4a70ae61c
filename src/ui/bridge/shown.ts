/** What the page shows of a deployment: plain data, as the engine's session makes it. */
import type { Problem, Uuid, RowRef } from '../../engine/base';
import type { NbAcl } from '../../engine/network';
import type { Row } from '../../engine/ovsdb';
import type { TopologyView } from './topology-view';

/** `OVN_Northbound`, `OVN_Southbound`, or `Open_vSwitch@` and a machine's name. */
export type DatabaseKey = string;

export interface ColumnInfo {
  readonly name: string;
  /** As `ovsdb-client list-columns` would say it, in short, e.g. `set of string`. */
  readonly type: string;
  /** Shape of a cell: how `text` is to be read. */
  readonly kind: 'atom' | 'set' | 'map';
  readonly isUuid: boolean;
}

export interface TableInfo {
  readonly name: string;
  readonly columns: readonly ColumnInfo[];
}

export interface DatabaseInfo {
  readonly key: DatabaseKey;
  readonly name: string;
  readonly machine: string | null;
  readonly tables: readonly TableInfo[];
}

/** A row with its cells as `ovsdb-client dump` prints them, by column. */
export interface RowView {
  readonly uuid: Uuid;
  readonly cells: Readonly<Record<string, string>>;
  readonly row: Row;
}

export interface PipelineRowView {
  readonly uuid: Uuid;
  readonly datapath: Uuid;
  readonly tableId: number;
  /** The name of its stage; null for a table that no stage fills. */
  readonly stage: string | null;
  readonly priority: number;
  readonly match: string;
  readonly actions: string;
  /** Problems the controllers had with the row: it gives no flow while it has one. */
  readonly problem: Problem | null;
}

export interface FlowView {
  /** Unique on its machine as long as the flow lives. */
  readonly id: string;
  readonly table: number;
  readonly priority: number;
  readonly match: string;
  readonly actions: string;
  readonly cookie: string;
  readonly origin: RowRef | null;
  readonly packets: number;
  readonly bytes: number;
}

/** The network in terms that no release changes. */
export interface NetworkModel {
  readonly switches: readonly SwitchView[];
  readonly machines: readonly MachineView[];
  /** Absent in a release that has switches alone. */
  readonly topology?: TopologyView;
}

export interface SwitchView {
  readonly uuid: Uuid;
  readonly name: string;
  readonly ports: readonly PortView[];
  readonly acls: readonly AclView[];
}

export interface PortView {
  readonly uuid: Uuid;
  readonly name: string;
  readonly switch: Uuid;
  readonly macs: readonly string[];
  readonly portSecurity: readonly string[];
  readonly up: boolean | null;
  readonly enabled: boolean | null;
  readonly parent: string | null;
  readonly tag: number | null;
  /** Of a port that is no VIF: `router`, `localnet`, … */
  readonly type?: string;
  /** The router port that it leads to. */
  readonly routerPort?: string;
  /** The physical network that it leads to. */
  readonly physicalNetwork?: string;
  readonly dhcp?: { readonly v4: Uuid | undefined; readonly v6: Uuid | undefined };
  readonly tunnelKey: number | null;
  /** The chassis (by name) that the binding names, and the machine that has it. */
  readonly chassis: string | null;
  readonly machine: string | null;
}

export type AclView = NbAcl;

export interface MachineView {
  readonly name: string;
  readonly systemId: string | null;
  /** Where it looks for OVN's databases. */
  readonly remote: string | null;
  readonly encapTypes: readonly string[];
  readonly encapIp: string | null;
  /** True once its Chassis row is in the southbound database. */
  readonly registered: boolean;
  readonly hasIntegrationBridge: boolean;
  readonly vifs: readonly VifView[];
  readonly tunnels: readonly TunnelView[];
  /** The OpenFlow tables of br-int that have flows, in order. */
  readonly tables: readonly number[];
  readonly cutOff: { readonly southbound: boolean; readonly underlay: boolean };
  /** The physical networks that it leads to; absent where it leads to none. */
  readonly networks?: readonly string[];
}

export interface VifView {
  readonly name: string;
  readonly ofport: number | null;
  readonly ifaceId: string | null;
}

export interface TunnelView {
  readonly name: string;
  readonly ofport: number | null;
  readonly type: string;
  readonly remoteIp: string;
  /** The machine on the other end, when one has that address. */
  readonly peer: string | null;
}

/** `stopped` is a clean exit, `killed` leaves everything behind. */
export type DaemonStatus = 'running' | 'paused' | 'killed' | 'stopped';

export interface DaemonView {
  /** `ovn-northd`, `ovn-controller@hv1`, `ovs-vswitchd@hv1`. */
  readonly name: string;
  readonly machine: string | null;
  readonly status: DaemonStatus;
  readonly delay: number;
  /** Something it has not yet acted on. */
  readonly pending: boolean;
}

export interface HistoryView {
  readonly index: number;
  readonly time: number;
  readonly who: string;
  readonly label: string;
  /** The entry that woke this one. */
  readonly cause: number | null;
}

export interface BranchView {
  readonly id: string;
  readonly from: number;
  readonly length: number;
  readonly current: boolean;
}

export interface LogView {
  readonly seq: number;
  readonly time: number;
  readonly daemon: string;
  readonly level: 'ERR' | 'WARN' | 'INFO' | 'DBG';
  readonly module: string;
  readonly message: string;
  readonly about: RowRef | null;
}
