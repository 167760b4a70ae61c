/** Who has a switch. */
import type { Switch } from '../vswitch';

/** A machine, as far as packets are concerned. */
export interface Station {
  readonly name: string;
  readonly switch: Switch;
  /** On the underlay; undefined without one. */
  readonly address: bigint | undefined;
  /** The bridge that has the address, which tunnel packets then pass as any others. Absent: the machine has a card for it. */
  readonly underlay?: { readonly bridge: string; readonly macOf: (address: bigint) => bigint };
  countReceived(iface: string, bytes: number): void;
  countSent(iface: string, bytes: number): void;
}
