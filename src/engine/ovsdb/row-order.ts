/**
 * The order in which rows were inserted, which survives time travel: a row that
 * is brought back takes the place that it had when it was deleted.
 */
import type { Uuid } from '../base';
import type { Row } from './types';

export class RowOrder {
  readonly #places = new Map<Uuid, number>();
  /** The places that are taken now, and the highest of them. */
  readonly #taken = new Set<number>();
  #top = 0;
  /** The highest place that was ever given. */
  #last = 0;
  #disturbed = false;

  /** `row` is now the first version of a row that was not there. */
  inserted(row: Row): void {
    const place = BURIED.get(row) ?? this.#last + 1;
    this.#last = Math.max(this.#last, place);
    this.#places.set(row._uuid, place);
    this.#taken.add(place);
    // Behind all others, it is where it came to be; the last action, taken back and again, never costs a sort.
    if (place > this.#top) this.#top = place;
    else this.#disturbed = true;
  }

  /** `row` was the last version of a row that is gone. */
  deleted(row: Row): void {
    const place = this.#places.get(row._uuid);
    if (place === undefined) return;
    BURIED.set(row, place);
    this.#places.delete(row._uuid);
    this.#taken.delete(place);
    while (this.#top > 0 && !this.#taken.has(this.#top)) this.#top -= 1;
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
