/** Rows made from checked values: the one place where row objects are created. */
import type { Uuid } from '../base';
import { checkConstraints, valuesEqual } from './datum';
import type { Failure } from './errors';
import type { TableSchema } from './schema';
import { columnOf } from './store';
import type { Atom, ColumnValue, Row, RowValues } from './types';

/** A new row; the values given are checked and frozen already, all others are the columns' initial ones. */
export function newRow(table: TableSchema, uuid: Uuid, values: RowValues): Row {
  // Copied from a template, all rows of a table share one hidden class.
  const row: { _uuid: Uuid; [column: string]: ColumnValue } = { ...table.initialRow, _uuid: uuid };
  for (const name in values) {
    const value = values[name];
    if (value !== undefined && name !== '_uuid') row[name] = value;
  }
  return Object.freeze(row);
}

/** The row with some values replaced; the same object when nothing differs. */
export function updatedRow(row: Row, values: RowValues): Row {
  let changed: { _uuid: Uuid; [column: string]: ColumnValue } | undefined;
  for (const name in values) {
    const value = values[name];
    if (value === undefined || name === '_uuid' || valuesEqual(columnOf(row, name), value)) continue;
    changed ??= { ...row };
    changed[name] = value;
  }
  return changed === undefined ? row : Object.freeze(changed);
}

/**
 * Whether the columns that an insert leaves out may hold their initial values:
 * RFC 7047 section 5.2.1 checks them like any other.
 */
export function checkInitialValues(table: TableSchema, given: RowValues): Failure | undefined {
  for (const { name, type, initial } of table.columns.values()) {
    if (given[name] !== undefined || type.min === 0) continue;
    const first: Atom | readonly Atom[] | undefined = typeof initial === 'object' ? initial[0] : initial;
    if (first === undefined) continue;
    const [key, value] = typeof first === 'object' ? first : [first, undefined];
    const failure =
      (key === undefined ? undefined : checkConstraints(type.key, key)) ??
      (value === undefined || type.value === undefined ? undefined : checkConstraints(type.value, value));
    if (failure !== undefined) return failure;
  }
  return undefined;
}
