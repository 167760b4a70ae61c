/**
 * A database as somebody last saw it who has lost sight of it since: the live
 * database under a layer that holds, for each row changed since then, how it
 * was. Nothing else is copied.
 *
 * What is simplified: rows that have been deleted meanwhile come last when a
 * table is iterated.
 */
import type { ChangeSet, ColumnValue, Database, Row, DatabaseView } from '../ovsdb';
import type { Uuid } from '../base';

type Overlay = Map<Uuid, Row | undefined>;

export class StaleView implements DatabaseView {
  readonly #live: Database;
  readonly #overlays = new Map<string, Overlay>();

  constructor(live: Database) {
    this.#live = live;
  }

  /** Keeps the view as it is while the live database makes `changes`. */
  hide(changes: ChangeSet): void {
    for (const { table, uuid, before } of changes) {
      let overlay = this.#overlays.get(table);
      if (overlay === undefined) this.#overlays.set(table, (overlay = new Map<Uuid, Row | undefined>()));
      if (!overlay.has(uuid)) overlay.set(uuid, before);
    }
  }

  /** By row, how it was and how it is. */
  missed(): ChangeSet {
    return Array.from(this.#overlays, ([table, overlay]) =>
      Array.from(overlay, ([uuid, before]) => ({ table, uuid, before, after: this.#live.row(table, uuid) })),
    ).flat();
  }

  get schema(): Database['schema'] {
    return this.#live.schema;
  }

  rows(table: string): ReadonlyMap<Uuid, Row> {
    const overlay = this.#overlays.get(table);
    const live = this.#live.rows(table);
    return overlay === undefined ? live : new OverlaidRows(live, overlay);
  }

  row(table: string, uuid: Uuid): Row | undefined {
    const overlay = this.#overlays.get(table);
    return overlay?.has(uuid) === true ? overlay.get(uuid) : this.#live.row(table, uuid);
  }

  find(table: string, column: string, value: ColumnValue): Row | undefined {
    const overlay = this.#overlays.get(table);
    const live = this.#live.find(table, column, value);
    if (overlay === undefined || (live !== undefined && !overlay.has(live._uuid))) return live;
    const wanted = JSON.stringify(value);
    for (const row of overlay.values()) {
      if (row !== undefined && JSON.stringify(row[column]) === wanted) return row;
    }
    return undefined;
  }
}

class OverlaidRows implements ReadonlyMap<Uuid, Row> {
  readonly #live: ReadonlyMap<Uuid, Row>;
  readonly #overlay: Overlay;

  constructor(live: ReadonlyMap<Uuid, Row>, overlay: Overlay) {
    this.#live = live;
    this.#overlay = overlay;
  }

  get(uuid: Uuid): Row | undefined {
    return this.#overlay.has(uuid) ? this.#overlay.get(uuid) : this.#live.get(uuid);
  }

  has(uuid: Uuid): boolean {
    return this.get(uuid) !== undefined;
  }

  get size(): number {
    let size = this.#live.size;
    for (const [uuid, row] of this.#overlay) size += Number(row !== undefined) - Number(this.#live.has(uuid));
    return size;
  }

  *entries(): MapIterator<[Uuid, Row]> {
    for (const [uuid, row] of this.#live) {
      const seen = this.#overlay.has(uuid) ? this.#overlay.get(uuid) : row;
      if (seen !== undefined) yield [uuid, seen];
    }
    for (const [uuid, row] of this.#overlay) {
      if (row !== undefined && !this.#live.has(uuid)) yield [uuid, row];
    }
  }

  *keys(): MapIterator<Uuid> {
    for (const [uuid] of this.entries()) yield uuid;
  }

  *values(): MapIterator<Row> {
    for (const [, row] of this.entries()) yield row;
  }

  [Symbol.iterator](): MapIterator<[Uuid, Row]> {
    return this.entries();
  }

  forEach(visit: (row: Row, uuid: Uuid, map: ReadonlyMap<Uuid, Row>) => void): void {
    for (const [uuid, row] of this.entries()) visit(row, uuid, this);
  }
}
