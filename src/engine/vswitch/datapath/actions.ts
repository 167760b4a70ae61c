/**
 * What a datapath is told to do with a packet: the outcome of a translation. Sets name the bits that they write, and
 * everything stands in the order in which it is done.
 */
import type { FieldName, Nat } from '../../openflow';

export type DatapathAction =
  /** Out of a port, which the bridge knows by its OpenFlow number. */
  | { readonly type: 'output'; readonly bridge: string; readonly port: number }
  | SetFields
  /** Into a tunnel that the datapath makes itself: outer addresses and key. */
  | {
      readonly type: 'set-tunnel';
      readonly id: bigint | undefined;
      readonly src: bigint;
      readonly dst: bigint;
      readonly option: TunnelOption | undefined;
      readonly csum: boolean;
    }
  | { readonly type: 'push_vlan'; readonly tpid: number; readonly tci: number }
  | { readonly type: 'pop_vlan' }
  | { readonly type: 'tnl_push'; readonly header: TunnelHeader }
  | { readonly type: 'clone'; readonly actions: readonly DatapathAction[] }
  /** All packets, behind a meter. */
  | { readonly type: 'sample'; readonly actions: readonly DatapathAction[] }
  | {
      readonly type: 'check_pkt_len';
      readonly length: number;
      readonly greater: readonly DatapathAction[];
      readonly lessEqual: readonly DatapathAction[];
    }
  | TrackConnection
  | { readonly type: 'ct_clear' }
  | { readonly type: 'recirc'; readonly id: number }
  | { readonly type: 'hash'; readonly algorithm: 'l4' | 'sym_l4'; readonly basis: number }
  | { readonly type: 'meter'; readonly meter: number }
  | { readonly type: 'trunc'; readonly length: number }
  | ToUserspace
  | { readonly type: 'drop' };

/** Fields of one header; `mask` has the bits that are written. */
export interface SetFields {
  readonly type: 'set';
  readonly header: string;
  readonly fields: readonly WrittenField[];
}

export interface WrittenField {
  readonly field: FieldName;
  readonly value: bigint;
  readonly mask: bigint;
}

export interface TrackConnection {
  readonly type: 'ct';
  readonly commit: boolean;
  readonly force: boolean;
  readonly zone: number;
  readonly mark: { readonly value: bigint; readonly mask: bigint } | undefined;
  readonly label: { readonly value: bigint; readonly mask: bigint } | undefined;
  readonly helper: string | undefined;
  readonly nat: Nat | undefined;
}

/** A packet for a controller, which ovs-vswitchd sends on. */
export interface ToUserspace {
  readonly type: 'userspace';
  readonly reason: number;
  readonly dontSend: boolean;
  readonly continuation: boolean;
  readonly recircId: number;
  readonly cookie: bigint;
  readonly controller: number;
  readonly maxLen: number;
}

/** An option of Geneve with 32 bits. */
export interface TunnelOption {
  readonly class: number;
  readonly type: number;
  readonly value: number;
}

/** All that goes before a packet in a tunnel which ovs-vswitchd builds. */
export interface TunnelHeader {
  readonly type: string;
  readonly id: bigint;
  readonly option: TunnelOption | undefined;
  readonly csum: boolean;
  readonly tos: number;
  readonly ttl: number;
  /** IPv4 addresses, 32 bits; 128 for IPv6. */
  readonly src: bigint;
  readonly dst: bigint;
  readonly ipv6: boolean;
  readonly smac: bigint;
  readonly dmac: bigint;
  /** The bridge whose own port the packet leaves by. */
  readonly via: string;
}
