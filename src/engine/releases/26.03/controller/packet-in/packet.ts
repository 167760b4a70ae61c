/** A packet that the switch hands to the controller, as it comes. */
import type { Flow } from '../../../../openflow';
import type { Continuation } from '../../../../vswitch';

/** A packet that the switch hands to the controller (Open vSwitch's NXT_PACKET_IN2). */
export interface PacketIn {
  /** As it was when it left the tables. */
  readonly packet: Uint8Array;
  /** With registers, metadata, tunnel and connection. */
  readonly flow: Flow;
  readonly request: {
    /** OFPR_*: 1 for an action. */
    readonly reason: number;
    readonly userdata: readonly number[];
    /** Where its flow is. */
    readonly table: number;
    /** Present where the packet waits. */
    readonly continuation?: Continuation;
  };
}
