/** The database commands of ovs-vsctl(8), usable on every table of a database. */
import { isUuid, ok } from '../base';
import { formatDatum, type Cell, type ColumnSchema, type Row, type Table, type TableSchema } from '../ovsdb';
import { add, clear, remove, set, setColumns } from './ctl-changes';
import { satisfies } from './ctl-conditions';
import type { CtlCommand, CtlContext, CtlOutput } from './ctl';
import type { CtlDialect } from './ctl-dialect';
import {
  checkColumnName,
  findColumnByName,
  findRecord,
  parseAtomArgument,
  parseColumnKey,
  recordArgument,
  requireRecord,
  tableArgument,
} from './ctl-values';
import { fail, type Outcome } from './outcome';
import { pairs } from './value-sets';

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

function list(context: CtlContext): Outcome<CtlOutput> {
  const found = tableArgument(context);
  if (!found.ok) return found;
  const columns = columnsToPrint(context.dialect, found.value.schema, context.options.get('--columns'));
  if (!columns.ok) return columns;
  const names = context.args.slice(1);
  if (names.length === 0) return ok(recordTable(rowsInOrder(context, found.value.schema), columns.value));
  const rows: Row[] = [];
  for (const name of names) {
    const row = (context.options.has('--if-exists') ? findRecord : requireRecord)(context, found.value.ctl, name);
    if (!row.ok) return row;
    if (row.value) rows.push(row.value);
  }
  return ok(recordTable(rows, columns.value));
}

function find(context: CtlContext): Outcome<CtlOutput> {
  const found = tableArgument(context);
  if (!found.ok) return found;
  const columns = columnsToPrint(context.dialect, found.value.schema, context.options.get('--columns'));
  if (!columns.ok) return columns;
  for (const condition of context.args.slice(1)) {
    const parsed = checkColumnName(context.dialect, found.value.schema, condition);
    if (!parsed.ok) return parsed;
  }
  const rows: Row[] = [];
  for (const row of rowsInOrder(context, found.value.schema)) {
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
  const found = tableArgument(context);
  if (!found.ok) return found;
  for (const arg of context.args.slice(2)) {
    const parsed = /^[_-]uuid$/i.test(arg) ? ok(undefined) : checkColumnName(context.dialect, found.value.schema, arg);
    if (!parsed.ok) return parsed;
  }
  const row = recordArgument(context, found.value.ctl);
  if (!row.ok) return row;
  if (!row.value) return ok('');
  if (id !== undefined) {
    if (!id.startsWith('@')) return fail(`row id "${id}" does not begin with "@"`);
    const symbol = context.symbols.known.get(id);
    if (symbol?.created === true) return fail(`row id "${id}" may only be specified on one --id option`);
    if (symbol) return fail(`row id "${id}" specified on "get" command was used before it was defined`);
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
  const parsed = parseColumnKey(context.dialect, schema, arg);
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

function create(context: CtlContext): Outcome<CtlOutput> {
  const found = tableArgument(context);
  if (!found.ok) return found;
  const { schema } = found.value;
  const given = context.options.get('--id');
  const own = context.dialect.partialUuids && given !== undefined ? given.toLowerCase() : '';
  const id = isUuid(own) ? undefined : given;
  if (given === undefined && !schema.isRoot) {
    context.log(
      'db_ctl_base',
      'WARN',
      `applying "create" command to table ${schema.name} without --id option will have no effect`,
    );
  }
  if (id !== undefined && !id.startsWith('@')) return fail(`row id "${id}" does not begin with "@"`);
  let uuid = isUuid(own) ? own : context.overlay.reserveUuid();
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
  const found = tableArgument(context);
  if (!found.ok) return found;
  const names = context.args.slice(1);
  const all = context.options.has('--all');
  if (all && names.length > 0) return fail('--all and records argument should not be specified together');
  if (all && context.options.has('--if-exists')) return fail('--all and --if-exists should not be specified together');
  const { schema, ctl } = found.value;
  if (!all && names.length === 0 && context.dialect.warnsOfNothingToDestroy)
    context.log('db_ctl_base', 'WARN', 'either --all or records argument should be specified');
  const doomed = all ? context.overlay.rows(schema.name) : [];
  for (const name of names) {
    const row = (context.options.has('--if-exists') ? findRecord : requireRecord)(context, ctl, name);
    if (!row.ok) return row;
    if (row.value) doomed.push(row.value);
  }
  for (const row of doomed) context.overlay.delete(schema.name, row._uuid);
  return ok('');
}

function waitUntil(context: CtlContext): Outcome<CtlOutput> {
  const found = tableArgument(context);
  if (!found.ok) return found;
  for (const condition of context.args.slice(2)) {
    const parsed = checkColumnName(context.dialect, found.value.schema, condition);
    if (!parsed.ok) return parsed;
  }
  const row = findRecord(context, found.value.ctl, context.args[1] ?? '');
  if (!row.ok) return row;
  if (!row.value) return ok({ tryAgain: true });
  const satisfied = satisfies(context, found.value.schema, row.value, context.args.slice(2));
  if (!satisfied.ok) return satisfied;
  return ok(satisfied.value ? '' : { tryAgain: true });
}

function rowsInOrder({ overlay, dialect }: CtlContext, { name }: TableSchema): readonly Row[] {
  return dialect.inOrder(overlay.rows(name));
}

/** The columns after `--columns`, or all in alphabetical order behind `_uuid`. */
function columnsToPrint(
  dialect: CtlDialect,
  schema: TableSchema,
  names: string | undefined,
): Outcome<readonly (ColumnSchema | '_uuid')[]> {
  if (names === undefined) {
    const columns = [...schema.columns.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return ok(['_uuid', ...columns]);
  }
  const columns: (ColumnSchema | '_uuid')[] = [];
  for (const name of names.split(/[, ]+/).filter(Boolean)) {
    if (name.toLowerCase() === '_uuid') columns.push('_uuid');
    else {
      const column = findColumnByName(dialect, schema, name);
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
