/**
 * ovn-nbctl of 2015: one command a call, complaints as log lines, and success
 * as its exit status whatever the database thought of the change.
 */
import { formatCommand } from '../../base';
import {
  describeCmdl,
  logLine,
  parseCall,
  type CmdlProgram,
  type CommandHost,
  type Program,
  type ProgramResult,
} from '../../commands';
import { Overlay } from '../../ovsdb';
import type { Membership } from './membership';
import type { NbctlCommand } from './nbctl-commands';

/** The program with the commands of a release, in the order of its help. */
export function nbctl(commands: readonly NbctlCommand[], members: Membership): Program {
  const program = nbctlProgram(commands);
  return { description: describeCmdl(program, 'central'), run: (host, argv) => runNbctl(program, members, host, argv) };
}

function nbctlProgram(commands: readonly NbctlCommand[]): CmdlProgram<NbctlCommand> {
  return {
    name: 'ovn-nbctl',
    title: 'manages the OVN northbound database',
    badOptionEnds: false,
    commands,
    options: [
      { name: 'db', short: 'd', argument: 'required' },
      { name: 'help', short: 'h', argument: 'none' },
      { name: 'options', short: 'o', argument: 'none' },
      { name: 'version', short: 'V', argument: 'none' },
      { name: 'verbose', short: 'v', argument: 'optional' },
      { name: 'log-file', argument: 'optional' },
      { name: 'syslog-target', argument: 'required' },
      { name: 'private-key', short: 'p', argument: 'required' },
      { name: 'certificate', short: 'c', argument: 'required' },
      { name: 'ca-cert', short: 'C', argument: 'required' },
    ],
  };
}

function runNbctl(
  program: CmdlProgram<NbctlCommand>,
  members: Membership,
  host: CommandHost,
  argv: readonly string[],
): ProgramResult {
  const call = parseCall(program, host, argv);
  if ('done' in call) return call.done;
  const key = 'OVN_Northbound';
  const database = host.database(key);
  let stderr = call.complaints;
  let lines = 0;
  const log = (level: 'WARN' | 'ERR', message: string) => {
    lines += 1;
    stderr += `${logLine(host.release.tools.day, host.now, lines, 'ovn_nbctl', level, message)}\n`;
  };
  const db = call.options.findLast(({ name }) => name === 'db')?.value;
  const unreachable = !database
    ? 'No such file or directory'
    : db !== undefined && !/^(?:unix|tcp|ssl):/.test(db)
      ? 'Address family not supported by protocol'
      : undefined;
  if (!database || unreachable !== undefined) {
    log('ERR', `${db ?? 'unix:/var/run/openvswitch/db.sock'}: database connection failed (${unreachable ?? ''})`);
    return { status: 1, stdout: '', stderr };
  }
  const overlay = new Overlay(database, (index) => host.newUuid(key, index));
  const stdout = call.command.run({ overlay, members, args: call.args, log }) ?? '';
  const edits = overlay.edits();
  const committed = edits.length > 0 ? host.commit(key, edits, formatCommand(['ovn-nbctl', ...argv])) : undefined;
  if (committed?.ok === true) host.settle();
  if (committed?.ok !== false) return { status: 0, stdout, stderr };
  const { code, message } = committed.error;
  const note = `The database refused this (${code}: ${message}). ovn-nbctl of that day says nothing and exits with 0; nothing was changed.`;
  return { status: 0, stdout, stderr, notes: [note] };
}
