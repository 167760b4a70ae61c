/** The heap of this process after a collection. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const gc: unknown = runInNewContext('gc');

/** Bytes in use. */
export function collect(): number {
  if (typeof gc === 'function') Reflect.apply(gc, undefined, []);
  return process.memoryUsage().heapUsed;
}
