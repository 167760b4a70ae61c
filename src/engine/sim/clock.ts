/** Virtual time. */
import type { Millis } from '../base';

/** `number` of virtual milliseconds as a time. */
export function millis(number: number): Millis {
  return number as Millis;
}
