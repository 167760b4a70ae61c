/** ovn-trace(8): from its arguments to its text. */
import { err, ok, type Result } from '../base';
import { formatFlowKey } from '../openflow';
import { execute } from './execute';
import type { TraceNode } from './nodes';
import { NO_OPTIONS, readTraceArguments, type TraceArguments, type TraceOptions } from './options';
import { readPacket, type TracedPacket } from './packet';
import { printTrace } from './print';
import type { LogicalNetwork } from './logical-network';
import { Walk, type Choices } from './walk';

export interface LogicalTrace {
  readonly packet: TracedPacket;
  /** Its way, from its inport on. */
  readonly root: TraceNode;
}

/** The first of everything. */
export const FIRST: Choices = { choose: () => 0 };

/** Traces the packet that a microflow describes; in the datapath of its inport unless one is named. */
export function traceLogical(
  network: LogicalNetwork,
  microflow: string,
  {
    datapath,
    options = NO_OPTIONS,
    choices = FIRST,
  }: { readonly datapath?: string; readonly options?: TraceOptions; readonly choices?: Choices } = {},
): Result<LogicalTrace> {
  const packet = readPacket(network, microflow, datapath);
  if (!packet.ok) return packet;
  const walk = new Walk(network, options, choices, execute);
  return ok({ packet: packet.value, root: walk.begin(packet.value.datapath, packet.value.flow) });
}

export interface ProgramOutput {
  readonly status: number;
  readonly text: string;
  readonly error: string;
}

/** What the program prints of `ovn-trace ARGS…`; a flow that it does not understand is no failure of the program. */
export function traceMicroflow(
  network: LogicalNetwork,
  args: readonly string[],
  choices: Choices = FIRST,
): ProgramOutput {
  const read = readCommandLine(args);
  if (!read.ok) return { status: 1, text: '', error: `ovn-trace: ${read.error.message}\n` };
  const { options, forms, microflow, datapath } = read.value;
  const done = traceLogical(network, microflow, { options, choices, ...(datapath === undefined ? {} : { datapath }) });
  if (!done.ok) return { status: 0, text: `${done.error.message}\n`, error: '' };
  const { packet, root } = done.value;
  return { status: 0, text: printTrace(formatFlowKey(packet.flow), [root], forms), error: '' };
}

interface CommandLine extends TraceArguments {
  readonly microflow: string;
  readonly datapath: string | undefined;
}

function readCommandLine(args: readonly string[]): Result<CommandLine> {
  const read = readTraceArguments(args);
  if (!read.ok) return read;
  const [first, second, ...more] = read.value.operands;
  if (first === undefined || more.length > 0) {
    const message = 'one or two non-option arguments are required (use --help for help)';
    return err({ code: 'bad-argument', message });
  }
  const operands =
    second === undefined ? { microflow: first, datapath: undefined } : { microflow: second, datapath: first };
  return ok({ ...read.value, ...operands });
}
