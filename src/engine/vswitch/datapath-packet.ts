/**
 * A packet as the datapath has it while a translation goes on. What actions change is written into the bytes when they
 * are asked for. What the tracker changed the translation does not know of, and it stays unless an action overwrites it.
 */
import { cloneFlow, WORD, type Flow } from '../openflow';
import type { Bridge } from './bridge';
import { track, type Tracked, type TrackedState, type TrackRequest } from './conntrack';
import { extractWithOffsets, type Extracted } from './extract';
import type { ExecuteOptions } from './options';
import { rewrite } from './rewrite';

export interface PresentPacket {
  readonly bytes: Uint8Array;
  readonly extracted: Extracted;
  /** The packet as the translation thinks that it is; absent: it knows. */
  readonly believed?: Flow;
}

export class DatapathPacket {
  /** A meter took the packet: nothing more becomes of it. */
  private isGone = false;

  constructor(
    private present: PresentPacket,
    /** What is known of its connection. */
    private tracked: TrackedState | undefined,
    private readonly options: ExecuteOptions,
  ) {}

  get isThere(): boolean {
    return !this.isGone;
  }

  get now(): PresentPacket {
    return this.present;
  }

  /** The bytes, when the fields are those of `flow`. */
  bytes(flow: Flow): Uint8Array {
    const { bytes, extracted, believed } = this.present;
    return rewrite(bytes, extracted, believed === undefined ? flow : overlaid(flow, believed, extracted.flow));
  }

  /** Undefined in a trace, which has no packet. */
  length(flow: Flow): number | undefined {
    return this.options.connections === undefined ? undefined : this.bytes(flow).length;
  }

  /** Through the tracker, which may change it; undefined in a trace, which has none, and of a packet that is gone. */
  track(request: TrackRequest, flow: Flow): Tracked | undefined {
    const { connections, now, tags } = this.options;
    if (connections === undefined || this.isGone) return undefined;
    const before = this.bytes(flow);
    const tracked = track(connections, request, before, extractWithOffsets(before, 0, tags), this.tracked, now);
    this.tracked = tracked.state;
    if (tracked.bytes !== before) this.present = { bytes: tracked.bytes, extracted: tracked.packet, believed: flow };
    return tracked;
  }

  forgetConnection(): void {
    this.tracked = undefined;
  }

  /** Through a meter of the bridge, which may take it. */
  measure(bridge: Bridge, meter: number, flow: Flow): void {
    const { connections, live, now } = this.options;
    if (connections === undefined || this.isGone) return;
    if (!bridge.throttle(meter, this.bytes(flow).length, now, live)) this.isGone = true;
  }

  /** What happens in `body` happens to a copy. */
  copied<T>(body: () => T): T {
    const { present, tracked, isGone } = this;
    const result = body();
    this.present = present;
    this.tracked = tracked;
    this.isGone = isGone;
    return result;
  }
}

/** `flow` with what is really in the packet wherever it is still what was believed. */
function overlaid(flow: Flow, believed: Flow, actual: Flow): Flow {
  const result = cloneFlow(flow);
  for (let word: number = WORD.ethTypeDst; word < flow.length; word++) {
    if (flow[word] === believed[word]) result[word] = actual[word] ?? 0;
  }
  return result;
}
