/** Long loops in pieces of some milliseconds. */
import type { Progress, Work } from '../base';

/** So many rows or entries make a piece. */
const UNITS = 500;

/** Does something for each of many. */
export function* pieces<T>(items: Iterable<T>, progress: Progress, body: (item: T) => void): Work<void> {
  let units = 0;
  for (const item of items) {
    body(item);
    units += 1;
    if (units % UNITS === 0) yield progress;
  }
}
