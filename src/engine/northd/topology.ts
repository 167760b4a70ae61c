/**
 * The northbound database as ovn-northd thinks of it: switches, their ports in
 * the order of creation, their ACLs; and, after each change, what must be
 * compiled again.
 */
import type { RowRef, Uuid, Work } from '../base';
import { getNumber, getString, type ChangeSet, type Row, type RowChange } from '../ovsdb';
import { Membership, SWITCH_TABLE, type MembershipColumn } from './membership';
import { inPieces } from './pieces';
import { isUnknown } from './stages-2015/destination-lookup';
import type { AclFacts, PortFacts, SwitchFacts } from './switch-stage';
import type { DatabaseView } from './types';

/** How a release's northbound database is laid out. */
export interface NorthboundLayout {
  readonly ports: MembershipColumn;
  readonly acls: MembershipColumn;
  /** The columns of Logical_Port that decide about Pipeline rows. */
  readonly portColumns: readonly string[];
  portFacts(row: Row, ref: RowRef): PortFacts;
}

/** What a set of changes asks to be compiled again. */
export interface Dirty {
  readonly switches: Set<Uuid>;
  /** Switches whose flood depends on something that changed. */
  readonly floods: Set<Uuid>;
  readonly ports: Set<Uuid>;
  /** ACLs with the switch that has or had them. */
  readonly acls: Map<string, { readonly sw: Uuid; readonly acl: Uuid }>;
  /** Ports whose contents changed, in the order of the changes: what is wrong with them is told once. */
  readonly news: Set<Uuid>;
  /** Names of ports whose binding may be out of date, in the order of the changes. */
  readonly names: Set<string>;
}

export const PORT_TABLE = 'Logical_Port';
export const ACL_TABLE = 'ACL';

export class Topology {
  readonly #layout: NorthboundLayout;
  readonly #ports: Membership;
  readonly #acls: Membership;
  /** When each port was created, as a number that grows. */
  readonly #created = new Map<Uuid, number>();
  readonly #facts = new Map<Uuid, PortFacts>();
  readonly #aclFacts = new Map<Uuid, AclFacts>();
  readonly #switches = new Map<Uuid, SwitchFacts>();
  #clock = 0;

  constructor(layout: NorthboundLayout) {
    this.#layout = layout;
    this.#ports = new Membership(PORT_TABLE, layout.ports);
    this.#acls = new Membership(ACL_TABLE, layout.acls);
  }

  /** Follows changes in the order in which they were committed. */
  *following(nb: DatabaseView, changes: ChangeSet): Work<Dirty> {
    const dirty: Dirty = {
      switches: new Set(),
      floods: new Set(),
      ports: new Set(),
      acls: new Map(),
      news: new Set(),
      names: new Set(),
    };
    yield* inPieces(changes, (change) => {
      this.#follow(nb, change, dirty);
    });
    return dirty;
  }

  switch(uuid: Uuid): SwitchFacts | undefined {
    return this.#switches.get(uuid);
  }

  port(uuid: Uuid): PortFacts | undefined {
    return this.#facts.get(uuid);
  }

  /** An ACL of this switch. */
  acl(sw: Uuid, uuid: Uuid): AclFacts | undefined {
    return this.#acls.membersOf(sw).has(uuid) ? this.#aclFacts.get(uuid) : undefined;
  }

  /** The switch that a port is compiled for: if several list it, the one with the lowest UUID. */
  ownerOf(port: Uuid): SwitchFacts | undefined {
    const [owner] = this.#ports.switchesOf(port);
    return owner === undefined ? undefined : this.#switches.get(owner);
  }

  /** How many switches list a port; more than one is a mistake of whoever wrote the database. */
  claimsOn(port: Uuid): number {
    return this.#ports.switchesOf(port).length;
  }

  /** The ports of a switch, newest first. */
  portsOf(sw: Uuid): readonly PortFacts[] {
    const owned = [...this.#ports.membersOf(sw)].filter((port) => this.ownerOf(port)?.ref.uuid === sw);
    owned.sort((a, b) => (this.#created.get(b) ?? 0) - (this.#created.get(a) ?? 0));
    return owned.flatMap((port) => this.#facts.get(port) ?? []);
  }

  #follow(nb: DatabaseView, change: RowChange, dirty: Dirty): void {
    if (change.table === SWITCH_TABLE) this.#followSwitch(nb, change, dirty);
    else if (change.table === PORT_TABLE) this.#followPort(nb, change, dirty);
    else if (change.table === ACL_TABLE) this.#followAcl(nb, change, dirty);
    this.#ports.follow(change, (sw, port) => {
      dirty.floods.add(sw);
      for (const other of this.#ports.switchesOf(port)) dirty.floods.add(other);
      dirty.ports.add(port);
      const name = this.#facts.get(port)?.name;
      if (name !== undefined) dirty.names.add(name);
    });
    this.#acls.follow(change, (sw, acl) => {
      addAcl(dirty, sw, acl);
    });
  }

  #followSwitch(nb: DatabaseView, { uuid, before, after }: RowChange, dirty: Dirty): void {
    if (before !== undefined && after !== undefined && before.name === after.name) return;
    if (after === undefined) this.#switches.delete(uuid);
    else this.#switches.set(uuid, { ref: refTo(nb, SWITCH_TABLE, uuid), name: getString(after, 'name') });
    // A new name changes no row, but the sentences that explain the rows.
    dirty.switches.add(uuid);
    dirty.floods.add(uuid);
    for (const acl of this.#acls.membersOf(uuid)) addAcl(dirty, uuid, acl);
  }

  #followAcl(nb: DatabaseView, { uuid, after }: RowChange, dirty: Dirty): void {
    if (after === undefined) this.#aclFacts.delete(uuid);
    else {
      this.#aclFacts.set(uuid, {
        ref: refTo(nb, ACL_TABLE, uuid),
        priority: getNumber(after, 'priority'),
        match: getString(after, 'match'),
        action: getString(after, 'action'),
      });
    }
    for (const sw of this.#acls.switchesOf(uuid)) addAcl(dirty, sw, uuid);
  }

  #followPort(nb: DatabaseView, { uuid, before, after }: RowChange, dirty: Dirty): void {
    if (before !== undefined) dirty.names.add(getString(before, 'name'));
    if (after !== undefined) dirty.names.add(getString(after, 'name'));
    const old = this.#facts.get(uuid);
    if (after === undefined) {
      this.#created.delete(uuid);
      this.#facts.delete(uuid);
    } else {
      if (before === undefined) this.#created.set(uuid, ++this.#clock);
      else if (this.#layout.portColumns.every((column) => before[column] === after[column])) return;
      this.#facts.set(uuid, this.#layout.portFacts(after, refTo(nb, PORT_TABLE, uuid)));
      dirty.news.add(uuid);
    }
    dirty.ports.add(uuid);
    if (before !== undefined && sameInFlood(old, this.#facts.get(uuid))) return;
    for (const sw of this.#ports.switchesOf(uuid)) dirty.floods.add(sw);
  }
}

export function refTo(view: DatabaseView, table: string, uuid: Uuid): RowRef {
  return { db: view.schema.name, table, uuid };
}

/** Whether two states of a port make no difference to what its switch floods. */
function sameInFlood(a: PortFacts | undefined, b: PortFacts | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a.name === b.name && isUnknown(a) === isUnknown(b);
}

function addAcl(dirty: Dirty, sw: Uuid, acl: Uuid): void {
  dirty.acls.set(`${sw} ${acl}`, { sw, acl });
}
