/**
 * An execution as ovs-appctl ofproto/trace prints it, in the words of today or
 * of 2015. The "Megaflow" line is left out: this switch caches nothing, so it
 * has no megaflows to show.
 */
import {
  formatAction,
  formatActions,
  formatFlowKey,
  formatHex,
  formatMatch,
  getNumber,
  toOpenFlow10,
  type Flow,
} from '../openflow';
import { formatDatapathActions, type DatapathPort } from './datapath-actions';
import type { InstalledFlow } from './flow-table';
import type { BridgeVisit, Execution, ExecutionError, Remark, TableVisit } from './record';

export interface TraceTextOptions {
  readonly datapathPort?: DatapathPort;
}

const FAILURES: Readonly<Record<ExecutionError, string>> = {
  'recursion-too-deep': 'Recursion too deep',
  'too-many-resubmits': 'Too many resubmits',
};

/** The text of Open vSwitch 2.8 and later, ending in a line feed. */
export function formatTrace(execution: Execution, options: TraceTextOptions = {}): string {
  const lines = [`Flow: ${formatFlowKey(execution.flow)}`];
  writeNodes(lines, [bridgeNode(execution.root)], 0);
  const final = formatFlowKey(execution.finalFlow);
  lines.push('', `Final flow: ${final === formatFlowKey(execution.flow) ? 'unchanged' : final}`);
  lines.push(`Datapath actions: ${formatDatapathActions(execution, options.datapathPort)}`);
  if (execution.error) lines.push(`Translation failed (${FAILURES[execution.error]}), packet is dropped.`);
  return `${lines.join('\n')}\n`;
}

/** A line and what is indented below it. */
interface Node {
  readonly kind: 'bridge' | 'table' | 'action' | 'remark';
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

function bridgeNode(visit: BridgeVisit): Node {
  return { kind: 'bridge', text: `bridge("${visit.bridge}")`, below: [tableNode(visit.table)] };
}

function tableNode(visit: TableVisit): Node {
  const number = String(visit.table).padStart(2);
  if (!visit.entry) {
    return { kind: 'table', text: `${number}. No match.`, below: [{ kind: 'action', text: 'drop', below: [] }] };
  }
  const { match, priority, cookie, actions } = visit.entry;
  const words = [formatMatch(match), `priority ${priority}`, cookie === 0n ? '' : `cookie ${formatHex(cookie)}`];
  const below: Node[] = actions.length === 0 ? [{ kind: 'action', text: 'drop', below: [] }] : [];
  for (const step of visit.steps) {
    for (const action of toOpenFlow10([step.action]))
      below.push({ kind: 'action', text: formatAction(action), below: [] });
    for (const remark of step.remarks) below.push({ kind: 'remark', text: remarkText(remark), below: [] });
    if (step.table) below.push(tableNode(step.table));
    for (const output of step.outputs) if (output.peer) below.push(bridgeNode(output.peer));
  }
  return { kind: 'table', text: `${number}. ${words.filter((word) => word !== '').join(', ')}`, below };
}

function remarkText({ level, text }: Remark): string {
  return { detail: ` -> ${text}`, warning: ` >> ${text}`, error: ` >>>> ${text} <<<<` }[level];
}

/** The rule that stood for "nothing matched, and there is no controller to ask" in the 2015 tables. */
const MISS_2015 = 'Rule: table=254 cookie=0 priority=0,reg0=0x2';

/** The text of Open vSwitch 2.4, the one of 2015, ending in a line feed. */
export function formatTrace2015(execution: Execution, options: TraceTextOptions = {}): string {
  const lines = [`Bridge: ${execution.root.bridge}`, `Flow: ${formatFlowKey(execution.flow)}`, ''];
  write2015(lines, execution.root.table, execution.flow, 0);
  const final = formatFlowKey(execution.finalFlow);
  lines.push('', `Final flow: ${final === formatFlowKey(execution.flow) ? 'unchanged' : final}`);
  lines.push(`Datapath actions: ${formatDatapathActions(execution, options.datapathPort)}`);
  return `${lines.join('\n')}\n`;
}

function write2015(lines: string[], visit: TableVisit, initial: Flow, level: number): void {
  const tabs = '\t'.repeat(level);
  const { entry } = visit;
  lines.push(`${tabs}${entry ? rule2015(entry) : MISS_2015}`);
  lines.push(`${tabs}OpenFlow actions=${formatActions(toOpenFlow10(entry?.actions ?? []))}`);
  for (const step of visit.steps) {
    for (const { level: weight, text } of step.remarks) if (weight !== 'detail') lines.push(`${tabs}\t${text}`);
    const below = [step.table, ...step.outputs.map((output) => output.peer?.table)];
    for (const next of below.filter((table) => table !== undefined)) {
      const deeper = `${tabs}\t`;
      const text = formatFlowKey(next.before);
      lines.push('', `${deeper}Resubmitted flow: ${text === formatFlowKey(initial) ? 'unchanged' : text}`);
      lines.push(`${deeper}Resubmitted regs:${registers2015(next.before)}`);
      write2015(lines, next, initial, level + 1);
    }
  }
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
