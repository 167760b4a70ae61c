/**
 * `ovn run FILE`: a file of commands, typed one after the other on a fresh
 * sandbox like the article's: hv1 runs Open vSwitch and ovn-controller, nothing is
 * configured. Goes on after a command that fails, as a shell does.
 */
import { runCommand } from '../engine/commands';
import { releaseById } from '../engine/releases';
import { Deployment } from '../engine/sim';

export interface ScriptOptions {
  readonly release: string;
  readonly seed: number;
  /** Prints every command behind a prompt. */
  readonly echo: boolean;
  readonly stopOnError: boolean;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

/** The exit status: that of the last command, or of the first that failed where that ends it. */
export function runScript(text: string, options: ScriptOptions): number {
  const deployment = sandbox(options.release, options.seed);
  let machine = 'hv1';
  let status = 0;
  for (const command of splitCommands(text)) {
    if (options.echo) options.stdout(`$ ${command}\n`);
    const result = runCommand(deployment, machine, command);
    options.stdout(result.stdout);
    options.stderr(result.stderr);
    machine = result.machine ?? machine;
    status = result.status;
    if (status !== 0 && options.stopOnError) break;
  }
  return status;
}

/** What the article's ovs-sandbox is before its first command. */
export function sandbox(releaseId: string, seed: number): Deployment {
  const release = releaseById(releaseId);
  if (release === undefined) throw new Error(`There is no release ${releaseId}.`);
  const deployment = new Deployment({ release, seed });
  const added = deployment.addMachine('hv1');
  if (!added.ok) throw new Error(added.error.message);
  deployment.settle();
  deployment.beginHere();
  return deployment;
}

/** The commands of a script: comments and blank lines left out, continued lines joined. */
export function splitCommands(text: string): readonly string[] {
  const commands: string[] = [];
  let pending = '';
  for (const line of text.split(/\r?\n/)) {
    if (pending === '' && /^\s*(#|$)/.test(line)) continue;
    const continued = /(^|[^\\])(\\\\)*\\$/.test(line);
    pending += continued ? line.slice(0, -1) : line;
    if (continued) continue;
    commands.push(pending);
    pending = '';
  }
  if (pending.trim() !== '') commands.push(pending);
  return commands;
}
