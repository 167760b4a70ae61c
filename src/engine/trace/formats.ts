/** A trace for other tools and other eyes: text as ovn-trace or ofproto/trace write it, a few plain sentences, JSON. */
import { toHex } from '../../packets';
import { ok } from '../base';
import type { Result } from '../base';
import { formatFlowKey, setNumber } from '../openflow';
import type { LogicalVocabulary } from '../logical';
import type { Release } from '../releases';
import type { Deployment } from '../sim';
import { extract, formatTrace } from '../vswitch';
import { actionsOf } from './step-actions';
import type { LogicalStep, Trace, TraceRequest } from './types';

/** What happened in plain words: the verdict, and for each loss what would help. */
export function formatSummary({ verdict, agreement }: Trace): string {
  const { sentence, detail, drops } = verdict;
  const lines = [ended(sentence), detail];
  for (const drop of drops.filter(({ expected }) => !expected)) {
    const said = lines.some((line) => line.includes(drop.sentence));
    if (!said) lines.push(ended(drop.sentence));
    for (const { label, commands } of drop.fixes) lines.push(`${label}:`, ...commands.map((command) => `  ${command}`));
  }
  return `${[...lines, ...differences(agreement)].join('\n')}\n`;
}

/**
 * The logical half in the style of ovn-trace(8), with what the hypervisors made of it at the end. Tables that let
 * everything by are not left out: there are only a few.
 */
export function formatLogicalTrace(release: Release, trace: Trace): string {
  const { verdict, agreement } = trace;
  const lines = [
    ...logicalLines(release, trace),
    '',
    ended(verdict.sentence),
    verdict.detail,
    ...differences(agreement),
  ];
  return `${lines.join('\n')}\n`;
}

/** The logical half alone; the first line is the packet. */
export function logicalLines(release: Release, trace: Trace): readonly string[] {
  const { logical } = trace;
  const [first] = logical;
  const lines = [`# ${flowText(trace, release.logical)}`, ''];
  if (first) {
    const title = `ingress(dp=${JSON.stringify(first.datapathName)}, inport=${JSON.stringify(first.inport)})`;
    lines.push(title, '-'.repeat(title.length));
    writeStep(lines, release, first, logical, 0, true);
  } else lines.push('/* the packet enters no logical network */');
  return lines;
}

/** ovs-appctl ofproto/trace of every hypervisor on the packet's way, one after the other. */
export function formatOpenFlowTrace(deployment: Deployment, request: TraceRequest): Result<string> {
  const run = deployment.inject(request.machine, request.iface, request.bytes, { live: false });
  if (!run.ok) return run;
  const parts = run.value.hops.map(({ machine, inPort, tunnel, execution }) => {
    const how = tunnel ? `, ${tunnel.type} key ${tunnel.key.toString()} from ${tunnel.peer}` : '';
    return `# ${machine}, in at ${inPort.name}${how}\n${formatTrace(execution)}`;
  });
  return ok(parts.join('\n'));
}

/** The whole trace as JSON text: bytes as hex, cookies as they are printed. */
export function formatTraceJson(trace: Trace): string {
  const plain = (_: string, value: unknown): unknown => {
    if (typeof value === 'bigint') return `0x${value.toString(16)}`;
    return value instanceof Uint8Array ? toHex(value) : value;
  };
  return `${JSON.stringify(trace, plain, 2)}\n`;
}

/** The packet in OpenFlow syntax, with its logical inport in the register where the switches have it. */
function flowText({ request, steps, logical }: Trace, { registers }: LogicalVocabulary): string {
  const flow = extract(request.bytes);
  const carrier = steps[logical[0]?.openflow[0] ?? -1];
  const key = Number(carrier?.registers.find(({ field }) => field === registers.inport)?.value ?? 0);
  if (Number.isInteger(key)) setNumber(flow, registers.inport, key);
  return formatFlowKey(flow).replace('in_port=ANY,', '');
}

/**
 * A table's actions with the tables that they lead to in their places. As in the real programs, what comes last goes
 * on at the left, so that a long pipeline does not wander off the page.
 */
function writeStep(
  lines: string[],
  release: Release,
  step: LogicalStep,
  all: readonly LogicalStep[],
  level: number,
  isLast: boolean,
): void {
  const what = step.match === undefined ? 'no match (implicit drop)' : `${step.match}, priority ${step.priority ?? 0}`;
  const row = step.row === undefined ? '' : `, uuid ${step.row.slice(0, 8)}`;
  const head = `${String(step.tableId).padStart(2)}. ${step.stage}: ${what}${row}`;
  lines.push(`${indent(isLast ? level : level + 1)}${head}`);
  const inside = isLast ? level : level + 2;
  const below = all.filter(({ parent }) => parent === step.index);
  const actions = actionsOf(release, step);
  let led = 0;
  for (const [at, { text, outputs, goesOn }] of actions.entries()) {
    lines.push(`${indent(inside + 1)}${text}`);
    if (outputs !== undefined) lines.push(`${indent(inside + 1)}${outputRemark(step.inport, outputs)}`);
    const next = goesOn ? below[led++] : undefined;
    if (next) writeStep(lines, release, next, all, inside, at === actions.length - 1);
  }
}

function indent(level: number): string {
  return ' '.repeat(level * 4);
}

function outputRemark(inport: string, outport: string): string {
  if (inport === outport) return '/* omitting output because inport == outport */';
  return `/* output to ${JSON.stringify(outport)}, type "" */`;
}

function differences({ agree, differences: texts }: Trace['agreement']): readonly string[] {
  return agree ? [] : ['', 'The switches disagree:', ...texts.map((text) => `  ${text}`)];
}

function ended(sentence: string): string {
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}
