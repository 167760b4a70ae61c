/** One line of the terminal: shell, programs, and where they run. */
import { parseCommandLine, type Pipeline, type Variables } from './command-line';
import { runCtl } from './ctl';
import { help } from './describe-commands';
import { FILTERS } from './filters';
import { localKey, type CommandHost, type ProgramResult } from './host';
import { addMachine, LAB_COMMANDS, noMachine, refuse, removeMachine, renameMachine, startDaemon } from './lab';
import { printLog } from './print-log';
import { runNbctl } from './ovn-nbctl';
import { OVN_SBCTL } from './ovn-sbctl';
import { runAppctl } from './ovs-appctl';
import { runOfctl } from './ovs-ofctl';
import { OVS_VSCTL } from './ovs-vsctl';
import { runOvsdbClient } from './ovsdb-client';
import type { TextRange } from '../base';

export interface CommandResult extends ProgramResult {
  /** Where in the line something is wrong, when the shell itself refused it. */
  readonly range?: TextRange;
}

/** What `ovs-sandbox` and the article set; everything else is unknown. */
export const VARIABLES: Variables = { sandbox: '/sandbox' };

/**
 * Runs a line as if typed on `machine` (undefined when there is none yet). A
 * prompt that was copied along (`$ `) is passed over. The database's daemons
 * have settled when this returns.
 */
export function runOn(host: CommandHost, machine: string | undefined, line: string): CommandResult {
  const prompt = /^\s*\$\s+/.exec(line)?.[0] ?? '';
  const blank = ' '.repeat(prompt.length) + line.slice(prompt.length);
  const parsed = parseCommandLine(blank, VARIABLES);
  if (!parsed.ok) {
    const { message, range, hint } = parsed.error;
    const at = range
      ? `${line.split('\n')[0] ?? ''}\n${' '.repeat(range.start)}${'^'.repeat(Math.max(1, range.end - range.start))}\n`
      : '';
    return {
      status: 2,
      stdout: '',
      stderr: `sh: ${message}\n${line.includes('\n') ? '' : at}`,
      ...(range ? { range } : {}),
      ...(hint === undefined ? {} : { notes: [hint] }),
    };
  }
  let here = machine;
  let total: CommandResult = { status: 0, stdout: '', stderr: '' };
  for (const { pipeline, onlyAfterSuccess } of parsed.value) {
    if (onlyAfterSuccess && total.status !== 0) continue;
    const result = runPipeline(host, here, pipeline);
    here = result.machine ?? here;
    const notes = [...(total.notes ?? []), ...(result.notes ?? [])];
    total = {
      ...result,
      stdout: total.stdout + result.stdout,
      stderr: total.stderr + result.stderr,
      ...(notes.length > 0 ? { notes } : {}),
    };
  }
  return here === undefined || here === machine ? total : { ...total, machine: here };
}

function runPipeline(host: CommandHost, machine: string | undefined, pipeline: Pipeline): ProgramResult {
  let result: ProgramResult | undefined;
  for (const words of pipeline) {
    const [name = '', ...args] = words.map(({ text }) => text);
    if (!result) {
      result = runProgram(host, machine, name, args);
      continue;
    }
    const filter = FILTERS[name];
    if (!filter || !Object.hasOwn(FILTERS, name))
      return refuse('sh', `${name} cannot stand behind a |`, `These can: ${Object.keys(FILTERS).join(', ')}.`, 127);
    const filtered: ProgramResult = filter.run(args, result.stdout);
    const { follow, ...before } = result;
    result = {
      ...before,
      ...filtered,
      stderr: before.stderr + filtered.stderr,
      ...(follow ? { notes: ['A filtered monitor shows only what is there now.'] } : {}),
    };
  }
  return result ?? { status: 0, stdout: '', stderr: '' };
}

function runProgram(
  host: CommandHost,
  machine: string | undefined,
  name: string,
  args: readonly string[],
): ProgramResult {
  switch (name) {
    case 'ovn-nbctl':
      return runNbctl(host, args);
    case 'ovn-sbctl':
      if (host.release !== '2015-04') return runCtl(OVN_SBCTL, host, 'OVN_Southbound', args);
      return refuse(
        'sh',
        'ovn-sbctl: command not found',
        'ovn-sbctl was written in the summer of 2015; on the day of the article the southbound database is read with: ovsdb-client dump OVN_Southbound',
        127,
      );
    case 'ovsdb-client':
      return runOvsdbClient(host, machine, args);
    case 'ovs-vsctl':
      return machine === undefined ? noMachine(name) : runCtl(OVS_VSCTL, host, localKey(machine), args);
    case 'ovs-ofctl':
      return machine === undefined ? noMachine(name) : runOfctl(host, machine, args);
    case 'ovs-appctl':
      return machine === undefined ? noMachine(name) : runAppctl(host, machine, args);
  }
  const lab = LAB_COMMANDS.find((command) => command.name === name);
  if (lab) return runLab(host, machine, lab, args);
  if (Object.hasOwn(FILTERS, name)) return refuse(name, 'reads what another command prints: put it behind a |');
  return refuse('sh', `${name}: command not found`, 'help lists what can be typed.', 127);
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
    case 'echo':
      return { status: 0, stdout: `${args.join(' ')}\n`, stderr: '' };
    case 'true':
    case 'false':
      return { status: command.name === 'true' ? 0 : 1, stdout: '', stderr: '' };
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
  const { status, stdout, stderr, notes, follow } = runProgram(host, machine, program, args);
  return { status, stdout, stderr, ...(notes ? { notes } : {}), ...(follow ? { follow } : {}) };
}
