/** The commands of ovs-ofctl about flows. */
import { ok, type Result } from '../base';
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
} from '../openflow';
import type { InstalledFlow } from '../vswitch';
import { addFlows, diffFlows, replaceFlows, type FlowPlan, type FlowReaders } from './ofctl-files';
import { portNames, refuse, type OfctlCall, type OfctlCommand, type Sort } from './ofctl-call';

export const FLOW_COMMANDS: readonly OfctlCommand[] = [
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
    name: 'add-flows',
    usage: 'BRIDGE -',
    min: 2,
    max: 2,
    doc: 'add the flows of a here-document, one a line, or none when one is wrong',
    run: (call) => addFlows(call, FILES),
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
  {
    name: 'replace-flows',
    usage: 'BRIDGE -',
    min: 2,
    max: 2,
    doc: 'add and delete flows so that those of a here-document remain',
    run: (call) => replaceFlows(call, FILES),
  },
  {
    name: 'diff-flows',
    usage: 'A B',
    min: 2,
    max: 2,
    doc: 'print what differs between two of bridges and a here-document (-); exit with 2 if anything does',
    run: (call) => diffFlows(call, FILES),
  },
];

function dumpFlows(call: OfctlCall): Result<string> {
  const selected = select(call, 'filter');
  if (!selected.ok) return selected;
  const flows = order(selected.value, call.sort).map(
    (flow) => `${formatFlow(carried(flow, call), { stats: flow.stats, now: call.host.now, modern: call.modern })}\n`,
  );
  return ok(`${call.modern ? 'OFPST_FLOW reply (OF1.3) (xid=0x2)' : 'NXST_FLOW reply (xid=0x4)'}:\n${flows.join('')}`);
}

/** As the connection carries it. */
function carried(flow: FlowEntry, { modern }: OfctlCall): FlowEntry {
  return modern ? { ...flow, actions: toOpenFlow13(flow.actions, flow.match) } : flow;
}

/** As the switch lists them (by table, then falling priority, then age) unless asked otherwise. */
function order(flows: readonly InstalledFlow[], sort: Sort | undefined): readonly InstalledFlow[] {
  const value = sort && SORT_FIELDS.get(sort.field);
  if (!value) return flows;
  return [...flows].sort((a, b) => (sort.descending ? value(b) - value(a) : value(a) - value(b)));
}

export const SORT_FIELDS: ReadonlyMap<string, (flow: InstalledFlow) => number> = new Map([
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
function readFlow(call: OfctlCall, text = '', command: NonNullable<ParseFlowOptions['command']>): Result<ParsedFlow> {
  const { bridge, strict, log, modern } = call;
  const parsed = parseFlow(text, { ports: portNames(bridge), command, strict, ...refusing(call.host) });
  if (parsed.ok && parsed.value.normalization) {
    const { before, after } = parsed.value.normalization;
    log.push('normalization changed ofp_match, details:', ` pre: ${before}`, `post: ${after}`);
  }
  if (!parsed.ok) return parsed;
  const { entry } = parsed.value;
  const unusable = command === 'add' || command === 'modify' ? refuseUnusable(call, entry) : undefined;
  if (unusable !== undefined) return unusable;
  const actions = modern ? toOpenFlow13(entry.actions, entry.match) : toOpenFlow10(entry.actions);
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
  return change(call, [parsed.value.entry], []);
}

/**
 * Refuses what the connection cannot carry: over OpenFlow 1.1 or later actions whose packets the match does not
 * promise, over OpenFlow 1.0 pushing a tag.
 */
function refuseUnusable({ modern, versions }: OfctlCall, { match, actions }: FlowEntry): Result<never> | undefined {
  if (!modern) {
    if (!actions.some(({ type }) => type === 'push_vlan')) return undefined;
    return refuse(
      'none of the usable flow formats (OXM,OpenFlow11) is among the allowed flow formats (OpenFlow10,NXM)',
      'OpenFlow 1.0 sets a tag with mod_vlan_vid; -O OpenFlow13 has push_vlan.',
    );
  }
  if (!needsOpenFlow10(match, actions)) return undefined;
  const allowed = versions.map((version) => (version >= 'OpenFlow12' ? `OXM-${version}` : version)).join(',');
  return refuse(`none of the usable flow formats (OpenFlow10,NXM) is among the allowed flow formats (${allowed})`);
}

function modFlows(call: OfctlCall): Result<string> {
  const parsed = readFlow(call, call.args[0], 'modify');
  if (!parsed.ok) return parsed;
  const { add, remove } = planModify(call, parsed.value);
  return change(call, add, remove);
}

/** OpenFlow 1.0: where no flow is there to be changed, one is added. */
function planModify({ bridge, strict, modern }: OfctlCall, parsed: ParsedFlow): FlowPlan {
  const covered = bridge.listFlows().filter((flow) => covers(parsed, flow, strict));
  if (covered.length === 0) return { add: modern ? [] : [parsed.entry], remove: [] };
  const { actions } = parsed.entry;
  return { add: covered.map((flow) => ({ ...flow, actions })), remove: [] };
}

function planDelete({ bridge, strict }: OfctlCall, parsed: ParsedFlow): FlowPlan {
  return { add: [], remove: bridge.listFlows().filter((flow) => covers(parsed, flow, strict)) };
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

/** What the commands that read many flows need of those that read one. */
const FILES: FlowReaders = { readFlow, change, planDelete, planModify };

/** What the switches of the release do not take is refused when it is read. */
function refusing({ release }: OfctlCall['host']): Pick<ParseFlowOptions, 'refuse'> {
  const { refuses } = release.tools;
  return refuses === undefined ? {} : { refuse: refuses };
}
