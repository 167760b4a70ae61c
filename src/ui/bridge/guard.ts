/**
 * What a person and a report are told of an exception of ours. Nothing that is
 * thrown crosses the worker's door: it is caught, undone, and answered in words.
 */
import type { Problem } from '../../engine/base';
import type { CommandResult, EditOutcome } from './protocol';

export interface Caught {
  readonly problem: Problem;
  readonly report: string;
}

export function caught(words: string, thrown: unknown, { fatal, build }: { fatal: boolean; build: string }): Caught {
  const message = fatal
    ? 'This is a mistake of ours, and it could not be undone: the engine begins again from what is kept.'
    : 'This is a mistake of ours: nothing was changed.';
  const what = thrown instanceof Error ? (thrown.stack ?? `${thrown.name}: ${thrown.message}`) : String(thrown);
  return {
    problem: { code: 'our-mistake', message },
    report: `OVN Playground ${build}\nWhile: ${words}\n${what}\n`,
  };
}

export function failedCommand(machine: string, { message }: Problem): CommandResult {
  return { status: 1, stdout: '', stderr: `${message}\n`, notes: [], machine, following: false };
}

export function failedEdit({ message }: Problem): EditOutcome {
  return { ok: false, commands: [], message };
}
