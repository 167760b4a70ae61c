/** What both models read alike: maps, and which row lists which. */
import { compareText, type Uuid } from '../../../base';
import { getPairs, getUuids, type DatabaseView, type Row } from '../../../ovsdb';

export function recordOf(row: Row, column: string): Readonly<Record<string, string>> {
  return Object.fromEntries(getPairs(row, column).map(([key, value]) => [String(key), String(value)]));
}

/** The first row of a table whose column lists a UUID. */
export function lister(db: DatabaseView, table: string, column: string, uuid: Uuid): Row | undefined {
  for (const row of db.rows(table).values()) if (lists(row, column, uuid)) return row;
  return undefined;
}

/** By what is listed: the first row of a table that lists it in a column. */
export function listers(db: DatabaseView, table: string, column: string): Map<Uuid, Uuid> {
  const found = new Map<Uuid, Uuid>();
  for (const row of db.rows(table).values())
    for (const uuid of getUuids(row, column)) if (!found.has(uuid)) found.set(uuid, row._uuid);
  return found;
}

/** The rows that a column lists, in the order of creation: the list itself is sorted by UUID. */
export function listed(db: DatabaseView, row: Row, column: string, table: string): readonly Row[] {
  const uuids = getUuids(row, column);
  if (uuids.length < 2) return uuids.flatMap((uuid) => db.row(table, uuid) ?? []);
  const wanted = new Set(uuids);
  return [...db.rows(table).values()].filter(({ _uuid }) => wanted.has(_uuid));
}

/** Sets of UUIDs are sorted, so a search by halves is enough. */
function lists(row: Row, column: string, uuid: Uuid): boolean {
  const members = getUuids(row, column);
  let [low, high] = [0, members.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = members[middle];
    if (at === uuid) return true;
    if (at !== undefined && compareText(at, uuid) < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}
