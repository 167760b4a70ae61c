/**
 * The frame of the programs that configure a database by commands joined with
 * `--`: all commands of one call are one transaction, so that either all of
 * them happen or none does (ovs-vsctl(8), "Synopsis").
 */
import type { DatabaseKey } from '../sim';
import { ok, type Uuid, formatCommand } from '../base';
import { CELL_FORMATS, formatTable, jsonText, TABLE_FORMATS, type Table, type TableStyle, Overlay } from '../ovsdb';
import { getopt, type GivenOption, type LongOption, type OptionProblem } from './getopt';
import { logLine } from './log-line';
import { fail, type Failure, type Outcome } from './outcome';
import { symbolProblem, type CtlTable, type Symbols } from './ctl-values';
import { spell } from './cmdl';
import type { CtlDialect } from './ctl-dialect';
import type { CommandHost, ProgramDescription, ProgramResult } from './host';
import { startOfTime, versionText } from './release-facts';

/** What a command may look at and change while it runs. */
export interface CtlContext {
  readonly overlay: Overlay;
  readonly tables: readonly CtlTable[];
  readonly symbols: Symbols;
  readonly dialect: CtlDialect;
  readonly command: string;
  /** The command's arguments, without its name. */
  readonly args: readonly string[];
  /** The command's own options, e.g. `--may-exist`; the value of those that were given one. */
  readonly options: ReadonlyMap<string, string | undefined>;
  /** Interfaces that the switch is expected to bring up once this is committed. */
  readonly newInterfaces: Uuid[];
  /** Says something as a line of the program's log; what is only information goes elsewhere. */
  readonly log: (module: string, level: LogLevel, message: string) => void;
}

export type LogLevel = 'INFO' | 'WARN' | 'ERR';

/** What a command prints, or that its condition does not hold yet. */
export type CtlOutput = string | Table | { readonly tryAgain: true };

export interface CtlCommand {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly usage: string;
  /** `--name`, `--name=` for one that takes a value, `--name?` for one that may. */
  readonly options: readonly string[];
  readonly writes: boolean;
  readonly doc: string;
  readonly run: (context: CtlContext) => Outcome<CtlOutput>;
}

export interface CtlProgram {
  readonly name: string;
  /** The program's name in its log lines. */
  readonly module: string;
  readonly title: string;
  readonly tables: readonly CtlTable[];
  readonly commands: readonly CtlCommand[];
  readonly dialect: CtlDialect;
  /** Options beyond those that all such programs have. */
  readonly ownOptions: readonly LongOption[];
  /** Whether it waits until ovs-vswitchd has done what was asked. */
  readonly waitsForSwitch: boolean;
  /** What is wrong with an option of the program. */
  readonly refuseOption?: (option: GivenOption) => string | undefined;
  /** What `--version` prints; without it, what every program of Open vSwitch does. */
  readonly version?: (host: CommandHost) => string;
  /** Done with every transaction before its commands. */
  readonly prepare?: (overlay: Overlay, given: ReadonlyMap<string, string>) => void;
  /** What is said when the transaction is committed and everybody has done what there was to do. */
  readonly afterwards?: (host: CommandHost, given: ReadonlyMap<string, string>) => string | undefined;
}

interface ParsedCommand {
  readonly command: CtlCommand;
  readonly args: readonly string[];
  readonly options: ReadonlyMap<string, string | undefined>;
}

const COMMON_OPTIONS: readonly LongOption[] = [
  { name: 'db', argument: 'required' },
  { name: 'no-syslog', argument: 'none' },
  { name: 'dry-run', argument: 'none' },
  { name: 'oneline', argument: 'none' },
  { name: 'timeout', short: 't', argument: 'required' },
  { name: 'help', short: 'h', argument: 'none' },
  { name: 'commands', argument: 'none' },
  { name: 'options', argument: 'none' },
  { name: 'version', short: 'V', argument: 'none' },
  { name: 'verbose', short: 'v', argument: 'optional' },
  { name: 'log-file', argument: 'optional' },
  { name: 'syslog-target', argument: 'required' },
  { name: 'format', short: 'f', argument: 'required' },
  { name: 'data', short: 'd', argument: 'required' },
  { name: 'no-headings', argument: 'none' },
  { name: 'pretty', argument: 'none' },
  { name: 'bare', argument: 'none' },
  { name: 'private-key', short: 'p', argument: 'required' },
  { name: 'certificate', short: 'c', argument: 'required' },
  { name: 'ca-cert', short: 'C', argument: 'required' },
];

/** The options of a program of this kind, for completion. */
function ctlOptions(program: CtlProgram): readonly LongOption[] {
  const at = COMMON_OPTIONS.findIndex(({ name }) => name === 'dry-run');
  return [...COMMON_OPTIONS.slice(0, at), ...program.ownOptions, ...COMMON_OPTIONS.slice(at)];
}

/** The program for help, completion and the page. */
export function describeCtl(program: CtlProgram, place: 'machine' | 'central'): ProgramDescription {
  return {
    name: program.name,
    doc: program.title,
    usage: '',
    place,
    options: spell(ctlOptions(program)),
    commands: program.commands.map(({ name, usage, doc, options }) => ({ name, usage, doc, options })),
  };
}

/** Runs one call of `program` on the database `key`. */
export function runCtl(
  program: CtlProgram,
  host: CommandHost,
  key: DatabaseKey,
  argv: readonly string[],
): ProgramResult {
  const globals = ctlOptions(program);
  const parsed = getopt(program.name, argv, [...globals, ...localOptions(program)], true);
  const [wrong] = parsed.problems;
  if (wrong !== undefined) {
    const text = program.dialect.ownOptionErrors ? optionProblem(wrong) : wrong.message;
    return { status: 1, stdout: '', stderr: `${program.name}: ${text}\n` };
  }
  for (const option of parsed.options) {
    const refused = program.refuseOption?.(option);
    if (refused !== undefined) return failed(program, { message: refused, status: 1 });
  }
  const given = new Map(parsed.options.map((option) => [option.name, option.value ?? '']));
  const info = information(program, host, given);
  if (info !== undefined) return { status: 0, stdout: info, stderr: '' };
  const style = tableStyle(program.dialect, parsed.options);
  if (!style.ok) return failed(program, style.error);
  const timeout = given.get('timeout');
  if (timeout !== undefined && !/^\d+$/.test(timeout))
    return failed(program, { message: `value ${timeout} on -t or --timeout is invalid`, status: 1 });
  const local = parsed.options.filter((option) => !globals.some((global) => global.name === option.name));
  const commands = parseCommands(program, parsed.args, local);
  if (!commands.ok) return failed(program, commands.error);
  return new CtlRun(
    program,
    host,
    key,
    commands.value,
    given,
    style.value,
    formatCommand([program.name, ...argv]),
  ).run();
}

class CtlRun {
  private readonly stderr: string[] = [];
  private sequence: number;

  constructor(
    private readonly program: CtlProgram,
    private readonly host: CommandHost,
    private readonly key: DatabaseKey,
    private readonly commands: readonly ParsedCommand[],
    private readonly given: ReadonlyMap<string, string>,
    private readonly style: TableStyle,
    private readonly label: string,
  ) {
    // The real programs first log how they were called, out of sight when that may write.
    this.sequence = commands.some(({ command }) => command.writes) ? 1 : 0;
  }

  run(): ProgramResult {
    const first = this.attempt();
    if (first !== 'try-again') return first;
    this.host.settle();
    const second = this.attempt();
    if (second !== 'try-again') return second;
    const message = this.given.has('timeout')
      ? 'terminating with signal 14 (Alarm clock)'
      : 'the condition does not hold, and nothing is under way that could make it hold';
    return { status: 142, stdout: '', stderr: `${this.stderr.join('')}${this.program.name}: ${message}\n` };
  }

  private attempt(): ProgramResult | 'try-again' {
    const database = this.host.database(this.key);
    if (!database) return this.fail({ message: 'database connection failed (No such file or directory)', status: 1 });
    this.stderr.length = 0;
    const overlay = new Overlay(database, (index) => this.host.newUuid(this.key, index));
    const symbols: Symbols = { known: new Map(), reserve: () => overlay.reserveUuid() };
    const newInterfaces: Uuid[] = [];
    const outputs: (string | Table)[] = [];
    this.program.prepare?.(overlay, this.given);
    for (const { command, args, options } of this.commands) {
      const { tables, dialect } = this.program;
      const log = (module: string, level: LogLevel, message: string) => this.log(module, level, message);
      const own = { command: command.name, args, options };
      const result = command.run({ overlay, tables, dialect, symbols, newInterfaces, log, ...own });
      if (!result.ok) return this.fail(result.error);
      const output = result.value;
      if (typeof output === 'object' && 'tryAgain' in output) return 'try-again';
      outputs.push(output);
    }
    const unresolved = this.checkSymbols(symbols);
    if (unresolved) return this.fail(unresolved);
    // Once committed, nothing of this can be seen in the overlay any more.
    const changes = overlay.edits().length > 0;
    const committed = this.commit(overlay);
    if (committed) return committed;
    if (changes) this.afterwards(newInterfaces);
    if (changes && !this.given.has('dry-run')) {
      const said = this.program.afterwards?.(this.host, this.given);
      if (said !== undefined) this.stderr.push(`${this.program.name}: ${said}\n`);
    }
    return { status: 0, stdout: this.print(outputs), stderr: this.stderr.join('') };
  }

  private commit(overlay: Overlay): ProgramResult | undefined {
    if (overlay.edits().length === 0 || this.given.has('dry-run')) return undefined;
    if (this.waits) requestConfiguration(overlay);
    const result = this.host.commit(this.key, overlay.edits(), this.label);
    if (result.ok) return undefined;
    const { message, code } = result.error;
    const syntax = 'syntax' in result.error ? { syntax: result.error.syntax } : {};
    const refusal = `transaction error: ${jsonText({ details: message, error: code, ...syntax })}`;
    if (this.program.dialect.logsRefusals) this.log('ovsdb_idl', 'WARN', refusal);
    return this.fail({ message: refusal, status: 1 });
  }

  private get waits(): boolean {
    return this.program.waitsForSwitch && !this.given.has('no-wait');
  }

  /** The real programs end when ovs-vswitchd has caught up; ours lets everything catch up. */
  private afterwards(newInterfaces: readonly Uuid[]): void {
    if (this.given.has('dry-run')) return;
    if (!this.host.settle() || !this.waits) return;
    const machine = this.key.slice(this.key.indexOf('@') + 1);
    const daemon = this.host.daemon(`ovs-vswitchd@${machine}`);
    if (daemon !== undefined && daemon !== 'running') {
      this.stderr.push(
        `${this.program.name}: ovs-vswitchd is ${daemon}: the real program would wait for it (use --no-wait)\n`,
      );
      return;
    }
    const interfaces = newInterfaces.flatMap((uuid) => this.host.database(this.key)?.row('Interface', uuid) ?? []);
    const dead = interfaces.filter(
      ({ ofport }) =>
        ofport === undefined ||
        (typeof ofport === 'object' ? ofport[0] === undefined || ofport[0] === -1 : ofport === -1),
    );
    if (dead.length === 0) return;
    const names = dead.map(({ name }) => `'${String(name)}'`).join(', ');
    this.stderr.push(
      `${this.program.name}: Error detected while setting up ${names}.  See ovs-vswitchd log for details.\n`,
    );
  }

  private checkSymbols(symbols: Symbols): Failure | undefined {
    for (const [name, symbol] of symbols.known) {
      const problem = symbolProblem(name, symbol);
      if (problem?.fatal === true) return { message: problem.message, status: 1 };
      if (problem) this.log(this.program.module, 'WARN', problem.message);
    }
    return undefined;
  }

  private print(outputs: readonly (string | Table)[]): string {
    let tables = 0;
    return outputs
      .map((output) => {
        if (typeof output !== 'string') {
          tables += 1;
          const apart = tables > 1 && this.style.format !== 'html' && this.style.format !== 'json';
          return (apart ? '\n' : '') + formatTable(output, this.style);
        }
        if (!this.given.has('oneline')) return output;
        return `${output.replace(/\n$/, '').replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n`;
      })
      .join('');
  }

  private log(module: string, level: LogLevel, message: string): void {
    this.sequence += 1;
    if (level === 'INFO') return;
    this.stderr.push(
      `${logLine(startOfTime(this.host.release), this.host.now, this.sequence, module, level, message)}\n`,
    );
  }

  private fail(failure: Failure): ProgramResult {
    const { status, stderr } = failed(this.program, failure);
    return { status, stdout: '', stderr: this.stderr.join('') + stderr };
  }
}

/** Counts up what ovs-vswitchd answers in `cur_cfg` once it has done what the database says. */
function requestConfiguration(overlay: Overlay): void {
  const [root] = overlay.rows('Open_vSwitch');
  const next = root?.next_cfg;
  if (root && typeof next === 'number') overlay.update('Open_vSwitch', root._uuid, { next_cfg: next + 1 });
}

/** In the words of the programs of today, which read all options before they look at any. */
function optionProblem({ kind, word, letter }: OptionProblem): string {
  if (kind === 'missing') return `option '${word}' requires an argument`;
  if (kind === 'unwanted') return `option '${word}' doesn't allow an argument`;
  return `unrecognized option '${letter ?? word}'`;
}

function failed(program: CtlProgram, { message, status }: Failure): ProgramResult {
  return { status, stdout: '', stderr: message === '' ? '' : `${program.name}: ${message}\n` };
}

function localOptions(program: CtlProgram): LongOption[] {
  const names = new Set(program.commands.flatMap((command) => command.options));
  return [...names].map((option) => ({
    name: option.slice(2).replace(/[=?]$/, ''),
    argument: option.endsWith('=') ? 'required' : option.endsWith('?') ? 'optional' : 'none',
  }));
}

function parseCommands(
  program: CtlProgram,
  args: readonly string[],
  local: readonly GivenOption[],
): Outcome<readonly ParsedCommand[]> {
  const commands: ParsedCommand[] = [];
  let pending = new Map<string, string | undefined>();
  for (const { name, value } of local) {
    if (program.dialect.ownOptionErrors && pending.has(`--${name}`))
      return fail(`'--${name}' option specified multiple times`);
    pending.set(`--${name}`, value);
  }
  for (let start = 0; start <= args.length;) {
    const found = args.indexOf('--', start);
    const end = found < 0 ? args.length : found;
    if (end > start) {
      const command = parseCommand(program, args.slice(start, end), pending);
      if (!command.ok) return command;
      commands.push(command.value);
      pending = new Map();
    } else if (pending.size > 0) return fail('missing command name (use --help for help)');
    start = end + 1;
  }
  return commands.length > 0 ? ok(commands) : fail('missing command name (use --help for help)');
}

function parseCommand(
  program: CtlProgram,
  words: readonly string[],
  before: ReadonlyMap<string, string | undefined>,
): Outcome<ParsedCommand> {
  const options = new Map(before);
  let at = 0;
  for (; words[at]?.startsWith('-') === true; at++) {
    const word = words[at] ?? '';
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    if (options.has(name)) return fail(`'${word}' option specified multiple times`);
    options.set(name, equals < 0 ? undefined : word.slice(equals + 1));
  }
  const name = words[at];
  if (name === undefined) return fail('missing command name (use --help for help)');
  const command = program.commands.find((candidate) => candidate.name === name);
  if (!command) return fail(`unknown command '${name}'; use --help for help`);
  for (const [option, value] of options) {
    if (command.options.includes(`${option}?`)) continue;
    const takesValue = command.options.includes(`${option}=`);
    if (!takesValue && !command.options.includes(option)) return fail(`'${name}' command has no '${option}' option`);
    if (takesValue && value === undefined) return fail(`missing argument to '${option}' option on '${name}' command`);
    if (!takesValue && value !== undefined) return fail(`'${option}' option on '${name}' does not accept an argument`);
  }
  const args = words.slice(at + 1);
  if (args.length < command.min) return fail(`'${name}' command requires at least ${command.min} arguments`);
  if (args.length > command.max) {
    const note = args.some((arg) => arg.startsWith('-'))
      ? ' (note that options must precede command names and follow a "--" argument)'
      : '';
    return fail(`'${name}' command takes at most ${command.max} arguments${note}`);
  }
  return ok({ command, args, options });
}

function tableStyle({ tables }: CtlDialect, options: readonly GivenOption[]): Outcome<TableStyle> {
  let style: TableStyle = { format: 'list', data: 'string', headings: true, ...tables };
  for (const { name, value = '' } of options) {
    if (name === 'format') {
      const format = TABLE_FORMATS.find((candidate) => candidate === value);
      if (!format) return fail(`unknown output format "${value}"`);
      style = { ...style, format };
    } else if (name === 'data') {
      const data = CELL_FORMATS.find((candidate) => candidate === value);
      if (!data) return fail(`unknown data format "${value}"`);
      style = { ...style, data };
    } else if (name === 'no-headings') style = { ...style, headings: false };
    else if (name === 'bare') style = { ...style, format: 'list', data: 'bare', headings: false };
    else if (name === 'max-column-width') style = { ...style, maxWidth: Number.parseInt(value, 10) || 0 };
  }
  return ok(style);
}

/** What `--help`, `--version`, `--commands` and `--options` print. */
function information(program: CtlProgram, host: CommandHost, given: ReadonlyMap<string, string>): string | undefined {
  if (given.has('help')) return ctlHelp(program);
  if (given.has('version')) return program.version?.(host) ?? versionText(program.name, host.release);
  if (given.has('commands')) {
    return program.commands
      .map(
        ({ name, options, usage }) =>
          `${options.map((option) => `[${option}] `).join('')},${name},${usage === '' ? '' : ` ${usage}`}\n`,
      )
      .join('');
  }
  if (given.has('options')) {
    return ctlOptions(program)
      .map(
        ({ name, short, argument }) =>
          `--${name}${argument === 'none' ? '' : '=ARG'}\n${short === undefined ? '' : `-${short}${argument === 'none' ? '' : ' ARG'}\n`}`,
      )
      .join('');
  }
  return undefined;
}

function ctlHelp(program: CtlProgram): string {
  const line = ({ name, usage, doc }: CtlCommand) => {
    const call = `${name} ${usage}`.trimEnd();
    return call.length < 28 ? `  ${call.padEnd(28)}${doc}\n` : `  ${call}\n${' '.repeat(30)}${doc}\n`;
  };
  return `${program.name}: ${program.title}\nusage: ${program.name} [OPTIONS] COMMAND [ARG...] [-- COMMAND [ARG...]]...\n\nCommands:\n${program.commands.map(line).join('')}
Options:
  --dry-run                   change nothing
${program.waitsForSwitch ? '  --no-wait                   do not wait for ovs-vswitchd\n' : ''}  --oneline                   one line of output for each command
  -f, --format=FORMAT         print tables as ${TABLE_FORMATS.join(', ')}
  -d, --data=FORMAT           print values as ${CELL_FORMATS.join(', ')}
  --bare                      values only, for scripts
  -t, --timeout=SECS          wait at most SECS seconds
  -h, --help                  this text
  -V, --version               the version
`;
}
