/**
 * The northbound database in terms that no release changes: what there is
 * (`NorthboundModel`), and the edits that fill and change it from a program
 * (`NorthboundEdits`). What a person types or draws goes through commands.
 *
 * Every operation is pure: it reads a view and gives edits for one commit. To
 * make several in one commit, let each see the edits before it (`Overlay`).
 */
import type { Result, Uuid } from '../base';
import type { DatabaseView } from '../ovsdb';
import type { RowEdit } from '../ovsdb';
import type { TopologyModel } from './topology';

export interface NbSwitch {
  readonly uuid: Uuid;
  /** Need not be unique, and may be empty. */
  readonly name: string;
  readonly externalIds: Readonly<Record<string, string>>;
}

export interface NbPort {
  readonly uuid: Uuid;
  /** Unique over the deployment. */
  readonly name: string;
  readonly switch: Uuid;
  /** In 2015 a MAC address each, today `MAC [IP]...`; or a word, such as `unknown`. */
  readonly macs: readonly string[];
  readonly portSecurity: readonly string[];
  readonly up: boolean | undefined;
  /** Always undefined in a release without the column. */
  readonly enabled: boolean | undefined;
  readonly parent: string | undefined;
  readonly tag: number | undefined;
  /** Empty in a release without the column, and for a VIF. */
  readonly type: string;
  readonly options: Readonly<Record<string, string>>;
  /** The name of the router port that it leads to. */
  readonly routerPort?: string;
  /** The name of the physical network that it leads to. */
  readonly physicalNetwork?: string;
  /** The DHCP options that its VIF is answered with. */
  readonly dhcp?: { readonly v4: Uuid | undefined; readonly v6: Uuid | undefined };
  readonly externalIds: Readonly<Record<string, string>>;
}

export type AclDirection = 'from-lport' | 'to-lport';

export interface NbAcl {
  readonly uuid: Uuid;
  /** The switch that has it, or the port group. */
  readonly owner: Uuid;
  /** Absent where ACLs have none. */
  readonly direction?: AclDirection;
  readonly priority: number;
  readonly match: string;
  readonly action: string;
  readonly log: boolean;
  /** Absent where ACLs have none. */
  readonly tier?: number;
  /** Empty where it has none. */
  readonly name?: string;
}

/** A port to be added; the caller draws its UUID, from `Database.newUuid`. */
export interface NewPort {
  readonly uuid: Uuid;
  readonly name: string;
  /** A container's port: the port of the VM that it is in, and the VLAN that the VM tags it with, 0 to 4095. */
  readonly container?: { readonly parent: string; readonly tag: number };
  readonly macs?: readonly string[];
  readonly portSecurity?: readonly string[];
  readonly enabled?: boolean;
}

export interface NewAcl {
  readonly uuid: Uuid;
  /** 1 to 65535. */
  readonly priority: number;
  readonly match: string;
  readonly action: string;
  readonly log: boolean;
}

export type AclChange = Partial<Omit<NewAcl, 'uuid'>>;

/** Which settings a release's ports have beyond those that every release has. */
export interface NorthboundFeatures {
  readonly enabled: boolean;
  readonly typeAndOptions: boolean;
  /** What an ACL may do with a packet, as its column `action` says it. */
  readonly aclActions: readonly string[];
  /** Whether ACLs have a direction and a tier. */
  readonly aclDirections: boolean;
}

/** What there is, to read. */
export interface NorthboundModel {
  readonly features: NorthboundFeatures;
  /** The table of the ports of switches. */
  readonly portTable: string;
  /** Routers and what else there is; absent in a release that has switches alone. */
  readonly topology?: TopologyModel;

  switches(nb: DatabaseView): readonly NbSwitch[];
  switch(nb: DatabaseView, uuid: Uuid): NbSwitch | undefined;
  /** By UUID or by name; `not-found` or `ambiguous`, in the words of ovn-nbctl. */
  findSwitch(nb: DatabaseView, nameOrUuid: string): Result<NbSwitch>;
  /** All ports, in the order of creation; for many switches, cheaper than asking for each. */
  ports(nb: DatabaseView): readonly NbPort[];
  /** In the order of creation. */
  portsOf(nb: DatabaseView, sw: Uuid): readonly NbPort[];
  port(nb: DatabaseView, uuid: Uuid): NbPort | undefined;
  /** By UUID or by name; `not-found`, in the words of ovn-nbctl. */
  findPort(nb: DatabaseView, nameOrUuid: string): Result<NbPort>;
  /** All ACLs, in the order of creation. */
  acls(nb: DatabaseView): readonly NbAcl[];
  /** In the order of creation. */
  aclsOf(nb: DatabaseView, owner: Uuid): readonly NbAcl[];
  acl(nb: DatabaseView, uuid: Uuid): NbAcl | undefined;
}

/** The edits of a program that builds a network, such as the gallery. */
export interface NorthboundEdits {
  addSwitch(uuid: Uuid, name: string): readonly RowEdit[];
  /**
   * Deletes the switch's row alone, as ovn-nbctl does. Where ports point to
   * their switch, the commit fails as long as there are any.
   */
  delSwitch(sw: Uuid): readonly RowEdit[];
  /** Deletes a switch with everything that belongs to it. */
  delSwitchAndContents(nb: DatabaseView, sw: Uuid): readonly RowEdit[];
  renameSwitch(sw: Uuid, name: string): readonly RowEdit[];
  addPorts(nb: DatabaseView, sw: Uuid, ports: readonly NewPort[]): readonly RowEdit[];
  delPort(nb: DatabaseView, port: Uuid): readonly RowEdit[];
  renamePort(port: Uuid, name: string): readonly RowEdit[];
  movePort(nb: DatabaseView, port: Uuid, sw: Uuid): readonly RowEdit[];
  setMacs(port: Uuid, macs: readonly string[]): readonly RowEdit[];
  setPortSecurity(port: Uuid, members: readonly string[]): readonly RowEdit[];
  setContainer(port: Uuid, container: NewPort['container'] | undefined): readonly RowEdit[];
  /** `unsupported` in a release without the column; undefined clears it. */
  setEnabled(port: Uuid, enabled: boolean | undefined): Result<readonly RowEdit[]>;
  setType(port: Uuid, type: string): Result<readonly RowEdit[]>;
  setOptions(port: Uuid, options: Readonly<Record<string, string>>): Result<readonly RowEdit[]>;
  addAcls(nb: DatabaseView, sw: Uuid, acls: readonly NewAcl[]): readonly RowEdit[];
  delAcl(nb: DatabaseView, acl: Uuid): readonly RowEdit[];
  setAcl(acl: Uuid, change: AclChange): readonly RowEdit[];
  /** Sets one key of `external_ids` of a switch or a port; undefined removes it. */
  setExternalId(nb: DatabaseView, table: string, row: Uuid, key: string, value: string | undefined): readonly RowEdit[];
}

export type NorthboundOps = NorthboundModel & NorthboundEdits;
