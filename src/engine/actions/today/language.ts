/**
 * What differs from release to release in today's language of logical actions: which actions there are, where the
 * tables are that they look up, and in which registers they keep what.
 */
import type { FieldName } from '../../openflow';

export type Pipeline = 'ingress' | 'egress';

export interface ActionLanguage {
  /** The actions that the release has, by name. */
  readonly actions: ReadonlySet<string>;
  /** How many logical tables each pipeline has at most; `next` goes no further. */
  readonly stages: Readonly<Record<Pipeline, number>>;
  readonly tables: OpenFlowTables;
  readonly registers: LogicalRegisters;
  /** ct_next and ct_commit_nat say in which zone of a router, `ct_next(snat)`. */
  readonly namesZones: boolean;
  /** A packet waits for what is made of it by `arp {…}` and `nd_ns {…}`. */
  readonly waitsForNeighbours: boolean;
}

/** Numbers of OpenFlow tables. */
export interface OpenFlowTables {
  readonly ingress: number;
  readonly egress: number;
  /** What `output` goes on in, in each pipeline. */
  readonly output: Readonly<Record<Pipeline, number>>;
  readonly remoteOutput: number;
  readonly macBinding: number;
  readonly macLookup: number;
  readonly hairpin: number;
  readonly hairpinReply: number;
  readonly snatToVip: number;
  readonly fdb: number;
  readonly fdbLookup: number;
  readonly inPortSecurity: number;
  readonly outPortSecurity: number;
  readonly ecmpNextHopMac: number;
  readonly ecmpNextHop: number;
  readonly affinity: number;
  readonly macCacheUse: number;
  readonly originalIp4: number;
  readonly originalIp6: number;
  readonly originalPort: number;
  readonly originalProtocol: number;
  readonly floodRemote: number;
  readonly stateSave: number;
  readonly remoteFdb: number;
}

export interface LogicalRegisters {
  readonly inport: FieldName;
  readonly outport: FieldName;
  readonly remoteOutport: FieldName;
  readonly flags: FieldName;
  readonly dnatZone: FieldName;
  readonly snatZone: FieldName;
  /** The connection tracking zone of the port, in its low half. */
  readonly portZone: FieldName;
  /** Where tables leave what they found of a connection. `kept`: what was there is put back afterwards. */
  readonly original: {
    readonly ip4: FieldName;
    readonly ip6: FieldName;
    readonly port: FieldName;
    readonly protocol: FieldName;
    readonly kept: boolean;
  };
  readonly savedState: FieldName;
  /** Backend of a session that load balancing remembers. */
  readonly affinity: {
    readonly ip4: FieldName;
    readonly ip6: { readonly switch: FieldName; readonly router: FieldName };
    readonly port: FieldName;
  };
}

/** Bits of the flags register in which tables answer. They have been the same since 23.03. */
export const FLAG_BITS = {
  lookupMac: 6,
  lookupHairpin: 7,
  lookupFdb: 8,
  portSecurity: 12,
  ecmpNextHop: 13,
  affinity: 14,
} as const;
