/**
 * Runs a packet through a bridge's tables and records every step. The rules
 * are those of ovs-vswitchd's translation: registers live through resubmits,
 * an output takes the packet as it is at that moment, an output to in_port is
 * passed over, and a packet that resubmits too deep or too often is dropped
 * with all its copies.
 */
import type { Millis } from '../base';
import {
  cloneFlow,
  getField,
  getNumber,
  RESERVED_PORTS,
  setField,
  setNumber,
  WORD,
  type Flow,
  type OfAction,
  type TagReading,
} from '../openflow';
import { executeAction } from './actions';
import type { ActionRun } from './actions/kind';
import type { Bridge } from './bridge';
import { extractWithOffsets, FRAG_ANY, type Extracted } from './extract';
import { isReserved } from './mac-learning';
import type { Port, TunnelMetadata } from './ports';
import type {
  BridgeVisit,
  Execution,
  ExecutionError,
  LearnedFlow,
  Output,
  OutputFate,
  Remark,
  Step,
  TableVisit,
} from './record';
import { rewrite } from './rewrite';

export interface ExecuteOptions {
  readonly now: Millis;
  /** Counts packets. False, as in ofproto/trace: counters stay as they are. */
  readonly live: boolean;
  /** Learns addresses, as a live packet does and a trace with a packet of its own. Absent: if it is live. */
  readonly learns?: boolean;
  /** What the outer headers said, for a packet that came out of a tunnel. */
  readonly tunnel?: TunnelMetadata;
  readonly tags?: TagReading;
  /** What the tables see at first, instead of the fields of the packet. */
  readonly flow?: Flow;
  /** The bridge with the other end of a patch port. */
  readonly peerOf?: (port: Port) => { readonly bridge: Bridge; readonly port: Port } | undefined;
}

/** ovs-vswitchd: MAX_DEPTH and MAX_RESUBMITS. */
const MAX_DEPTH = 64;
const MAX_RESUBMITS = 4096;

export function execute(bridge: Bridge, packet: Uint8Array, inPort: number, options: ExecuteOptions): Execution {
  const original = extractWithOffsets(packet, inPort, options.tags);
  const run = new Run(packet, original, options);
  const flow = options.flow ? cloneFlow(options.flow) : original.flow;
  if (options.tunnel) {
    setField(flow, 'tun_id', options.tunnel.id);
    setField(flow, 'tun_src', options.tunnel.src);
    setField(flow, 'tun_dst', options.tunnel.dst);
  }
  const root = run.bridge(bridge, inPort, flow);
  const { error } = run;
  return {
    packet,
    flow,
    offsets: original.offsets,
    tags: options.tags ?? 'two',
    root,
    finalFlow: root.table.after,
    outputs: error === undefined ? run.sent : [],
    learned: run.learned,
    ...(error === undefined ? {} : { error }),
  };
}

/** State of one packet's way; a bridge visit behind a patch port shares it. */
class Run {
  readonly sent: Output[] = [];
  readonly learned: LearnedFlow[] = [];
  error: ExecutionError | undefined;
  private resubmits = 0;
  private depth = 0;
  private exit = false;
  private stack: bigint[] = [];

  constructor(
    private readonly packet: Uint8Array,
    private readonly original: Extracted,
    private readonly options: ExecuteOptions,
  ) {}

  bridge(bridge: Bridge, inPort: number, flow: Flow): BridgeVisit {
    return { bridge: bridge.name, inPort, table: this.table(bridge, 0, flow, getNumber(flow, 'in_port')) };
  }

  private table(bridge: Bridge, table: number, before: Flow, inPort: number): TableVisit {
    const lookedUp = lookupFlow(before, inPort);
    const found = bridge.flows.lookup(table, lookedUp);
    const entry = found?.rule;
    if (entry && this.options.live) bridge.flows.count(entry, this.packet.length, this.options.now);
    const steps: Step[] = [];
    let flow = before;
    for (const action of entry?.actions ?? []) {
      if (this.exit || this.error) break;
      const { step, stop } = this.step(bridge, table, action, flow);
      steps.push(step);
      flow = step.after;
      if (stop) break;
    }
    return {
      bridge: bridge.name,
      table,
      entry,
      ...(found?.conjunction ? { conjunction: found.conjunction } : {}),
      lookedUp,
      before,
      after: flow,
      steps,
    };
  }

  /** `stop`: the rest of this list is not executed. */
  private step(bridge: Bridge, table: number, action: OfAction, flow: Flow): { step: Step; stop: boolean } {
    const remarks: Remark[] = [];
    const done = executeAction(action, this.actionRun(bridge, table, flow, remarks), this.options.tags);
    if (done === undefined) this.error = 'action-not-played';
    const { after = flow, outputs = NO_OUTPUTS, table: visit, stop = true } = done ? { stop: false, ...done } : {};
    return { step: { action, before: flow, after, remarks, table: visit, outputs }, stop };
  }

  private actionRun(bridge: Bridge, table: number, flow: Flow, remarks: Remark[]): ActionRun {
    return {
      flow,
      table,
      remark: (level, text) => void remarks.push({ level, text }),
      output: (port) => this.output(bridge, port, flow, remarks),
      toController: () => this.send(bridge, flow, RESERVED_PORTS.CONTROLLER, 'CONTROLLER', 'sent'),
      lookup: (next, inPort) => {
        if (!this.mayResubmit(remarks)) return undefined;
        // Going forward through the tables cannot loop, so only going back (or staying) counts as deeper.
        const deeper = next <= table ? 1 : 0;
        this.depth += deeper;
        const visit = this.table(bridge, next, flow, inPort);
        this.depth -= deeper;
        return visit;
      },
      push: (value) => void this.stack.push(value),
      pop: () => this.stack.pop(),
      learn: (entry) => void this.learned.push({ bridge: bridge.name, flow: entry }),
      exit: () => (this.exit = true),
    };
  }

  private mayResubmit(remarks: Remark[]): boolean {
    if (this.depth >= MAX_DEPTH) {
      this.error = 'recursion-too-deep';
      remarks.push({ level: 'error', text: `over max translation depth ${MAX_DEPTH}` });
      return false;
    }
    if (this.resubmits >= MAX_RESUBMITS) {
      this.error = 'too-many-resubmits';
      remarks.push({ level: 'error', text: `over ${MAX_RESUBMITS} resubmit actions` });
      return false;
    }
    this.resubmits += 1;
    return true;
  }

  private output(bridge: Bridge, port: number, flow: Flow, remarks: Remark[]): readonly Output[] {
    const inPort = getNumber(flow, 'in_port');
    switch (port) {
      case RESERVED_PORTS.IN_PORT:
        return [this.toPort(bridge, inPort, flow, remarks)];
      case RESERVED_PORTS.FLOOD:
      case RESERVED_PORTS.ALL:
        return this.flood(bridge, flow, remarks);
      case RESERVED_PORTS.CONTROLLER:
        return [this.send(bridge, flow, port, 'CONTROLLER', 'sent')];
      case RESERVED_PORTS.NORMAL:
        return this.normal(bridge, flow, remarks);
      case RESERVED_PORTS.TABLE:
      case RESERVED_PORTS.ANY:
        return [];
    }
    if (port === inPort) {
      remarks.push({ level: 'warning', text: 'skipping output to input port' });
      return [this.record(bridge, port, bridge.ports.get(port)?.name ?? String(port), flow, 'input-port')];
    }
    return [this.toPort(bridge, port, flow, remarks)];
  }

  private flood(bridge: Bridge, flow: Flow, remarks: Remark[]): readonly Output[] {
    const inPort = getNumber(flow, 'in_port');
    const others = bridge.ports.list().filter(({ ofport }) => ofport !== inPort);
    return others.map(({ ofport }) => this.toPort(bridge, ofport, flow, remarks));
  }

  /** Learning and forwarding of a plain Ethernet bridge (IEEE 802.1D); all ports carry all VLANs. */
  private normal(bridge: Bridge, flow: Flow, remarks: Remark[]): readonly Output[] {
    const { live, learns = live, now } = this.options;
    const inPort = getNumber(flow, 'in_port');
    const target = getField(flow, 'eth_dst');
    if (!bridge.ports.get(inPort)) {
      remarks.push({ level: 'warning', text: 'no input bundle, dropping' });
      return [];
    }
    if (isReserved(target)) {
      remarks.push({ level: 'detail', text: 'packet has reserved destination MAC, dropping' });
      return [];
    }
    const vlan = getNumber(flow, 'vlan_tci') & 0xfff;
    if (learns) bridge.macs.learn(vlan, getField(flow, 'eth_src'), inPort, now);
    const learned = bridge.macs.lookup(vlan, target, now);
    if (learned === undefined || !bridge.ports.get(learned)) {
      remarks.push({ level: 'detail', text: 'no learned MAC for destination, flooding' });
      return this.flood(bridge, flow, remarks);
    }
    if (learned === inPort) {
      remarks.push({ level: 'detail', text: 'learned port is input port, dropping' });
      return [];
    }
    remarks.push({ level: 'detail', text: 'forwarding to learned port' });
    return [this.toPort(bridge, learned, flow, remarks)];
  }

  /** Output to a port that is not one of the reserved words. */
  private toPort(bridge: Bridge, number: number, flow: Flow, remarks: Remark[]): Output {
    const port = bridge.ports.get(number);
    if (!port) {
      remarks.push({ level: 'warning', text: 'Nonexistent output port' });
      return this.record(bridge, number, String(number), flow, 'no-such-port');
    }
    if (port.type === 'patch') return this.toPeer(bridge, port, flow, remarks);
    if (!port.tunnel) return this.send(bridge, flow, number, port.name, 'sent');
    const { remote, local, outKey } = port.tunnel;
    const dst = remote === 'flow' ? getField(flow, 'tun_dst') : remote;
    if (dst === 0n) {
      remarks.push({ level: 'warning', text: 'Tunneling decided against output' });
      return this.record(bridge, number, port.name, flow, 'no-tunnel-address');
    }
    const id = outKey === 'flow' ? getField(flow, 'tun_id') : (outKey ?? 0n);
    const src = local === 'flow' ? getField(flow, 'tun_src') : local;
    remarks.push({ level: 'detail', text: 'output to kernel tunnel' });
    const tunnel = { type: port.type, id, src, dst, hasKey: outKey !== undefined };
    return this.send(bridge, flow, number, port.name, 'sent', { tunnel });
  }

  /** The packet goes on in the peer's bridge, without metadata; changes made there stay there. */
  private toPeer(bridge: Bridge, port: Port, flow: Flow, remarks: Remark[]): Output {
    const peer = this.options.peerOf?.(port);
    if (!peer) {
      remarks.push({ level: 'warning', text: 'Nonexistent patch port peer' });
      return this.record(bridge, port.ofport, port.name, flow, 'no-such-peer');
    }
    if (!this.mayResubmit(remarks)) return this.record(bridge, port.ofport, port.name, flow, 'no-such-peer');
    const arriving = cloneFlow(flow);
    arriving.fill(0, 0, WORD.ethTypeDst);
    setNumber(arriving, 'in_port', peer.port.ofport);
    const saved = { stack: this.stack, exit: this.exit };
    this.stack = [];
    this.exit = false;
    this.depth += 1;
    const visit = this.bridge(peer.bridge, peer.port.ofport, arriving);
    this.depth -= 1;
    this.stack = saved.stack;
    this.exit = saved.exit;
    return this.record(bridge, port.ofport, port.name, flow, 'patch', { peer: visit });
  }

  private send(
    bridge: Bridge,
    flow: Flow,
    port: number,
    name: string,
    fate: OutputFate,
    more?: Pick<Output, 'tunnel'>,
  ): Output {
    const output = this.record(bridge, port, name, flow, fate, more);
    this.sent.push(output);
    return output;
  }

  private record(
    bridge: Bridge,
    port: number,
    name: string,
    flow: Flow,
    fate: OutputFate,
    more?: Pick<Output, 'tunnel' | 'peer'>,
  ): Output {
    const packet = rewrite(this.packet, this.original, flow);
    return { bridge: bridge.name, port, name, fate, packet, flow, ...more };
  }
}

/** What the tables see: `in_port` of the resubmit, and no ports in a fragment (fragment mode "normal"). */
function lookupFlow(flow: Flow, inPort: number): Flow {
  const fragment = (getNumber(flow, 'ip_frag') & FRAG_ANY) !== 0;
  if (getNumber(flow, 'in_port') === inPort && !fragment) return flow;
  const copy = cloneFlow(flow);
  setNumber(copy, 'in_port', inPort);
  if (fragment) copy[WORD.ports] = 0;
  return copy;
}

const NO_OUTPUTS: readonly Output[] = [];
