/** What Tab offers: programs, their commands and options, and the names that fit an argument. */
import { localDatabase } from '../sim';
import { compareText, type TextRange, shellQuote } from '../base';
import { getString } from '../ovsdb';
import { describeCommands } from './describe-commands';
import { type CommandHost, type CommandDescription, type ProgramDescription } from './host';
import { daemonNames } from './print-log';

export interface Completion {
  /** The part of the line that a candidate replaces. */
  readonly range: TextRange;
  readonly candidates: readonly Candidate[];
}

export interface Candidate {
  /** Quoted as the shell needs it. A text that ends in `=`, `:` or `/` wants more behind it. */
  readonly text: string;
  readonly doc: string;
}

/** Candidates for the word that ends at `cursor`, in alphabetical order. */
export function completionsOn(
  host: CommandHost,
  machine: string | undefined,
  line: string,
  cursor: number,
): Completion {
  const { words, start } = wordsBefore(line.slice(0, cursor));
  const prefix = words.at(-1) ?? '';
  const range = { start, end: cursor };
  const all = candidates(host, machine, words.slice(0, -1), prefix);
  const fitting = all.filter(({ text }) => text.startsWith(prefix)).sort((a, b) => compareText(a.text, b.text));
  const unique = fitting.filter(({ text }, at) => text !== fitting[at - 1]?.text);
  return {
    range,
    candidates: unique.map(({ text, doc }) => ({ text: /[=:]$/.test(text) ? text : shellQuote(text), doc })),
  };
}

/** The words of the last command, the last of them the one being typed, and where that starts. */
function wordsBefore(text: string): { readonly words: readonly string[]; readonly start: number } {
  const segment = Math.max(text.lastIndexOf('|'), text.lastIndexOf(';'), text.lastIndexOf('&')) + 1;
  const words: string[] = [];
  let start = text.length;
  for (const { 0: raw, index } of text.slice(segment).matchAll(/(?:'[^']*'?|"(?:[^"\\]|\\.)*"?|\\.|[^\s'"\\])+/g)) {
    words.push(raw.replaceAll(/^(['"])(.*?)\1?$/g, '$2'));
    start = segment + index;
  }
  if (text === '' || /[\s|;&]$/.test(text)) return { words: [...words, ''], start: text.length };
  return { words, start };
}

/** A prompt that was copied along, and the words of the shell that a command follows. */
const BEFORE_COMMAND: ReadonlySet<string> = new Set([
  '$',
  'if',
  'then',
  'elif',
  'else',
  'while',
  'until',
  'do',
  '!',
  '{',
  '(',
]);

function candidates(
  host: CommandHost,
  machine: string | undefined,
  before: readonly string[],
  prefix: string,
): Candidate[] {
  const start = before.findIndex((word) => !BEFORE_COMMAND.has(word) && !/^\w+=/.test(word));
  const [first, ...rest] = start < 0 ? [] : before.slice(start);
  const programs = describeCommands(host.release);
  if (first === undefined) return programs.map(({ name, doc }) => ({ text: name, doc }));
  if (first === 'as' && rest.length > 0) return candidates(host, rest[0], rest.slice(1), prefix);
  const program = programs.find(({ name }) => name === first);
  if (!program) return [];
  if (program.commands.length === 0) return argument(host, machine, program, program.usage, rest, prefix);
  // A transaction starts anew at each `--`.
  const separator = rest.lastIndexOf('--');
  const words = rest.slice(separator + 1);
  const at = words.findIndex((word) => !word.startsWith('-'));
  if (at < 0) {
    const own = program.commands.flatMap(({ options }) => options);
    const options = prefix.startsWith('-') ? [...(separator < 0 ? program.options : []), ...own] : [];
    return [
      ...options.map((text) => ({ text, doc: '' })),
      ...program.commands.map(({ name, doc }) => ({ text: name, doc })),
    ];
  }
  const command = program.commands.find(({ name }) => name === words[at]);
  return command ? argument(host, machine, program, command.usage, words.slice(at + 1), prefix, command) : [];
}

/** The names that fit the next argument, by the word that stands for it in the usage. */
function argument(
  host: CommandHost,
  machine: string | undefined,
  program: ProgramDescription,
  usage: string,
  given: readonly string[],
  prefix: string,
  command?: CommandDescription,
): Candidate[] {
  const slots = usage.split(/\s+/).map((slot) => slot.replaceAll(/^\[+|\]+(\.\.\.)?$|\.\.\.$/g, ''));
  const slot = slots[Math.min(given.length, slots.length - 1)] ?? '';
  const repeats = usage.endsWith('...') || usage.endsWith('...]');
  if (given.length >= slots.length && !repeats) return [];
  const kind = /^[A-Z-]+/.exec(slot)?.[0] ?? '';
  const places: Places = { host, machine, given, prefix, program, command };
  return SLOTS[kind]?.(places) ?? [];
}

interface Places {
  readonly host: CommandHost;
  readonly machine: string | undefined;
  readonly given: readonly string[];
  readonly prefix: string;
  readonly program: ProgramDescription;
  readonly command: CommandDescription | undefined;
}

const named = (names: readonly string[], doc: string): Candidate[] =>
  names.filter(Boolean).map((text) => ({ text, doc }));

const SLOTS: Readonly<Record<string, (places: Places) => Candidate[]>> = {
  LSWITCH: ({ host }) => named(column(host, 'OVN_Northbound', 'Logical_Switch', 'name'), 'logical switch'),
  LPORT: ({ host }) => named(column(host, 'OVN_Northbound', 'Logical_Port', 'name'), 'logical port'),
  PARENT: ({ host, program }) =>
    program.name === 'ovn-nbctl'
      ? named(column(host, 'OVN_Northbound', 'Logical_Port', 'name'), 'logical port')
      : local('Bridge', 'bridge')({ ...EMPTY, host }),
  STATE: () => named(['enabled', 'disabled'], ''),
  MODE: () => named(['standalone', 'secure'], ''),
  CHASSIS: ({ host }) => named(column(host, 'OVN_Southbound', 'Chassis', 'name'), 'chassis'),
  BRIDGE: (places) => local('Bridge', 'bridge')(places),
  PORT: (places) => local('Port', 'port')(places),
  IFACE: (places) => local('Interface', 'interface')(places),
  MACHINE: ({ host }) => named(host.machines(), 'machine'),
  DAEMON: ({ host }) => named(daemonNames(host), 'daemon'),
  PROGRAM: ({ host }) => describeCommands(host.release).map(({ name, doc }) => ({ text: name, doc })),
  COMMAND: ({ host, given }) =>
    (describeCommands(host.release).find(({ name }) => name === given[0])?.commands ?? []).map(({ name, doc }) => ({
      text: name,
      doc,
    })),
  SERVER: (places) => SLOTS.DATABASE?.(places) ?? [],
  DATABASE: ({ host, given }) => {
    const database = given.find((word) => DATABASES.includes(word));
    if (database === undefined) return named(DATABASES, 'database');
    return named([...(host.database(database)?.schema.tables.keys() ?? [])], 'table');
  },
  TABLE: (places) => named([...(databaseOf(places)?.schema.tables.keys() ?? [])], 'table'),
  RECORD: records,
  COLUMN: columns,
  KEY: columns,
};

const DATABASES: readonly string[] = ['OVN_Northbound', 'OVN_Southbound', 'Open_vSwitch'];

const EMPTY = {
  machine: undefined,
  given: [],
  prefix: '',
  program: { name: '', doc: '', usage: '', place: 'lab', options: [], commands: [] },
  command: undefined,
} as const;

function local(table: string, doc: string): (places: Places) => Candidate[] {
  return ({ host, machine }) =>
    machine === undefined ? [] : named(column(host, localDatabase(machine), table, 'name'), doc);
}

function databaseOf({ host, machine, program, given }: Places) {
  if (program.name === 'ovs-vsctl') return machine === undefined ? undefined : host.database(localDatabase(machine));
  if (program.name === 'ovn-sbctl') return host.database('OVN_Southbound');
  const key = given.find((word) => DATABASES.includes(word));
  return key === undefined
    ? undefined
    : host.database(key === 'Open_vSwitch' && machine !== undefined ? localDatabase(machine) : key);
}

function tableOf(places: Places) {
  const fold = (text: string) => text.toLowerCase().replaceAll('-', '_');
  const [wanted = ''] =
    places.program.name === 'ovsdb-client'
      ? places.given.filter((word) => !DATABASES.includes(word) && !word.includes(':'))
      : places.given;
  const tables = [...(databaseOf(places)?.schema.tables.values() ?? [])];
  return (
    tables.find(({ name }) => name === wanted) ??
    tables.find(({ name }) => wanted !== '' && fold(name).startsWith(fold(wanted)))
  );
}

function records(places: Places): Candidate[] {
  const table = tableOf(places);
  const database = databaseOf(places);
  if (!table || !database) return [];
  if (table.maxRows === 1) return named(['.'], 'the only row');
  const nameColumn = ['name', 'logical_port'].find((name) => table.columns.has(name));
  const rows = [...database.rows(table.name).values()];
  return named(
    rows.map((row) => (nameColumn === undefined ? row._uuid : getString(row, nameColumn))),
    table.name,
  );
}

/** Columns; with `=` or `:` behind them where the command assigns. */
function columns(places: Places): Candidate[] {
  const table = tableOf(places);
  const assigns = places.command !== undefined && ['set', 'create', 'find', 'wait-until'].includes(places.command.name);
  return [...(table?.columns.values() ?? [])].map(({ name, shape }) => ({
    text: `${name}${assigns ? (shape === 'map' ? ':' : '=') : ''}`,
    doc: shape === 'scalar' ? 'column' : `column, a ${shape}`,
  }));
}

function column(host: CommandHost, key: string, table: string, name: string): string[] {
  return [...(host.database(key)?.rows(table).values() ?? [])].map((row) => getString(row, name));
}
