/** Conditions on records: `COLUMN[:KEY]=VALUE` and its other operators (ovs-vsctl(8), `find` and `wait-until`). */
import { ok } from '../base';
import { compareValues, type Atom, type ColumnValue, type MapPair, type Row, type TableSchema } from '../ovsdb';
import type { CtlContext } from './ctl';
import { parseAtomArgument, parseColumnKeyValue, parseValueArgument } from './ctl-values';
import { fail, type Outcome } from './outcome';
import { listed, pairs } from './value-sets';

export function satisfies(
  context: CtlContext,
  schema: TableSchema,
  row: Row,
  conditions: readonly string[],
): Outcome<boolean> {
  for (const condition of conditions) {
    const holds = conditionHolds(context, schema, row, condition);
    if (!holds.ok || !holds.value) return holds;
  }
  return ok(true);
}

function conditionHolds(context: CtlContext, schema: TableSchema, row: Row, condition: string): Outcome<boolean> {
  const parsed = parseColumnKeyValue(context.dialect, schema, condition, context.dialect.operators);
  if (!parsed.ok) return parsed;
  const { column, key, operator, value } = parsed.value;
  const have = row[column.name] ?? column.initial;
  if (key === undefined) {
    const want = parseValueArgument(value, column.type, context.symbols);
    return want.ok ? ok(compare(have, operator, want.value)) : want;
  }
  if (column.type.value === undefined) return fail(`cannot specify key to check for non-map column ${column.name}`);
  const wantedKey = parseAtomArgument(key, column.type.key, context.symbols);
  if (!wantedKey.ok) return wantedKey;
  const want = parseValueArgument(
    value,
    { key: column.type.value, min: column.type.min, max: Infinity },
    context.symbols,
  );
  if (!want.ok) return want;
  const pair = pairs(have).find(([name]) => name === wantedKey.value);
  if (!pair && !operator.startsWith('{')) return ok(false);
  return ok(compare(pair ? [pair[1]] : [], operator, want.value));
}

function compare(a: ColumnValue, operator: string, b: ColumnValue): boolean {
  const left = listed(a);
  const right = listed(b);
  const order = compareValues(left, right);
  switch (operator) {
    case '=':
    case '{=}':
      return order === 0;
    case '!=':
    case '{!=}':
      return order !== 0;
    case '<':
      return order < 0;
    case '>':
      return order > 0;
    case '<=':
      return order <= 0;
    case '>=':
      return order >= 0;
    case '{<}':
      return left.length < right.length && includesAll(right, left);
    case '{>}':
      return left.length > right.length && includesAll(left, right);
    case '{<=}':
    case '{in}':
      return includesAll(right, left);
    case '{not-in}':
      return excludesAll(right, left);
    default:
      return includesAll(left, right);
  }
}

function excludesAll(outer: readonly (Atom | MapPair)[], inner: readonly (Atom | MapPair)[]): boolean {
  return inner.every((member) => !includesAll(outer, [member]));
}

function includesAll(outer: readonly (Atom | MapPair)[], inner: readonly (Atom | MapPair)[]): boolean {
  const members = new Set(outer.map((member) => JSON.stringify(member)));
  return inner.every((member) => members.has(JSON.stringify(member)));
}
