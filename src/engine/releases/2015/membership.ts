/**
 * How ports and ACLs belong to their switch, and the only place that tells the two
 * ways apart: in 2015-04 each names its switch; in 2015-08 the switch lists them, and
 * what no switch lists is gone.
 */
import { compareText, type Uuid } from '../../base';
import type { MembershipColumn } from '../../northd';
import { getUuid, getUuids, type DatabaseView, type Row, type RowEdit, type RowValues } from '../../ovsdb';

/** A table whose rows belong to switches. */
export type MemberTable = 'Logical_Port' | 'ACL';

export interface NewMember {
  readonly uuid: Uuid;
  readonly row: RowValues;
}

export interface Membership {
  /** The columns that say it, for ovn-northd to follow. */
  readonly columns: Readonly<Record<MemberTable, MembershipColumn>>;
  /** Undefined where no switch has the row. */
  switchOf(nb: DatabaseView, table: MemberTable, row: Row): Uuid | undefined;
  /** The switch of every member. */
  owners(nb: DatabaseView, table: MemberTable): ReadonlyMap<Uuid, Uuid>;
  /** In the order of creation. */
  membersOf(nb: DatabaseView, table: MemberTable, sw: Uuid): readonly Row[];
  insert(nb: DatabaseView, table: MemberTable, sw: Uuid, members: readonly NewMember[]): readonly RowEdit[];
  /** As ovn-nbctl does it: from one switch. A row that another one lists as well stays. */
  remove(nb: DatabaseView, table: MemberTable, member: Uuid): readonly RowEdit[];
  move(nb: DatabaseView, table: MemberTable, member: Uuid, sw: Uuid): readonly RowEdit[];
  /** What must go, besides its own row, for a switch to go. */
  removeContents(nb: DatabaseView, sw: Uuid): readonly RowEdit[];
}

/** Tables and columns of the layouts. */
const SWITCH = 'Logical_Switch';
const MEMBER_TABLES = ['Logical_Port', 'ACL'] as const satisfies readonly MemberTable[];
const LISTS = { Logical_Port: 'ports', ACL: 'acls' } as const satisfies Record<MemberTable, string>;

/** Members name their switch in the column `lswitch`. */
export const memberNamesSwitch: Membership = {
  columns: { Logical_Port: { in: 'member', column: 'lswitch' }, ACL: { in: 'member', column: 'lswitch' } },
  switchOf: (_nb, _table, row) => getUuid(row, 'lswitch'),
  owners: (nb, table) => new Map(Array.from(nb.rows(table).values(), (row) => [row._uuid, getUuid(row, 'lswitch')])),
  membersOf: (nb, table, sw) => [...nb.rows(table).values()].filter((row) => row.lswitch === sw),
  insert: (_nb, table, sw, members) =>
    members.map(({ uuid, row }) => ({ op: 'insert', table, uuid, row: { ...row, lswitch: sw } })),
  remove: (_nb, table, member) => [{ op: 'delete', table, uuid: member }],
  move: (_nb, table, member, sw) => [{ op: 'update', table, uuid: member, row: { lswitch: sw } }],
  removeContents: (nb, sw) =>
    MEMBER_TABLES.flatMap((table) =>
      memberNamesSwitch.membersOf(nb, table, sw).map((row): RowEdit => ({ op: 'delete', table, uuid: row._uuid })),
    ),
};

/** The switch lists its members in the columns `ports` and `acls`. */
export const switchListsMembers: Membership = {
  columns: { Logical_Port: { in: 'switch', column: LISTS.Logical_Port }, ACL: { in: 'switch', column: LISTS.ACL } },
  switchOf(nb, table, row) {
    for (const sw of nb.rows(SWITCH).values()) if (has(sw, LISTS[table], row._uuid)) return sw._uuid;
    return undefined;
  },
  owners(nb, table) {
    const owners = new Map<Uuid, Uuid>();
    for (const sw of nb.rows(SWITCH).values()) {
      for (const member of getUuids(sw, LISTS[table])) if (!owners.has(member)) owners.set(member, sw._uuid);
    }
    return owners;
  },
  membersOf(nb, table, sw) {
    const listed = listOf(nb, table, sw);
    if (listed.length < 2) return listed.flatMap((uuid) => nb.row(table, uuid) ?? []);
    // The list is sorted by UUID; the table knows the order of creation.
    const wanted = new Set(listed);
    return [...nb.rows(table).values()].filter((row) => wanted.has(row._uuid));
  },
  insert(nb, table, sw, members) {
    const inserts = members.map(({ uuid, row }): RowEdit => ({ op: 'insert', table, uuid, row }));
    return [...inserts, list(table, sw, [...listOf(nb, table, sw), ...members.map(({ uuid }) => uuid)])];
  },
  remove(nb, table, member) {
    const [taken, ...others] = unlist(nb, table, member);
    if (taken !== undefined && others.length > 0) return [taken];
    // A row that no switch lists any more goes by itself, but who deletes says so.
    return [...(taken === undefined ? [] : [taken]), { op: 'delete', table, uuid: member }];
  },
  move(nb, table, member, sw) {
    if (listOf(nb, table, sw).includes(member)) return [];
    return [...unlist(nb, table, member), list(table, sw, [...listOf(nb, table, sw), member])];
  },
  removeContents: () => [],
};

/** Each switch that lists a row, without it. */
function unlist(nb: DatabaseView, table: MemberTable, member: Uuid): readonly RowEdit[] {
  const listing = [...nb.rows(SWITCH).values()].filter((sw) => has(sw, LISTS[table], member));
  return listing.map((sw) =>
    list(
      table,
      sw._uuid,
      listOf(nb, table, sw._uuid).filter((uuid) => uuid !== member),
    ),
  );
}

function list(table: MemberTable, sw: Uuid, members: readonly Uuid[]): RowEdit {
  return { op: 'update', table: SWITCH, uuid: sw, row: { [LISTS[table]]: [...members].sort(compareText) } };
}

function listOf(nb: DatabaseView, table: MemberTable, sw: Uuid): readonly Uuid[] {
  const row = nb.row(SWITCH, sw);
  return row === undefined ? [] : getUuids(row, LISTS[table]);
}

/** Lists are sorted, so a search by halves is enough. */
function has(sw: Row, column: string, member: Uuid): boolean {
  const members = getUuids(sw, column);
  let [low, high] = [0, members.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = members[middle];
    if (at === member) return true;
    if (at !== undefined && compareText(at, member) < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}
