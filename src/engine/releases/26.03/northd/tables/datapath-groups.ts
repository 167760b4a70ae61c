/**
 * Logical_DP_Group: a row for each set of datapaths that flows or load balancers
 * share. Its UUID follows from its members; a group that nobody refers to any more
 * goes by itself, since the table is no root.
 */
import { uuidFromContent, type Uuid } from '../../../../base';
import { valuesEqual, type ChangeSet, type DatabaseView, type RowEdit } from '../../../../ovsdb';

const TABLE = 'Logical_DP_Group';

interface Used {
  readonly members: readonly Uuid[];
  users: number;
}

export class DatapathGroups {
  readonly #used = new Map<Uuid, Used>();
  /** Groups to look at in the next `asking`. */
  readonly #unsettled = new Set<Uuid>();

  /** The row of the group of these datapaths, which are sorted. */
  idOf(members: readonly Uuid[]): Uuid {
    return groupOf(members);
  }

  /** One more user of the group of these datapaths, which are sorted. */
  hold(members: readonly Uuid[]): Uuid {
    const uuid = groupOf(members);
    const used = this.#used.get(uuid);
    if (used === undefined) this.#used.set(uuid, { members, users: 1 });
    else used.users += 1;
    this.#unsettled.add(uuid);
    return uuid;
  }

  release(uuid: Uuid): void {
    const used = this.#used.get(uuid);
    if (used === undefined) return;
    used.users -= 1;
    if (used.users === 0) this.#used.delete(uuid);
  }

  observing(seen: ChangeSet | 'all'): void {
    if (seen === 'all') for (const uuid of this.#used.keys()) this.#unsettled.add(uuid);
    else for (const { table, uuid } of seen) if (table === TABLE) this.#unsettled.add(uuid);
  }

  asking(sb: DatabaseView, edits: RowEdit[]): void {
    for (const uuid of this.#unsettled) {
      const used = this.#used.get(uuid);
      const row = sb.row(TABLE, uuid);
      if (used === undefined || (row !== undefined && valuesEqual(row.datapaths ?? [], used.members))) {
        this.#unsettled.delete(uuid);
      } else if (row === undefined) {
        edits.push({ op: 'insert', table: TABLE, uuid, row: { datapaths: used.members } });
      } else {
        edits.push({ op: 'update', table: TABLE, uuid, row: { datapaths: used.members } });
      }
    }
  }
}

function groupOf(members: readonly Uuid[]): Uuid {
  return uuidFromContent(TABLE, ...members);
}
