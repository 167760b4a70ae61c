/**
 * `ovn run FILE`: a file of commands, typed one after the other on a fresh
 * sandbox as `ovs-sandbox -o` makes it: hv1 runs Open vSwitch and ovn-controller, and
 * has br-int. The file is in the language of the terminal (`../engine/commands/shell`);
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
    sandbox(options.release, options.seed, text),
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

/**
 * What `ovs-sandbox -o` of the release is before its first command. A text that adds br-int itself, as the article
 * does, finds a machine on which nothing is configured, or the real program would refuse that line.
 */
export function sandbox(releaseId: string, seed: number, text = ''): Deployment {
  const release = releaseById(releaseId);
  if (release === undefined) throw new Error(`There is no release ${releaseId}.`);
  const deployment = new Deployment({ release, seed });
  const added = deployment.addMachine('hv1');
  if (!added.ok) throw new Error(added.error.message);
  deployment.settle();
  if (!text.split('\n').some(addsBridge)) {
    runCommands(deployment, [...SANDBOX, ...release.tools.sandbox].join('\n'), (command, { status, stderr }) => {
      if (status !== 0) throw new Error(`${command}: ${stderr}`);
      return true;
    });
  }
  deployment.beginHere();
  return deployment;
}

/** Whether a line adds br-int to hv1: what begins with `as` may be meant for another machine. */
function addsBridge(line: string): boolean {
  return /\badd-br\s+(?:--\s+)?br-int\b/.test(line) && !/\bas\s+(?!hv1\s)\S+\s+ovs-vsctl\b/.test(line);
}

/** tutorial/ovs-sandbox of either day. */
const SANDBOX = [
  'ovs-vsctl set open . external-ids:system-id=56b18105-5706-46ef-80c4-ff20979ab068',
  'ovs-vsctl set open . external-ids:ovn-remote=unix:"$sandbox"/db.sock',
  'ovs-vsctl set open . external-ids:ovn-encap-ip=127.0.0.1',
];
