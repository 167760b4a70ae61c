/**
 * One transaction: the rows it has touched so far, over the committed ones, and
 * the checks that decide whether it may become real (RFC 7047 section 3.1 and
 * 5.1). Nothing outside this object changes until its change set is applied.
 */
import { ok, type Result, type Uuid } from '../base';
import { valuesEqual } from './datum';
import { checkUniqueness } from './uniqueness';
import { fail, type Failure } from './errors';
import { columnOf, diffReferences, tableStore, type Store, type TableStore, type Touched } from './store';
import type { ColumnSchema } from './schema';
import type { ChangeSet, ColumnValue, OvsdbError, Row, RowChange } from './types';
import { atomsOf, pairsOf } from './values';

export class Transaction {
  /** By table, in the order in which rows were first touched. */
  readonly #touched = new Map<string, Map<Uuid, Touched>>();
  /** Changes of the counts of strong references, by table and row. */
  readonly #countDeltas = new Map<string, Map<Uuid, number>>();
  /** Rows that may have lost their last reference. */
  readonly #candidates: [string, Uuid][] = [];

  constructor(readonly store: Store) {}

  row(table: string, uuid: Uuid): Row | undefined {
    const touched = this.#touched.get(table)?.get(uuid);
    return touched === undefined ? tableStore(this.store, table).rows.get(uuid) : touched.after;
  }

  /** The rows of a table as this transaction sees them: committed ones in their order, then new ones. */
  *rows(table: string): Iterable<Row> {
    const touched = this.#touched.get(table);
    const committed = tableStore(this.store, table).rows;
    for (const row of committed.values()) {
      const entry = touched?.get(row._uuid);
      if (entry === undefined) yield row;
      else if (entry.after !== undefined) yield entry.after;
    }
    for (const entry of touched?.values() ?? []) {
      if (entry.before === undefined && entry.after !== undefined) yield entry.after;
    }
  }

  /** True for a row that exists, and for one deleted here: neither UUID can be given to a new row. */
  isTaken(table: string, uuid: Uuid): boolean {
    return this.row(table, uuid) !== undefined || tableStore(this.store, table).rows.has(uuid);
  }

  /** Inserts, replaces or (without `row`) deletes. */
  write(table: string, uuid: Uuid, row: Row | undefined): void {
    let rows = this.#touched.get(table);
    if (rows === undefined) this.#touched.set(table, (rows = new Map<Uuid, Touched>()));
    const entry = rows.get(uuid);
    if (entry === undefined) rows.set(uuid, { before: tableStore(this.store, table).rows.get(uuid), after: row });
    else if (row === undefined && entry.before === undefined) rows.delete(uuid);
    else entry.after = row;
  }

  /** Runs every check of a commit and collects garbage; the change set is what to apply. */
  finish(): Result<ChangeSet, OvsdbError> {
    this.#dropUnchanged();
    const failure =
      this.#countReferences() ??
      this.#checkDeleted() ??
      this.#collectGarbage() ??
      this.#checkMaxRows() ??
      this.#removeDeadWeakReferences() ??
      checkUniqueness(this.store, this.#touched);
    if (failure !== undefined) return failure;
    // A weak reference to nothing may have been all that was new.
    this.#dropUnchanged();
    return ok(this.#changes());
  }

  #dropUnchanged(): void {
    for (const [table, rows] of this.#touched) {
      const columns = [...tableStore(this.store, table).schema.columns.keys()];
      for (const [uuid, { before, after }] of rows) {
        if (before === undefined || after === undefined) continue;
        if (columns.every((column) => valuesEqual(columnOf(before, column), columnOf(after, column))))
          rows.delete(uuid);
      }
    }
  }

  #countReferences(): Failure | undefined {
    for (const [name, rows] of this.#touched) {
      const table = tableStore(this.store, name);
      for (const [uuid, { before, after }] of rows) {
        const failure = this.#adjustCounts(table, uuid, before, after);
        if (failure !== undefined) return failure;
        if (before === undefined && !table.schema.isRoot) this.#candidates.push([name, uuid]);
      }
    }
    return undefined;
  }

  #adjustCounts(table: TableStore, uuid: Uuid, before?: Row, after?: Row): Failure | undefined {
    let failure: Failure | undefined;
    for (const column of table.strongColumns) {
      diffReferences(column, 'strong', before, after, (target, ref, delta) => {
        // A row does not keep itself alive.
        if (ref === uuid && target === table.schema.name) return;
        if (delta > 0 && this.row(target, ref) === undefined && !tableStore(this.store, target).rows.has(ref)) {
          failure ??= fail(
            'referential integrity violation',
            `Table ${table.schema.name} column ${column.name} row ${uuid} references nonexistent row ${ref} in table ${target}.`,
          );
        }
        this.#addCount(target, ref, delta);
      });
    }
    return failure;
  }

  #addCount(table: string, uuid: Uuid, delta: number): void {
    let deltas = this.#countDeltas.get(table);
    if (deltas === undefined) this.#countDeltas.set(table, (deltas = new Map<Uuid, number>()));
    deltas.set(uuid, (deltas.get(uuid) ?? 0) + delta);
    if (delta < 0 && !tableStore(this.store, table).schema.isRoot) this.#candidates.push([table, uuid]);
  }

  #count(table: string, uuid: Uuid): number {
    return (tableStore(this.store, table).strongCounts.get(uuid) ?? 0) + (this.#countDeltas.get(table)?.get(uuid) ?? 0);
  }

  #checkDeleted(): Failure | undefined {
    for (const [table, rows] of this.#touched) {
      for (const [uuid, { after }] of rows) {
        if (after !== undefined) continue;
        const count = this.#count(table, uuid);
        if (count > 0) {
          return fail(
            'referential integrity violation',
            `cannot delete ${table} row ${uuid} because of ${count} remaining reference(s)`,
          );
        }
      }
    }
    return undefined;
  }

  /** Deletes rows outside the root set that nothing refers to, then what only they referred to. */
  #collectGarbage(): Failure | undefined {
    for (let next = this.#candidates.pop(); next !== undefined; next = this.#candidates.pop()) {
      const [table, uuid] = next;
      const row = this.row(table, uuid);
      if (row === undefined || this.#count(table, uuid) > 0) continue;
      this.write(table, uuid, undefined);
      this.#adjustCounts(tableStore(this.store, table), uuid, row, undefined);
    }
    return undefined;
  }

  #checkMaxRows(): Failure | undefined {
    for (const [name, rows] of this.#touched) {
      const table = tableStore(this.store, name);
      if (table.schema.maxRows === Infinity) continue;
      let count = table.rows.size;
      for (const { before, after } of rows.values())
        count += Number(after !== undefined) - Number(before !== undefined);
      if (count > table.schema.maxRows) {
        return fail(
          'constraint violation',
          `transaction causes "${name}" table to contain ${count} rows, greater than the schema-defined limit of ${table.schema.maxRows} row(s)`,
        );
      }
    }
    return undefined;
  }

  /** Looks at the rows that this transaction wrote, and at those that refer to rows it deleted. */
  #removeDeadWeakReferences(): Failure | undefined {
    const seen = new Map<string, Set<Uuid>>();
    const queue: [string, Uuid][] = [];
    const enqueue = (table: string, uuid: Uuid) => {
      let known = seen.get(table);
      if (known === undefined) seen.set(table, (known = new Set<Uuid>()));
      if (known.has(uuid) || tableStore(this.store, table).weakColumns.length === 0) return;
      known.add(uuid);
      queue.push([table, uuid]);
    };
    for (const [name, rows] of this.#touched) {
      const referrers = tableStore(this.store, name).weakReferrers;
      for (const [uuid, { after }] of rows) {
        if (after !== undefined) enqueue(name, uuid);
        else for (const [table, sources] of referrers.get(uuid) ?? []) for (const from of sources) enqueue(table, from);
      }
    }
    for (const [name, uuid] of queue) {
      const failure = this.#pruneWeakReferences(tableStore(this.store, name), uuid);
      if (failure !== undefined) return failure;
    }
    if (this.#candidates.length === 0) return undefined;
    // A pair that goes because of its weak half may have held a strong reference in the other.
    this.#collectGarbage();
    return this.#removeDeadWeakReferences();
  }

  #pruneWeakReferences(table: TableStore, uuid: Uuid): Failure | undefined {
    const row = this.row(table.schema.name, uuid);
    if (row === undefined) return undefined;
    let pruned: { _uuid: Uuid; [column: string]: ColumnValue } | undefined;
    for (const column of table.weakColumns) {
      const value = columnOf(row, column.name);
      const live = this.#liveReferences(column, value);
      if (live === undefined) continue;
      const size = sizeOf(live);
      if (size < column.type.min) return this.#emptied(table, column, row, sizeOf(value) - size);
      pruned ??= { ...row };
      pruned[column.name] = live;
    }
    if (pruned === undefined) return undefined;
    const after = Object.freeze(pruned);
    this.write(table.schema.name, uuid, after);
    this.#adjustCounts(table, uuid, row, after);
    return undefined;
  }

  /** The value without references to rows that do not exist, or undefined if it has none. */
  #liveReferences(column: ColumnSchema, value: ColumnValue): ColumnValue | undefined {
    const { key, value: valueType } = column.type;
    const isDead = (base: typeof key, atom: unknown) =>
      base.refType === 'weak' && base.refTable !== undefined && !this.#exists(base.refTable, atom);
    if (valueType === undefined) {
      const atoms = atomsOf(value);
      if (!atoms.some((atom) => isDead(key, atom))) return undefined;
      return Object.freeze(atoms.filter((atom) => !isDead(key, atom)));
    }
    const pairs = pairsOf(value);
    const isDeadPair = ([k, v]: (typeof pairs)[number]) => isDead(key, k) || isDead(valueType, v);
    return pairs.some(isDeadPair) ? Object.freeze(pairs.filter((pair) => !isDeadPair(pair))) : undefined;
  }

  #exists(table: string, atom: unknown): boolean {
    const touched: ReadonlyMap<unknown, Touched> | undefined = this.#touched.get(table);
    const entry = touched?.get(atom);
    if (entry !== undefined) return entry.after !== undefined;
    const rows: ReadonlyMap<unknown, Row> = tableStore(this.store, table).rows;
    return rows.has(atom);
  }

  #emptied(table: TableStore, column: ColumnSchema, row: Row, lost: number): Failure {
    const isNew = !table.rows.has(row._uuid);
    const zero = '00000000-0000-0000-0000-000000000000';
    const value = columnOf(row, column.name);
    const where = `"${column.name}" in "${table.schema.name}" row ${row._uuid}`;
    if (
      isNew &&
      (column.shape === 'map' ? pairsOf(value).some((pair) => pair.includes(zero)) : atomsOf(value).includes(zero))
    ) {
      return fail(
        'constraint violation',
        // The misspelling is ovsdb-server's.
        `Weak reference column ${where} (inserted within this transaction) contained all-zeros UUID (probably as the default value for this column) but deleting this value caused a constraint volation because this column is not allowed to be empty.`,
      );
    }
    return fail(
      'constraint violation',
      `Deletion of ${lost} weak reference(s) to deleted (or never-existing) rows from column ${where} ${isNew ? '(inserted within this transaction) ' : ''}caused this column to become empty, but constraints on this column disallow an empty column.`,
    );
  }

  #changes(): ChangeSet {
    const changes: RowChange[] = [];
    for (const [table, rows] of this.#touched) {
      for (const [uuid, { before, after }] of rows) changes.push(Object.freeze({ table, uuid, before, after }));
    }
    return Object.freeze(changes);
  }
}

function sizeOf(value: ColumnValue): number {
  return typeof value === 'object' ? value.length : 1;
}
