/**
 * `log`: what the daemons have said, as the lines of their log files. Behind a
 * message stands the row that it speaks of, since a file has no links.
 */
import { refuse } from './lab';
import type { CommandHost, ProgramResult } from './host';
import { fileLine } from './log-line';
import { startOfTime } from './release-facts';

const DAEMONS = ['ovn-northd', 'ovn-controller', 'ovs-vswitchd'] as const;

/** The daemons by the names that `log` takes. */
export function daemonNames(host: CommandHost): readonly string[] {
  const [central, ...local] = DAEMONS;
  return [central, ...host.machines().flatMap((machine) => local.map((daemon) => `${daemon}@${machine}`))];
}

/** The log of one daemon (of this machine, unless `@` names another), or of all with their names in front. */
export function printLog(host: CommandHost, machine: string | undefined, daemon: string | undefined): ProgramResult {
  const wanted = daemon === undefined ? undefined : fullName(machine, daemon);
  // A daemon of a machine that is gone is still known by what it said.
  if (wanted !== undefined && !daemonNames(host).includes(wanted) && !host.log.some((line) => line.daemon === wanted))
    return refuse('log', `there is no daemon ${daemon ?? ''}`, `Daemons: ${daemonNames(host).join(', ')}.`);
  const counts = new Map<string, number>();
  const lines: string[] = [];
  for (const { time, daemon: who, level, module, message, about } of host.log) {
    const count = (counts.get(who) ?? 0) + 1;
    counts.set(who, count);
    if (wanted !== undefined && who !== wanted) continue;
    const row = about ? `  (${about.db} ${about.table} ${about.uuid})` : '';
    const line = fileLine(startOfTime(host.release), time, count, module, level, `${message}${row}`);
    lines.push(`${wanted === undefined ? `${who}: ` : ''}${line}\n`);
  }
  return { status: 0, stdout: lines.join(''), stderr: '' };
}

function fullName(machine: string | undefined, daemon: string): string {
  const isLocal = daemon === 'ovn-controller' || daemon === 'ovs-vswitchd';
  return isLocal && machine !== undefined ? `${daemon}@${machine}` : daemon;
}
