/** What is said beside a program's own error when it did not know a word: what the word is called here, or what was meant. */
import { describeCommands } from '../describe-commands';
import type { ProgramResult, ToolRelease, ProgramDescription } from '../host';
import { formatCommand } from '../../base';
import { nearMisses } from './near-misses';
import { OTHER_NAMES, OTHER_TABLES, otherNameOf, tableHere, type OtherName } from './other-releases';

/** The complaints of the programs that quote the word they do not know. */
const COMMAND = /unknown command '([^'\n]*)'|"([^"\n]*)" is not a valid command/;
const TABLE = /No table "([^"\n]*)" found|does not have a table named "([^"\n]*)"/;
const OPTION = /unrecognized option '(--[^'\n]*)'|command has no '(--[^'\n]*)' option/;

/** The result with a hint where there is one; what the program prints stays as it is. */
export function withHint(release: ToolRelease, argv: readonly string[], result: ProgramResult): ProgramResult {
  const told = result.stderr === '' || (result.notes?.length ?? 0) > 0;
  const hint = told ? undefined : hintFor(release, argv, result.stderr);
  return hint === undefined ? result : { ...result, notes: [hint] };
}

function hintFor(release: ToolRelease, argv: readonly string[], stderr: string): string | undefined {
  // `as hv2 PROGRAM …` speaks for the program behind it.
  const [name = '', ...args] = argv[0] === 'as' ? argv.slice(2) : argv;
  const programs = describeCommands(release);
  if (stderr.endsWith(`${name}: command not found\n`))
    return ofProgram(release, programs, name, args) ?? 'help lists what can be typed.';
  const program = programs.find((candidate) => candidate.name === name);
  if (!program) return undefined;
  const command = COMMAND.exec(stderr)
    ?.slice(1)
    .find((word) => word !== undefined);
  if (command !== undefined) return ofCommand(release, program, command, args);
  const table = TABLE.exec(stderr)
    ?.slice(1)
    .find((word) => word !== undefined);
  if (table !== undefined) return ofTable(release, name, table, args);
  const option = OPTION.exec(stderr)
    ?.slice(1)
    .find((word) => word !== undefined);
  if (option === undefined) return undefined;
  const bare = (text: string) => text.replace(/=.*$/, '');
  const known = [...program.options, ...program.commands.flatMap(({ options }) => options)].map(bare);
  return meant(nearMisses(bare(option), known));
}

function ofProgram(
  release: ToolRelease,
  programs: readonly ProgramDescription[],
  name: string,
  args: readonly string[],
): string | undefined {
  const other = OTHER_NAMES.find((entry) => entry.program === name && entry.name === '');
  if (other) return instead(other, release);
  const near = nearMisses(
    name,
    programs.map((program) => program.name),
  );
  if (near.length > 0) return meant(near);
  // A command without its program.
  const owner =
    programs.find(({ commands }) => commands.some((command) => command.name === name)) ??
    programs.find((program) => otherNameOf(program.name, name, namesOf(program)) !== undefined);
  if (!owner) return undefined;
  const here = otherNameOf(owner.name, name, namesOf(owner));
  return here ? ofCommand(release, owner, name, [name, ...args]) : meant([formatCommand([owner.name, name, ...args])]);
}

function ofCommand(
  release: ToolRelease,
  program: ProgramDescription,
  command: string,
  args: readonly string[],
): string | undefined {
  const names = namesOf(program);
  const other = otherNameOf(program.name, command, names);
  const here = other?.here?.find((name) => names.includes(name));
  if (here !== undefined)
    return wasCalled(release, here, [program.name, ...args.map((arg) => (arg === command ? here : arg))]);
  if (other?.here)
    return `There is no ${other.here[0] ?? command} yet ${release.tools.when}; it came ${release.tools.later.when}.`;
  if (other) return instead(other, release);
  return meant(nearMisses(command, names)) ?? laterHere(release, program.name, command);
}

function namesOf({ commands }: ProgramDescription): readonly string[] {
  return commands.map(({ name }) => name);
}

function ofTable(release: ToolRelease, program: string, table: string, args: readonly string[]): string | undefined {
  const other = OTHER_TABLES.find(({ name }) => name === table);
  const here = other && tableHere(release, other);
  if (here === undefined || here === table) return undefined;
  return wasCalled(release, here, [program, ...args.map((arg) => (arg === table ? here : arg))]);
}

function wasCalled(release: ToolRelease, here: string, line: readonly string[]): string {
  return `${release.tools.when} it was called ${here}: ${formatCommand(line)}`.replace(/^./, (first) =>
    first.toUpperCase(),
  );
}

/** A command that our own later release has. */
function laterHere({ tools }: ToolRelease, program: string, command: string): string | undefined {
  return tools.later.commands.includes(`${program} ${command}`)
    ? `${command} came ${tools.later.when}; it is not there yet ${tools.when}.`
    : undefined;
}

function instead({ program, name, came, instead: what = '' }: OtherName, release: ToolRelease): string {
  if (came === undefined) return `${program} is not here: ${what}.`;
  return `${name} came ${came}. ${release.tools.when.replace(/^./, (first) => first.toUpperCase())}, ${what}.`;
}

function meant(near: readonly string[]): string | undefined {
  return near.length === 0 ? undefined : `Did you mean ${near.join(' or ')}?`;
}
