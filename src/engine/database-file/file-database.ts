/** What a file turned out to hold: plain data. */
import type { DatabaseSchema, Row, TableSchema } from '../ovsdb';

/** How a database is written; each is recognised by its content. */
export type DatabaseForm = 'standalone' | 'cluster' | 'dump-table' | 'dump-csv' | 'dump-json' | 'list' | 'lflow-list';

export interface FileTable {
  readonly schema: TableSchema;
  /** By UUID, in the order in which they came to be. */
  readonly rows: ReadonlyMap<string, Row>;
}

export interface Note {
  /** `damage`: something is missing because of it; `fact`: good to know. */
  readonly kind: 'damage' | 'fact';
  /** A sentence, which names the place. */
  readonly text: string;
}

export interface FileDatabase {
  /** Of the schema: `OVN_Southbound`. */
  readonly name: string;
  readonly form: DatabaseForm;
  /** Of the file; where the form has none, guessed from what it holds, with the types of its values. */
  readonly schema: DatabaseSchema;
  readonly schemaIs: 'of the file' | 'guessed';
  /** Every table of the schema, also empty ones. */
  readonly tables: ReadonlyMap<string, FileTable>;
  /** When it was changed last, in milliseconds since 1970; null where the file does not say. */
  readonly changed: number | null;
  /** Of a server of a cluster. */
  readonly cluster: ClusterFacts | null;
  readonly notes: readonly Note[];
}

export interface ClusterFacts {
  readonly clusterId: string;
  readonly serverId: string;
  /** Servers by id, as the file knew them last. */
  readonly servers: ReadonlyMap<string, string>;
  readonly term: number;
  /** The last entry that is known to be committed, which is the last one that was read. */
  readonly commitIndex: number;
  /** Entries behind it. */
  readonly uncommitted: number;
}

const NO_ROWS: ReadonlyMap<string, Row> = new Map();

/** None for a table that is not there. */
export function rowsOf(database: Pick<FileDatabase, 'tables'>, table: string): ReadonlyMap<string, Row> {
  return database.tables.get(table)?.rows ?? NO_ROWS;
}
