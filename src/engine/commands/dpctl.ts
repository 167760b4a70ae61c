/** `ovs-appctl dpctl/…`: what the datapath of a machine knows of connections (dpctl(8), "CONNECTION TRACKING TABLE COMMANDS"). */
import { err, ok, type Millis, type Result } from '../base';
import {
  formatConnection,
  formatConnectionCounts,
  formatZoneLimits,
  type ConnectionTable,
  type Switch,
} from '../vswitch';

export interface DpctlCommand {
  readonly name: string;
  readonly usage: string;
  readonly min: number;
  readonly max: number;
  readonly doc: string;
  /** Problems have the daemon's words. */
  run(call: DpctlCall): Result<string, string>;
}

interface DpctlCall {
  readonly connections: ConnectionTable;
  readonly now: Millis;
  readonly more: boolean;
  readonly statistics: boolean;
  /** Behind the options and the datapath. */
  readonly args: readonly string[];
}

export const DPCTL_COMMANDS: readonly DpctlCommand[] = [
  {
    name: 'dpctl/dump-conntrack',
    usage: '[-m] [-s] [dp] [zone=N]',
    min: 0,
    max: 4,
    doc: 'print the connections of all zones or of one',
    run: dumpConnections,
  },
  {
    name: 'dpctl/flush-conntrack',
    usage: '[dp] [zone=N]',
    min: 0,
    max: 6,
    doc: 'forget the connections of all zones or of one',
    run: flushConnections,
  },
  {
    name: 'dpctl/ct-stats-show',
    usage: '[-m] [dp] [zone=N]',
    min: 0,
    max: 3,
    doc: 'count connections by protocol, with -m by state of TCP',
    run: ({ connections, args, now, more }) => {
      const { zone, rest } = zoneOf(args.filter((word) => !word.startsWith('verbose')));
      if (rest.length > 0) return noDatapath();
      return ok(
        formatConnectionCounts(connections.list(now, zone), more || args.some((word) => word.startsWith('verbose'))),
      );
    },
  },
  {
    name: 'dpctl/ct-get-nconns',
    usage: '[dp]',
    min: 0,
    max: 1,
    doc: 'count all connections',
    run: ({ connections, args, now }) => (args.length > 0 ? noDatapath() : ok(`${connections.list(now).length}\n`)),
  },
  {
    name: 'dpctl/ct-set-limits',
    usage: '[dp] [default=L] [zone=N,limit=L]...',
    min: 1,
    max: 65536,
    doc: 'limit how many connections zones may have',
    run: setLimits,
  },
  {
    name: 'dpctl/ct-del-limits',
    usage: '[dp] zone=N1[,N2]...',
    min: 1,
    max: 2,
    doc: 'take the limits of zones away',
    run({ connections, args }) {
      const asked = zonesOf(args[0]);
      if (asked === undefined) return invalid(`invalid argument ${args[0] ?? ''}`);
      const { limits } = connections;
      const zones = new Map(Array.from(limits.zones).filter(([zone]) => !asked.includes(zone)));
      connections.limits = { ...limits, zones };
      return ok('');
    },
  },
  {
    name: 'dpctl/ct-get-limits',
    usage: '[dp] [zone=N1[,N2]...]',
    min: 0,
    max: 2,
    doc: 'print the limits of zones',
    run({ connections, args, now }) {
      const asked = args[0] === undefined ? undefined : zonesOf(args[0]);
      if (args[0] !== undefined && asked === undefined) return invalid(`invalid argument ${args[0]}`);
      return ok(formatZoneLimits(connections, now, asked));
    },
  },
];

/** Options stand before everything else; the only datapath may be named. */
export function runDpctl(command: DpctlCommand, machine: Switch, given: readonly string[], now: Millis) {
  const args = [...given];
  let [more, statistics] = [false, false];
  for (let word = args[0]; word !== undefined && /^-./.test(word); word = args[0]) {
    for (const option of word.startsWith('--') ? [word] : word.slice(1)) {
      if (option === 'm' || option === '--more') more = true;
      else if (option === 's' || option === '--statistics') statistics = true;
      else return err(`Unrecognized option ${option.startsWith('--') ? option : `-${option}`}`);
    }
    args.shift();
  }
  if (DATAPATH.test(args[0] ?? '')) args.shift();
  return command.run({ connections: machine.connections, now, more, statistics, args });
}

const DATAPATH = /^(?:system@)?ovs-system$/;

function dumpConnections({ connections, args, now, more, statistics }: DpctlCall): Result<string, string> {
  const { zone, rest } = zoneOf(args);
  if (rest.length > 0) return noDatapath();
  const lines = connections.list(now, zone).map((one) => `${formatConnection(one, { now, more, statistics })}\n`);
  return ok(lines.join(''));
}

function flushConnections({ connections, args }: DpctlCall): Result<string, string> {
  const { zone, rest } = zoneOf(args);
  const [stray] = rest;
  if (stray?.startsWith('zone=')) return invalid('failed to parse zone');
  if (stray !== undefined) return invalid(`invalid conntrack tuple field: ${stray.split('=')[0] ?? ''}`);
  connections.flush(zone);
  return ok('');
}

function setLimits({ connections, args }: DpctlCall): Result<string, string> {
  const zones = new Map(connections.limits.zones);
  let { otherwise } = connections.limits;
  for (const word of args) {
    const found = /^(?:default=(\d+)|zone=(\d+),limit=(\d+))$/.exec(word);
    if (!found) return invalid('invalid zone limits');
    const [, all, zone, limit] = found;
    if (all !== undefined) otherwise = Number(all);
    else zones.set(Number(zone), Number(limit));
  }
  connections.limits = { zones, ...(otherwise === undefined ? {} : { otherwise }) };
  return ok('');
}

function zoneOf(args: readonly string[]): { readonly zone: number | undefined; readonly rest: readonly string[] } {
  const found = /^zone=(\d+)$/.exec(args.at(-1) ?? '');
  return found ? { zone: Number(found[1]), rest: args.slice(0, -1) } : { zone: undefined, rest: args };
}

function zonesOf(word: string | undefined): readonly number[] | undefined {
  const found = /^zone=(\d+(?:,\d+)*)$/.exec(word ?? '');
  return found?.[1]?.split(',').map(Number);
}

function noDatapath(): Result<never, string> {
  return invalid('datapath not found');
}

function invalid(what: string): Result<never, string> {
  return err(`ovs-vswitchd: ${what} (Invalid argument)`);
}
