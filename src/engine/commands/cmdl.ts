/**
 * The frame of the older programs, which do one command a call and know
 * nothing of transactions: ovn-nbctl of 2015, ovsdb-client, ovs-ofctl.
 */
import type { GivenOption, LongOption, ParsedOptions } from './getopt';
import { getopt } from './getopt';
import type { CommandHost, ProgramDescription, ProgramResult } from './host';
import { versionText } from './release-facts';

export interface CommandSyntax {
  readonly name: string;
  readonly usage: string;
  readonly min: number;
  readonly max: number;
  readonly doc: string;
}

export interface CmdlProgram<Command extends CommandSyntax> {
  readonly name: string;
  readonly title: string;
  readonly options: readonly LongOption[];
  /** Whether an option that is not understood ends the program; ovn-nbctl of 2015 complains and goes on. */
  readonly badOptionEnds: boolean;
  readonly commands: readonly Command[];
}

export type CmdlCall<Command> =
  | { readonly done: ProgramResult }
  | {
      readonly command: Command;
      readonly args: readonly string[];
      readonly options: readonly GivenOption[];
      readonly complaints: string;
    };

/** Everything up to the point where the command itself starts. */
export function parseCall<Command extends CommandSyntax>(
  program: CmdlProgram<Command>,
  host: CommandHost,
  argv: readonly string[],
): CmdlCall<Command> {
  const parsed = getopt(program.name, argv, program.options, false);
  const complaints = parsed.errors.map((error) => `${error}\n`).join('');
  const stop = (stderr: string): CmdlCall<Command> => ({ done: { status: 1, stdout: '', stderr } });
  if (parsed.errors[0] !== undefined && program.badOptionEnds) return stop(`${parsed.errors[0]}\n`);
  const stdout = information(program, host, parsed);
  if (stdout !== undefined) return { done: { status: 0, stdout, stderr: complaints } };
  const [name, ...args] = parsed.args;
  const fatal = (message: string) => stop(`${complaints}${program.name}: ${message}\n`);
  if (name === undefined) return fatal('missing command name; use --help for help');
  const command = program.commands.find((candidate) => candidate.name === name);
  if (!command) return fatal(`unknown command '${name}'; use --help for help`);
  if (args.length < command.min) return fatal(`'${name}' command requires at least ${command.min} arguments`);
  if (args.length > command.max) return fatal(`'${name}' command takes at most ${command.max} arguments`);
  return { command, args, options: parsed.options, complaints };
}

/** The program for help, completion and the page. */
export function describeCmdl<Command extends CommandSyntax>(
  { name, title, options, commands }: CmdlProgram<Command>,
  place: 'machine' | 'central',
): ProgramDescription {
  const own = commands.map((command) => ({
    name: command.name,
    usage: command.usage,
    doc: command.doc,
    options: [],
  }));
  return { name, doc: title, usage: '', place, options: spell(options), commands: own };
}

/** Options as they are typed, `--name=` where a value follows. */
export function spell(options: readonly LongOption[]): string[] {
  return options.map(({ name, argument }) => `--${name}${argument === 'none' ? '' : '='}`);
}

function information<Command extends CommandSyntax>(
  program: CmdlProgram<Command>,
  host: CommandHost,
  parsed: ParsedOptions,
): string | undefined {
  for (const { name } of parsed.options) {
    if (name === 'help') return help(program);
    if (name === 'version') return versionText(program.name, host.release);
    if (name === 'options') return program.options.map(printOption).join('');
  }
  return undefined;
}

function printOption({ name, short, argument }: LongOption): string {
  const suffix = argument === 'none' ? '' : argument === 'required' ? '=ARG' : '[=ARG]';
  return `--${name}${suffix}\n${short === undefined ? '' : `-${short}${argument === 'none' ? '' : ' ARG'}\n`}`;
}

function help<Command extends CommandSyntax>(program: CmdlProgram<Command>): string {
  const line = ({ name, usage, doc }: CommandSyntax) => {
    const call = `${name} ${usage}`.trimEnd();
    return call.length < 28 ? `  ${call.padEnd(28)}${doc}\n` : `  ${call}\n${' '.repeat(30)}${doc}\n`;
  };
  const options = program.options.map(
    ({ name, short, argument }) =>
      `  ${short === undefined ? '    ' : `-${short}, `}--${name}${argument === 'none' ? '' : '=ARG'}\n`,
  );
  return `${program.name}: ${program.title}\nusage: ${program.name} [OPTIONS] COMMAND [ARG...]\n\nCommands:\n${program.commands.map(line).join('')}\nOptions:\n${options.join('')}`;
}
