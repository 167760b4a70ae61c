/** What pinctrl remembers between packets. It never changes: each turn makes another, so that time can be wound back. */
import type { BufferedPackets } from './buffered';
import type { EmptyBackends } from './events';
import type { LearntAddress } from './fdb';
import type { LearntNeighbour } from './learnt-neighbours';
import type { Snooped } from './multicast';
import type { Service } from './services';

export interface PinctrlState {
  /** Where chance goes on. */
  readonly seed: number;
  /** Packets that wait for a neighbour to be known. */
  readonly buffered: ReadonlyMap<string, BufferedPackets>;
  /** Neighbours that are to be written into MAC_Binding. */
  readonly neighbours: ReadonlyMap<string, LearntNeighbour>;
  /** Addresses that are to be written into FDB. */
  readonly addresses: ReadonlyMap<string, LearntAddress>;
  /** Who listens to what, by the key of the datapath. */
  readonly snooped: ReadonlyMap<number, Snooped>;
  readonly events: ReadonlyMap<string, EmptyBackends>;
  /** Of the last event that was written. */
  readonly eventNumber: number;
  readonly services: ReadonlyMap<string, Service>;
}

export function newPinctrlState(seed: number): PinctrlState {
  return {
    seed,
    buffered: new Map(),
    neighbours: new Map(),
    addresses: new Map(),
    snooped: new Map(),
    events: new Map(),
    eventNumber: 0,
    services: new Map(),
  };
}
