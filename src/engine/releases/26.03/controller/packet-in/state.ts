/** What pinctrl remembers between packets. It never changes: each turn makes another, so that time can be wound back. */
import type { PacketIn } from './packet';

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

export interface BufferedPackets {
  readonly datapath: bigint;
  readonly port: number;
  readonly ip: string;
  readonly packets: readonly PacketIn[];
  readonly expiresAt: number;
}

export interface LearntNeighbour {
  readonly datapath: bigint;
  readonly port: number;
  readonly ip: string;
  readonly mac: string;
  readonly dueAt: number;
}

export interface LearntAddress {
  readonly datapath: number;
  readonly port: number;
  readonly mac: string;
  readonly dueAt: number;
}

/** What was learnt on a datapath. Times are when it is forgotten. */
export interface Snooped {
  /** Groups by address, the one that was heard of last at the end. */
  readonly groups: ReadonlyMap<string, SnoopedGroup>;
  /** Ports behind which there is a multicast router, by key. */
  readonly routers: ReadonlyMap<number, number>;
  /** Of the settings; another says that all is to be forgotten. */
  readonly sequence: number;
}

export interface SnoopedGroup {
  readonly protocol: string;
  readonly ports: ReadonlyMap<number, number>;
}

/** A load balancer was asked for that has nobody behind it. */
export interface EmptyBackends {
  readonly vip: string;
  readonly protocol: string;
  readonly loadBalancer: string;
  /** For so long it is written again if somebody takes it away. */
  readonly forgetAt: number;
}

/** What is known of a service that is checked. Times are virtual milliseconds. */
export interface Service {
  readonly state: 'new' | 'waiting' | 'online' | 'offline';
  readonly status: 'online' | 'offline' | undefined;
  /** In a row. */
  readonly successes: number;
  readonly failures: number;
  /** How long an answer is waited for, and when the next check is due. */
  readonly waitsUntil: number;
  readonly nextAt: number;
  /** Of the last check: its source port or identifier, and its sequence number. */
  readonly source: number;
  readonly sequence: number;
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
