/**
 * `ovn run FILE`: a file of commands, typed one after the other on a fresh
 * sandbox like the article's: hv1 runs Open vSwitch and ovn-controller, nothing is
 * configured. Goes on after a command that fails, as a shell does.
 */
import { runCommand } from '../engine/commands';
import { releaseById } from '../engine/releases';
import { Deployment } from '../engine/sim';

type CommandOutcome = ReturnType<typeof runCommand>;

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
  let status = 0;
  runCommands(
    sandbox(options.release, options.seed),
    text,
    (_, result) => {
      options.stdout(result.stdout);
      options.stderr(result.stderr);
      status = result.status;
      return status === 0 || !options.stopOnError;
    },
    (command) => {
      if (options.echo) options.stdout(`$ ${command}\n`);
    },
  );
  return status;
}

/** Types the commands one after the other, as long as `after` says so. */
export function runCommands(
  deployment: Deployment,
  text: string,
  after: (command: string, result: CommandOutcome) => boolean,
  before: (command: string) => void = () => undefined,
): void {
  let machine = 'hv1';
  for (const command of splitCommands(text)) {
    before(command);
    const result = runCommand(deployment, machine, command);
    machine = result.machine ?? machine;
    if (!after(command, result)) return;
  }
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
