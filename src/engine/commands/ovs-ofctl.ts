/** ovs-ofctl(8): the OpenFlow tables and ports of one machine's bridges. */
import { err, ok, type Problem, type Result, formatCommand } from '../base';
import {
  formatFlow,
  matchCovers,
  matchKey,
  needsOpenFlow10,
  parseFlow,
  toOpenFlow10,
  toOpenFlow13,
  type FlowEntry,
  type OfAction,
  type ParsedFlow,
  type ParseFlowOptions,
  type PortNames,
} from '../openflow';
import { parseCall, type CmdlProgram, type CommandSyntax } from './cmdl';
import type { GivenOption } from './getopt';
import { formatPortsDesc, formatShow, type Bridge, type InstalledFlow, type Port } from '../vswitch';
import type { PortCounters } from '../sim';
import type { CommandHost, ProgramResult } from './host';
import { logLine } from './log-line';
import { startOfTime } from './release-facts';

interface OfctlCall {
  readonly host: CommandHost;
  readonly machine: string;
  readonly bridge: Bridge;
  readonly counters: (port: string) => PortCounters;
  readonly args: readonly string[];
  readonly strict: boolean;
  /** True when OpenFlow 1.1 or later was asked for. */
  readonly modern: boolean;
  /** The versions that -O names. */
  readonly versions: readonly string[];
  readonly sort: Sort | undefined;
  readonly line: string;
  /** What the tool writes to standard error besides complaints. */
  readonly log: string[];
}

interface Sort {
  readonly field: string;
  readonly descending: boolean;
}

export interface OfctlCommand extends CommandSyntax {
  readonly run: (call: OfctlCall) => Result<string>;
}

const COMMANDS: readonly OfctlCommand[] = [
  { name: 'show', usage: 'BRIDGE', min: 1, max: 1, doc: 'print what a bridge can do, and its ports', run: show },
  { name: 'dump-desc', usage: 'BRIDGE', min: 1, max: 1, doc: 'print what the switch says it is', run: dumpDescription },
  {
    name: 'dump-tables',
    usage: 'BRIDGE',
    min: 1,
    max: 1,
    doc: 'print how many flows each table holds',
    run: dumpTables,
  },
  {
    name: 'dump-ports',
    usage: 'BRIDGE [PORT]',
    min: 1,
    max: 2,
    doc: 'print the counters of the ports',
    run: dumpPorts,
  },
  {
    name: 'dump-ports-desc',
    usage: 'BRIDGE',
    min: 1,
    max: 1,
    doc: 'print the ports',
    run: ({ bridge, modern }) =>
      ok(modern ? formatPortsDesc(bridge).replace('reply', 'reply (OF1.3)') : formatPortsDesc(bridge)),
  },
  {
    name: 'dump-flows',
    usage: 'BRIDGE [FLOW]',
    min: 1,
    max: 2,
    doc: 'print flows, those that FLOW covers',
    run: dumpFlows,
  },
  {
    name: 'dump-aggregate',
    usage: 'BRIDGE [FLOW]',
    min: 1,
    max: 2,
    doc: 'print the sums over flows',
    run: dumpAggregate,
  },
  {
    name: 'add-flow',
    usage: 'BRIDGE FLOW',
    min: 2,
    max: 2,
    doc: 'add a flow, or replace the one with its match and priority',
    run: addFlow,
  },
  {
    name: 'mod-flows',
    usage: 'BRIDGE FLOW',
    min: 2,
    max: 2,
    doc: 'change the actions of the flows that FLOW covers',
    run: modFlows,
  },
  {
    name: 'del-flows',
    usage: 'BRIDGE [FLOW]',
    min: 1,
    max: 2,
    doc: 'delete the flows that FLOW covers',
    run: delFlows,
  },
];

export const OVS_OFCTL: CmdlProgram<OfctlCommand> = {
  name: 'ovs-ofctl',
  title: 'looks at and changes the OpenFlow tables of a bridge',
  badOptionEnds: true,
  commands: COMMANDS,
  options: [
    { name: 'strict', argument: 'none' },
    { name: 'sort', argument: 'optional' },
    { name: 'rsort', argument: 'optional' },
    { name: 'protocols', short: 'O', argument: 'required' },
    { name: 'flow-format', short: 'F', argument: 'required' },
    { name: 'timeout', short: 't', argument: 'required' },
    { name: 'more', short: 'm', argument: 'none' },
    { name: 'verbose', short: 'v', argument: 'optional' },
    { name: 'help', short: 'h', argument: 'none' },
    { name: 'options', short: 'o', argument: 'none' },
    { name: 'version', short: 'V', argument: 'none' },
  ],
};

export function runOfctl(host: CommandHost, machine: string, argv: readonly string[]): ProgramResult {
  const call = parseCall(OVS_OFCTL, host, argv);
  if ('done' in call) return call.done;
  const failed = (message: string, hint?: string): ProgramResult => ({
    status: 1,
    stdout: '',
    stderr: `ovs-ofctl: ${message}\n`,
    ...(hint === undefined ? {} : { notes: [hint] }),
  });
  const protocols = call.options.findLast(({ name }) => name === 'protocols')?.value;
  const versions = (protocols ?? '').split(',').filter((version) => version !== '');
  const unknown = versions.find((version) => !/^OpenFlow1[0-5]$/.test(version));
  if (unknown !== undefined) return failed(`${unknown}: unknown OpenFlow version`);
  const sort = sortOption(call.options);
  if (sort !== undefined && !SORT_FIELDS.has(sort.field)) return failed(`${sort.field}: unknown field name`);
  const [name = '', ...args] = call.args;
  const found = host.bridge(machine, name.replace(/^unix:/, '').replace(/^.*\/([^/]+)\.mgmt$/, '$1'));
  if (!found) return failed(`${name} is not a bridge or a socket`);
  const log: string[] = [];
  const result = call.command.run({
    host,
    machine,
    bridge: found.bridge,
    counters: (port) => found.counters(port),
    args,
    strict: call.options.some((option) => option.name === 'strict'),
    modern: protocols !== undefined && !versions.includes('OpenFlow10'),
    versions,
    sort,
    line: formatCommand(['ovs-ofctl', ...argv]),
    log,
  });
  const stderr = log
    .map((message, index) => logLine(startOfTime(host.release), host.now, index + 1, 'ofp_util', 'INFO', message))
    .map((entry) => `${entry}\n`)
    .join('');
  if (result.ok) return { status: 0, stdout: result.value, stderr };
  const refused = failed(result.error.message, result.error.hint);
  return { ...refused, stderr: stderr + refused.stderr };
}

function sortOption(options: readonly GivenOption[]): Sort | undefined {
  const option = options.findLast(({ name }) => name === 'sort' || name === 'rsort');
  return option && { field: option.value ?? 'priority', descending: option.name === 'rsort' };
}

function portNames(bridge: Bridge): PortNames {
  return (name) => bridge.ports.named(name)?.ofport;
}

function show({ bridge }: OfctlCall): Result<string> {
  return ok(formatShow(bridge));
}

function dumpDescription({ bridge }: OfctlCall): Result<string> {
  return ok(
    `OFPST_DESC reply (xid=0x2):\nManufacturer: Nicira, Inc.\nHardware: Open vSwitch\nSoftware: simulated\nSerial Num: None\nDP Description: ${bridge.name}\n`,
  );
}

function portLabel({ ofport }: Port): string {
  return ofport === LOCAL ? 'LOCAL' : String(ofport);
}

const LOCAL = 65534;

function dumpPorts({ bridge, counters, args, modern }: OfctlCall): Result<string> {
  const [wanted] = args;
  const ports = bridge.ports
    .list()
    .filter((port) => wanted === undefined || [port.name, portLabel(port), String(port.ofport)].includes(wanted));
  if (wanted !== undefined && ports.length === 0) return refuse(`${bridge.name}: unknown port \`${wanted}'`);
  const texts = ports.map((port) => {
    const { rxPackets, rxBytes, txPackets, txBytes } = counters(port.name);
    return (
      `  port ${portLabel(port).padStart(2)}: rx pkts=${rxPackets}, bytes=${rxBytes}, drop=0, errs=0, frame=0, over=0, crc=0\n` +
      `           tx pkts=${txPackets}, bytes=${txBytes}, drop=0, errs=0, coll=0\n`
    );
  });
  return ok(`OFPST_PORT reply${modern ? ' (OF1.3)' : ''} (xid=0x2): ${ports.length} ports\n${texts.join('')}`);
}

function dumpTables({ bridge }: OfctlCall): Result<string> {
  const counts = new Map<number, { active: number; matched: number }>();
  for (const { table, stats } of bridge.listFlows()) {
    const count = counts.get(table) ?? { active: 0, matched: 0 };
    counts.set(table, { active: count.active + 1, matched: count.matched + stats.packets });
  }
  const lines = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([table, { active, matched }]) => `  table ${table}:\n    active=${active}, matched=${matched}\n`);
  return ok(`OFPST_TABLE reply (xid=0x2):\n${lines.join('')}`);
}

function dumpFlows(call: OfctlCall): Result<string> {
  const selected = select(call, 'filter');
  if (!selected.ok) return selected;
  const flows = order(selected.value, call.sort).map(
    (flow) => `${formatFlow(flow, { stats: flow.stats, now: call.host.now, modern: call.modern })}\n`,
  );
  return ok(`${call.modern ? 'OFPST_FLOW reply (OF1.3) (xid=0x2)' : 'NXST_FLOW reply (xid=0x4)'}:\n${flows.join('')}`);
}

/** As the switch lists them (by table, then falling priority, then age) unless asked otherwise. */
function order(flows: readonly InstalledFlow[], sort: Sort | undefined): readonly InstalledFlow[] {
  const value = sort && SORT_FIELDS.get(sort.field);
  if (!value) return flows;
  return [...flows].sort((a, b) => (sort.descending ? value(b) - value(a) : value(a) - value(b)));
}

const SORT_FIELDS: ReadonlyMap<string, (flow: InstalledFlow) => number> = new Map([
  ['priority', ({ priority }) => priority],
  ['table', ({ table }) => table],
  ['n_packets', ({ stats }) => stats.packets],
]);

function dumpAggregate(call: OfctlCall): Result<string> {
  const selected = select(call, 'filter');
  if (!selected.ok) return selected;
  const sum = (key: 'packets' | 'bytes') => selected.value.reduce((total, { stats }) => total + stats[key], 0);
  return ok(
    `NXST_AGGREGATE reply (xid=0x4): packet_count=${sum('packets')} byte_count=${sum('bytes')} flow_count=${selected.value.length}\n`,
  );
}

/** Reads a flow as the connection carries it, which is what the switch has, and logs what had no prerequisites and was therefore left out of its match. */
function readFlow(
  { bridge, strict, log, modern }: OfctlCall,
  text = '',
  command: NonNullable<ParseFlowOptions['command']>,
): Result<ParsedFlow> {
  const parsed = parseFlow(text, { ports: portNames(bridge), command, strict });
  if (parsed.ok && parsed.value.normalization) {
    const { before, after } = parsed.value.normalization;
    log.push('normalization changed ofp_match, details:', ` pre: ${before}`, `post: ${after}`);
  }
  if (!parsed.ok) return parsed;
  const { entry } = parsed.value;
  const actions = modern ? toOpenFlow13(entry.actions) : toOpenFlow10(entry.actions);
  return ok({ ...parsed.value, entry: { ...entry, actions } });
}

/** The flows that the argument covers; all without one. With --strict, the one that equals it. */
function select(call: OfctlCall, command: 'filter' | 'delete' | 'modify'): Result<readonly InstalledFlow[]> {
  const [text] = call.args;
  const all = call.bridge.listFlows();
  if (text === undefined && !call.strict) return ok(all);
  const parsed = readFlow(call, text, command);
  return parsed.ok ? ok(all.filter((flow) => covers(parsed.value, flow, call.strict))) : parsed;
}

function covers({ entry: wanted, named, outPort }: ParsedFlow, entry: FlowEntry, strict: boolean): boolean {
  if ((named.table || strict) && wanted.table !== entry.table) return false;
  const mask = named.cookieMask;
  if (mask !== undefined && (wanted.cookie & mask) !== (entry.cookie & mask)) return false;
  if (outPort !== undefined && !entry.actions.some((action) => sendsTo(action, outPort))) return false;
  if (strict) return wanted.priority === entry.priority && matchKey(wanted.match) === matchKey(entry.match);
  return matchCovers(wanted.match, entry.match);
}

function sendsTo(action: OfAction, port: number): boolean {
  return action.type === 'output' && action.port === port;
}

function addFlow(call: OfctlCall): Result<string> {
  const parsed = readFlow(call, call.args[0], 'add');
  if (!parsed.ok) return parsed;
  return usable(call, parsed.value) ?? change(call, [parsed.value.entry], []);
}

/** Refuses, on a connection of OpenFlow 1.1 or later, actions whose packets the match does not promise. */
function usable({ modern, versions }: OfctlCall, { entry }: ParsedFlow): Result<string> | undefined {
  if (!modern || !needsOpenFlow10(entry.match, entry.actions)) return undefined;
  const allowed = versions.map((version) => (version >= 'OpenFlow12' ? `OXM-${version}` : version)).join(',');
  return refuse(`none of the usable flow formats (OpenFlow10,NXM) is among the allowed flow formats (${allowed})`);
}

/** OpenFlow 1.0: where no flow is there to be changed, one is added. */
function modFlows(call: OfctlCall): Result<string> {
  const parsed = readFlow(call, call.args[0], 'modify');
  if (!parsed.ok) return parsed;
  const unusable = usable(call, parsed.value);
  if (unusable !== undefined) return unusable;
  const covered = call.bridge.listFlows().filter((flow) => covers(parsed.value, flow, call.strict));
  if (covered.length === 0) return call.modern ? ok('') : change(call, [parsed.value.entry], []);
  const { actions } = parsed.value.entry;
  return change(
    call,
    covered.map((flow) => ({ ...flow, actions })),
    [],
  );
}

function delFlows(call: OfctlCall): Result<string> {
  const selected = select(call, 'delete');
  return selected.ok ? change(call, [], selected.value) : selected;
}

function change(
  { host, machine, bridge, line }: OfctlCall,
  add: readonly FlowEntry[],
  remove: readonly FlowEntry[],
): Result<string> {
  if (add.length + remove.length === 0) return ok('');
  const changed = host.changeFlows(machine, bridge.name, { add, remove }, line);
  return changed.ok ? ok('') : changed;
}

function refuse(message: string): { readonly ok: false; readonly error: Problem } {
  return err({ code: 'refused', message });
}
