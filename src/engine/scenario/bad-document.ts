import type { Problem } from '../base';

/** A scenario that is not as it should be, with the path of what is wrong, e.g. `machines[0].rows`. */
export function badDocument(path: string, message: string): Problem {
  return {
    code: 'bad-scenario',
    message: path === '' ? message : `${path}: ${message}`,
    hint: 'The scenario is damaged, or was written by something else.',
  };
}
