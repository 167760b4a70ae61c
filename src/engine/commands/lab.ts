/**
 * What the terminal has beyond the real programs: machines come and go with the
 * words of OVS' own test suite (`sim_add`, `as`), daemons are started by their
 * names and their logs printed by `log`, and `help` knows every command.
 */
import type { CommandHost, ProgramResult } from './host';

export interface LabCommand {
  readonly name: string;
  readonly usage: string;
  readonly doc: string;
  readonly min: number;
  readonly max: number;
}

export const LAB_COMMANDS = [
  {
    name: 'as',
    usage: 'MACHINE [COMMAND [ARG...]]',
    min: 1,
    max: Infinity,
    doc: 'run a command on another machine, or go to that machine',
  },
  {
    name: 'sim_add',
    usage: 'MACHINE',
    min: 1,
    max: 1,
    doc: 'add a machine with Open vSwitch and an ovn-controller, not yet configured',
  },
  { name: 'sim_del', usage: 'MACHINE', min: 1, max: 1, doc: 'stop the daemons of a machine cleanly and take it away' },
  {
    name: 'sim_rename',
    usage: 'MACHINE NAME',
    min: 2,
    max: 2,
    doc: 'give a machine another name; its daemons start afresh, its chassis keeps its system-id',
  },
  {
    name: 'sim_cut',
    usage: 'MACHINE|neutron-server',
    min: 1,
    max: 1,
    doc: 'cut a machine off from the southbound database, or neutron-server from the northbound one',
  },
  { name: 'sim_join', usage: 'MACHINE|neutron-server', min: 1, max: 1, doc: 'connect it again' },
  { name: 'ovn-northd', usage: '', min: 0, max: Infinity, doc: 'start ovn-northd, if it is not running' },
  {
    name: 'ovn-controller',
    usage: '',
    min: 0,
    max: Infinity,
    doc: 'start the ovn-controller of this machine, if it is not running',
  },
  {
    name: 'ovs-vswitchd',
    usage: '',
    min: 0,
    max: Infinity,
    doc: 'start the ovs-vswitchd of this machine, if it is not running',
  },
  {
    name: 'log',
    usage: '[DAEMON]',
    min: 0,
    max: 1,
    doc: 'print what the daemons have logged, or one of them (ovn-northd, ovn-controller, ovn-controller@hv2 …)',
  },
  { name: 'help', usage: '[PROGRAM [COMMAND]]', min: 0, max: 2, doc: 'say what can be typed' },
  { name: 'man', usage: 'PROGRAM', min: 1, max: 2, doc: 'the same as help' },
  {
    name: 'sleep',
    usage: 'SECONDS',
    min: 1,
    max: 1,
    doc: 'wait until the daemons have nothing left to do, and so long for those who wait for a time-out',
  },
] as const satisfies readonly LabCommand[];

export function addMachine(host: CommandHost, name: string): ProgramResult {
  const added = host.addMachine(name);
  if (!added.ok) return refuse('sim_add', added.error.message, added.error.hint);
  host.settle();
  return { status: 0, stdout: '', stderr: '' };
}

export function removeMachine(host: CommandHost, name: string): ProgramResult {
  const removed = host.removeMachine(name);
  if (!removed.ok) return refuse('sim_del', removed.error.message, removed.error.hint);
  host.settle();
  return { status: 0, stdout: '', stderr: '' };
}

export function renameMachine(host: CommandHost, from: string, to: string): ProgramResult {
  const renamed = host.renameMachine(from, to);
  if (!renamed.ok) return refuse('sim_rename', renamed.error.message, renamed.error.hint);
  host.settle();
  return { status: 0, stdout: '', stderr: '' };
}

/** Typing a daemon's name starts it, as it does on a real machine; a second one refuses to start. */
export function startDaemon(host: CommandHost, program: string, machine: string | undefined): ProgramResult {
  if (program !== 'ovn-northd' && machine === undefined) return noMachine(program);
  const name = program === 'ovn-northd' ? program : `${program}@${machine ?? ''}`;
  const status = host.daemon(name);
  if (status === undefined) return refuse(program, `there is no ${name}`);
  if (status === 'running') return refuse(program, `/var/run/openvswitch/${program}.pid: already running, aborting`);
  host.setDaemon(name, 'running');
  host.settle();
  return {
    status: 0,
    stdout: '',
    stderr: '',
    ...(status === 'paused' ? { notes: [`${name} was paused and continues.`] } : {}),
  };
}

export function cutOff(host: CommandHost, program: 'sim_cut' | 'sim_join', name: string): ProgramResult {
  const cut = program === 'sim_cut';
  const done = name === 'neutron-server' ? host.openstack.setConnected(!cut) : host.setCutOff(name, cut);
  if (!done.ok) return refuse(program, done.error.message, done.error.hint);
  host.settle();
  return { status: 0, stdout: '', stderr: '' };
}

/** Time passes with what happens: there is nothing to sleep through but a time-out. */
export function sleep(host: CommandHost, seconds: string): ProgramResult {
  if (!/^\d+(?:\.\d+)?[smhd]?$/.test(seconds)) return refuse('sleep', `invalid time interval '${seconds}'`);
  const factor = { s: 1, m: 60, h: 3600, d: 86400 }[/[smhd]$/.exec(seconds)?.[0] ?? 's'] ?? 1;
  if (host.openstack.wait(Math.min(parseFloat(seconds) * factor * 1000, 1e9)))
    return { status: 0, stdout: '', stderr: '' };
  const settled = host.settle();
  return {
    status: 0,
    stdout: '',
    stderr: '',
    notes: [
      settled
        ? 'sleep passes no time here: the daemons have done all they had to do.'
        : 'sleep passes no time here; while the control plane is stepped, nothing happens by itself.',
    ],
  };
}

export function noMachine(program: string): ProgramResult {
  return refuse(program, 'there is no machine to run on', 'Add one with: sim_add hv1');
}

export function refuse(program: string, message: string, hint?: string, status = 1): ProgramResult {
  return { status, stdout: '', stderr: `${program}: ${message}\n`, ...(hint === undefined ? {} : { notes: [hint] }) };
}
