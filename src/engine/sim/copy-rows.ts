import type { Database } from '../ovsdb';

/** Copies all rows, one by one: a row object remembers the place in the order of the one database that it was deleted from. */
export function copyRows(from: Database, to: Database): void {
  for (const table of from.schema.tables.keys()) {
    to.apply(
      Array.from(from.rows(table), ([uuid, row]) => ({
        table,
        uuid,
        before: undefined,
        after: Object.freeze({ ...row }),
      })),
    );
  }
}
