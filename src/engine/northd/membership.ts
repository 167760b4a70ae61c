/**
 * Which rows belong to which switch. In one layout of the northbound database a
 * member names its switch, in the other a switch lists its members; here both
 * are followed change by change.
 */
import { compareText, type Uuid } from '../base';
import { getUuid, getUuids, type Row, type RowChange } from '../ovsdb';

export const SWITCH_TABLE = 'Logical_Switch';

/** The column that tells the membership, and in which table it is. */
export type MembershipColumn =
  { readonly in: 'member'; readonly column: string } | { readonly in: 'switch'; readonly column: string };

export class Membership {
  readonly #table: string;
  readonly #where: MembershipColumn;
  readonly #members = new Map<Uuid, Set<Uuid>>();
  /** Nearly always one switch, so a short sorted list is the lightest. */
  readonly #switches = new Map<Uuid, readonly Uuid[]>();

  constructor(memberTable: string, where: MembershipColumn) {
    this.#table = memberTable;
    this.#where = where;
  }

  /** Follows one change of the northbound database; calls back for each membership that began or ended. */
  follow(change: RowChange, changed: (sw: Uuid, member: Uuid) => void): void {
    const { table, uuid, before, after } = change;
    if (table !== (this.#where.in === 'member' ? this.#table : SWITCH_TABLE)) return;
    if (before !== undefined && after !== undefined && before[this.#where.column] === after[this.#where.column]) return;
    const old = this.#others(before);
    const now = this.#others(after);
    const kept = old.length > 0 && now.length > 0 ? new Set(old) : NONE;
    const added = now.filter((other) => !kept.has(other));
    const still = added.length < now.length ? new Set(now) : NONE;
    const memberFirst = this.#where.in === 'member';
    for (const other of old) {
      if (still.has(other)) continue;
      const [sw, member] = memberFirst ? [other, uuid] : [uuid, other];
      this.#end(sw, member);
      changed(sw, member);
    }
    for (const other of added) {
      const [sw, member] = memberFirst ? [other, uuid] : [uuid, other];
      this.#begin(sw, member);
      changed(sw, member);
    }
  }

  /** The members of a switch, in no particular order. */
  membersOf(sw: Uuid): ReadonlySet<Uuid> {
    return this.#members.get(sw) ?? NONE;
  }

  /** The switches that claim a member, sorted; more than one only where switches list their members. */
  switchesOf(member: Uuid): readonly Uuid[] {
    return this.#switches.get(member) ?? NOBODY;
  }

  #begin(sw: Uuid, member: Uuid): void {
    const members = this.#members.get(sw);
    if (members === undefined) this.#members.set(sw, new Set([member]));
    else members.add(member);
    const others = this.#switches.get(member);
    this.#switches.set(member, others === undefined ? [sw] : [...others, sw].sort(compareText));
  }

  #end(sw: Uuid, member: Uuid): void {
    const members = this.#members.get(sw);
    members?.delete(member);
    if (members?.size === 0) this.#members.delete(sw);
    const others = this.switchesOf(member).filter((other) => other !== sw);
    if (others.length === 0) this.#switches.delete(member);
    else this.#switches.set(member, others);
  }

  #others(row: Row | undefined): readonly Uuid[] {
    if (row === undefined) return NOBODY;
    return this.#where.in === 'member' ? [getUuid(row, this.#where.column)] : getUuids(row, this.#where.column);
  }
}

const NONE: ReadonlySet<Uuid> = new Set();
const NOBODY: readonly Uuid[] = [];
