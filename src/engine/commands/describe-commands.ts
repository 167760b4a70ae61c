/** Every program and command that the terminal knows, as data: for help, completion and the page. */
import { compareText } from '../base';
import { ctlOptions, type CtlProgram } from './ctl';
import { FILTERS } from './filters';
import type { LongOption } from './getopt';
import type { ProgramResult, ReleaseId } from './host';
import { LAB_COMMANDS, refuse } from './lab';
import { nbctlProgram } from './ovn-nbctl';
import { OVN_SBCTL } from './ovn-sbctl';
import { APPCTL_COMMANDS, APPCTL_OPTIONS } from './ovs-appctl';
import { OVS_OFCTL } from './ovs-ofctl';
import { OVS_VSCTL } from './ovs-vsctl';
import { BUILTINS } from './shell';
import { OVSDB_CLIENT } from './ovsdb-client';
import { PACKET_COMMANDS } from './packet-commands';

export interface CommandDescription {
  readonly name: string;
  /** The arguments, e.g. `LSWITCH LPORT [PARENT] [TAG]`. */
  readonly usage: string;
  /** One line. */
  readonly doc: string;
  /** The command's own options, e.g. `--may-exist`, `--id=`. */
  readonly options: readonly string[];
}

export interface ProgramDescription {
  readonly name: string;
  readonly doc: string;
  /** The arguments of a program without commands of its own. */
  readonly usage: string;
  /** Where it runs: on a machine, in the middle, or only behind a `|`. */
  readonly place: 'machine' | 'central' | 'filter' | 'lab' | 'shell';
  /** Options before the command. */
  readonly options: readonly string[];
  readonly commands: readonly CommandDescription[];
}

/** The programs of a release. */
export function describeCommands(release: ReleaseId): readonly ProgramDescription[] {
  const own = (commands: readonly Omit<CommandDescription, 'options'>[]) =>
    commands.map(({ name, usage, doc }) => ({ name, usage, doc, options: [] }));
  const nbctl = nbctlProgram(release);
  const programs: ProgramDescription[] = [
    {
      name: 'ovn-nbctl',
      doc: nbctl.title,
      usage: '',
      place: 'central',
      options: spell(nbctl.options),
      commands: own(nbctl.commands),
    },
    ...(release === '2015-04' ? [] : [describeCtl(OVN_SBCTL, 'central')]),
    describeCtl(OVS_VSCTL, 'machine'),
    {
      name: 'ovsdb-client',
      doc: OVSDB_CLIENT.title,
      usage: '',
      place: 'central',
      options: spell(OVSDB_CLIENT.options),
      commands: own(OVSDB_CLIENT.commands),
    },
    {
      name: 'ovs-ofctl',
      doc: OVS_OFCTL.title,
      usage: '',
      place: 'machine',
      options: spell(OVS_OFCTL.options),
      commands: own(OVS_OFCTL.commands),
    },
    {
      name: 'ovs-appctl',
      doc: 'talks to a running daemon',
      usage: '',
      place: 'machine',
      options: spell(APPCTL_OPTIONS),
      commands: own(APPCTL_COMMANDS),
    },
    ...PACKET_COMMANDS.map(({ name, usage, doc, options }) => ({
      name,
      doc,
      usage,
      place: 'central' as const,
      options,
      commands: [],
    })),
    ...LAB_COMMANDS.map(({ name, usage, doc }) => ({
      name,
      doc,
      usage,
      place: 'lab' as const,
      options: [],
      commands: [],
    })),
    ...Object.entries(BUILTINS).map(([name, { usage, doc }]) => ({
      name,
      doc,
      usage,
      place: 'shell' as const,
      options: [],
      commands: [],
    })),
    ...Object.entries(FILTERS).map(([name, { usage, doc }]) => ({
      name,
      doc,
      usage,
      place: 'filter' as const,
      options: [],
      commands: [],
    })),
  ];
  return programs;
}

const SHELL = [
  ['for x in a b {1..3}; do …; done', 'a loop; also while, until and for ((i=0; i<3; i++))'],
  ['if …; then …; else …; fi', 'a condition; also &&, || and !'],
  ['a=1; $a ${a} $((a+1)) $(COMMAND)', 'variables, arithmetic, what a command prints'],
  ['COMMAND <<EOF', 'lines up to EOF as input'],
]
  .map(([usage = '', doc = '']) => `  ${usage.padEnd(34)} ${doc}\n`)
  .join('');

function describeCtl(program: CtlProgram, place: 'machine' | 'central'): ProgramDescription {
  return {
    name: program.name,
    doc: program.title,
    usage: '',
    place,
    options: spell(ctlOptions(program)),
    commands: program.commands.map(({ name, usage, doc, options }) => ({ name, usage, doc, options })),
  };
}

function spell(options: readonly LongOption[]): string[] {
  return options.map(({ name, argument }) => `--${name}${argument === 'none' ? '' : '='}`);
}

/** `help`, `help PROGRAM`, `help PROGRAM COMMAND`. */
export function help(release: ReleaseId, [programName, commandName]: readonly string[]): ProgramResult {
  const programs = describeCommands(release);
  const print = (stdout: string): ProgramResult => ({ status: 0, stdout, stderr: '' });
  if (programName === undefined) {
    const line = ({ name, usage, doc }: ProgramDescription) => `  ${`${name} ${usage}`.trimEnd().padEnd(34)} ${doc}\n`;
    const of = (places: readonly string[]) =>
      programs
        .filter(({ place }) => places.includes(place))
        .map(line)
        .join('');
    return print(
      `Programs:\n${of(['central', 'machine'])}\nThe lab itself:\n${of(['lab'])}\nThe shell:\n${of(['shell'])}${SHELL}\nBehind a |:\n${of(['filter'])}\nhelp PROGRAM lists its commands.\n`,
    );
  }
  const program = programs.find(({ name }) => name === programName) ?? withCommand(programs, programName);
  if (!program) return refuse('help', `nothing is known of '${programName}'`);
  if (commandName === undefined && program.name === programName) {
    const lines = program.commands.map(
      (command) => `  ${`${command.name} ${command.usage}`.trimEnd()}\n      ${command.doc}\n`,
    );
    return print(
      `${program.name} ${program.usage}`.trimEnd() +
        `: ${program.doc}\n${lines.length > 0 ? `\nCommands:\n${lines.join('')}` : ''}`,
    );
  }
  const wanted = commandName ?? programName;
  const command = program.commands.find(({ name }) => name === wanted);
  if (!command) return refuse('help', `${program.name} has no command '${wanted}'`);
  const options =
    command.options.length > 0
      ? `Options, in front of the command: ${[...command.options].sort(compareText).join(' ')}\n`
      : '';
  return print(`${program.name} ${command.name} ${command.usage}`.trimEnd() + `\n${command.doc}\n${options}`);
}

function withCommand(programs: readonly ProgramDescription[], command: string): ProgramDescription | undefined {
  return programs.find(({ commands }) => commands.some(({ name }) => name === command));
}
