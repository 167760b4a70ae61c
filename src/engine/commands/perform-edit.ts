/** A drawn edit, done by running its commands. */
import type { Deployment } from '../sim';
import { deploymentHost } from './deployment-host';
import { commandsFor, type Edit } from './edits';
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
  const lines = commandsFor(edit, deployment);
  if (!lines.ok) return { ok: false, commands: [], message: lines.error.message };
  const commands = lines.value;
  const before = deployment.position;
  const host = deploymentHost(deployment);
  const message = deployment.action(() => {
    for (const line of commands) {
      const { status, stderr, notes } = runOn(host, undefined, line);
      // ovn-nbctl says some of its refusals in a log line or not at all, and exits with 0.
      if (status !== 0 || stderr !== '' || notes !== undefined)
        return stderr.trim() || (notes?.[0] ?? `${line} failed`);
    }
    return null;
  });
  if (message !== null && deployment.position !== before) deployment.goTo(before);
  return { ok: message === null, commands, message };
}
