/**
 * A database as one transaction sees it while it is being put together: what is
 * committed, and over it what the transaction's own edits already changed.
 * Nothing reaches the database before `edits()` are committed.
 */
import { compareAtoms, valuesEqual } from './datum';
import type { DatabaseView } from './database';
import type { DatabaseSchema } from './schema';
import type { Uuid } from '../base';
import type { Atom, ColumnValue, Row, RowEdit } from './types';
import { atomsOf } from './values';

export type Values = Readonly<Record<string, ColumnValue>>;

type Change =
  { readonly kind: 'insert' | 'update'; readonly values: Record<string, ColumnValue> } | { readonly kind: 'delete' };

export class Overlay {
  /** What the database would hold after the edits, before its checks and its garbage collection. */
  readonly view: DatabaseView;
  readonly #base: DatabaseView;
  readonly #newUuid: (index: number) => Uuid;
  readonly #changes = new Map<string, Map<Uuid, Change>>();
  /** Whole copies of the tables that were changed. */
  readonly #tables = new Map<string, Map<Uuid, Row>>();
  /** By table, row and column: what is to be put into a set or taken out of it once all edits are made. */
  readonly #members = new Map<string, Map<Uuid, Map<string, Map<Atom, boolean>>>>();
  #inserted = 0;

  /** `newUuid` gives the UUID of the `index`-th new row. */
  constructor(base: DatabaseView, newUuid: (index: number) => Uuid) {
    this.#base = base;
    this.#newUuid = newUuid;
    const rows = (table: string): ReadonlyMap<Uuid, Row> => this.#tables.get(table) ?? base.rows(table);
    this.view = {
      schema: base.schema,
      rows,
      row: (table, uuid) => this.row(table, uuid),
      find: (table, column, value) => {
        if (!this.#tables.has(table)) return base.find(table, column, value);
        for (const row of rows(table).values()) {
          const held = row[column];
          if (held !== undefined && valuesEqual(held, value)) return row;
        }
        return undefined;
      },
    };
  }

  get schema(): DatabaseSchema {
    return this.#base.schema;
  }

  /** The rows of a table, the committed ones first, in the order in which they came to be. */
  rows(table: string): Row[] {
    return [...this.view.rows(table).values()];
  }

  row(table: string, uuid: Uuid): Row | undefined {
    const changed = this.#tables.get(table);
    return changed === undefined ? this.#base.row(table, uuid) : changed.get(uuid);
  }

  /** As `row`, and a row that this transaction deletes as it was before: who refers to it still sees it. */
  rowOrGone(table: string, uuid: Uuid): Row | undefined {
    return this.row(table, uuid) ?? this.#base.row(table, uuid);
  }

  /** Whether this transaction made the row itself. */
  isNew(table: string, uuid: Uuid): boolean {
    return this.#changes.get(table)?.get(uuid)?.kind === 'insert';
  }

  /** A UUID that no row has yet, for an `insert` that follows. */
  reserveUuid(): Uuid {
    this.#inserted += 1;
    return this.#newUuid(this.#inserted - 1);
  }

  insert(table: string, values: Values, uuid: Uuid = this.reserveUuid()): Uuid {
    this.#of(table).set(uuid, { kind: 'insert', values: { ...values } });
    this.#copyOf(table).set(uuid, { ...this.#defaults(table), ...values, _uuid: uuid });
    return uuid;
  }

  update(table: string, uuid: Uuid, values: Values): void {
    const change = this.#of(table).get(uuid);
    if (change?.kind === 'delete') return;
    if (change === undefined) this.#of(table).set(uuid, { kind: 'update', values: { ...values } });
    else Object.assign(change.values, values);
    const rows = this.#copyOf(table);
    const row = rows.get(uuid);
    if (row !== undefined) rows.set(uuid, { ...row, ...values, _uuid: uuid });
  }

  /**
   * Puts `atom` into a set or takes it out, as the tools of today do to spare the
   * server the whole set: nobody sees it before the commit but `membersOf`.
   */
  setMember(table: string, uuid: Uuid, column: string, atom: Atom, present: boolean): void {
    const rows = this.#members.get(table) ?? new Map<Uuid, Map<string, Map<Atom, boolean>>>();
    const columns = rows.get(uuid) ?? new Map<string, Map<Atom, boolean>>();
    const members = columns.get(column) ?? new Map<Atom, boolean>();
    this.#members.set(table, rows.set(uuid, columns.set(column, members.set(atom, present))));
  }

  /** What a set will hold once all is committed. */
  membersOf(table: string, uuid: Uuid, column: string): readonly Atom[] {
    const held = atomsOf(this.row(table, uuid)?.[column] ?? []);
    const changes = this.#members.get(table)?.get(uuid)?.get(column);
    if (changes === undefined) return held;
    const added = Array.from(changes).filter(([atom, present]) => present && !held.includes(atom));
    const kept = held.filter((atom) => changes.get(atom) !== false);
    return [...kept, ...added.map(([atom]) => atom)].sort(compareAtoms);
  }

  delete(table: string, uuid: Uuid): void {
    if (this.isNew(table, uuid)) this.#of(table).delete(uuid);
    else this.#of(table).set(uuid, { kind: 'delete' });
    this.#copyOf(table).delete(uuid);
  }

  /** Makes edits; an inserted row without a UUID gets one. */
  add(edits: readonly RowEdit[]): void {
    for (const edit of edits) {
      if (edit.op === 'delete') this.delete(edit.table, edit.uuid);
      else if (edit.op === 'update') this.update(edit.table, edit.uuid, edit.row);
      else this.insert(edit.table, edit.row, edit.uuid);
    }
  }

  /**
   * What is to be committed; values that equal what is there already are left
   * out. As with the real programs, a row that goes by itself once nothing refers
   * to it is not deleted, only no longer referred to.
   */
  edits(): RowEdit[] {
    this.#settleMembers();
    const edits: RowEdit[] = [];
    for (const [table, changed] of this.#changes) {
      for (const [uuid, change] of changed) {
        if (change.kind === 'delete') {
          if (this.schema.tables.get(table)?.isRoot === true) edits.push({ op: 'delete', table, uuid });
        } else if (change.kind === 'insert') edits.push({ op: 'insert', table, uuid, row: change.values });
        else {
          const before = this.#base.row(table, uuid);
          const row = Object.fromEntries(
            Object.entries(change.values).filter(
              ([column, value]) => !(before?.[column] !== undefined && valuesEqual(before[column], value)),
            ),
          );
          if (before && Object.keys(row).length > 0) edits.push({ op: 'update', table, uuid, row });
        }
      }
    }
    return edits;
  }

  #settleMembers(): void {
    for (const [table, rows] of this.#members) {
      for (const [uuid, columns] of rows) {
        if (this.row(table, uuid) === undefined) continue;
        for (const column of columns.keys())
          this.update(table, uuid, { [column]: this.membersOf(table, uuid, column) });
      }
    }
    this.#members.clear();
  }

  #of(table: string): Map<Uuid, Change> {
    const found = this.#changes.get(table) ?? new Map<Uuid, Change>();
    this.#changes.set(table, found);
    return found;
  }

  #copyOf(table: string): Map<Uuid, Row> {
    const copy = this.#tables.get(table) ?? new Map(this.#base.rows(table));
    this.#tables.set(table, copy);
    return copy;
  }

  #defaults(table: string): Values {
    const columns = this.schema.tables.get(table)?.columns.values() ?? [];
    return Object.fromEntries([...columns].map((column) => [column.name, column.initial]));
  }
}
