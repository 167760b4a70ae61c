/** Long loops in pieces of some milliseconds. */
import type { Progress, Work } from '../base';

const ROWS: Progress = { what: 'ovn-northd', done: 0, total: null };

/** So many rows, ports or changes make a piece. */
const UNITS = 500;

/** Does something for each of many. */
export function* inPieces<T>(items: Iterable<T>, body: (item: T) => void): Work<void> {
  let units = 0;
  for (const item of items) {
    body(item);
    units += 1;
    if (units % UNITS === 0) yield ROWS;
  }
}
