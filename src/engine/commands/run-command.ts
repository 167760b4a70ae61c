/** Text of the terminal: the shell, its programs, and where they run. */
import { localDatabase } from '../sim';
import { runCtl } from './ctl';
import { help } from './describe-commands';
import { FILTERS } from './filters';
import { type CommandHost, type ProgramResult } from './host';
import {
  addMachine,
  cutOff,
  LAB_COMMANDS,
  noMachine,
  refuse,
  removeMachine,
  renameMachine,
  sleep,
  startDaemon,
} from './lab';
import { printLog } from './print-log';
import { withHint } from './names/hints';
import { runAppctl } from './ovs-appctl';
import { runOfctl } from './ovs-ofctl';
import { openstackPrograms } from './openstack';
import { OVS_VSCTL } from './ovs-vsctl';
import { runOvsdbClient } from './ovsdb-client';
import { runOvnTrace, runSend } from './packet-commands';
import {
  NOTHING_SET,
  parseShell,
  pointAt,
  ShellRun,
  type Environment,
  type LineOutcome,
  type ShellHost,
} from './shell';
import { err, ok, type Result, type TextRange } from '../base';

export interface CommandResult extends ProgramResult {
  /** Where in the text something is wrong, when the shell itself refused it. */
  readonly range?: TextRange;
  /** What is set after it, where that changed. */
  readonly environment?: Environment;
}

/** What `ovs-sandbox` and the article set; everything else is unknown. */
const VARIABLES: Readonly<Record<string, string>> = { sandbox: '/sandbox' };

/** Stands around every program that a script runs. */
export type Around = (program: () => ProgramResult, argv: readonly string[]) => ProgramResult;

/**
 * Makes a text of one or many lines ready to run as if typed on `machine`
 * (undefined when there is none yet). The error is what a shell says to a text
 * that it cannot read; nothing has run then.
 */
export function startScript(
  host: CommandHost,
  machine: string | undefined,
  typed: string,
  environment: Environment = NOTHING_SET,
  around: Around = (program) => program(),
): Result<ShellRun, CommandResult> {
  const text = typed.replaceAll('\r\n', '\n');
  const parsed = parseShell(text);
  if (!parsed.ok) {
    const { message, range, hint } = parsed.error;
    return err({
      status: 2,
      stdout: '',
      stderr: range ? pointAt(text, range, message) : `sh: ${message}\n`,
      ...(range ? { range } : {}),
      ...(hint === undefined ? {} : { notes: [hint] }),
    });
  }
  const run: ShellHost['run'] = (on, argv, input) => {
    // Where the machine has gone meanwhile, the first one takes its place.
    const machines = host.machines();
    const here = on !== undefined && !machines.includes(on) ? machines[0] : on;
    const [name, ...args] = argv;
    return around(() => withHint(host.release, argv, runProgram(host, here, name, args, input)), argv);
  };
  return ok(new ShellRun(text, parsed.value, { run, preset: VARIABLES }, machine, environment));
}

/** Runs a text as one command: what its lines print is put together. The daemons have settled when this returns. */
export function runOn(
  host: CommandHost,
  machine: string | undefined,
  text: string,
  environment: Environment = NOTHING_SET,
): CommandResult {
  const started = startScript(host, machine, text, environment);
  if (!started.ok) return started.error;
  const shell = started.value;
  for (const work = shell.run(); work.next().done !== true;);
  const changed = JSON.stringify(shell.environment) !== JSON.stringify(environment);
  const total = together(shell.lines);
  return {
    ...total,
    ...(shell.here === undefined || shell.here === machine ? {} : { machine: shell.here }),
    ...(changed ? { environment: shell.environment } : {}),
  };
}

function together(lines: readonly LineOutcome[]): ProgramResult {
  const last = lines.at(-1);
  const notes = lines.flatMap((line) => line.notes ?? []);
  return {
    status: last?.status ?? 0,
    stdout: lines.map(({ stdout }) => stdout).join(''),
    stderr: lines.map(({ stderr }) => stderr).join(''),
    ...(notes.length > 0 ? { notes } : {}),
    ...(last?.follow ? { follow: last.follow } : {}),
    ...(last?.sent ? { sent: last.sent } : {}),
  };
}

/** What stands before a program: behind a `|`, or as a here-document. */
interface Input {
  readonly text: string;
  readonly piped: boolean;
}

function runProgram(
  host: CommandHost,
  machine: string | undefined,
  name: string,
  args: readonly string[],
  input?: Input,
): ProgramResult {
  const filter = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
  if (filter && input) return filter.run(args, input.text);
  if (filter) return refuse(name, 'reads what another command prints: put it behind a |');
  if (input?.piped && name !== 'ovs-ofctl')
    return refuse('sh', `${name} cannot stand behind a |`, `These can: ${Object.keys(FILTERS).join(', ')}.`, 127);
  const { programs, missing } = host.release.tools;
  const own = [...programs, ...openstackPrograms(host.release)].find(({ description }) => description.name === name);
  if (own) return own.run(host, args);
  switch (name) {
    case 'ovn-trace':
      return runOvnTrace(host, args);
    case 'send':
      return runSend(host, args);
    case 'ovsdb-client':
      return runOvsdbClient(host, machine, args);
    case 'ovs-vsctl':
      return machine === undefined ? noMachine(name) : runCtl(OVS_VSCTL, host, localDatabase(machine), args);
    case 'ovs-ofctl':
      return machine === undefined ? noMachine(name) : runOfctl(host, machine, args, input?.text);
    case 'ovs-appctl':
      return machine === undefined ? noMachine(name) : runAppctl(host, machine, args);
  }
  const lab = LAB_COMMANDS.find((command) => command.name === name);
  if (lab) return runLab(host, machine, lab, args);
  const hint = Object.hasOwn(missing, name) ? missing[name] : undefined;
  return refuse('sh', `${name}: command not found`, hint, 127);
}

function runLab(
  host: CommandHost,
  machine: string | undefined,
  command: (typeof LAB_COMMANDS)[number],
  args: readonly string[],
): ProgramResult {
  const [first = '', ...rest] = args;
  if (args.length < command.min || args.length > command.max)
    return refuse(command.name, `usage: ${command.name} ${command.usage}`);
  switch (command.name) {
    case 'as':
      return runAs(host, first, rest);
    case 'sim_add': {
      const added = addMachine(host, first);
      // The first machine is where local tools run from now on: there is no other.
      return added.status === 0 && machine === undefined ? { ...added, machine: first } : added;
    }
    case 'sim_del':
      return removeMachine(host, first);
    case 'sim_rename': {
      const renamed = renameMachine(host, first, rest[0] ?? '');
      return renamed.status === 0 && machine === first ? { ...renamed, machine: rest[0] ?? first } : renamed;
    }
    case 'log':
      return printLog(host, machine, args[0]);
    case 'help':
    case 'man':
      return help(host.release, args);
    case 'sim_cut':
    case 'sim_join':
      return cutOff(host, command.name, first);
    case 'sleep':
      return sleep(host, first);
    case 'ovn-northd':
    case 'ovn-controller':
    case 'ovs-vswitchd':
      return startDaemon(host, command.name, machine);
  }
}

function runAs(host: CommandHost, machine: string, [program, ...args]: readonly string[]): ProgramResult {
  const machines = host.machines();
  if (!machines.includes(machine)) {
    return refuse(
      'as',
      `there is no machine ${machine}`,
      machines.length > 0 ? `Machines: ${machines.join(', ')}.` : 'Add one with: sim_add hv1',
    );
  }
  if (program === undefined) return { status: 0, stdout: '', stderr: '', machine };
  const { status, stdout, stderr, notes, follow, sent } = runProgram(host, machine, program, args);
  return {
    status,
    stdout,
    stderr,
    ...(notes ? { notes } : {}),
    ...(follow ? { follow } : {}),
    ...(sent ? { sent } : {}),
  };
}
