/** What can be asked wrongly of a deployment. */
import { machineOfDatabase } from './names';
import type { Problem } from '../base';
import type { DatabaseKey } from './types';

export function noSuchMachine(name: string): Problem {
  return { code: 'no-such-machine', message: `there is no machine ${name}` };
}

export function noSuchDatabase(key: DatabaseKey): Problem {
  const machine = machineOfDatabase(key);
  return machine === undefined
    ? { code: 'no-such-database', message: `there is no database ${key}` }
    : noSuchMachine(machine);
}

export function duplicateMachine(name: string): Problem {
  return { code: 'duplicate-machine', message: `machine ${name} already exists` };
}

/** Why `name` cannot be a machine's name, if so. */
export function badMachineName(name: string): Problem | undefined {
  if (/^[A-Za-z0-9_.-]{1,64}$/.test(name)) return undefined;
  const hint = 'A name is made of letters, digits, dots, underscores and hyphens.';
  return { code: 'bad-machine-name', message: `'${name}' is not a machine's name`, hint };
}
