/** How fast one switch is with 10,000 ports in 100 datapaths: filling its tables, and one packet through them. */
import type { Millis } from '../src/engine/base';
import {
  matchFrom,
  parseFlowKey,
  wholeField,
  type FlowEntry,
  type MatchTerm,
  type OfAction,
} from '../src/engine/openflow';
import { composePacket, createSwitch } from '../src/engine/vswitch';

export interface VswitchBench {
  readonly ports: number;
  readonly flows: number;
  /** Milliseconds for adding all the flows to an empty bridge. */
  readonly addAllFlows: number;
  /** Microseconds for one unicast packet through six tables, bytes to bytes; the median. */
  readonly unicastPacket: number;
  /** Microseconds for one broadcast in a datapath of 100 ports; the median. */
  readonly broadcastPacket: number;
  /** Milliseconds for comparing all flows with a wanted set in which one differs; the median. */
  readonly replaceOneOfAll: number;
}

const DATAPATHS = 100;
const PORTS_EACH = 100;
const GROUP = 0x010000000000n;

export function benchVswitch(): VswitchBench {
  const now = 0 as Millis;
  const sw = createSwitch();
  const made = sw.addBridge('br-int', { failMode: 'secure', now });
  if (!made.ok) throw new Error(made.error.message);
  const bridge = made.value;
  const count = DATAPATHS * PORTS_EACH;
  for (let port = 1; port <= count; port++) bridge.addPort({ name: `vif${port}`, type: 'dummy', options: {} });
  const flows = pipeline();
  const addAllFlows = timed(() => bridge.replaceFlows(flows, now));

  const unicast = packetTo('00:00:00:00:00:02');
  const broadcast = packetTo('ff:ff:ff:ff:ff:ff');
  const run = (packet: Uint8Array) => {
    const result = sw.trace('br-int', 1, packet, { now });
    if (!result.ok || result.value.outputs.length === 0) throw new Error('the packet got lost');
  };
  const other = flows.with(0, { ...(flows[0] ?? fail()), cookie: 1n });
  let turn = false;
  return {
    ports: count,
    flows: flows.length,
    addAllFlows,
    unicastPacket: median(2000, () => run(unicast)) * 1000,
    broadcastPacket: median(200, () => run(broadcast)) * 1000,
    replaceOneOfAll: median(5, () => {
      turn = !turn;
      bridge.replaceFlows(turn ? other : flows, now);
    }),
  };
}

/** The flows of a chassis on which all the ports are, release 2015-08. */
function pipeline(): FlowEntry[] {
  const flows: FlowEntry[] = [];
  const add = (table: number, priority: number, terms: readonly MatchTerm[], actions: readonly OfAction[]) =>
    flows.push({ table, priority, match: matchFrom(terms), actions, cookie: 0n });
  const load = (field: 'metadata' | 'reg6' | 'reg7', value: bigint): OfAction => ({
    type: 'load',
    value,
    ...wholeField(field),
  });
  const next = (table: number): OfAction => ({ type: 'resubmit', table });
  for (let dp = 0; dp < DATAPATHS; dp++) {
    const metadata: MatchTerm = { field: 'metadata', value: BigInt(dp + 1) };
    const group = (field: 'eth_src' | 'eth_dst'): MatchTerm => ({ field, value: GROUP, mask: GROUP });
    const keys = Array.from({ length: PORTS_EACH }, (_, i) => dp * PORTS_EACH + i + 1);
    add(16, 100, [metadata, { field: 'vlan_tci', value: 0x1000n, mask: 0x1000n }], []);
    add(16, 100, [metadata, group('eth_src')], []);
    const flood = keys.flatMap((key) => [load('reg7', BigInt(key)), next(18)]);
    add(17, 100, [metadata, group('eth_dst')], flood);
    add(18, 0, [metadata], [next(19)]);
    add(19, 100, [metadata, group('eth_dst')], [next(64)]);
    for (const key of keys) {
      const number = BigInt(key);
      const inport: MatchTerm = { field: 'reg6', value: number };
      const outport: MatchTerm = { field: 'reg7', value: number };
      const actions = [load('metadata', metadata.value), load('reg6', number), next(16)];
      add(0, 100, [{ field: 'in_port', value: number }], actions);
      add(16, 50, [metadata, inport, { field: 'eth_src', value: number }], [next(17)]);
      add(17, 50, [metadata, { field: 'eth_dst', value: number }], [load('reg7', number), next(18)]);
      add(19, 50, [metadata, outport, { field: 'eth_dst', value: number }], [next(64)]);
      add(64, 100, [inport, outport], []);
      add(64, 50, [outport], [{ type: 'output', port: key }]);
    }
  }
  return flows;
}

function packetTo(target: string): Uint8Array {
  const flow = parseFlowKey(`tcp,nw_src=10.0.0.1,nw_dst=10.0.0.2,nw_ttl=64,dl_src=00:00:00:00:00:01,dl_dst=${target}`);
  if (!flow.ok) throw new Error(flow.error.message);
  return composePacket(flow.value);
}

function median(runs: number, work: () => void): number {
  const times = Array.from({ length: runs }, () => timed(work)).sort((a, b) => a - b);
  return times[runs >> 1] ?? 0;
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function fail(): never {
  throw new Error('there are no flows');
}
