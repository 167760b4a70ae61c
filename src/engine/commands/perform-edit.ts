/** Drawn edits, done by running their commands. */
import type { Deployment } from './release';
import { deploymentHost } from './deployment-host';
import { commandsFor, type Edit } from '../network';
import { runOn } from './run-command';

export interface EditOutcome {
  readonly ok: boolean;
  /** The lines that the edit is, as they could be typed. */
  readonly commands: readonly string[];
  /** Why nothing happened, in the words of the command that failed. */
  readonly message: string | null;
}

/** Runs the commands of an edit as one user action: all of them, or none. */
export function performEdit(deployment: Deployment, edit: Edit): EditOutcome {
  return performEdits(deployment, [edit]);
}

/** Several edits, each made in what the ones before it left, as one user action: all of them, or none. */
export function performEdits(deployment: Deployment, edits: readonly Edit[]): EditOutcome {
  const before = deployment.position;
  const host = deploymentHost(deployment);
  const commands: string[] = [];
  const message = deployment.action(() => {
    for (const edit of edits) {
      const lines = commandsFor(edit, deployment);
      if (!lines.ok) return lines.error.message;
      commands.push(...lines.value);
      for (const line of lines.value) {
        const { status, stderr, notes } = runOn(host, undefined, line);
        // ovn-nbctl says some of its refusals in a log line or not at all, and exits with 0.
        if (status !== 0 || stderr !== '' || notes !== undefined)
          return stderr.trim() || (notes?.[0] ?? `${line} failed`);
      }
    }
    return null;
  });
  if (message !== null && deployment.position !== before) deployment.goTo(before);
  return { ok: message === null, commands, message };
}
