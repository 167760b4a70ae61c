/**
 * What a trace costs in a deployment of 10,000 ports: a packet through the logical
 * pipeline and the switches of both hypervisors, with everything that the page
 * shows of it, beside what the real programs take for one half each.
 */
import type { Deployment } from '../src/engine/releases';
import { trace, type Trace, type TraceRequest } from '../src/engine/trace';

/** Microseconds on this kind of machine: the OpenFlow half, and the logical half asked of the daemon of ovn-trace. */
const OFPROTO_TRACE = 240;
const OVN_TRACE = 910;
/** Microseconds that one packet may take. */
export const TRACE_TARGET = 50;

export interface TraceBench {
  /** The medians, in microseconds. */
  readonly figures: {
    /** The first packet of all: the Pipeline is read for the first time. */
    readonly first: number;
    /** The first packet of each switch: its rows are compiled. */
    readonly firstOfSwitch: number;
    /** Between two ports of a switch that nobody has traced yet: texts of their flows are made. */
    readonly newPair: number;
    /** One of them, again and again. */
    readonly again: number;
    /** All of them in turn: 2,000 packets on their ways through a million flows, most of which no cache holds. */
    readonly inTurn: number;
    /** A broadcast to 100 ports on 20 hypervisors, the first time and again. */
    readonly firstFlood: number;
    readonly flood: number;
  };
  /** What each real program takes, as a multiple of `again`. */
  readonly ofprotoTrace: number;
  readonly ovnTrace: number;
  readonly floodSteps: number;
}

/** Where packets come from and go to. */
export interface TraceSites {
  readonly switches: number;
  readonly ports: number;
  unicast(sw: number, from: number, to: number): TraceRequest;
  broadcast(sw: number): TraceRequest;
}

const PAIRS_EACH = 20;
const REPEATS = 3000;

export function benchTrace(deployment: Deployment, sites: TraceSites): TraceBench {
  const switches = Array.from({ length: sites.switches }, (_, sw) => sw);
  const first = timed(() => delivered(deployment, sites.unicast(0, 0, 1)));
  const firstOfSwitch = switches.slice(1).map((sw) => timed(() => delivered(deployment, sites.unicast(sw, 0, 1))));
  const pairs = switches.flatMap((sw) =>
    Array.from({ length: PAIRS_EACH }, (_, n) => sites.unicast(sw, 2 + n, 2 + ((n * 37 + 11) % (sites.ports - 2)))),
  );
  const newPair = pairs.map((request) => timed(() => delivered(deployment, request)));
  const inTurn = [1, 2].flatMap(() => pairs.map((request) => timed(() => delivered(deployment, request))));
  const one = sites.unicast(0, 0, 1);
  const again = Array.from({ length: REPEATS }, () => timed(() => delivered(deployment, one)));
  const broadcasts = switches.slice(0, 20).map((sw) => sites.broadcast(sw));
  const firstFlood = broadcasts.map((request) => timed(() => delivered(deployment, request)));
  const flood = [1, 2, 3].flatMap(() => broadcasts.map((request) => timed(() => delivered(deployment, request))));
  const figures = {
    first,
    firstOfSwitch: median(firstOfSwitch),
    newPair: median(newPair),
    again: median(again),
    inTurn: median(inTurn),
    firstFlood: median(firstFlood),
    flood: median(flood),
  };
  return {
    figures,
    ofprotoTrace: OFPROTO_TRACE / figures.again,
    ovnTrace: OVN_TRACE / figures.again,
    floodSteps: delivered(deployment, sites.broadcast(0)).steps.length,
  };
}

function delivered(deployment: Deployment, request: TraceRequest): Trace {
  const traced = trace(deployment, request);
  if (!traced.ok || traced.value.verdict.kind !== 'delivered') throw new Error('The packet did not arrive.');
  if (!traced.value.agreement.agree) throw new Error('The halves of the trace disagree.');
  return traced.value;
}

/** Microseconds. */
function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return (performance.now() - started) * 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
