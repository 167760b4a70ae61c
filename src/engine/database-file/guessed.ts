/** A database from rows that came without a schema: the types of its columns are those of their values. */
import { err, isUuid, ok, uuidFromContent, type Result, type Uuid, type Work } from '../base';
import { parseSchema, valueFromJson, type ColumnType, type ColumnValue, type Row, type TableSchema } from '../ovsdb';
import { listOf, type Cell } from './cells';
import type { DatabaseForm, FileDatabase, FileTable, Note } from './file-database';
import { databaseWith, knownTable, type Shape } from './known-columns';

/** Rows between two rests. */
const STRIDE = 1000;
const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

export interface PlainTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** The cells of each row, as many as there are columns, or fewer. */
  readonly rows: readonly (readonly Cell[])[];
}

export function* databaseOf(
  form: DatabaseForm,
  tables: readonly PlainTable[],
  notes: readonly Note[],
): Work<Result<FileDatabase>> {
  const usable = tables.filter(({ name, columns }) => NAME.test(name) && columns.some((column) => NAME.test(column)));
  const name = databaseWith(usable.map((table) => table.name)) ?? 'unknown';
  const types = new Map<string, Record<string, unknown>>();
  for (const table of usable) {
    const columns: Record<string, unknown> = {};
    for (const [index, column] of table.columns.entries())
      if (NAME.test(column)) columns[column] = { type: typeOf(table, index, shapeOf(name, table.name, column)) };
    types.set(table.name, { columns });
    yield { what: 'looks at columns', done: types.size, total: usable.length };
  }
  const schema = parseSchema({ name, tables: Object.fromEntries(types) });
  if (!schema.ok) return err({ code: 'no-schema', message: `Its columns make no schema: ${schema.error.message}` });
  const made: Made = { withoutUuid: 0, refused: 0 };
  const filled = new Map<string, FileTable>();
  for (const table of usable) {
    const tableSchema = schema.value.tables.get(table.name);
    if (tableSchema !== undefined)
      filled.set(table.name, { schema: tableSchema, rows: yield* rowsOf(table, tableSchema, made) });
  }
  return ok({
    name,
    form,
    schema: schema.value,
    schemaIs: 'guessed',
    tables: filled,
    changed: null,
    cluster: null,
    notes: [...notes, ...notesOf(made)],
  });
}

interface Made {
  withoutUuid: number;
  refused: number;
}

function notesOf({ withoutUuid, refused }: Made): readonly Note[] {
  const notes: Note[] = [];
  if (withoutUuid > 0)
    notes.push({ kind: 'fact', text: `${withoutUuid} rows came without a UUID and have made-up ones.` });
  if (refused > 0)
    notes.push({ kind: 'damage', text: `${refused} values are unlike the others of their columns and left out.` });
  return notes;
}

function* rowsOf(table: PlainTable, schema: TableSchema, made: Made): Work<ReadonlyMap<Uuid, Row>> {
  const rows = new Map<Uuid, Row>();
  const columns = table.columns.map((name) => schema.columns.get(name));
  const uuidAt = table.columns.indexOf('_uuid');
  for (const [index, cells] of table.rows.entries()) {
    const uuid = uuidIn(cells[uuidAt]) ?? uuidFromContent(table.name, String(index), JSON.stringify(cells));
    if (uuidIn(cells[uuidAt]) === undefined) made.withoutUuid += 1;
    const row: { _uuid: Uuid; [column: string]: ColumnValue } = { ...schema.initialRow, _uuid: uuid };
    for (const [at, cell] of cells.entries()) {
      const column = columns[at];
      if (column === undefined || cell === undefined) continue;
      const value = valueFromJson(column.type, fitting(cell, column.type));
      if (value.ok) row[column.name] = value.value;
      else made.refused += 1;
    }
    rows.set(uuid, Object.freeze(row));
    if (index % STRIDE === STRIDE - 1) yield { what: `reads ${table.name}`, done: index, total: table.rows.length };
  }
  return rows;
}

/** Bare values among strings are strings. */
function fitting(cell: Cell, { key, value }: ColumnType): Cell {
  if (key.type !== 'string' && value?.type !== 'string') return cell;
  const [tag, inner] = listOf(cell);
  const keyOf = (atom: unknown) => (key.type === 'string' ? asText(atom) : atom);
  const valueOf = (atom: unknown) => (value?.type === 'string' ? asText(atom) : atom);
  if (tag === 'set') return ['set', listOf(inner).map(keyOf)];
  if (tag !== 'map') return keyOf(cell);
  return [
    'map',
    listOf(inner)
      .map(listOf)
      .map(([held, of]) => [keyOf(held), valueOf(of)]),
  ];
}

function asText(atom: unknown): unknown {
  return typeof atom === 'number' || typeof atom === 'boolean' ? String(atom) : (uuidIn(atom) ?? atom);
}

function uuidIn(cell: Cell): Uuid | undefined {
  const [tag, text] = listOf(cell);
  return tag === 'uuid' && typeof text === 'string' && isUuid(text) ? text : undefined;
}

function shapeOf(database: string, table: string, column: string): Shape | undefined {
  return knownTable(table, database)?.columns.get(column);
}

/** A column's type as a schema writes it. */
function typeOf({ rows }: PlainTable, index: number, known: Shape | undefined): unknown {
  const keys = new Kinds();
  const values = new Kinds();
  let [isSet, isMap] = [known === 'set' || known === 'optional', known === 'map'];
  for (const cells of rows) {
    const cell = cells[index];
    const [tag, inner] = listOf(cell);
    const members = listOf(inner);
    if (tag === 'map') {
      isMap = true;
      for (const pair of members) {
        const [key, value] = listOf(pair);
        keys.add(key);
        values.add(value);
      }
    } else if (tag === 'set') {
      isSet = true;
      for (const member of members) keys.add(member);
    } else if (cell !== undefined) keys.add(cell);
  }
  if (isMap) return { key: keys.kind(), value: values.kind(), min: 0, max: 'unlimited' };
  return isSet ? { key: keys.kind(), min: 0, max: 'unlimited' } : keys.kind();
}

/** The one type of many atoms; of different ones `string`. */
class Kinds {
  private readonly seen = new Set<string>();

  add(atom: unknown): void {
    if (typeof atom === 'number') this.seen.add(Number.isSafeInteger(atom) ? 'integer' : 'real');
    else if (typeof atom === 'boolean') this.seen.add('boolean');
    else this.seen.add(uuidIn(atom) === undefined ? 'string' : 'uuid');
  }

  kind(): string {
    const [only] = this.seen;
    if (this.seen.size === 1 && only !== undefined) return only;
    return this.seen.size > 0 && [...this.seen].every((kind) => kind === 'integer' || kind === 'real')
      ? 'real'
      : 'string';
  }
}
