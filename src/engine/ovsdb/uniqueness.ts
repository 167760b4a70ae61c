/** Unique indexes (RFC 7047 section 3.2, "indexes"): at commit no two rows may share a key. */
import type { Uuid } from '../base';
import { compareValues, valuesEqual } from './datum';
import { formatDatum } from './datum-text';
import { fail, type Failure } from './errors';
import { columnOf, indexKey, tableStore, type Store, type TableStore, type Touched } from './store';
import { findColumn } from './schema';
import type { Atom, Row } from './types';

export function checkUniqueness(
  store: Store,
  touched: ReadonlyMap<string, ReadonlyMap<Uuid, Touched>>,
): Failure | undefined {
  for (const [name, rows] of touched) {
    const table = tableStore(store, name);
    for (const index of table.indexes) {
      const fresh = new Map<Atom, Row>();
      for (const { after } of rows.values()) {
        if (after === undefined) continue;
        const key = indexKey(index, after);
        const committed = index.rows.get(key);
        const other =
          fresh.get(key) ?? (committed === undefined || rows.has(committed) ? undefined : table.rows.get(committed));
        if (other !== undefined) return duplicate(table, index.columns, rows, other, after);
        fresh.set(key, after);
      }
    }
  }
  return undefined;
}

function duplicate(
  table: TableStore,
  columns: readonly string[],
  rows: ReadonlyMap<Uuid, Touched>,
  one: Row,
  two: Row,
): Failure {
  const [first, second] = compareRows(table, one, two) < 0 ? [two, one] : [one, two];
  const values = joinWords(columns.map((column) => formatColumn(table, first, column)));
  const names = columns.map((column) => `"${column}"`);
  const index = names.length === 1 ? `column ${names.join('')}` : `columns ${joinWords(names)}`;
  return fail(
    'constraint violation',
    `Transaction causes multiple rows in "${table.schema.name}" table to have identical values (${values}) for index on ${index}.  ` +
      `First row, with UUID ${first._uuid}, ${origin(table, columns, rows, first)}  ` +
      `Second row, with UUID ${second._uuid}, ${origin(table, columns, rows, second)}`,
  );
}

function origin(table: TableStore, columns: readonly string[], rows: ReadonlyMap<Uuid, Touched>, row: Row): string {
  const entry = rows.get(row._uuid);
  if (entry === undefined)
    return 'existed in the database before this transaction and was not modified by the transaction.';
  const { before } = entry;
  if (before === undefined) return 'was inserted by this transaction.';
  if (columns.every((column) => valuesEqual(columnOf(before, column), columnOf(row, column)))) {
    return "existed in the database before this transaction, which modified some of the row's columns but not any columns in this index.";
  }
  const values = joinWords(columns.map((column) => formatColumn(table, before, column)));
  return `had the following index values before the transaction: ${values}.`;
}

/** ovsdb-server orders the two rows by all their columns, so that the message does not depend on chance. */
function compareRows(table: TableStore, a: Row, b: Row): number {
  for (const column of table.schema.comparable ?? [...table.schema.columns.keys(), '_uuid']) {
    const order = compareValues(columnOf(a, column), columnOf(b, column));
    if (order !== 0) return order;
  }
  return 0;
}

function formatColumn(table: TableStore, row: Row, name: string): string {
  const column = findColumn(table.schema, name);
  return column === undefined ? '' : formatDatum(columnOf(row, name), column.type);
}

function joinWords(words: readonly string[]): string {
  return words.length < 3 ? words.join(' and ') : `${words.slice(0, -1).join(', ')}, and ${words.at(-1) ?? ''}`;
}
