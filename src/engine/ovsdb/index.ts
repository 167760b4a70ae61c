/**
 * An OVSDB database in memory (RFC 7047, with the words of ovsdb-server).
 *
 * A `Database` holds frozen rows of one schema. Daemons change it with `commit`,
 * people with `transact`, both under the same checks: types, ranges, enums,
 * counts, references, unique indexes. Each commit that changes something gives
 * one `ChangeSet` with everything that happened to rows, including garbage
 * collection and weak references that went with their rows. Monitors, replicas,
 * undo and history all live on change sets.
 *
 * Invariants: a failed commit changes nothing; a change set applied to the state
 * before it gives the state after it, and inverted the other way round; indexes
 * and reference counts always equal a recompute from the rows.
 *
 * Simplified: integers are exact within ±(2^53 - 1) only; `_version` is a hash of
 * the row; a "wait" that does not hold fails at once, since nobody else can commit
 * meanwhile; nothing is stored, so "durable" and ephemeral columns mean nothing.
 * Like ovsdb-server, garbage collection counts references and so keeps rows that
 * only refer to each other. Which of two rows with one index value is called the
 * first follows the schema's order of columns, not the server's hash of their names.
 */
export { parseJson } from './parse-json';
export { Database } from './database';
export { Overlay } from './overlay';
export type { Values } from './overlay';
export type { CommitListener, DatabaseView, TransactOptions, TransactOutcome } from './database';
export { parseSchema, schemaToJson, typeToJson } from './schema-json';
export type { AtomicType, BaseType, ColumnSchema, ColumnType, DatabaseSchema, TableSchema } from './schema';
export { findColumn, asToday } from './schema';
export { invertChanges, rowsEqual, squashChanges } from './changes';
export { compareAtoms, compareValues, valuesEqual } from './datum';
export { formatDatum } from './datum-text';
export { parseAtom, parseDatum } from './datum-parse';
export { describeType } from './type-english';
export { dumpTables } from './dump';
export type { DumpSelection } from './dump';
export { inRowOrder } from './in-row-order';
export { toolOrder } from './tool-order';
export { monitor } from './monitor';
export type { Monitor, RowUpdate, TableUpdates } from './monitor';
export { dumpDatabase, loadDatabase } from './snapshot';
export type { DatabaseDump } from './snapshot';
export { CELL_FORMATS, DEFAULT_STYLE, formatTable, TABLE_FORMATS } from './table-text';
export type { Cell, CellFormat, Table, TableFormat, TableStyle } from './table-text';
export { valueFromJson } from './datum-json';
export { jsonText } from './json';
export {
  atomsOf,
  getAtoms,
  getBoolean,
  getMapString,
  getNumber,
  getNumbers,
  getOptionalBoolean,
  getOptionalNumber,
  getOptionalString,
  getOptionalUuid,
  getPairs,
  getString,
  getStrings,
  getUuid,
  getUuids,
  isPairs,
  mapGet,
  mapWith,
  pairsOf,
} from './values';
export type {
  Atom,
  ChangeSet,
  ColumnValue,
  Json,
  MapPair,
  OvsdbError,
  Row,
  RowChange,
  RowEdit,
  RowValues,
} from './types';
