/**
 * The committed rows of a database and everything that is derived from them:
 * unique indexes, counts of strong references, and who refers weakly to whom.
 *
 * Invariant: what is derived equals what a recompute from the rows would give;
 * `applyChange` keeps it so with work in proportion to what changed.
 */
import { counting, type Pulse, type Uuid } from '../base';
import { compareAtoms } from './datum';
import { jsonText } from './json';
import { RowOrder } from './row-order';
import type { BaseType, ColumnSchema, DatabaseSchema, TableSchema } from './schema';
import type { Atom, ColumnValue, Row, RowChange } from './types';
import { isCanonicalUuid } from './uuid-text';
import { atomsOf, pairsOf } from './values';

/** A set of unique columns: the key of a row's values leads to the row. */
export interface UniqueIndex {
  readonly columns: readonly string[];
  readonly rows: Map<Atom, Uuid>;
}

export interface TableStore {
  readonly schema: TableSchema;
  /** In the order of insertion. */
  readonly rows: Map<Uuid, Row>;
  readonly order: RowOrder;
  readonly indexes: readonly UniqueIndex[];
  readonly strongColumns: readonly ColumnSchema[];
  readonly weakColumns: readonly ColumnSchema[];
  /** How many strong references from other rows lead to a row; no entry means none. */
  readonly strongCounts: Map<Uuid, number>;
  /** For a row, by table, the rows that refer to it weakly. */
  readonly weakReferrers: Map<Uuid, Map<string, Set<Uuid>>>;
}

export type Store = ReadonlyMap<string, TableStore>;

/** A row that a transaction has written: as committed before it, and as the transaction has it now. */
export interface Touched {
  readonly before: Row | undefined;
  after: Row | undefined;
}

export function createStore(schema: DatabaseSchema): Store {
  const store = new Map<string, TableStore>();
  for (const table of schema.tables.values()) {
    const columns = [...table.columns.values()];
    store.set(table.name, {
      schema: table,
      rows: new Map(),
      order: new RowOrder(),
      indexes: table.indexes.map((names) => ({ columns: names, rows: new Map() })),
      strongColumns: columns.filter((column) => column.hasStrongRefs),
      weakColumns: columns.filter((column) => column.hasWeakRefs),
      strongCounts: new Map(),
      weakReferrers: new Map(),
    });
  }
  return store;
}

/** The table called `name`; asking for one that the schema lacks is a mistake of ours. */
export function tableStore(store: Store, name: string): TableStore {
  const table = store.get(name);
  if (table === undefined) throw new Error(`No table named ${name}.`);
  return table;
}

/**
 * Makes one change of a commit real. Old index entries of all changes must be
 * gone before new ones come, so index keys are handled by `applyChanges`.
 */
export function applyChanges(store: Store, changes: readonly RowChange[], pulse?: Pulse): void {
  const each = counting(pulse);
  for (const { table, uuid, before } of changes) {
    if (before === undefined) continue;
    for (const index of tableStore(store, table).indexes) {
      const key = indexKey(index, before);
      if (index.rows.get(key) === uuid) index.rows.delete(key);
    }
  }
  for (const change of changes) {
    applyRow(store, change);
    each();
  }
  for (const { table } of changes) {
    const { order, rows } = tableStore(store, table);
    order.settle(rows);
  }
}

/** The key under which a unique index knows a row: the value itself for one scalar column. */
export function indexKey(index: UniqueIndex, row: Row): Atom {
  const [first, ...others] = index.columns;
  const value = first === undefined ? '' : columnOf(row, first);
  if (others.length === 0 && typeof value !== 'object') return value;
  return jsonText(index.columns.map((column) => columnOf(row, column)));
}

export function columnOf(row: Row, column: string): ColumnValue {
  const value = row[column];
  if (value === undefined) throw new Error(`Row ${row._uuid} has no column ${column}`);
  return value;
}

/**
 * Calls `visit` with each reference of the given strength that one version of a
 * row has and the other has not. Both sides are sorted, so one walk is enough.
 */
export function diffReferences(
  column: ColumnSchema,
  strength: 'strong' | 'weak',
  before: Row | undefined,
  after: Row | undefined,
  visit: (table: string, target: Uuid, delta: 1 | -1) => void,
): void {
  const old = before === undefined ? [] : columnOf(before, column.name);
  const now = after === undefined ? [] : columnOf(after, column.name);
  if (old === now) return;
  const { key, value } = column.type;
  if (value === undefined) {
    if (key.refType === strength) diffAtoms(key, atomsOf(old), atomsOf(now), visit);
    return;
  }
  const [oldPairs, newPairs] = [pairsOf(old), pairsOf(now)];
  const part = (pairs: typeof oldPairs, index: 0 | 1) => pairs.map((pair) => pair[index]).sort(compareAtoms);
  if (key.refType === strength) diffAtoms(key, part(oldPairs, 0), part(newPairs, 0), visit);
  if (value.refType === strength) diffAtoms(value, part(oldPairs, 1), part(newPairs, 1), visit);
}

function diffAtoms(
  base: BaseType,
  old: readonly Atom[],
  now: readonly Atom[],
  visit: (table: string, target: Uuid, delta: 1 | -1) => void,
): void {
  const report = (atom: Atom | undefined, delta: 1 | -1) => {
    if (base.refTable === undefined || typeof atom !== 'string' || !isCanonicalUuid(atom))
      throw new Error('Not a reference');
    visit(base.refTable, atom, delta);
  };
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    const a = old[i];
    const b = now[j];
    if (a !== undefined && a === b) {
      i++;
      j++;
    } else if (b === undefined || (a !== undefined && compareAtoms(a, b) < 0)) {
      report(a, -1);
      i++;
    } else {
      report(b, 1);
      j++;
    }
  }
}

function applyRow(store: Store, { table: name, uuid, before, after }: RowChange): void {
  const table = tableStore(store, name);
  if (before === undefined && after !== undefined) table.order.inserted(after);
  if (before !== undefined && after === undefined) table.order.deleted(before);
  if (after === undefined) table.rows.delete(uuid);
  else table.rows.set(uuid, after);
  if (after !== undefined) for (const index of table.indexes) index.rows.set(indexKey(index, after), uuid);
  for (const column of table.strongColumns) {
    diffReferences(column, 'strong', before, after, (target, ref, delta) => {
      if (ref !== uuid || target !== name) addCount(tableStore(store, target).strongCounts, ref, delta);
    });
  }
  if (table.weakColumns.length > 0) updateWeakReferrers(store, table, uuid, before, after);
}

/** A row is listed once however many of its columns refer, so what remains is looked at as a whole. */
function updateWeakReferrers(store: Store, table: TableStore, uuid: Uuid, before?: Row, after?: Row): void {
  const gone: [string, Uuid][] = [];
  for (const column of table.weakColumns) {
    diffReferences(column, 'weak', before, after, (target, ref, delta) => {
      if (delta < 0) gone.push([target, ref]);
      else addReferrer(tableStore(store, target).weakReferrers, ref, uuid, table.schema.name);
    });
  }
  for (const [target, ref] of gone) {
    if (after !== undefined && table.weakColumns.some((column) => refersTo(column, after, target, ref))) continue;
    const referrers = tableStore(store, target).weakReferrers.get(ref);
    const rows = referrers?.get(table.schema.name);
    rows?.delete(uuid);
    if (rows?.size === 0) referrers?.delete(table.schema.name);
    if (referrers?.size === 0) tableStore(store, target).weakReferrers.delete(ref);
  }
}

function refersTo(column: ColumnSchema, row: Row, table: string, ref: Uuid): boolean {
  let found = false;
  diffReferences(column, 'weak', undefined, row, (target, other) => {
    if (target === table && other === ref) found = true;
  });
  return found;
}

function addCount(counts: Map<Uuid, number>, key: Uuid, delta: number): void {
  const count = (counts.get(key) ?? 0) + delta;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}

function addReferrer(referrers: TableStore['weakReferrers'], ref: Uuid, from: Uuid, table: string): void {
  let tables = referrers.get(ref);
  if (tables === undefined) referrers.set(ref, (tables = new Map<string, Set<Uuid>>()));
  const rows = tables.get(table);
  if (rows === undefined) tables.set(table, new Set([from]));
  else rows.add(from);
}
