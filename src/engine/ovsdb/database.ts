/** A database in memory: its rows, the doors to change them, and who listens. */
import { counting, err, nextUuid, ok, type Pulse, type RandomSource, type Result, type Uuid } from '../base';
import { invertChanges } from './changes';
import { checkValue, valuesEqual } from './datum';
import { duplicateUuid, errorToJson, fail, syntaxFailure, type Failure } from './errors';
import { executeOperations } from './execute';
import { isArray } from './json';
import { checkInitialValues, newRow, updatedRow } from './row-building';
import type { DatabaseSchema, TableSchema } from './schema';
import { applyChanges, columnOf, createStore, tableStore, type Store } from './store';
import { Transaction } from './transaction';
import type { ChangeSet, ColumnValue, Json, OvsdbError, Row, RowEdit, RowValues } from './types';

export type CommitListener = (changes: ChangeSet) => void;

/** A database as those see it who only read it. */
export type DatabaseView = Pick<Database, 'schema' | 'rows' | 'row' | 'find'>;

export class Database {
  readonly schema: DatabaseSchema;
  readonly name: string;
  readonly #store: Store;
  readonly #random: RandomSource;
  readonly #listeners = new Set<CommitListener>();
  /** Commits that listeners have not heard of yet: a listener may commit, and all hear in order. */
  readonly #undelivered: ChangeSet[] = [];
  #delivering = false;
  #version = 0;

  constructor(schema: DatabaseSchema, random: RandomSource) {
    this.schema = schema;
    this.name = schema.name;
    this.#store = createStore(schema);
    this.#random = random;
  }

  /** Grows by one with each commit that changed something. */
  get version(): number {
    return this.#version;
  }

  /** The rows of a table in the order in which they were inserted; a live view. */
  rows(table: string): ReadonlyMap<Uuid, Row> {
    return tableStore(this.#store, table).rows;
  }

  row(table: string, uuid: Uuid): Row | undefined {
    return tableStore(this.#store, table).rows.get(uuid);
  }

  /** The first row with this value in this column; in constant time if the column is a unique index. */
  find(table: string, column: string, value: ColumnValue): Row | undefined {
    const { rows, indexes } = tableStore(this.#store, table);
    if (typeof value !== 'object') {
      const index = indexes.find(({ columns }) => columns.length === 1 && columns[0] === column);
      if (index !== undefined) {
        const uuid = index.rows.get(value);
        return uuid === undefined ? undefined : rows.get(uuid);
      }
    }
    for (const row of rows.values()) if (valuesEqual(columnOf(row, column), value)) return row;
    return undefined;
  }

  /** How many strong references, not counting its own, lead to a row. */
  referenceCount(table: string, uuid: Uuid): number {
    return tableStore(this.#store, table).strongCounts.get(uuid) ?? 0;
  }

  /** A row as an insertion would make it, which stands in no table. */
  detachedRow(table: string, uuid: Uuid, values: RowValues): Result<Row, OvsdbError> {
    const { schema } = tableStore(this.#store, table);
    const checked = checkValues(schema, values);
    return checked.ok ? ok(newRow(schema, uuid, checked.value)) : checked;
  }

  /** A UUID for a row to be inserted, drawn from the database's own random numbers. */
  newUuid(): Uuid {
    return nextUuid(this.#random);
  }

  /**
   * Makes all edits or none. The change set tells everything that happened, also
   * rows that went as garbage and weak references that went with their rows; it
   * is empty, and nobody is told, when the edits come to nothing.
   */
  commit(edits: readonly RowEdit[], pulse?: Pulse): Result<ChangeSet, OvsdbError> {
    const transaction = new Transaction(this.#store);
    const each = counting(pulse);
    for (const edit of edits) {
      const failure = this.#edit(transaction, edit);
      if (failure !== undefined) return failure;
      each();
    }
    return this.#finish(transaction, pulse);
  }

  /**
   * Runs the operations of a "transact" request (RFC 7047 section 4.1.3). Takes
   * its "params", which begin with the name of the database, or the operations
   * alone. Where the commit itself fails, the results have one element more than
   * there are operations.
   */
  transact(params: unknown, options: TransactOptions = {}): TransactOutcome {
    const operations = this.#operationsOf(params);
    if (!operations.ok) return { results: errorToJson(operations.error), changes: [], error: operations.error };
    const transaction = new Transaction(this.#store);
    const locks = options.locks ?? new Set<string>();
    const executed = executeOperations(
      { schema: this.schema, transaction, random: this.#random, locks },
      operations.value,
    );
    if (!executed.ok) return { results: executed.error.results, changes: [], error: executed.error.cause };
    const committed = this.#finish(transaction);
    if (committed.ok) return { results: executed.value, changes: committed.value, error: undefined };
    return { results: [...executed.value, errorToJson(committed.error)], changes: [], error: committed.error };
  }

  /**
   * Applies changes that are known to fit, without checks and without telling the
   * listeners: for undo, time travel and replicas. A row that comes back takes
   * the place in the order of its table that it had.
   */
  apply(changes: ChangeSet, pulse?: Pulse): void {
    applyChanges(this.#store, changes, pulse);
  }

  /** Takes back a change set that was the last to be applied. */
  revert(changes: ChangeSet): void {
    this.apply(invertChanges(changes));
  }

  /** Calls `listener` after each commit that changed something; returns how to stop it. */
  onCommit(listener: CommitListener): () => void {
    const own: CommitListener = (changes) => listener(changes);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  #edit(transaction: Transaction, edit: RowEdit): Failure | undefined {
    const table = this.schema.tables.get(edit.table);
    if (table === undefined) return fail('syntax error', `No table named ${edit.table}.`);
    if (edit.op === 'insert') return this.#insert(transaction, table, edit.uuid ?? this.newUuid(), edit.row);
    const row = transaction.row(table.name, edit.uuid);
    if (row === undefined) return fail('unknown row', `Table ${table.name} has no row ${edit.uuid}.`);
    if (edit.op === 'delete') {
      transaction.write(table.name, edit.uuid, undefined);
      return undefined;
    }
    const values = checkValues(table, edit.row, row);
    if (!values.ok) return values;
    for (const name in values.value) {
      if (table.columns.get(name)?.mutable === true) continue;
      return fail('constraint violation', `Cannot update immutable column ${name} in table ${table.name}.`);
    }
    const after = updatedRow(row, values.value);
    if (after !== row) transaction.write(table.name, edit.uuid, after);
    return undefined;
  }

  #insert(transaction: Transaction, table: TableSchema, uuid: Uuid, values: RowValues): Failure | undefined {
    if (transaction.isTaken(table.name, uuid)) return duplicateUuid(uuid);
    const checked = checkValues(table, values);
    if (!checked.ok) return checked;
    const failure = checkInitialValues(table, checked.value);
    if (failure !== undefined) return failure;
    transaction.write(table.name, uuid, newRow(table, uuid, checked.value));
    return undefined;
  }

  #operationsOf(params: unknown): Result<readonly unknown[], OvsdbError> {
    if (!isArray(params)) return syntaxFailure(params, 'array expected');
    const [first, ...rest] = params;
    if (typeof first !== 'string') return ok(params);
    if (first === this.name) return ok(rest);
    return syntaxFailure(params, `transact request specifies unknown database ${first}`, 'unknown database');
  }

  #finish(transaction: Transaction, pulse?: Pulse): Result<ChangeSet, OvsdbError> {
    const result = transaction.finish();
    if (!result.ok) return err(result.error);
    const changes = result.value;
    if (changes.length > 0) {
      applyChanges(this.#store, changes, pulse);
      this.#version += 1;
      this.#deliver(changes);
    }
    return ok(changes);
  }

  #deliver(changes: ChangeSet): void {
    this.#undelivered.push(changes);
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      for (let next = this.#undelivered.shift(); next !== undefined; next = this.#undelivered.shift()) {
        for (const listener of this.#listeners) listener(next);
      }
    } finally {
      this.#delivering = false;
    }
  }
}

export interface TransactOptions {
  /** The locks that the client holds, for the "assert" operation. */
  readonly locks?: ReadonlySet<string>;
}

export interface TransactOutcome {
  /** The "result" of RFC 7047 section 4.1.3, or an error object when the request itself is bad. */
  readonly results: Json;
  /** What was committed; empty after an error. */
  readonly changes: ChangeSet;
  readonly error: OvsdbError | undefined;
}

function checkValues(table: TableSchema, values: RowValues, previous?: Row): Result<RowValues, OvsdbError> {
  const checked: Record<string, ColumnValue> = {};
  for (const name in values) {
    const given = values[name];
    if (given === undefined || name === '_uuid') continue;
    const column = table.columns.get(name);
    if (column === undefined) return fail('unknown column', `No column ${name} in table ${table.name}.`);
    const value = checkValue(column.type, given, previous?.[name]);
    if (!value.ok) return value;
    checked[name] = value.value;
  }
  return ok(checked);
}
