/**
 * Runs a packet through a bridge's tables and records every step. The rules
 * are those of ovs-vswitchd's translation: registers live through resubmits,
 * an output takes the packet as it is at that moment, an output to in_port is
 * passed over, and a packet that resubmits too deep or too often is dropped
 * with all its copies.
 */
import { CT_STATE_FLAGS, cloneFlow, getNumber, setField, setNumber, WORD, type Flow, type Nat } from '../openflow';
import type { Bridge } from './bridge';
import { extractWithOffsets } from './extract';
import type { ExecuteOptions, PacketOut, Resumed } from './options';
import type { BridgeVisit, Continuation, Execution, Pass } from './record';
import { Run, type Waiting } from './run';

/** A packet comes in at a port. */
export function execute(bridge: Bridge, packet: Uint8Array, inPort: number, options: ExecuteOptions): Execution {
  return executeFrom((run, flow) => run.start(bridge, inPort, flow), packet, inPort, options);
}

/** A controller sends a packet: its actions are done as those of a flow are. */
export function executePacketOut(
  bridge: Bridge,
  { packet, inPort, actions }: PacketOut,
  options: ExecuteOptions,
): Execution {
  return executeFrom((run, flow) => run.send(bridge, actions, flow), packet, inPort, options);
}

/** A controller gives back a packet that waited for it: its headers are those of the bytes, the rest as it says. */
export function executeResumed(
  continuation: Continuation,
  { packet, flow: metadata }: Resumed,
  options: ExecuteOptions,
): Execution {
  const inPort = getNumber(metadata, 'in_port');
  const { flow } = extractWithOffsets(packet, inPort, options.tags);
  flow.set(metadata.subarray(0, WORD.ethTypeDst));
  return executeFrom((run, given) => run.resume(continuation, given), packet, inPort, { ...options, flow });
}

function executeFrom(
  begin: (run: Run, flow: Flow) => BridgeVisit,
  packet: Uint8Array,
  inPort: number,
  options: ExecuteOptions,
): Execution {
  const original = extractWithOffsets(packet, inPort, options.tags);
  const flow = options.flow ? cloneFlow(options.flow) : original.flow;
  if (options.tunnel) {
    setField(flow, 'tun_id', options.tunnel.id);
    setField(flow, 'tun_src', options.tunnel.src);
    setField(flow, 'tun_dst', options.tunnel.dst);
    setField(flow, 'tun_metadata0', options.tunnel.option ?? 0n);
  }
  const run = new Run(packet, original, flow, options);
  const root = begin(run, flow);
  const { error, sent, learned } = run;
  // Nothing of a packet that is dropped comes back.
  const further = error === undefined ? furtherPasses(run, packet, options) : [];
  const live = options.live ? further.flatMap(({ pass, run: later }) => (pass.error ? [] : later.sent)) : [];
  return {
    packet,
    flow,
    offsets: original.offsets,
    tags: options.tags ?? 'two',
    root,
    finalFlow: root.table.after,
    outputs: error === undefined ? [...sent, ...live] : [],
    learned: [...learned, ...further.flatMap(({ run: later }) => later.learned)],
    datapath: run.datapathActions(),
    slow: run.slow,
    passes: further.map(({ pass }) => pass),
    ...(error === undefined ? {} : { error }),
  };
}

/** ofproto/trace follows no more copies than these. */
const MAX_PASSES = 4096;

const NEW_AND_TRACKED = flag('new') | flag('trk');

function flag(name: (typeof CT_STATE_FLAGS)[number]): number {
  return 1 << CT_STATE_FLAGS.indexOf(name);
}

/** What became of the copies that went to the connection tracker, first those that went first. */
function furtherPasses(first: Run, packet: Uint8Array, options: ExecuteOptions) {
  const queue = [...first.waiting];
  const told = [...(options.ctNext ?? [])];
  const passes: { readonly pass: Pass; readonly run: Run }[] = [];
  const original = extractWithOffsets(packet, 0, options.tags);
  for (let waiting = queue.shift(); waiting && passes.length < MAX_PASSES; waiting = queue.shift()) {
    const next = told.shift();
    const { flow, nat } = returned(waiting, next ?? NEW_AND_TRACKED);
    const run = new Run(packet, original, flow, options, first);
    const root = run.thaw(waiting, flow);
    queue.push(...run.waiting);
    const pass: Pass = {
      id: waiting.id,
      from: waiting.table,
      ctState: next ?? NEW_AND_TRACKED,
      told: next !== undefined,
      ...(nat === undefined ? {} : { nat }),
      flow,
      root,
      finalFlow: root.table.after,
      datapath: run.datapathActions(),
      slow: run.slow,
      ...(run.error === undefined ? {} : { error: run.error }),
    };
    passes.push({ pass, run });
  }
  return passes;
}

function returned({ flow: left, id, zone, nat }: Waiting, ctState: number) {
  const before = cloneFlow(left);
  setNumber(before, 'recirc_id', id);
  setNumber(before, 'ct_zone', zone);
  setNumber(before, 'ct_state', ctState);
  if (nat === undefined) return { flow: before, nat: undefined };
  const after = translated(before, nat);
  return { flow: after, nat: { nat, before, after } };
}

/** The first address and port of the range, as a trace takes them. */
function translated(flow: Flow, { type, range }: Nat): Flow {
  if (type === undefined || range === undefined) return flow;
  const copy = cloneFlow(flow);
  setField(copy, `${range.version === 4 ? 'ip' : 'ipv6'}_${type}`, range.min);
  if (range.minPort !== undefined) setNumber(copy, `tcp_${type}`, range.minPort);
  return copy;
}
