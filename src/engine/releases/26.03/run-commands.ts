/** Commands of 26.03 on empty databases, as a recorded deployment has them. */
import type { ProgramResult } from '../../commands';
import { toolHost, type Databases } from './tool-host';

export interface CommandsRun extends Databases {
  /** Of each command, in order. */
  readonly results: readonly ProgramResult[];
  readonly statuses: readonly number[];
}

/**
 * Runs calls of ovn-nbctl and ovn-sbctl, each with its program's name in front, one
 * after the other, with no daemon anywhere. A program that there is not has status 127.
 */
export function runCommands(commands: readonly (readonly string[])[], seed = 1): CommandsRun {
  const host = toolHost(seed);
  const results = commands.map(([name = '', ...args]): ProgramResult => {
    const program = host.release.tools.programs.find(({ description }) => description.name === name);
    return program?.run(host, args) ?? { status: 127, stdout: '', stderr: `${name}: command not found\n` };
  });
  return { ...host.databases, results, statuses: results.map(({ status }) => status) };
}
