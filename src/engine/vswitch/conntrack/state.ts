/** Bits of ct_state (ovs-fields(7)), and what the datapath keeps of them with a packet. */
import type { Tuple } from './tuple';

export const CT_STATE = { new: 1, est: 2, rel: 4, rpl: 8, inv: 16, trk: 32, snat: 64, dnat: 128 } as const;

/** What the datapath knows of a packet since the tracker saw it, until `ct_clear`. */
export interface TrackedState {
  /** Bits of ct_state. */
  readonly state: number;
  readonly zone: number;
  readonly mark: number;
  readonly label: bigint;
  /** The tuple with which the connection began, or would begin; none for an invalid packet. */
  readonly original?: Tuple;
  /** The connection itself, as long as the packet is what it was when it was found. */
  readonly found?: FoundBefore;
}

export interface FoundBefore {
  readonly identity: string;
  /** `keyOf` the packet's own tuple. */
  readonly tuple: string;
  readonly reply: boolean;
  readonly related: boolean;
}
