/** Resources as rows of a database: how they are found, and the edits that make, change and remove them. */
import { isUuid, type Uuid } from '../base';
import { changedColumns, readRow, tableJson, writeRow, type Stored } from './columns';
import { parseSchema, type DatabaseSchema, type DatabaseView, type Json, type RowEdit } from '../ovsdb';

type Tables = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface Resources<T extends Tables> {
  /** In the order of creation. */
  readonly all: <N extends keyof T & string>(database: DatabaseView, table: N) => readonly Stored<T[N]>[];
  readonly find: <N extends keyof T & string>(database: DatabaseView, table: N, id: string) => Stored<T[N]> | undefined;
  readonly insertion: <N extends keyof T & string>(table: N, resource: Stored<T[N]>) => RowEdit;
  /** Nothing where nothing would change. */
  readonly update: <N extends keyof T & string>(
    database: DatabaseView,
    table: N,
    id: Uuid,
    values: Partial<Stored<T[N]>>,
  ) => readonly RowEdit[];
  readonly deletion: (table: keyof T & string, id: Uuid) => RowEdit;
}

export function resourcesOf<T extends Tables>(tables: T): Resources<T> {
  const columns = <N extends keyof T & string>(table: N): T[N] => tables[table];
  return {
    all: (database, table) => Array.from(database.rows(table).values(), (row) => readRow(columns(table), row)),
    find(database, table, id) {
      const row = isUuid(id) ? database.row(table, id) : undefined;
      return row === undefined ? undefined : readRow(columns(table), row);
    },
    insertion: (table, resource) => ({
      op: 'insert',
      table,
      uuid: resource.id,
      row: writeRow(columns(table), resource),
    }),
    update(database, table, id, values) {
      const before = database.row(table, id);
      if (before === undefined) return [];
      const row = changedColumns(before, writeRow(columns(table), values));
      return Object.keys(row).length === 0 ? [] : [{ op: 'update', table, uuid: id, row }];
    },
    deletion: (table, id) => ({ op: 'delete', table, uuid: id }),
  };
}

/** A database of such tables; a mistake in them is ours. */
export function schemaOf(
  name: string,
  tables: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): DatabaseSchema {
  const entries = Object.entries(tables).map(([table, columns]): [string, Json] => [table, tableJson(columns)]);
  const schema = parseSchema({ name, version: '1.0.0', tables: Object.fromEntries(entries) });
  if (!schema.ok) throw new Error(`The schema of ${name} does not parse: ${schema.error.message}`);
  return schema.value;
}
