/** What is told of a packet's way: hop by hop, and what became of each copy. */
import type { Execution } from '../vswitch';

/** A packet that was put in at one interface, and everything that became of it. */
export interface PacketRun {
  /** In the order in which they happened; the first is where the packet was put in. */
  readonly hops: readonly Hop[];
}

/** The packet, or one copy of it, in one switch. */
export interface Hop {
  readonly index: number;
  /** The output that brought it here; null for the first, and for one that a controller had kept waiting. */
  readonly cause: Cause | null;
  readonly machine: string;
  readonly bridge: string;
  /** CONTROLLER for what a controller sends. */
  readonly inPort: HopPort;
  /** How it came, when it came through a tunnel. */
  readonly tunnel: TunnelHop | null;
  readonly bytes: Uint8Array;
  readonly execution: Execution;
  /** What became of each of `execution.outputs`. */
  readonly outcomes: readonly OutputOutcome[];
}

/** Which one of `outcomes` of which hop. */
export interface Cause {
  readonly hop: number;
  readonly output: number;
}

export interface HopPort {
  readonly name: string;
  readonly ofport: number;
}

export interface TunnelHop {
  readonly type: string;
  readonly key: bigint;
  readonly source: string;
  readonly destination: string;
  /** The machine it came from. */
  readonly peer: string;
  /** The packet on the underlay, from its outer Ethernet header on. */
  readonly underlay: Uint8Array;
}

export type OutputOutcome =
  | { readonly kind: 'delivered'; readonly iface: string; readonly ofport: number }
  /** `answers`: the hops of what the controller sent at once. */
  | { readonly kind: 'to-controller'; readonly answers: readonly number[] }
  | { readonly kind: 'tunnelled'; readonly hop: number; readonly peer: string; readonly underlay: Uint8Array }
  /** It left for a physical network, where these hosts and these switches got it. */
  | {
      readonly kind: 'wired';
      readonly network: string;
      readonly hosts: readonly string[];
      readonly hops: readonly number[];
      readonly bytes: Uint8Array;
    }
  | {
      readonly kind: 'lost';
      readonly reason: LossReason;
      /** The machine that it was sent to, where there is one. */
      readonly peer: string | null;
      readonly underlay: Uint8Array | null;
      readonly sentence: string;
    };

export type LossReason =
  /** The sender has no address on the underlay. */
  | 'no-source'
  /** The sender or the receiver is cut off from the underlay. */
  | 'cut-off'
  /** Nobody has that address. */
  | 'no-machine'
  /** The receiver has no tunnel port for the sender. */
  | 'no-tunnel-port'
  | 'too-many-hops';
