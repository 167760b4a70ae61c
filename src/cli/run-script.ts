/**
 * `ovn run FILE`: a file of commands, typed one after the other on a fresh
 * sandbox like the article's: hv1 runs Open vSwitch and ovn-controller, nothing is
 * configured. The file is in the language of the terminal (`../engine/commands/shell`);
 * it goes on after a command that fails, as a shell does.
 */
import { deploymentHost, NOTHING_SET, startScript } from '../engine/commands';
import type { CommandResult } from '../engine/commands';
import { releaseById, Deployment } from '../engine/releases';

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

/** Types the lines one after the other, as long as `after` says so. A text that cannot be read runs nothing. */
export function runCommands(
  deployment: Deployment,
  text: string,
  after: (command: string, result: CommandResult) => boolean,
  before: (command: string) => void = () => undefined,
): void {
  const started = startScript(deploymentHost(deployment), 'hv1', text, NOTHING_SET, (program) =>
    deployment.action(program),
  );
  if (!started.ok) {
    after('', started.error);
    return;
  }
  const shell = started.value;
  let told = 0;
  for (const work = shell.run(); work.next().done !== true;) {
    for (const result of shell.lines.slice(told)) {
      before(result.line);
      if (!after(result.line, result)) return;
    }
    told = shell.lines.length;
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
