/**
 * The order in which rows were inserted, which survives time travel: a row that
 * is brought back takes the place that it had when it was deleted.
 */
import type { Uuid } from '../base';
import type { Row } from './types';

export class RowOrder {
  readonly #places = new Map<Uuid, number>();
  #last = 0;
  #disturbed = false;

  /** `row` is now the first version of a row that was not there. */
  inserted(row: Row): void {
    const place = BURIED.get(row);
    if (place === undefined || place > this.#last) {
      this.#last = place ?? this.#last + 1;
      this.#places.set(row._uuid, this.#last);
    } else {
      this.#places.set(row._uuid, place);
      this.#disturbed = true;
    }
  }

  /** `row` was the last version of a row that is gone. */
  deleted(row: Row): void {
    const place = this.#places.get(row._uuid);
    if (place !== undefined) BURIED.set(row, place);
    this.#places.delete(row._uuid);
  }

  /** Puts `rows` in order again, where a row has come back out of it. */
  settle(rows: Map<Uuid, Row>): void {
    if (!this.#disturbed) return;
    this.#disturbed = false;
    const place = ([uuid]: readonly [Uuid, Row]) => this.#places.get(uuid) ?? 0;
    const sorted = Array.from(rows).sort((a, b) => place(a) - place(b));
    rows.clear();
    for (const [uuid, row] of sorted) rows.set(uuid, row);
  }
}

/** A change set that brings a row back holds the very object that was deleted; it knows its place. */
const BURIED = new WeakMap<Row, number>();
