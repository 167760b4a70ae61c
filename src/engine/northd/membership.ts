/**
 * Which rows belong to which switch: in one layout of the northbound database a member names its switch, in the other
 * a switch lists its members.
 */
import { compareText, type Uuid } from '../base';
import type { Source } from '../derive';
import { getUuid, getUuids } from '../ovsdb';

export const SWITCH_TABLE = 'Logical_Switch';

/** The column that tells the membership, and in which table it is. */
export type MembershipColumn =
  { readonly in: 'member'; readonly column: string } | { readonly in: 'switch'; readonly column: string };

/**
 * The switches that claim a member, sorted by UUID, to be read in computations; more than one only where switches list
 * their members.
 */
export type SwitchesOf = (member: Uuid) => readonly Uuid[];

export function membership(nb: Source, memberTable: string, { in: where, column }: MembershipColumn): SwitchesOf {
  if (where === 'member') {
    const members = nb.table(memberTable, [column]);
    return (member) => {
      const row = members.get(member);
      return row === undefined ? [] : [getUuid(row, column)];
    };
  }
  const claims = nb.table(SWITCH_TABLE, [column]).by(`${SWITCH_TABLE} by ${column}`, (row) => getUuids(row, column));
  return (member) => {
    const switches = claims.keys(member);
    return switches.length < 2 ? switches : switches.toSorted(compareText);
  };
}
