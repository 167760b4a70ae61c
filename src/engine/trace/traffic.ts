/**
 * Traffic: a script of packets between logical ports, sent in order. A reply is
 * sent only by who got the request: what nobody asked for, nobody answers.
 */
import { err, ok } from '../base';
import type { Result } from '../base';
import type { Deployment } from './release';
import { packetBetween, pluggedPorts } from './reachability';
import { trace } from './trace';
import type { Trace, TraceRequest } from './types';

export type TrafficKind = 'arp-request' | 'arp-reply' | 'ping' | 'ping-reply' | 'tcp-syn' | 'udp';

export interface TrafficLine {
  /** Logical ports, by name. */
  readonly from: string;
  readonly to: string;
  readonly kind: TrafficKind;
  /** The destination port of `tcp-syn` and `udp`, 0 to 65535. */
  readonly port?: number;
}

export interface TrafficOutcome {
  /** `unsent`: there is no such packet, or nothing to reply to. */
  readonly kind: 'delivered' | 'dropped' | 'mixed' | 'unsent';
  /** It got to the port that it was for. */
  readonly reached: boolean;
  readonly sentence: string;
  readonly request: TraceRequest | null;
}

/** What a reply answers. */
const REQUESTS: Readonly<Partial<Record<TrafficKind, TrafficKind>>> = {
  'arp-reply': 'arp-request',
  'ping-reply': 'ping',
};

/**
 * Sends the next `count` lines of a script of which `done` have been sent; counters
 * count them. `heard` is told of each trace.
 */
export function sendTraffic(
  deployment: Deployment,
  script: readonly TrafficLine[],
  done: readonly TrafficOutcome[],
  count: number,
  heard: (trace: Trace) => void = () => undefined,
): readonly TrafficOutcome[] {
  const outcomes = [...done];
  for (const line of script.slice(done.length, done.length + count)) {
    outcomes.push(send(deployment, line, unanswerable(script, outcomes, line), heard));
  }
  return outcomes.slice(done.length);
}

/** The packet of a line. Errors: `no-such-port`. */
export function trafficPacket(deployment: Deployment, line: TrafficLine): Result<TraceRequest> {
  const ports = pluggedPorts(deployment);
  const [from, to] = [line.from, line.to].map((name) => ports.find((port) => port.name === name));
  const missing = from ? line.to : line.from;
  if (!from || !to) {
    return err({
      code: 'no-such-port',
      message: `${missing} is no port that is plugged in and has an Ethernet address.`,
    });
  }
  return ok(packetBetween(from, to, line.kind, line.port));
}

function send(
  deployment: Deployment,
  line: TrafficLine,
  refusal: string | undefined,
  heard: (trace: Trace) => void,
): TrafficOutcome {
  const request = trafficPacket(deployment, line);
  if (!request.ok) return { kind: 'unsent', reached: false, sentence: request.error.message, request: null };
  if (refusal !== undefined) return { kind: 'unsent', reached: false, sentence: refusal, request: request.value };
  const told = trace(deployment, request.value);
  if (!told.ok) return { kind: 'unsent', reached: false, sentence: told.error.message, request: request.value };
  heard(told.value);
  const { kind, sentence, deliveries } = told.value.verdict;
  const reached = deliveries.some(({ logicalPort }) => logicalPort === line.to);
  return { kind, reached, sentence, request: request.value };
}

/** Why a reply is not sent: the last such request the other way did not arrive. */
function unanswerable(
  script: readonly TrafficLine[],
  outcomes: readonly TrafficOutcome[],
  { from, to, kind }: TrafficLine,
): string | undefined {
  const wanted = REQUESTS[kind];
  if (wanted === undefined) return undefined;
  const asked = script
    .slice(0, outcomes.length)
    .findLastIndex((line) => line.kind === wanted && line.from === to && line.to === from);
  if (asked < 0) return `Not sent: nothing before it asks ${from} for a reply to ${to}.`;
  return outcomes[asked]?.reached === true
    ? undefined
    : `Not sent: ${from} did not get the request of line ${asked + 1}.`;
}
