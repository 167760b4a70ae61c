/** Rows as columns, and the UUIDs in them as the numbers of the rows that they name (`link-pack.ts`). */
import { compareText, isRecord } from '../base';

/** A value that names rows: one, a set as it stands, or one in the order of the UUIDs. */
export class Named {
  constructor(
    readonly kind: 'one' | 'list' | 'sorted',
    readonly rows: readonly number[],
  ) {}
}

/** A row whose values name other rows by their numbers. */
export interface NumberedRow {
  readonly table: string;
  /** The database: 0 northbound, 1 southbound, then the machines'. */
  readonly database: number;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The row that was named last in a column. */
interface Place {
  row: number;
}

/** A value with `Named` in the place of the UUIDs of rows. */
export function numbered(value: unknown, uuids: readonly string[], numbers: ReadonlyMap<string, number>): unknown {
  if (typeof value === 'string') {
    const number = numbers.get(value);
    return number === undefined ? value : new Named('one', [number]);
  }
  if (Array.isArray(value)) return numberedSet(value, uuids, numbers) ?? value.map((v) => numbered(v, uuids, numbers));
  return isRecord(value) ? mapRecord(value, (item) => numbered(item, uuids, numbers)) : value;
}

function numberedSet(
  values: readonly unknown[],
  uuids: readonly string[],
  numbers: ReadonlyMap<string, number>,
): Named | undefined {
  const rows: number[] = [];
  for (const value of values) {
    const row = typeof value === 'string' ? numbers.get(value) : undefined;
    if (row === undefined) return undefined;
    rows.push(row);
  }
  if (rows.length === 0) return undefined;
  const rising = rows.toSorted((a, b) => a - b);
  const sorted = uuidsOf(rising, uuids).toSorted(compareText);
  return sorted.every((uuid, index) => uuid === values[index]) ? new Named('sorted', rising) : new Named('list', rows);
}

/** The value again. */
export function unnumbered(value: unknown, uuids: readonly string[]): unknown {
  if (value instanceof Named) {
    const named = uuidsOf(value.rows, uuids);
    if (value.kind === 'one') return named[0];
    return value.kind === 'sorted' ? named.toSorted(compareText) : named;
  }
  if (Array.isArray(value)) return value.map((item) => unnumbered(item, uuids));
  return isRecord(value) ? mapRecord(value, (item) => unnumbered(item, uuids)) : value;
}

function uuidsOf(rows: readonly number[], uuids: readonly string[]): readonly string[] {
  return rows.map((row) => uuids[row] ?? unexpected('the number of a row'));
}

/** A numbered value as JSON. */
export function writeValue(value: unknown, place: Place = { row: 0 }): unknown {
  if (value instanceof Named) {
    const steps = value.rows.map((row) => {
      const more = row - place.row;
      place.row = row;
      return more;
    });
    return `@${MARKS[value.kind]}${steps.join(' ')}`;
  }
  if (typeof value === 'string') return value.startsWith('@') ? `@=${value}` : value;
  if (Array.isArray(value)) return value.map((item) => writeValue(item, place));
  return isRecord(value) ? mapRecord(value, (item) => writeValue(item, place)) : value;
}

/** What `writeValue` wrote. Throws at what it never writes. */
export function readValue(value: unknown, place: Place = { row: 0 }): unknown {
  if (typeof value === 'string') {
    if (!value.startsWith('@')) return value;
    if (value.startsWith('@=')) return value.slice(2);
    const kind = value[1] === MARKS.list ? 'list' : value[1] === MARKS.sorted ? 'sorted' : 'one';
    const steps = value.slice(1 + MARKS[kind].length).split(' ');
    return new Named(
      kind,
      steps.map((more) => (place.row += Number(more))),
    );
  }
  if (Array.isArray(value)) return value.map((item) => readValue(item, place));
  return isRecord(value) ? mapRecord(value, (item) => readValue(item, place)) : value;
}

const MARKS = { one: '', list: '[', sorted: '<' } as const;

/** The shapes that rows have, which of them each has, and all values of each column. */
export function writeColumns(rows: readonly NumberedRow[]): readonly unknown[] {
  const shapes = new Map<string, number>();
  const columns = new Map<string, { readonly values: unknown[]; readonly place: Place }>();
  const which = rows.map(({ values }) => {
    for (const [name, value] of Object.entries(values)) {
      const column = columns.get(name) ?? { values: [], place: { row: 0 } };
      columns.set(name, column);
      column.values.push(writeValue(value, column.place));
    }
    const shape = JSON.stringify(Object.keys(values));
    const known = shapes.get(shape) ?? shapes.size;
    shapes.set(shape, known);
    return known;
  });
  const names = [...shapes.keys()].map((shape): unknown => JSON.parse(shape));
  return [names, shapes.size > 1 ? which.join(' ') : 0, ...[...columns.values()].map(({ values }) => values)];
}

/** The values of so many rows as `writeColumns` wrote them. Throws at what it never writes. */
export function readColumns(count: number, parts: readonly unknown[]): readonly NumberedRow['values'][] {
  const [shapes, which, ...columns] = parts;
  const all = listOf(shapes);
  const shapeOf = typeof which === 'string' ? which.split(' ').map(Number) : [];
  const read = new Map<string, { next: number; readonly values: readonly unknown[]; readonly place: Place }>();
  return Array.from({ length: count }, (_, index) =>
    Object.fromEntries(
      listOf(all[shapeOf[index] ?? 0]).map((name) => {
        const text = textOf(name);
        const column = read.get(text) ?? { next: 0, values: listOf(columns[read.size]), place: { row: 0 } };
        read.set(text, column);
        if (column.next >= column.values.length) unexpected('a value');
        return [text, readValue(column.values[column.next++], column.place)];
      }),
    ),
  );
}

function mapRecord(record: Readonly<Record<string, unknown>>, change: (value: unknown) => unknown) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : unexpected('a list');
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : unexpected('a text');
}

export function unexpected(wanted: string): never {
  throw new TypeError(`${wanted} was expected`);
}
