/** ovs-appctl(8): talks to a running daemon of the machine, ovs-vswitchd unless `-t` names another. */
import { err, type Result } from '../base';
import { formatDatapath, formatMacTable } from '../vswitch';
import { DPCTL_COMMANDS, runDpctl } from './dpctl';
import { getopt, type LongOption } from './getopt';
import type { CommandHost, ProgramResult, ToolRelease } from './host';
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
  /** Only where the switch tracks connections. */
  readonly modern?: boolean;
}

const ALL = ['ovs-vswitchd', 'ovn-controller', 'ovn-northd'] as const;

const APPCTL_COMMANDS: readonly AppctlCommand[] = [
  {
    name: 'ofproto/trace',
    usage: '{BRIDGE FLOW | [DATAPATH] DP_FLOW} [-generate|PACKET] [--ct-next STATE]...',
    min: 1,
    max: 64,
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
  ...DPCTL_COMMANDS.map(({ name, usage, min, max, doc }) => ({
    name,
    usage,
    min,
    max,
    doc,
    daemons: ['ovs-vswitchd'],
    modern: true,
  })),
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

/** Those that the switch of the release knows. */
export function appctlCommands({ tools }: ToolRelease): readonly AppctlCommand[] {
  return APPCTL_COMMANDS.filter(({ modern }) => modern === undefined || tools.modernSwitch);
}

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
    if (name === 'help') return { status: 0, stdout: help(host.release), stderr: '' };
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
  const command = appctlCommands(host.release).find(
    (candidate) => candidate.name === name && candidate.daemons.includes(target),
  );
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
        text: `The available commands are:\n${appctlCommands(host.release)
          .filter(({ daemons }) => daemons.includes(target))
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
    case 'ofproto/trace':
      return traceFlow(host, machine, args);
    default:
      return askDatapath(host, machine, command, args);
  }
}

function askDatapath(host: CommandHost, machine: string, name: string, args: readonly string[]): Answer {
  const [command, found] = [DPCTL_COMMANDS.find((one) => one.name === name), host.switchOf(machine)];
  if (command === undefined || found === undefined)
    return { refusal: 'ovs-vswitchd: datapath not found (Invalid argument)' };
  const told = runDpctl(command, found, args, host.now);
  return told.ok ? { text: told.value } : { refusal: told.error };
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

function help(release: ToolRelease): string {
  const lines = appctlCommands(release).map(({ name, usage, doc }) => `  ${`${name} ${usage}`.padEnd(40)} ${doc}\n`);
  return `ovs-appctl: talks to a running daemon\nusage: ovs-appctl [-t TARGET] COMMAND [ARG...]\n\nTargets: ${ALL.join(', ')}\n\nCommands:\n${lines.join('')}`;
}

function fatal(message: string, before = ''): ProgramResult {
  return { status: before === '' ? 1 : 2, stdout: '', stderr: `${before}ovs-appctl: ${message}\n` };
}
