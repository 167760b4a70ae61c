/**
 * An execution as ovs-appctl ofproto/trace prints it, in the words of today or
 * of 2015. The "Megaflow" line is left out: this switch caches nothing, so it
 * has no megaflows to show.
 */
import {
  CT_STATE_FLAGS,
  formatAction,
  formatActions,
  formatFlagSet,
  formatFlowKey,
  formatHex,
  formatIpv4,
  formatIpv6,
  formatMatch,
  getField,
  getNumber,
  toOpenFlow10,
  type Flow,
  type Nat,
} from '../openflow';
import { formatDatapathList, UDP_PORTS, type PortNumber } from './datapath/text';
import { formatDatapathActions } from './datapath-actions';
import { HASHING } from './actions/copies';
import type { InstalledFlow } from './flow-table';
import type { BridgeVisit, Execution, ExecutionError, Pass, Remark, Step, StepPart, TableVisit } from './record';

export interface TraceTextOptions {
  readonly datapathPort?: PortNumber;
  /** The number of the port that tunnels of a type share; absent: that of their UDP port. */
  readonly tunnelPort?: (type: string) => string;
  /** Actions as the switch has them, which a controller gave it over OpenFlow 1.5; absent: over OpenFlow 1.0. */
  readonly modern?: boolean;
  /** The Open vSwitch whose words are used; absent: the latest. */
  readonly words?: TraceWords;
}

/** The first versions of Open vSwitch that said more of a trace. */
export type TraceWords = keyof typeof WORDS;

/** Whether the clauses of a conjunction are told, and what is said when a bucket waits for a hash. */
const WORDS = {
  '3.1': { clauses: false, hashing: 'no live bucket' },
  '3.3': { clauses: true, hashing: 'no live bucket' },
  '3.6': { clauses: true, hashing: HASHING },
} as const;

const FAILURES: Readonly<Record<ExecutionError, string>> = {
  'recursion-too-deep': 'Recursion too deep',
  'too-many-resubmits': 'Too many resubmits',
  'action-not-played': 'Action not available',
};

const RULE = '='.repeat(79);

/** The text of Open vSwitch 2.8 and later, ending in a line feed. */
export function formatTrace(execution: Execution, options: TraceTextOptions = {}): string {
  const lines = passText(execution, [bridgeNode(execution.root, options)], execution, options);
  for (const pass of execution.passes) {
    lines.push('', RULE, ...returnText(pass), RULE, '');
    lines.push(...passText(pass, [thawedNode(pass, options)], execution, options));
  }
  return `${lines.join('\n')}\n`;
}

/** One way through the tables, from the flow that went in to what the datapath is told. */
function passText(
  pass: Pick<Execution, 'flow' | 'finalFlow' | 'datapath' | 'slow' | 'error'>,
  nodes: readonly Node[],
  { tags }: Execution,
  options: TraceTextOptions,
): string[] {
  const first = formatFlowKey(pass.flow, tags);
  const lines = [`Flow: ${first}`];
  writeNodes(lines, nodes, 0);
  const final = formatFlowKey(pass.finalFlow, tags);
  lines.push('', `Final flow: ${final === first ? 'unchanged' : final}`);
  const { datapathPort, tunnelPort = (type: string) => String(UDP_PORTS[type] ?? 0) } = options;
  const output = datapathPort ?? (({ port }) => String(port));
  lines.push(`Datapath actions: ${formatDatapathList(pass.datapath, { output, tunnel: tunnelPort })}`);
  if (pass.error) lines.push(`Translation failed (${FAILURES[pass.error]}), packet is dropped.`);
  else if (pass.slow) lines.push(...SLOW);
  return lines;
}

const SLOW = [
  'This flow is handled by the userspace slow path because it:',
  '  - Uses action(s) not supported by datapath.',
] as const;

/** How a packet comes back from the connection tracker. */
function returnText({ id, ctState, told, tracked, nat }: Pass): readonly string[] {
  const state = formatFlagSet(BigInt(ctState), CT_STATE_FLAGS);
  const how =
    told || tracked !== undefined ? `ct_state=${state}` : 'default ct_state=trk|new (use --ct-next to customize)';
  const head = `recirc(${formatHex(BigInt(id))}) - resume conntrack with ${how}`;
  if (nat === undefined) return [head];
  return [
    head,
    'Replacing src/dst IP/ports to simulate NAT:',
    ` Initial flow: ${addresses(nat.before, nat.nat)}`,
    ` Modified flow: ${addresses(nat.after, nat.nat)}`,
  ];
}

/** Nothing where the translation names no addresses. */
function addresses(flow: Flow, { range }: Nat): string {
  if (range === undefined) return '';
  const [src, dst] = [getNumber(flow, 'tcp_src'), getNumber(flow, 'tcp_dst')];
  if (range.version === 4) {
    const [from, to] = [formatIpv4(getField(flow, 'ip_src')), formatIpv4(getField(flow, 'ip_dst'))];
    return `nw_src=${from},tp_src=${src},nw_dst=${to},tp_dst=${dst}`;
  }
  const [from, to] = [formatIpv6(getField(flow, 'ipv6_src')), formatIpv6(getField(flow, 'ipv6_dst'))];
  return `ipv6_src=[${from}],tp_src=${src},ipv6_dst=[${to}],tp_dst=${dst}`;
}

/** A line and what is indented below it. */
interface Node {
  readonly kind: 'bridge' | 'thaw' | 'table' | 'action' | 'remark';
  readonly text: string;
  readonly below: readonly Node[];
}

/** A table that nothing follows continues at the left, so that a long pipeline does not wander off the page. */
function writeNodes(lines: string[], nodes: readonly Node[], level: number): void {
  for (const [i, node] of nodes.entries()) {
    const more = i < nodes.length - 1 || node.kind === 'action' || node.kind === 'remark' ? 1 : 0;
    const indent = ' '.repeat((level + more) * 4);
    if (node.kind === 'bridge') lines.push('');
    lines.push(`${indent}${node.text}`);
    if (node.kind === 'bridge') lines.push(`${indent}${'-'.repeat(node.text.length)}`);
    writeNodes(lines, node.below, level + more + more);
  }
}

function bridgeNode(visit: BridgeVisit, options: TraceTextOptions): Node {
  return { kind: 'bridge', text: `bridge("${visit.bridge}")`, below: [tableNode(visit.table, options)] };
}

function thawedNode({ from, root }: Pass, options: TraceTextOptions): Node {
  const { text, below, kind } = bridgeNode(root, options);
  const resuming: Node = { kind: 'thaw', text: `Resuming from table ${from}`, below: [] };
  return { kind, text, below: [{ kind: 'thaw', text: 'thaw', below: [resuming] }, ...below] };
}

const DROP: Node = { kind: 'action', text: 'drop', below: [] };

function tableNode(visit: TableVisit, options: TraceTextOptions): Node {
  const number = String(visit.table).padStart(2);
  if (!visit.entry) return { kind: 'table', text: `${number}. No match.`, below: [DROP] };
  const { match, priority, cookie, actions } = visit.entry;
  const words = [formatMatch(match), `priority ${priority}`, cookie === 0n ? '' : `cookie ${formatHex(cookie)}`];
  const clauses = (visit.conjunction?.by ?? []).map((flow): Node => {
    const text = ` -> conj. priority=${flow.priority},${formatMatch(flow.match)}`;
    return { kind: 'remark', text, below: [] };
  });
  const mirrored = (visit.mirrored ?? []).flatMap((part) => partNodes(part, options));
  const below = actions.length === 0 ? [DROP] : visit.steps.flatMap((step) => stepNodes(step, options));
  return {
    kind: 'table',
    text: `${number}. ${words.filter((word) => word !== '').join(', ')}`,
    below: [...(WORDS[options.words ?? '3.6'].clauses ? clauses : []), ...mirrored, ...below],
  };
}

/** An action, what was said of it, and what it led to, side by side. */
function stepNodes({ action, parts }: Step, options: TraceTextOptions): readonly Node[] {
  const written = options.modern ? [action] : toOpenFlow10([action]);
  const nodes = written.map((one): Node => ({ kind: 'action', text: formatAction(one), below: [] }));
  for (const part of parts) nodes.push(...partNodes(part, options));
  return nodes;
}

function partNodes(part: StepPart, options: TraceTextOptions): readonly Node[] {
  switch (part.part) {
    case 'remark':
      return [{ kind: 'remark', text: remarkText(part.remark, options), below: [] }];
    case 'words':
      return [{ kind: 'action', text: part.text, below: [] }];
    case 'table':
      return [tableNode(part.visit, options)];
    case 'bridge':
      return [bridgeNode(part.visit, options)];
    case 'actions': {
      const below = part.steps.length === 0 ? [DROP] : part.steps.flatMap((step) => stepNodes(step, options));
      return part.title === undefined ? below : [{ kind: 'action', text: part.title, below }];
    }
  }
}

function remarkText({ level, text: said }: Remark, { words = '3.6' }: TraceTextOptions): string {
  const text = said === HASHING ? WORDS[words].hashing : said;
  return { detail: ` -> ${text}`, warning: ` >> ${text}`, error: ` >>>> ${text} <<<<` }[level];
}

/** What the switch of 2015 told of itself in a trace; today's says more. */
const REMARKS_2015: ReadonlySet<string> = new Set([
  'skipping output to input port',
  'Nonexistent output port',
  'output to kernel tunnel',
  'Tunneling decided against output',
  'no input bundle, dropping',
  'packet has reserved destination MAC, dropping',
  'no learned MAC for destination, flooding',
  'learned port is input port, dropping',
  'forwarding to learned port',
]);

/** It said this whenever no controller of OpenFlow 1.2 or before was there to ask, whatever the port's settings. */
const MISSED_2015 = 'No match, packets dropped because OFPPC_NO_PACKET_IN is set on in_port.';

/** The rule that stood for "nothing matched, and there is no controller to ask" in the 2015 tables. */
const MISS_2015 = 'Rule: table=254 cookie=0 priority=0,reg0=0x2';

/**
 * The text of Open vSwitch 2.4, the one of 2015, ending in a line feed. Actions are those that the switch has, which an
 * OpenFlow 1.3 controller gave it as set_field.
 */
export function formatTrace2015(execution: Execution, options: TraceTextOptions = {}): string {
  const { root, flow, finalFlow, tags } = execution;
  const lines = [`Bridge: ${root.bridge}`, `Flow: ${formatFlowKey(flow, tags)}`];
  const state: Told = { lines, execution, options, shown: formatFlowKey(flow, tags), sent: 0 };
  if (root.table.entry === undefined) lines.push(MISSED_2015);
  lines.push('');
  write2015(state, root.table, 0);
  const final = formatFlowKey(finalFlow, tags);
  lines.push('', `Final flow: ${final === formatFlowKey(flow, tags) ? 'unchanged' : final}`);
  lines.push(`Datapath actions: ${formatDatapathActions(execution, options.datapathPort)}`);
  return `${lines.join('\n')}\n`;
}

interface Told {
  readonly lines: string[];
  readonly execution: Execution;
  readonly options: TraceTextOptions;
  /** The flow as it was last printed; one that has not changed since is not printed again. */
  shown: string;
  /** Packets that have left the switch so far. */
  sent: number;
}

function write2015(told: Told, visit: TableVisit, level: number): void {
  const { lines } = told;
  const tabs = '\t'.repeat(level);
  const { entry } = visit;
  lines.push(`${tabs}${entry ? rule2015(entry) : MISS_2015}`);
  lines.push(`${tabs}OpenFlow actions=${formatActions(entry?.actions ?? [])}`);
  for (const step of visit.steps) {
    for (const { text } of step.remarks) if (REMARKS_2015.has(text)) lines.push(`${tabs}${text}`);
    if (step.table) writeResubmitted(told, step.table, level + 1);
    for (const output of step.outputs) {
      if (output.peer) writeResubmitted(told, output.peer.table, level + 1);
      if (told.execution.outputs.includes(output)) told.sent += 1;
    }
  }
}

function writeResubmitted(told: Told, next: TableVisit, level: number): void {
  const { lines, execution, options } = told;
  const tabs = '\t'.repeat(level);
  const text = formatFlowKey(next.before, execution.tags);
  lines.push('', `${tabs}Resubmitted flow: ${text === told.shown ? 'unchanged' : text}`);
  told.shown = text;
  const soFar = { ...execution, outputs: execution.outputs.slice(0, told.sent) };
  lines.push(`${tabs}Resubmitted regs:${registers2015(next.before)}`);
  lines.push(`${tabs}Resubmitted  odp: ${formatDatapathActions(soFar, options.datapathPort)}`);
  write2015(told, next, level);
}

function rule2015({ table, cookie, priority, match }: InstalledFlow): string {
  const text = formatMatch(match);
  const rule = [priority === 32768 ? '' : `priority=${priority}`, text].filter((word) => word !== '').join(',');
  return `Rule: table=${table} cookie=${formatHex(cookie)} ${rule}`;
}

/** Eight registers, as 2015 had. */
function registers2015(flow: Flow): string {
  const fields = ['reg0', 'reg1', 'reg2', 'reg3', 'reg4', 'reg5', 'reg6', 'reg7'] as const;
  return fields.map((field) => ` ${field}=0x${getNumber(flow, field).toString(16)}`).join('');
}
