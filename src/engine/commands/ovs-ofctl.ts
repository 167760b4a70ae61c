/** ovs-ofctl(8): the OpenFlow tables and ports of one machine's bridges. */
import { formatCommand, ok, type Result } from '../base';
import { parseCall, type CmdlProgram } from './cmdl';
import type { GivenOption } from './getopt';
import type { CommandHost, ProgramResult } from './host';
import { logLine } from './log-line';
import { type OfctlCall, type OfctlCommand, type Sort } from './ofctl-call';
import { FLOW_COMMANDS, SORT_FIELDS } from './ofctl-flows';
import { GROUP_COMMANDS } from './ofctl-groups';
import { PORT_COMMANDS } from './ofctl-ports';
import { startOfTime } from './release-facts';

const SWITCH_COMMANDS: readonly OfctlCommand[] = [
  { name: 'dump-desc', usage: 'BRIDGE', min: 1, max: 1, doc: 'print what the switch says it is', run: dumpDescription },
  {
    name: 'dump-tables',
    usage: 'BRIDGE',
    min: 1,
    max: 1,
    doc: 'print how many flows each table holds',
    run: dumpTables,
  },
];

const COMMANDS: readonly OfctlCommand[] = [...PORT_COMMANDS, ...FLOW_COMMANDS, ...SWITCH_COMMANDS, ...GROUP_COMMANDS];

export const OVS_OFCTL: CmdlProgram<OfctlCommand> = {
  name: 'ovs-ofctl',
  title: 'looks at and changes the OpenFlow tables of a bridge',
  badOptionEnds: true,
  commands: COMMANDS,
  options: [
    { name: 'strict', argument: 'none' },
    { name: 'may-create', argument: 'none' },
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

/** `input` is what stands before the program: a here-document, or what a pipe brings. */
export function runOfctl(host: CommandHost, machine: string, argv: readonly string[], input?: string): ProgramResult {
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
  // diff-flows compares a here-document with a bridge, in any order.
  const bridgeName = call.command.name === 'diff-flows' && name === '-' ? (args[0] ?? '') : name;
  const found = host.bridge(machine, bridgeName.replace(/^unix:/, '').replace(/^.*\/([^/]+)\.mgmt$/, '$1'));
  if (!found) return failed(`${name} is not a bridge or a socket`);
  const log: string[] = [];
  const result = call.command.run({
    host,
    machine,
    bridge: found.bridge,
    counters: (port) => found.counters(port),
    args,
    given: call.args,
    strict: call.options.some((option) => option.name === 'strict'),
    mayCreate: call.options.some((option) => option.name === 'may-create'),
    modern: protocols !== undefined && !versions.includes('OpenFlow10'),
    versions,
    sort,
    line: formatCommand(['ovs-ofctl', ...argv]),
    input,
    log,
  });
  const stderr = log
    .map((message, index) => logLine(startOfTime(host.release), host.now, index + 1, 'ofp_util', 'INFO', message))
    .map((entry) => `${entry}\n`)
    .join('');
  if (result.ok) {
    const { value } = result;
    return typeof value === 'string'
      ? { status: 0, stdout: value, stderr }
      : { status: value.status, stdout: value.text, stderr: `${stderr}${value.complaint ?? ''}` };
  }
  const refused = failed(result.error.message, result.error.hint);
  return { ...refused, stderr: stderr + refused.stderr };
}

function sortOption(options: readonly GivenOption[]): Sort | undefined {
  const option = options.findLast(({ name }) => name === 'sort' || name === 'rsort');
  return option && { field: option.value ?? 'priority', descending: option.name === 'rsort' };
}

function dumpDescription({ bridge }: OfctlCall): Result<string> {
  return ok(
    `OFPST_DESC reply (xid=0x2):\nManufacturer: Nicira, Inc.\nHardware: Open vSwitch\nSoftware: simulated\nSerial Num: None\nDP Description: ${bridge.name}\n`,
  );
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
