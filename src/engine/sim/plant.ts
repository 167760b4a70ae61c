/** What a packet moves through. */
import type { Millis } from '../base';
import type { OfAction } from '../openflow';
import type { Continuation, Output, Resumed } from '../vswitch';
import type { PhysicalNetwork } from './physical-network';
import type { Station } from './station';

/** Machines, what joins them, and who commands them, while one packet is under way. */
export interface Plant {
  readonly now: Millis;
  /** Counters count, switches learn, and controllers write down what they learn. */
  readonly live: boolean;
  readonly networks: readonly PhysicalNetwork[];
  /** Of several machines with one address, the first. */
  stationAt(address: bigint): Station | undefined;
  isCutOff(station: Station): boolean;
  /** What the station's controller does with a packet that it is told of. */
  tell(station: Station, packetIn: Output): readonly PacketAnswer[];
  /** Lets daemons act on what was written: packets that have waited for it. Empty when all is at rest. */
  settle(): readonly (readonly [station: Station, answers: readonly PacketAnswer[]])[];
}

/** What a controller has a switch do with a packet. */
export type PacketAnswer =
  | { readonly kind: 'packet-out'; readonly packet: Uint8Array; readonly actions: readonly OfAction[] }
  | ({ readonly kind: 'resume'; readonly continuation: Continuation } & Resumed);
