/** A trace for other tools and other eyes: text as ovn-trace or ofproto/trace write it, JSON, and captures of any hop. */
import { toHex, writePcap } from '../../packets';
import { ok } from '../base';
import type { Result } from '../base';
import type { Deployment } from '../sim';
import { formatTrace } from '../vswitch';
import type { LogicalStep, Trace, TraceRequest, TraceStep } from './types';

/** The logical half in the style of ovn-trace(8), with what the hypervisors made of it at the end. */
export function formatLogicalTrace({ logical, verdict, agreement }: Trace): string {
  const lines: string[] = [];
  const [first] = logical;
  if (first) lines.push(`ingress(dp="${first.datapathName}", inport="${first.inport}")`, '-'.repeat(40));
  else lines.push('The packet enters no logical network.');
  for (const step of logical) lines.push(...logicalLines(step));
  lines.push('', `${verdict.sentence}${verdict.sentence.endsWith('.') ? '' : '.'}`, verdict.detail);
  if (!agreement.agree) lines.push('', 'The switches disagree:', ...agreement.differences.map((text) => `  ${text}`));
  return `${lines.join('\n')}\n`;
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

/** `hops`: what enters and leaves each switch; `underlay`: what crosses between them; a number: that one step. */
export type Capture = 'hops' | 'underlay' | number;

/** A pcap file; each packet is a microsecond after the one before, because virtual time stands still in a trace. */
export function captureOf({ steps }: Trace, what: Capture): Uint8Array {
  const frames = steps.flatMap((step) => {
    if (typeof what === 'number') return step.index === what ? [step.bytes] : [];
    if (what === 'underlay') return step.kind === 'tunnel-out' && step.tunnel ? [step.tunnel.underlay] : [];
    return crossesPort(step) ? [step.bytes] : [];
  });
  return writePcap(frames.map((bytes, micros) => ({ micros, bytes })));
}

function crossesPort({ kind }: TraceStep): boolean {
  return kind !== 'table' && kind !== 'drop';
}

function logicalLines(step: LogicalStep): readonly string[] {
  const indent = ' '.repeat(Math.max(0, step.depth - step.tableId) * 4);
  const what = step.match === undefined ? 'no match (implicit drop)' : `${step.match}, priority ${step.priority ?? 0}`;
  const row = step.row === undefined ? '' : `, uuid ${step.row.slice(0, 8)}`;
  const actions = step.match === undefined ? [] : (step.actions ?? '').split(/(?<=;) */).filter((part) => part !== '');
  return [
    `${indent}${String(step.tableId).padStart(2)}. ${step.stage}: ${what}${row}`,
    ...(actions.length === 0 && step.match !== undefined ? ['drop;'] : actions).map((part) => `${indent}    ${part}`),
  ];
}
