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
  readonly #switches = new Map<Uuid, Set<Uuid>>();

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
    const [oldSet, nowSet] = [new Set(old), new Set(now)];
    const pair = (other: Uuid): [Uuid, Uuid] => (this.#where.in === 'member' ? [other, uuid] : [uuid, other]);
    for (const other of old) {
      if (nowSet.has(other)) continue;
      const [sw, member] = pair(other);
      drop(this.#members, sw, member);
      drop(this.#switches, member, sw);
      changed(sw, member);
    }
    for (const other of now) {
      if (oldSet.has(other)) continue;
      const [sw, member] = pair(other);
      put(this.#members, sw, member);
      put(this.#switches, member, sw);
      changed(sw, member);
    }
  }

  /** The members of a switch, in no particular order. */
  membersOf(sw: Uuid): ReadonlySet<Uuid> {
    return this.#members.get(sw) ?? NONE;
  }

  /** The switches that claim a member, sorted; more than one only where switches list their members. */
  switchesOf(member: Uuid): readonly Uuid[] {
    return [...(this.#switches.get(member) ?? NONE)].sort(compareText);
  }

  #others(row: Row | undefined): readonly Uuid[] {
    if (row === undefined) return [];
    return this.#where.in === 'member' ? [getUuid(row, this.#where.column)] : getUuids(row, this.#where.column);
  }
}

const NONE: ReadonlySet<Uuid> = new Set();

function put(map: Map<Uuid, Set<Uuid>>, key: Uuid, value: Uuid): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}

function drop(map: Map<Uuid, Set<Uuid>>, key: Uuid, value: Uuid): void {
  const set = map.get(key);
  set?.delete(value);
  if (set?.size === 0) map.delete(key);
}
