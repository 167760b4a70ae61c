/** How the rows of a database's tables may be named. */
import type { CtlTable, RowName } from '../../commands';
import type { DatabaseSchema } from '../../ovsdb';

/** By table: the columns that hold names of its rows, and other tables' columns that lead to them. */
export type NamesByTable = Readonly<Record<string, readonly RowName[]>>;

/** Every table of a schema; the only row of one is called `.`. */
export function namedTables(schema: DatabaseSchema, names: NamesByTable): readonly CtlTable[] {
  return Array.from(schema.tables.keys(), (table) => ({ table, names: [{ table }, ...(names[table] ?? [])] }));
}

/** Tables whose rows are named by one column of their own. */
export function named(columns: Readonly<Record<string, string>>): NamesByTable {
  return Object.fromEntries(Object.entries(columns).map(([table, column]) => [table, [{ table, column }]]));
}
