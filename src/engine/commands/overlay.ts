/**
 * A database as one transaction sees it while it is being put together: what is
 * committed, and over it what the transaction's own commands already changed.
 * Nothing reaches the database before `edits()` are committed.
 */
import type { Uuid } from '../base';
import { valuesEqual, type ColumnValue, type DatabaseSchema, type Row, type RowEdit } from '../ovsdb';

export type Values = Readonly<Record<string, ColumnValue>>;

/** What of a database is read here. */
export interface OverlayBase {
  readonly schema: DatabaseSchema;
  rows(table: string): ReadonlyMap<Uuid, Row>;
  row(table: string, uuid: Uuid): Row | undefined;
}

type Change =
  { readonly kind: 'insert' | 'update'; readonly values: Record<string, ColumnValue> } | { readonly kind: 'delete' };

export class Overlay {
  private readonly changes = new Map<string, Map<Uuid, Change>>();
  private inserted = 0;

  constructor(
    private readonly base: OverlayBase,
    private readonly newUuid: (index: number) => Uuid,
  ) {}

  get schema(): DatabaseSchema {
    return this.base.schema;
  }

  /** The rows of a table, the committed ones first, in the order in which they came to be. */
  rows(table: string): Row[] {
    const changed = this.changes.get(table);
    const all = [...this.base.rows(table).values()];
    if (!changed) return all;
    const kept = all.map((row) => this.row(table, row._uuid)).filter((row) => row !== undefined);
    for (const [uuid, change] of changed) {
      const row = change.kind === 'insert' ? this.row(table, uuid) : undefined;
      if (row) kept.push(row);
    }
    return kept;
  }

  row(table: string, uuid: Uuid): Row | undefined {
    const change = this.changes.get(table)?.get(uuid);
    if (!change) return this.base.row(table, uuid);
    if (change.kind === 'delete') return undefined;
    if (change.kind === 'insert') return { ...this.defaults(table), ...change.values, _uuid: uuid };
    const row = this.base.row(table, uuid);
    return row && { ...row, ...change.values, _uuid: uuid };
  }

  /** Whether this transaction made the row itself. */
  isNew(table: string, uuid: Uuid): boolean {
    return this.changes.get(table)?.get(uuid)?.kind === 'insert';
  }

  /** A UUID that no row has yet, for an `insert` that follows. */
  reserveUuid(): Uuid {
    this.inserted += 1;
    return this.newUuid(this.inserted - 1);
  }

  insert(table: string, values: Values, uuid: Uuid = this.reserveUuid()): Uuid {
    this.of(table).set(uuid, { kind: 'insert', values: { ...values } });
    return uuid;
  }

  update(table: string, uuid: Uuid, values: Values): void {
    const change = this.of(table).get(uuid);
    if (change?.kind === 'insert' || change?.kind === 'update') Object.assign(change.values, values);
    else if (!change) this.of(table).set(uuid, { kind: 'update', values: { ...values } });
  }

  delete(table: string, uuid: Uuid): void {
    if (this.isNew(table, uuid)) this.of(table).delete(uuid);
    else this.of(table).set(uuid, { kind: 'delete' });
  }

  /**
   * What is to be committed; values that equal what is there already are left
   * out. As with the real programs, a row that goes by itself once nothing refers
   * to it is not deleted, only no longer referred to.
   */
  edits(): RowEdit[] {
    const edits: RowEdit[] = [];
    for (const [table, changed] of this.changes) {
      for (const [uuid, change] of changed) {
        if (change.kind === 'delete') {
          if (this.schema.tables.get(table)?.isRoot === true) edits.push({ op: 'delete', table, uuid });
        } else if (change.kind === 'insert') edits.push({ op: 'insert', table, uuid, row: change.values });
        else {
          const before = this.base.row(table, uuid);
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

  private of(table: string): Map<Uuid, Change> {
    const found = this.changes.get(table) ?? new Map<Uuid, Change>();
    this.changes.set(table, found);
    return found;
  }

  private defaults(table: string): Values {
    const columns = this.schema.tables.get(table)?.columns.values() ?? [];
    return Object.fromEntries([...columns].map((column) => [column.name, column.initial]));
  }
}
