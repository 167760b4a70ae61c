/**
 * What neutron-server asks of the driver that carries its networks over to OVN. A
 * driver is a value: it says which transactions a change of Neutron leads to, and
 * neutron-server carries them out, one after the other, over its connection to the
 * northbound database.
 *
 * A driver reads any of Neutron's tables and may write any table of OVN; nothing here
 * knows which columns a day's schema had.
 */
import type { Result, Uuid } from '../base';
import type { DatabaseView, Overlay } from '../ovsdb';
import type { NorthboundOps } from '../network';
import type { NeutronError } from './errors';
import type { Network, Port, Router, SecurityGroup, SecurityGroupRule, Subnet } from './tables';

export type ChangeEvent = 'create' | 'update' | 'delete';

/** What has changed in Neutron: the object as it is now, or as it was when it is gone. */
export type NeutronChange = { readonly event: ChangeEvent } & (
  | { readonly kind: 'network'; readonly network: Network; readonly attributes: readonly string[] }
  | { readonly kind: 'subnet'; readonly subnet: Subnet }
  | { readonly kind: 'port'; readonly port: Port; readonly before?: Port; readonly attributes: readonly string[] }
  | { readonly kind: 'router'; readonly router: Router }
  | { readonly kind: 'security-group'; readonly group: SecurityGroup }
  | { readonly kind: 'security-group-rule'; readonly rule: SecurityGroupRule }
);

/** One step of a transaction; it sees what the steps before it have done. The error is what it raises. */
export interface Command {
  /** As the driver's own program calls it, with its arguments, e.g. `create_lswitch neutron-…`. */
  readonly text: string;
  run(transaction: Overlay): Result<void, string>;
}

/** Commands that happen together or not at all. */
export type Transaction = readonly Command[];

export interface Binding {
  /** The status that a port has as soon as it is bound, or null where binding changes none. */
  readonly status: string | null;
  readonly vifType: string;
  readonly vifDetails: Readonly<Record<string, boolean>>;
}

export interface MechanismDriver {
  /** What becomes of a call whose transaction is refused: the real program logs it, or fails the call. */
  readonly refused: 'is-logged' | 'fails-the-call';
  /** Whether networks have provider attributes, as those of ML2 have. */
  readonly provider: boolean;
  /** Whether a port goes from OVN before it goes from Neutron. */
  readonly deletesPortFirst: boolean;
  /** How long a transaction waits for an ovsdb-server that does not answer, in seconds. */
  readonly timeout: number;
  /** The status of a port when it is made, and how it is bound when a host asks for it; unbound ports have a vif_type too. */
  readonly newPort: { readonly status: string; readonly vifType: string };
  readonly binding: Binding;
  /** Whether it follows Logical_Port.up: a port is ACTIVE then while OVN says so. */
  readonly followsUp: boolean;
  /** The names that the comparison of both databases gives to what it does; undefined on a day that had none. */
  readonly sync: SyncRules | undefined;
  /** Refuses a binding:profile before anything is written. */
  checkProfile(neutron: DatabaseView, profile: Port['binding:profile']): Result<void, NeutronError>;
  transactions(change: NeutronChange, neutron: DatabaseView): readonly Transaction[];
}

export interface SyncRules {
  readonly defaultMode: SyncMode;
  /** From the start of the server to the comparison, in virtual milliseconds. */
  readonly delay: number;
  /** The creation that failed, in its warnings. */
  readonly words: { readonly network: string; readonly port: string };
  /** The mark in external_ids by which it knows what is its own; what has none stays. */
  readonly marks: { readonly network: string; readonly port: string };
  readonly northbound: NorthboundOps;
  createNetwork(network: Network, neutron: DatabaseView): readonly Transaction[];
  createPort(port: Port, neutron: DatabaseView): readonly Transaction[];
  deleteNetwork(name: string): Command;
  deletePort(name: string): Command;
}

export const SYNC_MODES = ['off', 'log', 'repair'] as const;
export type SyncMode = (typeof SYNC_MODES)[number];

export const PORT_STATUSES = ['at-once', 'up'] as const;
export type PortStatusRule = (typeof PORT_STATUSES)[number];

/** What a deployer chooses beside the driver. */
export interface DriverOptions {
  readonly securityGroups: SecurityGroupMapping | undefined;
  readonly portStatus: PortStatusRule;
}

/** A driver to choose, before its options are known. */
export interface DriverChoice {
  /** E.g. `ovn-2015-04-21`. */
  readonly id: string;
  readonly title: string;
  /** What it writes and what slips it has, in a sentence or two. */
  readonly summary: string;
  build(options: DriverOptions): MechanismDriver;
}

export interface AclOfGroup {
  readonly priority: number;
  readonly match: string;
  readonly action: 'allow' | 'allow-related' | 'drop';
  readonly externalIds: Readonly<Record<string, string>>;
  /** What of the port it speaks of. */
  readonly direction: 'ingress' | 'egress';
  /** The rules that it stands for; none for what drops the rest. */
  readonly rules: readonly Uuid[];
}

/** How rules of security groups become ACLs. */
export interface SecurityGroupMapping {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** The key of external_ids that holds the id of the ACL's port. */
  readonly portKey: string;
  /** The directions in which a rule's remote prefix is compared with the other end, so that it lets in or out whom it names. */
  readonly prefixes: readonly ('ingress' | 'egress')[];
  /** The ACLs of one port, each once. */
  acls(port: Port, neutron: DatabaseView): readonly AclOfGroup[];
}

/** What a release knows of Neutron: the drivers that fit its northbound schema. */
export interface NeutronRules {
  readonly drivers: readonly DriverChoice[];
  readonly defaultDriver: string;
  readonly securityGroups: readonly SecurityGroupMapping[];
}
