/** ovs-appctl(8): talks to a running daemon of the machine, ovs-vswitchd unless `-t` names another. */
import { err, type Result } from '../base';
import { formatDatapath, formatMacTable } from '../vswitch';
import { getopt, type LongOption } from './getopt';
import type { CommandHost, ProgramResult } from './host';
import { traceText, type FlowTrace } from './ofproto-trace';
import { versionText } from './release-facts';

export interface AppctlCommand {
  readonly name: string;
  readonly usage: string;
  readonly min: number;
  readonly max: number;
  readonly doc: string;
  /** The daemons that know it. */
  readonly daemons: readonly string[];
}

const ALL = ['ovs-vswitchd', 'ovn-controller', 'ovn-northd'] as const;

export const APPCTL_COMMANDS: readonly AppctlCommand[] = [
  {
    name: 'ofproto/trace',
    usage: '{BRIDGE FLOW | [DATAPATH] DP_FLOW} [-generate|PACKET]',
    min: 1,
    max: 3,
    doc: 'follow a packet with the fields of FLOW (or the bytes PACKET, in hexadecimal) through the tables',
    daemons: ['ovs-vswitchd'],
  },
  {
    name: 'ofproto/list',
    usage: '',
    min: 0,
    max: 0,
    doc: 'print the bridges that the switch runs',
    daemons: ['ovs-vswitchd'],
  },
  {
    name: 'fdb/show',
    usage: 'BRIDGE',
    min: 1,
    max: 1,
    doc: 'print what a bridge has learned with the action NORMAL',
    daemons: ['ovs-vswitchd'],
  },
  { name: 'dpif/show', usage: '', min: 0, max: 0, doc: 'print the bridges and their ports', daemons: ['ovs-vswitchd'] },
  { name: 'version', usage: '', min: 0, max: 0, doc: "print the daemon's version", daemons: ALL },
  { name: 'list-commands', usage: '', min: 0, max: 0, doc: 'print what the daemon can be asked', daemons: ALL },
  {
    name: 'exit',
    usage: '',
    min: 0,
    max: 0,
    doc: 'end the daemon; an ovn-controller first takes its chassis out of the southbound database',
    daemons: ALL,
  },
];

export const APPCTL_OPTIONS: readonly LongOption[] = [
  { name: 'target', short: 't', argument: 'required' },
  { name: 'timeout', short: 'T', argument: 'required' },
  { name: 'execute', short: 'e', argument: 'none' },
  { name: 'help', short: 'h', argument: 'none' },
  { name: 'option', short: 'o', argument: 'none' },
  { name: 'version', short: 'V', argument: 'none' },
  { name: 'verbose', short: 'v', argument: 'optional' },
];

export function runAppctl(host: CommandHost, machine: string, argv: readonly string[]): ProgramResult {
  const parsed = getopt('ovs-appctl', argv, APPCTL_OPTIONS, true);
  if (parsed.errors[0] !== undefined) return { status: 1, stdout: '', stderr: `${parsed.errors[0]}\n` };
  for (const { name } of parsed.options) {
    if (name === 'help') return { status: 0, stdout: help(), stderr: '' };
    if (name === 'version') return { status: 0, stdout: versionText('ovs-appctl', host.release), stderr: '' };
  }
  const [name, ...args] = parsed.args;
  if (name === undefined) return fatal('at least one non-option argument is required (use --help for help)');
  const target = parsed.options.findLast((option) => option.name === 'target')?.value ?? 'ovs-vswitchd';
  const program = ALL.find((candidate) => candidate === target);
  const daemon = target === 'ovn-northd' ? target : `${target}@${machine}`;
  const status = program && host.daemon(daemon);
  if (status === undefined || status === 'stopped' || status === 'killed') {
    return fatal(`cannot read pidfile "/var/run/openvswitch/${target}.pid" (No such file or directory)`);
  }
  const command = APPCTL_COMMANDS.find((candidate) => candidate.name === name && candidate.daemons.includes(target));
  if (status === 'paused') return fatal(`${target} is paused: it would answer once it continues`);
  const refused = (message: string) => fatal(`${target}: server returned an error`, `${message}\n`);
  if (!command) return refused(`"${name}" is not a valid command`);
  if (args.length < command.min) return refused(`"${name}" command requires at least ${command.min} arguments`);
  if (args.length > command.max) return refused(`"${name}" command takes at most ${command.max} arguments`);
  const answer = ask(host, machine, daemon, command.name, args);
  return 'refusal' in answer ? refused(answer.refusal) : { status: 0, stdout: answer.text, stderr: '' };
}

type Answer = { readonly text: string } | { readonly refusal: string };

function ask(host: CommandHost, machine: string, daemon: string, command: string, args: readonly string[]): Answer {
  const [target = ''] = daemon.split('@');
  switch (command) {
    case 'exit':
      host.setDaemon(daemon, 'stopped');
      host.settle();
      return { text: '' };
    case 'version':
      return { text: versionText(target, host.release) };
    case 'list-commands':
      return {
        text: `The available commands are:\n${APPCTL_COMMANDS.filter(({ daemons }) => daemons.includes(target))
          .map(({ name, usage }) => `  ${name.padEnd(23)} ${usage}\n`)
          .join('')}`,
      };
    case 'ofproto/list':
      return {
        text: host
          .bridges(machine)
          .map((name) => `${name}\n`)
          .join(''),
      };
    case 'fdb/show':
      return showLearned(host, machine, args[0] ?? '');
    case 'dpif/show':
      return { text: formatDatapath(host.switchOf(machine)?.bridges() ?? []) };
    default:
      return traceFlow(host, machine, args);
  }
}

function showLearned(host: CommandHost, machine: string, bridge: string): Answer {
  const found = host.bridge(machine, bridge);
  return found ? { text: formatMacTable(found.bridge, host.now) } : { refusal: 'no such bridge' };
}

function traceFlow(host: CommandHost, machine: string, args: readonly string[]): Answer {
  const found = host.switchOf(machine);
  const traced: Result<FlowTrace, string> = found
    ? traceText(host.release, found, args, host.now)
    : err('Unknown bridge name');
  if (!traced.ok) return { refusal: traced.error };
  for (const { bridge, flow } of traced.value.learned)
    host.changeFlows(machine, bridge, { add: [flow], remove: [] }, 'learns from a traced packet');
  return { text: traced.value.text };
}

function help(): string {
  const lines = APPCTL_COMMANDS.map(({ name, usage, doc }) => `  ${`${name} ${usage}`.padEnd(40)} ${doc}\n`);
  return `ovs-appctl: talks to a running daemon\nusage: ovs-appctl [-t TARGET] COMMAND [ARG...]\n\nTargets: ${ALL.join(', ')}\n\nCommands:\n${lines.join('')}`;
}

function fatal(message: string, before = ''): ProgramResult {
  return { status: before === '' ? 1 : 2, stdout: '', stderr: `${before}ovs-appctl: ${message}\n` };
}
