/**
 * The arguments of the database commands that ovs-vsctl, ovn-sbctl and their
 * kin share: abbreviated table and column names, `COLUMN:KEY=VALUE`, and the
 * ways to name a record (ovs-vsctl(8), "Database Command Syntax").
 */
import { compareText, isUuid, ok, ZERO_UUID, type Uuid } from '../base';
import {
  parseAtom,
  parseDatum,
  type Atom,
  type BaseType,
  type ColumnSchema,
  type ColumnType,
  type ColumnValue,
  type Row,
  type TableSchema,
  type Overlay,
} from '../ovsdb';
import type { CtlDialect } from './ctl-dialect';
import { fail, type Outcome } from './outcome';
import { pairs } from './value-sets';

/** One way in which a record of a table may be named. */
export interface RowName {
  /** The table in which the name is looked up. */
  readonly table: string;
  /** The column that holds the name; without one, `.` names the only row. */
  readonly column?: string;
  /** The key under which a map column holds the name. */
  readonly key?: string;
  /** A column that leads from the row found to the record meant. */
  readonly via?: string;
}

export interface CtlTable {
  readonly table: string;
  readonly names: readonly RowName[];
}

/** Row ids (`@name`) of one transaction. */
export interface Symbols {
  readonly known: Map<string, { readonly uuid: Uuid; created: boolean; strong: boolean; weak: boolean }>;
  readonly reserve: () => Uuid;
}

/** How well `given` abbreviates `name`: 0 not at all; upper and lower case, `-` and `_` are the same. */
function abbreviationScore(name: string, given: string): number {
  if (name === given) return Infinity;
  const fold = (text: string) => text.toLowerCase().replaceAll('-', '_');
  if (fold(name) === fold(given)) return Number.MAX_SAFE_INTEGER;
  return fold(name).startsWith(fold(given)) ? given.length : 0;
}

/** The only best candidate; undefined when there are several, which are named then. */
function bestMatch<T>(
  candidates: Iterable<T>,
  nameOf: (candidate: T) => string,
  given: string,
): { readonly found?: T; readonly ties: readonly string[] } {
  let best: T[] = [];
  let bestScore = 1;
  for (const candidate of candidates) {
    const score = abbreviationScore(nameOf(candidate), given);
    if (score > bestScore) best = [];
    if (score >= bestScore) best.push(candidate);
    bestScore = Math.max(bestScore, score);
  }
  const [found, ...more] = best;
  if (found === undefined) return { ties: [] };
  return more.length > 0 ? { ties: best.map(nameOf).sort(compareText) } : { found, ties: [] };
}

/** A table by its possibly abbreviated name. */
export function findTable(
  { overlay, tables, dialect }: Pick<ArgumentsView, 'overlay' | 'tables' | 'dialect'>,
  given: string,
): Outcome<{ readonly ctl: CtlTable; readonly schema: TableSchema }> {
  const present = tables.flatMap((ctl) => {
    const schema = overlay.schema.tables.get(ctl.table);
    return schema ? [{ ctl, schema }] : [];
  });
  const { found, ties } = bestMatch(present, (candidate) => candidate.schema.name, given);
  if (found) return ok(found);
  return fail(ties.length > 0 ? dialect.ambiguousTable(given, ties) : `unknown table "${given}"`);
}

/** A column by its possibly abbreviated name. */
export function findColumnByName(dialect: CtlDialect, table: TableSchema, given: string): Outcome<ColumnSchema> {
  const { found, ties } = bestMatch(table.columns.values(), (column) => column.name, given);
  if (found) return ok(found);
  return fail(
    ties.length > 0
      ? dialect.ambiguousColumn(table.name, given, ties)
      : `${table.name} does not contain a column whose name matches "${given}"`,
  );
}

/** A record by UUID or name. */
export function findRecord({ overlay, dialect }: Records, ctl: CtlTable, given: string): Outcome<Row | undefined> {
  const lower = given.toLowerCase();
  if (isUuid(lower)) {
    const row = overlay.row(ctl.table, lower);
    if (row) return ok(row);
  }
  for (const name of ctl.names) {
    const row = findByName({ overlay, dialect }, ctl, name, given);
    if (!row.ok || row.value) return row;
  }
  return dialect.partialUuids ? findByPartialUuid(overlay, ctl, given) : ok(undefined);
}

type Records = Pick<ArgumentsView, 'overlay' | 'dialect'>;

/** The only row whose UUID begins so; four digits are enough. */
function findByPartialUuid(overlay: Overlay, { table }: CtlTable, given: string): Outcome<Row | undefined> {
  if (given.length < 4 || !isUuid(given + ZERO_UUID.slice(given.length))) return ok(undefined);
  const [first, second] = overlay.rows(table).filter(({ _uuid }) => _uuid.startsWith(given));
  if (first && second)
    return fail(
      `${table} contains 2 or more rows whose UUIDs begin with ${given}: at least ${first._uuid} and ${second._uuid}`,
    );
  return ok(first);
}

/** As `findRecord`, and it must exist. */
export function requireRecord(context: Records, ctl: CtlTable, given: string): Outcome<Row> {
  const row = findRecord(context, ctl, given);
  if (!row.ok) return row;
  return row.value ? ok(row.value) : fail(`no row "${given}" in table ${ctl.table}`);
}

function findByName(
  { overlay, dialect }: Records,
  ctl: CtlTable,
  name: RowName,
  given: string,
): Outcome<Row | undefined> {
  if (!overlay.schema.tables.has(name.table)) return ok(undefined);
  const rows = overlay.rows(name.table);
  const { column } = name;
  if (column === undefined && given !== '.') return ok(undefined);
  const matching = column === undefined ? rows : rows.filter((row) => isNamed(dialect, row[column], name.key, given));
  if (column !== undefined && matching.length > 1)
    return fail(`multiple rows in ${dialect.namesReferrer ? name.table : ctl.table} match "${given}"`);
  const [referrer] = matching;
  if (!referrer || matching.length > 1) return ok(undefined);
  if (name.via === undefined) return ok(referrer);
  const target = referrer[name.via];
  const uuid = typeof target === 'object' ? (target.length === 1 ? target[0] : undefined) : target;
  return ok(typeof uuid === 'string' && isUuid(uuid) ? overlay.row(ctl.table, uuid) : undefined);
}

function isNamed(dialect: CtlDialect, value: ColumnValue | undefined, key: string | undefined, given: string): boolean {
  const held = key === undefined ? value : pairs(value).find(([name]) => name === key)?.[1];
  const name = typeof held === 'object' && held.length === 1 ? held[0] : held;
  if (name === given) return true;
  // A name that is a UUID may be cut short like one.
  return (
    dialect.partialUuids && typeof name === 'string' && given.length >= 4 && isUuid(name) && name.startsWith(given)
  );
}

export interface ColumnKeyValue {
  readonly column: ColumnSchema;
  readonly key: string | undefined;
  readonly operator: string;
  readonly value: string;
}

/** `COLUMN[:KEY]`, with nothing behind it. */
export function parseColumnKey(
  dialect: CtlDialect,
  table: TableSchema,
  arg: string,
): Outcome<{ readonly column: ColumnSchema; readonly key: string | undefined }> {
  const head = parseHead(dialect, table, arg);
  if (!head.ok) return head;
  if (head.value.rest !== '') return fail(`${arg}: trailing garbage "${head.value.rest}" in argument`);
  return head;
}

/** `COLUMN[:KEY]OPERATOR VALUE`, where the longest operator that fits counts. */
export function parseColumnKeyValue(
  dialect: CtlDialect,
  table: TableSchema,
  arg: string,
  operators: readonly string[] = ['='],
): Outcome<ColumnKeyValue> {
  const head = parseHead(dialect, table, arg);
  if (!head.ok) return head;
  const { column, key, rest } = head.value;
  const operator = operators
    .filter((candidate) => rest.startsWith(candidate) && rest.length > candidate.length)
    .sort((a, b) => b.length - a.length)[0];
  if (operator === undefined) return fail(missingOperator(arg, operators));
  return ok({ column, key, operator, value: rest.slice(operator.length) });
}

function missingOperator(arg: string, operators: readonly string[]): string {
  const quoted = operators.map((operator) => `"${operator}"`);
  const last = quoted.at(-1) ?? '';
  const list =
    quoted.length === 1
      ? last
      : quoted.length === 2
        ? quoted.join(' or ')
        : `${quoted.slice(0, -1).join(', ')}, or ${last}`;
  return `${arg}: argument does not end in ${list} followed by a value.`;
}

function parseHead(
  dialect: CtlDialect,
  table: TableSchema,
  arg: string,
): Outcome<{ readonly column: ColumnSchema; readonly key: string | undefined; readonly rest: string }> {
  const name = parseToken(arg, 0);
  if (!name.ok) return name;
  if (name.value.text === '') return fail(`${arg}: missing column name`);
  const column = findColumnByName(dialect, table, name.value.text);
  if (!column.ok) return column;
  if (arg[name.value.end] !== ':') return ok({ column: column.value, key: undefined, rest: arg.slice(name.value.end) });
  const key = parseToken(arg, name.value.end + 1);
  if (!key.ok) return key;
  return ok({ column: column.value, key: key.value.text, rest: arg.slice(key.value.end) });
}

/** A word up to a delimiter, or a quoted string, starting at `start`. */
function parseToken(arg: string, start: number): Outcome<{ readonly text: string; readonly end: number }> {
  if (arg[start] !== '"') {
    let end = start;
    while (end < arg.length && !':=, []{}!<>'.includes(arg.charAt(end))) end += 1;
    return ok({ text: arg.slice(start, end), end });
  }
  let end = start + 1;
  while (end < arg.length && arg[end] !== '"') end += arg[end] === '\\' ? 2 : 1;
  if (end >= arg.length) return fail(`${arg}: quoted string extends past end of argument`);
  const text = unquote(arg.slice(start, end + 1));
  return text === undefined ? fail(`${arg}: invalid escape in quoted string`) : ok({ text, end: end + 1 });
}

function unquote(json: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(json);
    return typeof parsed === 'string' ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** One atom that takes up the whole of `text`, e.g. the value in `external-ids:a=b,c`. */
export function parseAtomArgument(text: string, base: BaseType, symbols: Symbols): Outcome<Atom> {
  if (base.type === 'uuid' && text.startsWith('@')) return ok(symbolUuid(symbols, text, base));
  const parsed = parseAtom(text, base);
  return parsed.ok ? parsed : fail(parsed.error.message);
}

/** A whole value as typed: `a,b`, `[a, b]`, `k=v`. `limits` replaces how many members there may be. */
export function parseValueArgument(
  text: string,
  type: ColumnType,
  symbols: Symbols,
  limits?: Pick<ColumnType, 'min' | 'max'>,
): Outcome<ColumnValue> {
  const uuids = [type.key, type.value].some((base) => base?.type === 'uuid');
  const referring = type.key.type === 'uuid' ? type.key : type.value;
  const resolved =
    uuids && referring ? text.replace(/@[\w.-]+/g, (name) => symbolUuid(symbols, name, referring)) : text;
  const parsed = parseDatum(resolved, limits ? { ...type, ...limits } : type);
  return parsed.ok ? parsed : fail(parsed.error.message);
}

/** The UUID behind `@name`, reserved when it is met for the first time. */
function symbolUuid(symbols: Symbols, name: string, base: BaseType): Uuid {
  const symbol = symbols.known.get(name) ?? { uuid: symbols.reserve(), created: false, strong: false, weak: false };
  symbols.known.set(name, symbol);
  if (base.refTable !== undefined) {
    if (base.refType === 'weak') symbol.weak = true;
    else symbol.strong = true;
  }
  return symbol.uuid;
}

/** What is wrong with a row id at the end of a transaction, if anything. */
export function symbolProblem(
  name: string,
  symbol: { readonly created: boolean; readonly strong: boolean; readonly weak: boolean },
): { readonly message: string; readonly fatal: boolean } | undefined {
  if (!symbol.created)
    return {
      message: `row id "${name}" is referenced but never created (e.g. with "-- --id=${name} create ...")`,
      fatal: true,
    };
  if (symbol.strong) return undefined;
  const reference = symbol.weak ? 'only a weak reference to it was inserted' : 'no reference to it was inserted';
  return {
    message: `row id "${name}" was created but ${reference}, so it will not actually appear in the database`,
    fatal: false,
  };
}

/** The table that a command's first argument names. */
export function tableArgument(context: ArgumentsView): ReturnType<typeof findTable> {
  return findTable(context, context.args[0] ?? '');
}

/** The record that a command's second argument names; undefined when with `--if-exists` there is none. */
export function recordArgument(context: ArgumentsView, ctl: CtlTable): Outcome<Row | undefined> {
  const { args, options } = context;
  return (options.has('--if-exists') ? findRecord : requireRecord)(context, ctl, args[1] ?? '');
}

/** What of a command's context its arguments need. */
interface ArgumentsView {
  readonly overlay: Overlay;
  readonly tables: readonly CtlTable[];
  readonly dialect: CtlDialect;
  readonly args: readonly string[];
  readonly options: ReadonlyMap<string, string | undefined>;
}

/** Whether an argument starts with a column's name: this is looked at before any record is. */
export function checkColumnName(dialect: CtlDialect, table: TableSchema, arg: string): Outcome<undefined> {
  const name = parseToken(arg, 0);
  if (!name.ok) return name;
  if (name.value.text === '') return fail(`${arg}: missing column name`);
  const column = findColumnByName(dialect, table, name.value.text);
  return column.ok ? ok(undefined) : column;
}
