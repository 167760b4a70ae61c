/** The database commands of ovs-vsctl(8), usable on every table of a database. */
import { ok } from '../base';
import {
  compareValues,
  formatDatum,
  type Atom,
  type Cell,
  type ColumnSchema,
  type ColumnType,
  type ColumnValue,
  type MapPair,
  type Row,
  type Table,
  type TableSchema,
} from '../ovsdb';
import type { CtlCommand, CtlContext, CtlOutput } from './ctl';
import {
  findColumnByName,
  findRecord,
  findTable,
  parseAtomArgument,
  parseColumnKey,
  parseColumnKeyValue,
  parseValueArgument,
  requireRecord,
} from './ctl-values';
import { fail, type Outcome } from './outcome';

const MANY = Infinity;

/** In the order of the manual. */
export const DATABASE_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'list',
    min: 1,
    max: MANY,
    usage: 'TABLE [RECORD]...',
    options: ['--if-exists', '--columns='],
    writes: false,
    doc: 'print records of TABLE, or all of them',
    run: list,
  },
  {
    name: 'find',
    min: 1,
    max: MANY,
    usage: 'TABLE [COLUMN[:KEY]=VALUE]...',
    options: ['--columns='],
    writes: false,
    doc: 'print the records of TABLE that meet every condition',
    run: find,
  },
  {
    name: 'get',
    min: 2,
    max: MANY,
    usage: 'TABLE RECORD [COLUMN[:KEY]]...',
    options: ['--if-exists', '--id='],
    writes: false,
    doc: 'print values of one record',
    run: get,
  },
  {
    name: 'set',
    min: 3,
    max: MANY,
    usage: 'TABLE RECORD COLUMN[:KEY]=VALUE...',
    options: ['--if-exists'],
    writes: true,
    doc: 'set values of one record',
    run: set,
  },
  {
    name: 'add',
    min: 4,
    max: MANY,
    usage: 'TABLE RECORD COLUMN [KEY=]VALUE...',
    options: ['--if-exists'],
    writes: true,
    doc: 'add to a set or a map',
    run: add,
  },
  {
    name: 'remove',
    min: 4,
    max: MANY,
    usage: 'TABLE RECORD COLUMN KEY|VALUE|KEY=VALUE...',
    options: ['--if-exists'],
    writes: true,
    doc: 'take from a set or a map',
    run: remove,
  },
  {
    name: 'clear',
    min: 3,
    max: MANY,
    usage: 'TABLE RECORD COLUMN...',
    options: ['--if-exists'],
    writes: true,
    doc: 'empty columns of one record',
    run: clear,
  },
  {
    name: 'create',
    min: 2,
    max: MANY,
    usage: 'TABLE COLUMN[:KEY]=VALUE...',
    options: ['--id='],
    writes: true,
    doc: 'make a record and print its UUID',
    run: create,
  },
  {
    name: 'destroy',
    min: 1,
    max: MANY,
    usage: 'TABLE [RECORD]...',
    options: ['--if-exists', '--all'],
    writes: true,
    doc: 'delete records',
    run: destroy,
  },
  {
    name: 'wait-until',
    min: 2,
    max: MANY,
    usage: 'TABLE RECORD [COLUMN[:KEY]=VALUE]...',
    options: [],
    writes: false,
    doc: 'wait until a record exists and meets every condition',
    run: waitUntil,
  },
  {
    name: 'comment',
    min: 0,
    max: MANY,
    usage: '[ARG]...',
    options: [],
    writes: false,
    doc: 'do nothing, for the record',
    run: () => ok(''),
  },
];

function table(context: CtlContext) {
  return findTable(context.overlay, context.tables, context.args[0] ?? '');
}

/** The record that the second argument names; undefined when it need not exist and does not. */
function record(context: CtlContext, ctl: Parameters<typeof findRecord>[1]): Outcome<Row | undefined> {
  return (context.options.has('--if-exists') ? findRecord : requireRecord)(context.overlay, ctl, context.args[1] ?? '');
}

function list(context: CtlContext): Outcome<CtlOutput> {
  const found = table(context);
  if (!found.ok) return found;
  const columns = columnsToPrint(found.value.schema, context.options.get('--columns'));
  if (!columns.ok) return columns;
  const names = context.args.slice(1);
  if (names.length === 0) return ok(recordTable(context.overlay.rows(found.value.schema.name), columns.value));
  const rows: Row[] = [];
  for (const name of names) {
    const row = (context.options.has('--if-exists') ? findRecord : requireRecord)(
      context.overlay,
      found.value.ctl,
      name,
    );
    if (!row.ok) return row;
    if (row.value) rows.push(row.value);
  }
  return ok(recordTable(rows, columns.value));
}

function find(context: CtlContext): Outcome<CtlOutput> {
  const found = table(context);
  if (!found.ok) return found;
  const columns = columnsToPrint(found.value.schema, context.options.get('--columns'));
  if (!columns.ok) return columns;
  for (const condition of context.args.slice(1)) {
    const parsed = parseColumnKeyValue(found.value.schema, condition, OPERATORS);
    if (!parsed.ok) return parsed;
  }
  const rows: Row[] = [];
  for (const row of context.overlay.rows(found.value.schema.name)) {
    const satisfied = satisfies(context, found.value.schema, row, context.args.slice(1));
    if (!satisfied.ok) return satisfied;
    if (satisfied.value) rows.push(row);
  }
  return ok(recordTable(rows, columns.value));
}

function get(context: CtlContext): Outcome<CtlOutput> {
  const id = context.options.get('--id');
  if (id !== undefined && context.options.has('--if-exists'))
    return fail('--if-exists and --id may not be specified together');
  const found = table(context);
  if (!found.ok) return found;
  for (const arg of context.args.slice(2)) {
    const parsed = /^[_-]uuid$/i.test(arg) ? ok(undefined) : parseColumnKey(found.value.schema, arg);
    if (!parsed.ok) return parsed;
  }
  const row = record(context, found.value.ctl);
  if (!row.ok) return row;
  if (!row.value) return ok('');
  if (id !== undefined) {
    if (!id.startsWith('@')) return fail(`row id "${id}" does not begin with "@"`);
    if (context.symbols.known.has(id))
      return fail(`row id "${id}" specified on "get" command was used before it was defined`);
    context.symbols.known.set(id, { uuid: row.value._uuid, created: true, strong: true, weak: true });
  }
  let text = '';
  for (const arg of context.args.slice(2)) {
    const value = getOne(context, found.value.schema, row.value, arg);
    if (!value.ok) return value;
    text += `${value.value}\n`;
  }
  return ok(text);
}

function getOne(context: CtlContext, schema: TableSchema, row: Row, arg: string): Outcome<string> {
  if (/^[_-]uuid$/i.test(arg)) return ok(row._uuid);
  const parsed = parseColumnKey(schema, arg);
  if (!parsed.ok) return parsed;
  const { column, key } = parsed.value;
  const value = row[column.name] ?? column.initial;
  if (key === undefined) return ok(formatDatum(value, column.type));
  if (column.type.value === undefined) return fail(`cannot specify key to get for non-map column ${column.name}`);
  const wanted = parseAtomArgument(key, column.type.key, context.symbols);
  if (!wanted.ok) return wanted;
  const pair = pairs(value).find(([name]) => name === wanted.value);
  if (pair) return ok(formatDatum(pair[1], { key: column.type.value, min: 1, max: 1 }));
  if (context.options.has('--if-exists')) return ok('');
  return fail(`no key "${key}" in ${schema.name} record "${context.args[1] ?? ''}" column ${column.name}`);
}

function set(context: CtlContext): Outcome<CtlOutput> {
  const found = table(context);
  if (!found.ok) return found;
  for (const arg of context.args.slice(2)) {
    const checked = parseColumnKeyValue(found.value.schema, arg);
    if (!checked.ok && !checked.error.message.includes('argument does not end')) return checked;
  }
  const row = record(context, found.value.ctl);
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
  const parsed = parseColumnKeyValue(schema, arg);
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

function add(context: CtlContext): Outcome<CtlOutput> {
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

function remove(context: CtlContext): Outcome<CtlOutput> {
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
  const found = table(context);
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
  const found = table(context);
  if (!found.ok) return found;
  const column = findColumnByName(found.value.schema, context.args[2] ?? '');
  if (!column.ok) return column;
  const row = record(context, found.value.ctl);
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

function clear(context: CtlContext): Outcome<CtlOutput> {
  const found = table(context);
  if (!found.ok) return found;
  const columns: ColumnSchema[] = [];
  for (const arg of context.args.slice(2)) {
    const column = findColumnByName(found.value.schema, arg);
    if (!column.ok) return column;
    columns.push(column.value);
  }
  const row = record(context, found.value.ctl);
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

function create(context: CtlContext): Outcome<CtlOutput> {
  const found = table(context);
  if (!found.ok) return found;
  const { schema } = found.value;
  const id = context.options.get('--id');
  if (id === undefined && !schema.isRoot) {
    context.warn(
      'db_ctl_base',
      `applying "create" command to table ${schema.name} without --id option will have no effect`,
    );
  }
  if (id !== undefined && !id.startsWith('@')) return fail(`row id "${id}" does not begin with "@"`);
  let uuid = context.overlay.reserveUuid();
  if (id !== undefined) {
    const symbol = context.symbols.known.get(id) ?? { uuid, created: false, strong: false, weak: false };
    if (symbol.created) return fail(`row id "${id}" may only be specified on one --id option`);
    context.symbols.known.set(id, { ...symbol, created: true, strong: symbol.strong || schema.isRoot });
    uuid = symbol.uuid;
  }
  context.overlay.insert(schema.name, {}, uuid);
  const row = context.overlay.row(schema.name, uuid);
  const written = row ? setColumns(context, schema, row, context.args.slice(1)) : ok('');
  return written.ok ? ok(`${uuid}\n`) : written;
}

function destroy(context: CtlContext): Outcome<CtlOutput> {
  const found = table(context);
  if (!found.ok) return found;
  const names = context.args.slice(1);
  const all = context.options.has('--all');
  if (all && names.length > 0) return fail('--all and records argument should not be specified together');
  if (all && context.options.has('--if-exists')) return fail('--all and --if-exists should not be specified together');
  const { schema, ctl } = found.value;
  const doomed = all ? context.overlay.rows(schema.name) : [];
  for (const name of names) {
    const row = (context.options.has('--if-exists') ? findRecord : requireRecord)(context.overlay, ctl, name);
    if (!row.ok) return row;
    if (row.value) doomed.push(row.value);
  }
  for (const row of doomed) context.overlay.delete(schema.name, row._uuid);
  return ok('');
}

function waitUntil(context: CtlContext): Outcome<CtlOutput> {
  const found = table(context);
  if (!found.ok) return found;
  for (const condition of context.args.slice(2)) {
    const parsed = parseColumnKeyValue(found.value.schema, condition, OPERATORS);
    if (!parsed.ok) return parsed;
  }
  const row = findRecord(context.overlay, found.value.ctl, context.args[1] ?? '');
  if (!row.ok) return row;
  if (!row.value) return ok({ tryAgain: true });
  const satisfied = satisfies(context, found.value.schema, row.value, context.args.slice(2));
  if (!satisfied.ok) return satisfied;
  return ok(satisfied.value ? '' : { tryAgain: true });
}

function checkMutable(context: CtlContext, schema: TableSchema, row: Row, column: ColumnSchema): Outcome<undefined> {
  if (column.mutable || context.overlay.isNew(schema.name, row._uuid)) return ok(undefined);
  return fail(`cannot modify read-only column ${column.name} in table ${schema.name}`);
}

/** The columns after `--columns`, or all in alphabetical order behind `_uuid`. */
function columnsToPrint(schema: TableSchema, names: string | undefined): Outcome<readonly (ColumnSchema | '_uuid')[]> {
  if (names === undefined) {
    const columns = [...schema.columns.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return ok(['_uuid', ...columns]);
  }
  const columns: (ColumnSchema | '_uuid')[] = [];
  for (const name of names.split(/[, ]+/).filter(Boolean)) {
    if (name.toLowerCase() === '_uuid') columns.push('_uuid');
    else {
      const column = findColumnByName(schema, name);
      if (!column.ok) return column;
      columns.push(column.value);
    }
  }
  return columns.length > 0 ? ok(columns) : fail('must specify at least one column name');
}

function recordTable(rows: readonly Row[], columns: readonly (ColumnSchema | '_uuid')[]): Table {
  const cell = (row: Row, column: ColumnSchema | '_uuid'): Cell =>
    column === '_uuid'
      ? { value: row._uuid, type: { key: { type: 'uuid' }, min: 1, max: 1 } }
      : { value: row[column.name] ?? column.initial, type: column.type };
  return {
    headings: columns.map((column) => (column === '_uuid' ? '_uuid' : column.name)),
    rows: rows.map((row) => columns.map((column) => cell(row, column))),
  };
}

const OPERATORS = ['=', '!=', '<', '>', '<=', '>=', '{=}', '{!=}', '{<}', '{>}', '{<=}', '{>=}'] as const;

function satisfies(
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
  const parsed = parseColumnKeyValue(schema, condition, OPERATORS);
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
      return includesAll(right, left);
    default:
      return includesAll(left, right);
  }
}

function listed(value: ColumnValue): readonly Atom[] | readonly MapPair[] {
  return typeof value === 'object' ? value : [value];
}

function includesAll(outer: readonly (Atom | MapPair)[], inner: readonly (Atom | MapPair)[]): boolean {
  const members = new Set(outer.map((member) => JSON.stringify(member)));
  return inner.every((member) => members.has(JSON.stringify(member)));
}

function countOf(value: ColumnValue): number {
  return typeof value === 'object' ? value.length : 1;
}

function union(a: ColumnValue, b: ColumnValue, type: ColumnType): ColumnValue {
  if (type.value !== undefined) {
    const had = pairs(a);
    return sortPairs([...had, ...pairs(b).filter(([key]) => !had.some(([name]) => name === key))]);
  }
  return sortAtoms([...new Set([...atoms(a), ...atoms(b)])]);
}

/** Members of `b` that are pairs must match in key and value, others in key alone. */
function subtract(a: ColumnValue, b: ColumnValue): ColumnValue {
  const less: readonly (Atom | MapPair)[] = listed(b);
  const gone = (member: Atom | MapPair) =>
    less.some((other) =>
      typeof other === 'object'
        ? typeof member === 'object' && member[0] === other[0] && member[1] === other[1]
        : (typeof member === 'object' ? member[0] : member) === other,
    );
  if (typeof a !== 'object') return gone(a) ? [] : [a];
  const had = pairs(a);
  return had.length > 0 ? had.filter((pair) => !gone(pair)) : atoms(a).filter((atom) => !gone(atom));
}

function pairs(value: ColumnValue | undefined): readonly MapPair[] {
  return typeof value === 'object' ? value.flatMap((member) => (typeof member === 'object' ? [member] : [])) : [];
}

function atoms(value: ColumnValue): readonly Atom[] {
  return typeof value === 'object' ? value.flatMap((member) => (typeof member === 'object' ? [] : [member])) : [value];
}

function sortPairs(list: readonly MapPair[]): readonly MapPair[] {
  return [...list].sort((a, b) => compareValues([a[0]], [b[0]]));
}

function sortAtoms(list: readonly Atom[]): readonly Atom[] {
  return [...list].sort((a, b) => compareValues([a], [b]));
}
