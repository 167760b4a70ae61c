/** What a packet is run with. */
import type { Millis } from '../base';
import type { Flow, OfAction, TagReading } from '../openflow';
import type { Bridge } from './bridge';
import type { Draft } from './conntrack';
import type { NativeTunnels } from './native-tunnels';
import type { Port, TunnelMetadata } from './ports';

/** A packet that a controller sends. */
export interface PacketOut {
  readonly packet: Uint8Array;
  /** OpenFlow number; CONTROLLER for one that is new. */
  readonly inPort: number;
  readonly actions: readonly OfAction[];
}

/** A packet that waited for its controller, with bytes and metadata as they are now. */
export interface Resumed {
  readonly packet: Uint8Array;
  /** Registers, metadata, tunnel fields, in_port and what the tracker said; headers are those of the bytes. */
  readonly flow: Flow;
}

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
  readonly bridgeNamed?: (name: string) => Bridge | undefined;
  /** The switch builds tunnels itself. Absent: the kernel does. */
  readonly tunnels?: NativeTunnels | undefined;
  /** The packet is a real one, tracked in this; absent: a trace, to which every connection is new, and no packet has a length. */
  readonly connections?: Draft;
  /** What the tracker is said to find, time after time (`--ct-next`), before it is asked. */
  readonly ctNext?: readonly number[];
}
