/**
 * Runs a packet through a bridge's tables and records every step. The rules
 * are those of ovs-vswitchd's translation: registers live through resubmits,
 * an output takes the packet as it is at that moment, an output to in_port is
 * passed over, and a packet that resubmits too deep or too often is dropped
 * with all its copies.
 */
import {
  cloneFlow,
  formatIpv4,
  formatIpv6,
  getField,
  getNumber,
  parseIpv4,
  parseIpv6,
  setField,
  setNumber,
  WORD,
  type Flow,
  type Nat,
} from '../openflow';
import type { Bridge } from './bridge';
import { CT_STATE, type TrackedState } from './conntrack';
import type { PresentPacket } from './datapath-packet';
import { ETH, extractWithOffsets } from './extract';
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
  const run = new Run({ bytes: packet, extracted: original }, flow, options, undefined, trackedOf(flow));
  const root = begin(run, flow);
  const { error, sent, learned } = run;
  // Nothing of a packet that is dropped comes back.
  const further = error === undefined ? furtherPasses(run, options) : [];
  const { connections } = options;
  const later = connections === undefined ? [] : further.flatMap(({ pass, run: one }) => (pass.error ? [] : one.sent));
  return {
    packet,
    flow,
    offsets: original.offsets,
    tags: options.tags ?? 'two',
    root,
    finalFlow: root.table.after,
    outputs: error === undefined ? [...sent, ...later] : [],
    learned: [...learned, ...further.flatMap(({ run: one }) => one.learned)],
    connections: error === undefined ? (connections?.changes ?? []) : [],
    datapath: run.datapathActions(),
    slow: run.slow,
    passes: further.map(({ pass }) => pass),
    ...(error === undefined ? {} : { error }),
  };
}

/** ofproto/trace follows no more copies than these. */
const MAX_PASSES = 4096;

const NEW_AND_TRACKED = CT_STATE.new | CT_STATE.trk;

/** What became of the copies that went to the connection tracker, first those that went first. */
function furtherPasses(first: Run, options: ExecuteOptions) {
  const queue = [...first.waiting];
  const passes: { readonly pass: Pass; readonly run: Run }[] = [];
  for (let waiting = queue.shift(); waiting && passes.length < MAX_PASSES; waiting = queue.shift()) {
    const { flow, nat, packet, tracked } = returned(waiting);
    const run = new Run(packet, flow, options, first, tracked);
    const root = run.thaw(waiting, flow);
    queue.push(...run.waiting);
    const pass: Pass = {
      id: waiting.id,
      from: waiting.table,
      ctState: tracked?.state ?? waiting.told ?? NEW_AND_TRACKED,
      told: waiting.told !== undefined,
      ...(tracked === undefined ? {} : { tracked }),
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

interface Returned {
  readonly flow: Flow;
  readonly packet: PresentPacket;
  readonly nat?: Pass['nat'];
  readonly tracked?: TrackedState;
}

/** The packet as the tracker gives it back. */
function returned(waiting: Waiting): Returned {
  const { flow: left, id, zone, nat, told, packet, tracked } = waiting;
  const before = cloneFlow(left);
  setNumber(before, 'recirc_id', id);
  setNumber(before, 'ct_zone', zone);
  if (tracked === undefined) {
    setNumber(before, 'ct_state', told ?? NEW_AND_TRACKED);
    if (nat === undefined) return { flow: before, packet };
    const after = translated(before, nat);
    return { flow: after, packet, nat: { nat, before, after } };
  }
  const { bytes, packet: extracted, state } = tracked;
  setTracked(before, state);
  const after = cloneFlow(before);
  after.set(extracted.flow.subarray(WORD.ethTypeDst), WORD.ethTypeDst);
  const changed =
    nat === undefined || after.every((word, index) => word === before[index]) ? {} : { nat: { nat, before, after } };
  return { flow: after, packet: { bytes, extracted }, tracked: state, ...changed };
}

/** What the fields of a packet that comes back from a controller say of its connection. */
function trackedOf(flow: Flow): TrackedState | undefined {
  const state = getNumber(flow, 'ct_state');
  if (state === 0) return undefined;
  const proto = getNumber(flow, 'ct_nw_proto');
  const family = getNumber(flow, 'eth_type') === ETH.IPV6 ? 6 : 4;
  const name = family === 4 ? 'ct_nw' : 'ct_ipv6';
  const format = family === 4 ? formatIpv4 : formatIpv6;
  const [src, dst] = [format(getField(flow, `${name}_src`)), format(getField(flow, `${name}_dst`))];
  const [sport, dport] = [getNumber(flow, 'ct_tp_src'), getNumber(flow, 'ct_tp_dst')];
  return {
    state,
    zone: getNumber(flow, 'ct_zone'),
    mark: getNumber(flow, 'ct_mark'),
    label: getField(flow, 'ct_label'),
    ...(proto === 0 ? {} : { original: { family, proto, src, dst, sport, dport } }),
  };
}

/** The fields that say what the tracker found. */
function setTracked(flow: Flow, { state, mark, label, original }: TrackedState): void {
  setNumber(flow, 'ct_state', state);
  setNumber(flow, 'ct_mark', mark);
  setField(flow, 'ct_label', label);
  flow.fill(0, WORD.ctNwSrc, WORD.skbPriority);
  if (original === undefined) return;
  const { family, src, dst, proto, sport, dport } = original;
  const name = family === 4 ? 'ct_nw' : 'ct_ipv6';
  const read = family === 4 ? parseIpv4 : parseIpv6;
  setField(flow, `${name}_src`, read(src) ?? 0n);
  setField(flow, `${name}_dst`, read(dst) ?? 0n);
  setNumber(flow, 'ct_nw_proto', proto);
  setNumber(flow, 'ct_tp_src', sport);
  setNumber(flow, 'ct_tp_dst', dport);
}

/** The first address and port of the range, as a trace takes them. */
function translated(flow: Flow, { type, range }: Nat): Flow {
  if (type === undefined || range === undefined) return flow;
  const copy = cloneFlow(flow);
  setField(copy, `${range.version === 4 ? 'ip' : 'ipv6'}_${type}`, range.min);
  if (range.minPort !== undefined) setNumber(copy, `tcp_${type}`, range.minPort);
  return copy;
}
