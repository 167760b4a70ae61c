/** Where network rows come from: a database, a file, a recording. */
import type { Row } from '../ovsdb';

export interface SouthboundTables {
  /** In the order in which they are kept; none where the database has no such table. */
  rows(table: string): Iterable<Row>;
}
