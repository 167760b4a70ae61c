/**
 * ovsdb-client(1). The server it talks to by default is the one of the OVN
 * databases; each machine's own database is on a server of its own, and is
 * found here by its name alone.
 */
import { compareText, ok } from '../base';
import {
  CELL_FORMATS,
  DEFAULT_STYLE,
  dumpTables,
  findColumn,
  formatTable,
  jsonText,
  parseJson,
  schemaToJson,
  TABLE_FORMATS,
  typeToJson,
  type Database,
  type TableStyle,
} from '../ovsdb';
import { parseCall, type CmdlProgram, type CommandSyntax } from './cmdl';
import type { GivenOption } from './getopt';
import { schemaOrder } from './hash-order';
import {
  localKey,
  type CommandHost,
  type DatabaseKey,
  type MonitoredTable,
  type MonitorRequest,
  type ProgramResult,
} from './host';
import { initialTables } from './monitor-text';
import { fail, type Outcome } from './outcome';
import { formatCommand } from './shell-quote';

interface ClientCall {
  readonly host: CommandHost;
  readonly key: DatabaseKey;
  readonly database: Database;
  /** The server as it was given, for messages. */
  readonly server: string;
  readonly args: readonly string[];
  readonly style: TableStyle;
  /** The whole command, for the history. */
  readonly line: string;
}

export interface ClientCommand extends CommandSyntax {
  /** Whether the command speaks to a server only, or to one of its databases. */
  readonly needs: 'server' | 'database';
  /** How many arguments may follow server and database. */
  readonly least: number;
  readonly most: number;
  readonly run: (call: ClientCall) => Outcome<string | ProgramResult>;
}

const COMMANDS: readonly ClientCommand[] = [
  {
    name: 'list-dbs',
    usage: '[SERVER]',
    doc: 'print the databases of a server',
    needs: 'server',
    least: 0,
    most: 0,
    min: 0,
    max: Infinity,
    run: () => ok(`${CENTRAL.join('\n')}\n`),
  },
  {
    name: 'get-schema',
    usage: '[SERVER] [DATABASE]',
    doc: 'print a schema as JSON',
    needs: 'database',
    least: 0,
    most: 0,
    min: 0,
    max: Infinity,
    run: ({ database }) => ok(`${jsonText(schemaToJson(database.schema))}\n`),
  },
  {
    name: 'get-schema-version',
    usage: '[SERVER] [DATABASE]',
    doc: "print a schema's version",
    needs: 'database',
    least: 0,
    most: 0,
    min: 0,
    max: Infinity,
    run: ({ database }) => ok(`${database.schema.version ?? ''}\n`),
  },
  {
    name: 'list-tables',
    usage: '[SERVER] [DATABASE]',
    doc: 'print the names of the tables',
    needs: 'database',
    least: 0,
    most: 0,
    min: 0,
    max: Infinity,
    run: listTables,
  },
  {
    name: 'list-columns',
    usage: '[SERVER] [DATABASE] [TABLE]',
    doc: 'print the columns of a table, or of all',
    needs: 'database',
    least: 0,
    most: 1,
    min: 0,
    max: Infinity,
    run: listColumns,
  },
  {
    name: 'transact',
    usage: '[SERVER] TRANSACTION',
    doc: 'run a transaction: a JSON array of the database and the operations of RFC 7047',
    needs: 'server',
    least: 1,
    most: 1,
    min: 0,
    max: Infinity,
    run: transact,
  },
  {
    name: 'monitor',
    usage: '[SERVER] [DATABASE] TABLE [COLUMN,...]...',
    doc: 'print the contents of a table and then each change, until Ctrl+C',
    needs: 'database',
    least: 1,
    most: Infinity,
    min: 0,
    max: Infinity,
    run: monitor,
  },
  {
    name: 'dump',
    usage: '[SERVER] [DATABASE] [TABLE [COLUMN]...]',
    doc: 'print the contents of a database',
    needs: 'database',
    least: 0,
    most: Infinity,
    min: 0,
    max: Infinity,
    run: dump,
  },
];

export const OVSDB_CLIENT: CmdlProgram<ClientCommand> = {
  name: 'ovsdb-client',
  title: 'speaks to an OVSDB server',
  badOptionEnds: true,
  commands: COMMANDS,
  options: [
    { name: 'format', short: 'f', argument: 'required' },
    { name: 'data', short: 'd', argument: 'required' },
    { name: 'no-headings', argument: 'none' },
    { name: 'bare', argument: 'none' },
    { name: 'pretty', argument: 'none' },
    { name: 'timestamp', argument: 'none' },
    { name: 'detach', argument: 'none' },
    { name: 'no-chdir', argument: 'none' },
    { name: 'pidfile', argument: 'optional' },
    { name: 'verbose', short: 'v', argument: 'optional' },
    { name: 'log-file', argument: 'optional' },
    { name: 'private-key', short: 'p', argument: 'required' },
    { name: 'certificate', short: 'c', argument: 'required' },
    { name: 'ca-cert', short: 'C', argument: 'required' },
    { name: 'help', short: 'h', argument: 'none' },
    { name: 'version', short: 'V', argument: 'none' },
  ],
};

const CENTRAL: readonly DatabaseKey[] = ['OVN_Northbound', 'OVN_Southbound'];
const DEFAULT_SERVER = 'unix:/var/run/openvswitch/db.sock';

export function runOvsdbClient(host: CommandHost, machine: string | undefined, argv: readonly string[]): ProgramResult {
  const call = parseCall(OVSDB_CLIENT, host, argv);
  if ('done' in call) return call.done;
  const outcome = runCall(
    host,
    machine,
    call.command,
    call.args,
    call.options,
    formatCommand(['ovsdb-client', ...argv]),
  );
  if (!outcome.ok)
    return { status: outcome.error.status, stdout: '', stderr: `ovsdb-client: ${outcome.error.message}\n` };
  return typeof outcome.value === 'string' ? { status: 0, stdout: outcome.value, stderr: '' } : outcome.value;
}

function runCall(
  host: CommandHost,
  machine: string | undefined,
  command: ClientCommand,
  given: readonly string[],
  options: readonly GivenOption[],
  line: string,
): Outcome<string | ProgramResult> {
  const style = tableStyle(options);
  if (!style.ok) return style;
  const args = [...given];
  let server = DEFAULT_SERVER;
  if (args.length > command.least && /^[a-z].*:/i.test(args[0] ?? '')) server = args.shift() ?? server;
  if (!/^(?:unix|tcp|ssl|punix|ptcp|pssl):/.test(server))
    return fail(`failed to connect to "${server}" (Address family not supported by protocol)`);
  let key = CENTRAL[0] ?? '';
  if (command.needs === 'database') {
    const name = args[0] ?? '';
    if (args.length > command.least && CENTRAL.includes(name)) key = args.shift() ?? '';
    else if (args.length > command.least && name === 'Open_vSwitch' && machine !== undefined) {
      key = localKey(machine);
      args.shift();
    } else return fail(`no default database for \`${command.name}' command, please specify a database name`);
  }
  if (args.length < command.least || args.length > command.most)
    return fail(`invalid syntax for '${command.name}' (use --help for help)`);
  if (command.name === 'transact') key = transactKey(args[0] ?? '', machine) ?? key;
  const database = host.database(key);
  if (!database) return fail(`failed to connect to "${server}" (No such file or directory)`);
  return command.run({ host, key, database, server, args, style: style.value, line });
}

function tableStyle(options: readonly GivenOption[]): Outcome<TableStyle> {
  let style: TableStyle = DEFAULT_STYLE;
  for (const { name, value } of options) {
    const format = TABLE_FORMATS.find((candidate) => name === 'format' && candidate === value);
    const data = CELL_FORMATS.find((candidate) => name === 'data' && candidate === value);
    if (name === 'format' && !format) return fail(`unknown output format "${value ?? ''}"`);
    if (name === 'data' && !data) return fail(`unknown data format "${value ?? ''}"`);
    if (name === 'bare') style = { format: 'list', data: 'bare', headings: false };
    style = {
      format: format ?? style.format,
      data: data ?? style.data,
      headings: style.headings && name !== 'no-headings',
    };
  }
  return ok(style);
}

function listTables({ database, style }: ClientCall): Outcome<string> {
  return ok(formatTable({ headings: ['Table'], rows: database.schema.tableOrder.map((name) => [name]) }, style));
}

function listColumns({ database, args, style }: ClientCall): Outcome<string> {
  const [wanted] = args;
  const rows = database.schema.tableOrder.flatMap((name) => {
    const table = database.schema.tables.get(name);
    if (!table || (wanted !== undefined && wanted !== name)) return [];
    return schemaOrder([...table.columns.keys()], ['_uuid', '_version']).map((columnName) => {
      const column = findColumn(table, columnName);
      return [...(wanted === undefined ? [name] : []), columnName, column ? jsonText(typeToJson(column.type)) : ''];
    });
  });
  return ok(formatTable({ headings: [...(wanted === undefined ? ['Table'] : []), 'Column', 'Type'], rows }, style));
}

/** The database that a transaction names as its first element. */
function transactKey(text: string, machine: string | undefined): DatabaseKey | undefined {
  const parsed = readJson(text);
  const name: unknown = parsed.ok && isArray(parsed.value) ? parsed.value[0] : undefined;
  if (typeof name !== 'string') return undefined;
  if (name === 'Open_vSwitch' && machine !== undefined) return localKey(machine);
  return CENTRAL.find((key) => key === name);
}

function transact({ host, key, database, args, line }: ClientCall): Outcome<string | ProgramResult> {
  const [text = ''] = args;
  const parsed = readJson(text);
  if (!parsed.ok) return parsed;
  const params = parsed.value;
  if (!isArray(params)) return refused('array expected', 'syntax error', params);
  const [name, ...operations] = params;
  if (typeof name !== 'string')
    return refused('transact request params must begin with <db-name>', 'syntax error', params);
  if (name !== database.name)
    return refused(`transact request specifies unknown database ${name}`, 'unknown database', params);
  const outcome = host.transact(key, operations, line);
  if (outcome.changes.length > 0) host.settle();
  const stdout = `${jsonText(outcome.results)}\n`;
  if (!outcome.error) return ok(stdout);
  const { code, message } = outcome.error;
  const why = message === '' ? code : `${code}: ${message}`;
  const note = `Nothing was changed (${why}): a transaction whose answer holds an error is taken back as a whole.`;
  return ok({ status: 0, stdout, stderr: '', notes: [note] });
}

function refused(details: string, error: string, syntax: unknown) {
  return fail(`transaction returned error: ${jsonText({ details, error, syntax: jsonText(syntax) })}`);
}

function readJson(text: string): Outcome<unknown> {
  const read = parseJson(text);
  return read.ok ? read : fail(`"${text}": ${read.error}`);
}

function dump({ database, args, style }: ClientCall): Outcome<string> {
  const [tableName, ...columnNames] = args;
  const table = tableName === undefined ? undefined : database.schema.tables.get(tableName);
  if (tableName !== undefined && !table) return fail(`No table "${tableName}" found.`);
  const unknown = columnNames.find((name) => table && !findColumn(table, name));
  if (unknown !== undefined) return fail(`Table "${tableName ?? ''}" has no column ${unknown}.`);
  return ok(
    dumpTables(database, table ? { [table.name]: columnNames.length > 0 ? columnNames : undefined } : undefined, style),
  );
}

function monitor(call: ClientCall): Outcome<string | ProgramResult> {
  const { database, key, server, args, style } = call;
  const [name = '', ...columnArgs] = args;
  const schema = database.schema.tables.get(name);
  if (!schema && name !== 'ALL') return fail(`${server}: ${database.name} does not have a table named "${name}"`);
  const tables: MonitoredTable[] = [];
  let initial = true;
  for (const table of schema
    ? [schema]
    : [...database.schema.tables.values()].sort((a, b) => compareText(a.name, b.name))) {
    const words = columnArgs.flatMap((arg) => arg.split(',')).filter(Boolean);
    const columns = words.filter((word) => !word.startsWith('!'));
    const unknown = columns.find((column) => !table.columns.has(column) && column !== '_uuid' && column !== '_version');
    if (unknown !== undefined)
      return fail(`${server}: table "${table.name}" in ${database.name} does not have a column named "${unknown}"`);
    const twice = columns.find((column, at) => columns.indexOf(column) !== at);
    if (twice !== undefined) return fail(`${server}: column "${twice}" mentioned multiple times`);
    initial &&= !words.includes('!initial');
    tables.push({
      table: table.name,
      columns: columns.length > 0 ? columns : [...table.columns.keys()].sort(compareText),
      insert: !words.includes('!insert'),
      delete: !words.includes('!delete'),
      modify: !words.includes('!modify'),
    });
  }
  const follow: MonitorRequest = { database: key, tables };
  return ok({ status: 0, stdout: initial ? initialTables(database, follow, style) : '', stderr: '', follow });
}

function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
