/** Every program and command that the terminal knows, as data: for help, completion and the page. */
import { compareText } from '../base';
import { describeCmdl, spell } from './cmdl';
import { describeCtl } from './ctl';
import { FILTERS } from './filters';
import type { CommandDescription, ProgramDescription, ProgramResult, ToolRelease } from './host';
import { LAB_COMMANDS, refuse } from './lab';
import { APPCTL_OPTIONS, appctlCommands } from './ovs-appctl';
import { openstackPrograms } from './openstack';
import { OVS_OFCTL } from './ovs-ofctl';
import { OVS_VSCTL } from './ovs-vsctl';
import { BUILTINS } from './shell';
import { OVSDB_CLIENT } from './ovsdb-client';
import { PACKET_COMMANDS } from './packet-commands';

/** The programs of a release. */
export function describeCommands(release: ToolRelease): readonly ProgramDescription[] {
  const { tools } = release;
  const own = (commands: readonly Omit<CommandDescription, 'options'>[]) =>
    commands.map(({ name, usage, doc }) => ({ name, usage, doc, options: [] }));
  const programs: ProgramDescription[] = [
    ...[...tools.programs, ...openstackPrograms(release)].map(({ description }) => description),
    describeCtl(OVS_VSCTL, 'machine'),
    describeCmdl(OVSDB_CLIENT, 'central'),
    describeCmdl(OVS_OFCTL, 'machine'),
    {
      name: 'ovs-appctl',
      doc: 'talks to a running daemon',
      usage: '',
      place: 'machine',
      options: spell(APPCTL_OPTIONS),
      commands: own(appctlCommands(release)),
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

/** `help`, `help PROGRAM`, `help PROGRAM COMMAND`. */
export function help(release: ToolRelease, [programName, commandName]: readonly string[]): ProgramResult {
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
