/** What registers and metadata of a packet in the integration bridge stand for. */
import type { FieldName } from '../openflow';

/** A field that holds the key of something, and the words before its name. */
export interface RegisterMeaning {
  readonly field: FieldName;
  /** A datapath's number on this hypervisor, or the key of a logical port in the packet's datapath. */
  readonly holds: 'datapath' | 'port';
  /** E.g. `logical inport`, as in `logical inport "sw0-port1"`. */
  readonly words: string;
}

export interface RegisterMap {
  readonly datapath: FieldName;
  readonly inport: FieldName;
  readonly outport: FieldName;
  /** Where a packet that came in by a tunnel says which port it is for. */
  readonly tunnelOutport: FieldName;
  /** All that hold a key, in the order in which people read them. */
  readonly meanings: readonly RegisterMeaning[];
}
