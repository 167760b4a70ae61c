/**
 * A southbound table that ovn-northd keeps equal to what it derives: rows that are
 * wanted and missing are inserted, columns that are wrong set right, rows that
 * nobody wants deleted. Columns that are not wanted are somebody else's.
 *
 * A row is told apart by a key, a text made of what identifies it. Where there is
 * a row with a key, it stays and keeps its UUID; a new row's UUID follows from its
 * key, so that others can refer to it before it is there.
 */
import { uuidFromContent, type Uuid } from '../../../../base';
import type { Collection, Graph, Settled, Source } from '../../../../derive';
import {
  compareAtoms,
  valuesEqual,
  type Atom,
  type ColumnValue,
  type DatabaseView,
  type Row,
  type RowEdit,
  type RowValues,
} from '../../../../ovsdb';
import type { Options } from '../facts/sources';

/** Where one run collects what it asks of a database. */
export interface Pass {
  readonly nb: RowEdit[];
  readonly sb: RowEdit[];
  readonly views: { readonly nb: DatabaseView; readonly sb: DatabaseView };
}

export interface TableLayout {
  readonly table: string;
  /** What tells rows apart, as `Wanted` has it; undefined for a row that is nobody's and goes. */
  readonly keyOf: (row: Row) => string | undefined;
  /** The columns that `keyOf` reads. */
  readonly keyColumns: readonly string[];
}

/** Rows that are there, and the UUIDs of those that are wanted. */
export interface Identified {
  /** The UUID of the row with a key, that it has or is going to have. */
  readonly idOf: (key: string) => Uuid;
}

/** To be made before what refers to the table. */
export function identified(graph: Graph, sb: Source, { table, keyOf, keyColumns }: TableLayout): Identified {
  const rows = sb.table(table, keyColumns);
  const byKey = rows.by(`${table} by key`, (row) => {
    const key = keyOf(row);
    return key === undefined ? [] : [key];
  });
  const ids = graph.memo(`UUIDs of ${table}`, (key: string): Uuid => {
    const [held] = byKey.keys(key);
    if (held !== undefined) return held;
    for (let n = 0; ; n++) {
      const uuid = n === 0 ? uuidFromContent(table, key) : uuidFromContent(table, key, `${n}`);
      if (!rows.has(uuid)) return uuid;
    }
  });
  return { idOf: (key) => ids.get(key) };
}

export interface Sync<V extends RowValues> extends TableLayout {
  readonly graph: Graph;
  readonly sb: Source;
  readonly ids: Identified;
  /** The rows by key, from one or several collections that share no key; sets and maps are sorted. */
  readonly wanted: readonly Collection<string, V>[];
  /** More for a new row, or for one that must give up a key; undefined where there is none left. */
  readonly assigned?: (key: string, wanted: V, held: Row | undefined, pass: Pass) => RowValues | undefined;
  readonly pass: () => Pass;
}

/** Keeps a table; edits go to the pass that runs. */
export function syncTable<V extends RowValues>(sync: Sync<V>): void {
  const { graph, sb, table, keyOf, wanted, ids, assigned, pass } = sync;
  const rows = sb.table(table);
  graph.effect(rows, {
    run(row, uuid): Settled {
      const key = keyOf(row);
      if (key !== undefined && wanted.some((some) => some.has(key)) && ids.idOf(key) === uuid) return 'settled';
      pass().sb.push({ op: 'delete', table, uuid });
      return 'again';
    },
    gone: () => undefined,
  });
  for (const some of wanted) {
    graph.effect(some, {
      run(values, key): Settled {
        const uuid = ids.idOf(key);
        const held = rows.get(uuid);
        const more = assigned?.(key, values, held, pass()) ?? {};
        if (held === undefined) {
          pass().sb.push({ op: 'insert', table, uuid, row: { ...values, ...more } });
          return 'again';
        }
        const wrong = differences(held, { ...values, ...more });
        if (wrong === undefined) return 'settled';
        pass().sb.push({ op: 'update', table, uuid, row: wrong });
        return 'again';
      },
      gone: () => undefined,
    });
  }
}

/** The columns of a row that are not as wanted; undefined where all are. */
export function differences(held: Row, wanted: RowValues): RowValues | undefined {
  let wrong: Record<string, ColumnValue> | undefined;
  for (const [column, value] of Object.entries(wanted)) {
    const there = held[column];
    if (there !== undefined && valuesEqual(there, value)) continue;
    wrong ??= {};
    wrong[column] = value;
  }
  return wrong;
}

/** A set as rows hold it: sorted, each member once. */
export function setOf<T extends Atom>(members: Iterable<T>): readonly T[] {
  return [...new Set(members)].sort(compareAtoms);
}

/** A map as rows hold it: sorted by key. */
export function mapOf(pairs: Options | Iterable<readonly [string, string]>): readonly (readonly [string, string])[] {
  return [...new Map(pairs)].sort(([a], [b]) => compareAtoms(a, b));
}

/** An optional scalar as rows hold it. */
export function optionalOf<T extends Atom>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}
