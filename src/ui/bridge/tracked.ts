/** Acts as they are done, by a person or again from the log: each is noted in the trail. */
import type { Work } from '../../engine/base';
import type { LoggedAction } from './action-log';
import { deedWords } from './deed-words';
import type { Open } from './open-scenario';
import type { Moment } from './trail';

/** Work that is an act, noted when it has ended; one that throws has changed nothing. */
export function* tracked<T>(open: Open, action: LoggedAction, work: Work<T>): Work<T> {
  const before = momentOf(open);
  const words = deedWords(open, action);
  const value = yield* work;
  open.trail.note(action, words, before, momentOf(open));
  return value;
}

function momentOf({ deployment: { branch, position }, scenario }: Open): Moment {
  return { branch, position, scenario };
}
