/** What is said beside a program's own error when it did not know a word: what the word is called here, or what was meant. */
import { describeCommands, type ProgramDescription } from '../describe-commands';
import type { ProgramResult, ReleaseId } from '../host';
import { formatCommand } from '../shell-quote';
import { nearMisses } from './near-misses';
import { IN_RELEASE, OTHER_NAMES, OTHER_TABLES, type OtherName } from './other-releases';

/** The complaints of the programs that quote the word they do not know. */
const COMMAND = /unknown command '([^'\n]*)'|"([^"\n]*)" is not a valid command/;
const TABLE = /No table "([^"\n]*)" found|does not have a table named "([^"\n]*)"/;
const OPTION = /unrecognized option '(--[^'\n]*)'|command has no '(--[^'\n]*)' option/;

/** The result with a hint where there is one; what the program prints stays as it is. */
export function withHint(release: ReleaseId, argv: readonly string[], result: ProgramResult): ProgramResult {
  const told = result.stderr === '' || (result.notes?.length ?? 0) > 0;
  const hint = told ? undefined : hintFor(release, argv, result.stderr);
  return hint === undefined ? result : { ...result, notes: [hint] };
}

function hintFor(release: ReleaseId, argv: readonly string[], stderr: string): string | undefined {
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
  release: ReleaseId,
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
    programs.find((program) => OTHER_NAMES.some((entry) => entry.program === program.name && entry.name === name));
  if (!owner) return undefined;
  const here = OTHER_NAMES.find((entry) => entry.program === owner.name && entry.name === name);
  return here ? ofCommand(release, owner, name, [name, ...args]) : meant([formatCommand([owner.name, name, ...args])]);
}

function ofCommand(
  release: ReleaseId,
  program: ProgramDescription,
  command: string,
  args: readonly string[],
): string | undefined {
  const names = program.commands.map(({ name }) => name);
  const other = OTHER_NAMES.find((entry) => entry.program === program.name && entry.name === command);
  const here = other?.here?.find((name) => names.includes(name));
  if (here !== undefined)
    return wasCalled(release, here, [program.name, ...args.map((arg) => (arg === command ? here : arg))]);
  if (other?.here)
    return `There is no ${other.here[0] ?? command} yet ${IN_RELEASE[release]}; it came in the summer of 2015.`;
  if (other) return instead(other, release);
  return meant(nearMisses(command, names)) ?? laterHere(release, program.name, command);
}

function ofTable(release: ReleaseId, program: string, table: string, args: readonly string[]): string | undefined {
  const here = OTHER_TABLES.find(({ name }) => name === table)?.here[release];
  if (here === undefined || here === table) return undefined;
  return wasCalled(release, here, [program, ...args.map((arg) => (arg === table ? here : arg))]);
}

function wasCalled(release: ReleaseId, here: string, line: readonly string[]): string {
  return `${IN_RELEASE[release]} it was called ${here}: ${formatCommand(line)}`.replace(/^./, (first) =>
    first.toUpperCase(),
  );
}

/** A command that our own later release has. */
function laterHere(release: ReleaseId, program: string, command: string): string | undefined {
  if (release !== '2015-04') return undefined;
  const later = describeCommands('2015-08').find(({ name }) => name === program);
  return later?.commands.some(({ name }) => name === command) === true
    ? `${command} came in the summer of 2015; it is not there yet ${IN_RELEASE[release]}.`
    : undefined;
}

function instead({ program, name, came, instead: what = '' }: OtherName, release: ReleaseId): string {
  if (came === undefined) return `${program} is not here: ${what}.`;
  return `${name} came ${came}. ${IN_RELEASE[release].replace(/^./, (first) => first.toUpperCase())}, ${what}.`;
}

function meant(near: readonly string[]): string | undefined {
  return near.length === 0 ? undefined : `Did you mean ${near.join(' or ')}?`;
}
