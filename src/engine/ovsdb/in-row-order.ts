/** Rows in the order of their table: that order is part of the database, whatever a daemon remembers. */
import type { Uuid } from '../base';
import type { DatabaseView } from './database';
import type { Row } from './types';

/** What is known of some rows of a table, with the rows, the oldest first. Only for more than one row is the table gone through. */
export function inRowOrder<T>(
  db: Pick<DatabaseView, 'rows'>,
  table: string,
  some: ReadonlyMap<Uuid, T>,
): readonly (readonly [Row, T])[] {
  const rows = db.rows(table);
  const found: (readonly [Row, T])[] = [];
  for (const uuid of some.size > 1 ? rows.keys() : some.keys()) {
    const [row, known] = [rows.get(uuid), some.get(uuid)];
    if (row !== undefined && known !== undefined) found.push([row, known]);
  }
  return found;
}
