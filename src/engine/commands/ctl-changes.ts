/** The database commands that change a record: set, add, remove, clear (ovs-vsctl(8)). */
import { ok } from '../base';
import type { ColumnSchema, ColumnValue, Row, TableSchema } from '../ovsdb';
import type { CtlContext, CtlOutput } from './ctl';
import {
  checkColumnName,
  findColumnByName,
  parseAtomArgument,
  parseColumnKeyValue,
  parseValueArgument,
  recordArgument,
  tableArgument,
} from './ctl-values';
import { fail, type Outcome } from './outcome';
import { countOf, pairs, sortPairs, subtract, union } from './value-sets';

export function set(context: CtlContext): Outcome<CtlOutput> {
  const found = tableArgument(context);
  if (!found.ok) return found;
  for (const arg of context.args.slice(2)) {
    const checked = checkColumnName(context.dialect, found.value.schema, arg);
    if (!checked.ok) return checked;
  }
  const row = recordArgument(context, found.value.ctl);
  if (!row.ok) return row;
  if (!row.value) return ok('');
  return setColumns(context, found.value.schema, row.value, context.args.slice(2));
}

/** Applies `COLUMN[:KEY]=VALUE` settings to a record; `ovs-vsctl add-port` ends with such settings too. */
export function setColumns(
  context: CtlContext,
  schema: TableSchema,
  row: Row,
  settings: readonly string[],
): Outcome<CtlOutput> {
  for (const arg of settings) {
    const current = context.overlay.row(schema.name, row._uuid) ?? row;
    const written = setColumn(context, schema, current, arg);
    if (!written.ok) return written;
  }
  return ok('');
}

function setColumn(context: CtlContext, schema: TableSchema, row: Row, arg: string): Outcome<undefined> {
  const parsed = parseColumnKeyValue(context.dialect, schema, arg);
  if (!parsed.ok) return parsed;
  const { column, key, value } = parsed.value;
  const mutable = checkMutable(context, schema, row, column);
  if (!mutable.ok) return mutable;
  if (key === undefined) {
    const whole = parseValueArgument(value, column.type, context.symbols);
    if (!whole.ok) return whole;
    context.overlay.update(schema.name, row._uuid, { [column.name]: whole.value });
    return ok(undefined);
  }
  if (column.type.value === undefined) return fail(`cannot specify key to set for non-map column ${column.name}`);
  const keyAtom = parseAtomArgument(key, column.type.key, context.symbols);
  if (!keyAtom.ok) return keyAtom;
  const valueAtom = parseAtomArgument(value, column.type.value, context.symbols);
  if (!valueAtom.ok) return valueAtom;
  const rest = pairs(row[column.name]).filter(([name]) => name !== keyAtom.value);
  context.overlay.update(schema.name, row._uuid, {
    [column.name]: sortPairs([...rest, [keyAtom.value, valueAtom.value]]),
  });
  return ok(undefined);
}

export function add(context: CtlContext): Outcome<CtlOutput> {
  return change(context, (context_, column, current, args) => {
    let value = current;
    for (const arg of args) {
      const more = parseValueArgument(arg, column.type, context_.symbols, { min: 1, max: Infinity });
      if (!more.ok) return more;
      value = union(value, more.value, column.type);
    }
    return countOf(value) > column.type.max
      ? limitFailure('add', 'maximum', countOf(value), column, column.type.max, context_)
      : ok(value);
  });
}

export function remove(context: CtlContext): Outcome<CtlOutput> {
  return change(context, (context_, column, current, args) => {
    let value = current;
    for (const arg of args) {
      const { value: valueType, ...keysOnly } = column.type;
      const whole = parseValueArgument(arg, column.type, context_.symbols, { min: 1, max: Infinity });
      const less =
        !whole.ok && valueType ? parseValueArgument(arg, keysOnly, context_.symbols, { min: 1, max: Infinity }) : whole;
      if (!less.ok) return less;
      value = subtract(value, less.value);
    }
    return countOf(value) < column.type.min
      ? limitFailure('remove', 'minimum', countOf(value), column, column.type.min, context_)
      : ok(value);
  });
}

function limitFailure(
  verb: string,
  which: string,
  count: number,
  column: ColumnSchema,
  limit: number,
  context: CtlContext,
) {
  const kind = column.type.value === undefined ? 'values' : 'pairs';
  const found = tableArgument(context);
  const name = found.ok ? found.value.schema.name : '';
  return fail(
    `"${verb}" operation would put ${count} ${kind} in column ${column.name} of table ${name} but the ${which} number is ${limit}`,
  );
}

type Changer = (
  context: CtlContext,
  column: ColumnSchema,
  current: ColumnValue,
  args: readonly string[],
) => Outcome<ColumnValue>;

function change(context: CtlContext, changer: Changer): Outcome<CtlOutput> {
  const found = tableArgument(context);
  if (!found.ok) return found;
  const column = findColumnByName(context.dialect, found.value.schema, context.args[2] ?? '');
  if (!column.ok) return column;
  const row = recordArgument(context, found.value.ctl);
  if (!row.ok) return row;
  if (!row.value) return ok('');
  const mutable = checkMutable(context, found.value.schema, row.value, column.value);
  if (!mutable.ok) return mutable;
  const value = changer(
    context,
    column.value,
    row.value[column.value.name] ?? column.value.initial,
    context.args.slice(3),
  );
  if (!value.ok) return value;
  context.overlay.update(found.value.schema.name, row.value._uuid, { [column.value.name]: value.value });
  return ok('');
}

export function clear(context: CtlContext): Outcome<CtlOutput> {
  const found = tableArgument(context);
  if (!found.ok) return found;
  const columns: ColumnSchema[] = [];
  for (const arg of context.args.slice(2)) {
    const column = findColumnByName(context.dialect, found.value.schema, arg);
    if (!column.ok) return column;
    columns.push(column.value);
  }
  const row = recordArgument(context, found.value.ctl);
  if (!row.ok) return row;
  if (!row.value) return ok('');
  for (const column of columns) {
    const mutable = checkMutable(context, found.value.schema, row.value, column);
    if (!mutable.ok) return mutable;
    if (column.type.min > 0)
      return fail(
        `"clear" operation cannot be applied to column ${column.name} of table ${found.value.schema.name}, which is not allowed to be empty`,
      );
    context.overlay.update(found.value.schema.name, row.value._uuid, { [column.name]: [] });
  }
  return ok('');
}

function checkMutable(context: CtlContext, schema: TableSchema, row: Row, column: ColumnSchema): Outcome<undefined> {
  if (column.mutable || context.overlay.isNew(schema.name, row._uuid)) return ok(undefined);
  return fail(`cannot modify read-only column ${column.name} in table ${schema.name}`);
}
