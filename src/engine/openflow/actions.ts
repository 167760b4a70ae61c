/**
 * OpenFlow actions as data, after ovs-actions(7): the ones that the OVN of 2015
 * uses and the common ones around them. Not offered: groups, meters,
 * conntrack, clone, multipath, bundle, encap and decap.
 */
import type { FieldName } from './fields';
import type { Learn } from './learn';
import type { Subfield } from './subfields';

export type OfAction =
  /** `port` is 16 bits; reserved ones are in RESERVED_PORTS. `maxLen` in bytes counts for CONTROLLER only. */
  | { readonly type: 'output'; readonly port: number; readonly maxLen?: number }
  | { readonly type: 'output_reg'; readonly source: Subfield }
  /** Looks up again: `port` as in_port (the present one if absent), in `table` (the present one if absent). */
  | { readonly type: 'resubmit'; readonly port?: number; readonly table?: number }
  | { readonly type: 'goto_table'; readonly table: number }
  | ({ readonly type: 'load'; readonly value: bigint } & Subfield)
  /** Without `mask`, the whole field. */
  | { readonly type: 'set_field'; readonly field: FieldName; readonly value: bigint; readonly mask?: bigint }
  | { readonly type: 'move'; readonly source: Subfield; readonly target: Subfield }
  | ({ readonly type: 'push' } & Subfield)
  | ({ readonly type: 'pop' } & Subfield)
  /** `pop`: as OpenFlow 1.1 and later name it. */
  | { readonly type: 'strip_vlan'; readonly pop?: true }
  | { readonly type: 'push_vlan'; readonly ethertype: number }
  | { readonly type: 'mod_vlan_vid'; readonly value: number }
  | { readonly type: 'mod_vlan_pcp'; readonly value: number }
  | { readonly type: 'mod_dl_src'; readonly value: bigint }
  | { readonly type: 'mod_dl_dst'; readonly value: bigint }
  | { readonly type: 'mod_nw_src'; readonly value: bigint }
  | { readonly type: 'mod_nw_dst'; readonly value: bigint }
  /** The upper six bits of the byte; a multiple of four. */
  | { readonly type: 'mod_nw_tos'; readonly value: number }
  | { readonly type: 'mod_nw_ecn'; readonly value: number }
  | { readonly type: 'mod_nw_ttl'; readonly value: number }
  | { readonly type: 'mod_tp_src'; readonly value: number }
  | { readonly type: 'mod_tp_dst'; readonly value: number }
  /** `controllers` get the packet when the TTL is spent; [0] prints as plain `dec_ttl`. */
  | { readonly type: 'dec_ttl'; readonly controllers: readonly number[] }
  | { readonly type: 'set_tunnel'; readonly value: bigint; readonly wide: boolean }
  | { readonly type: 'set_queue'; readonly queue: number }
  | { readonly type: 'pop_queue' }
  | { readonly type: 'write_metadata'; readonly value: bigint; readonly mask: bigint }
  /** This flow is clause `clause` (from 1) of `clauses` of conjunction `id`. */
  | { readonly type: 'conjunction'; readonly id: number; readonly clause: number; readonly clauses: number }
  | ({ readonly type: 'learn' } & Learn)
  | { readonly type: 'note'; readonly bytes: readonly number[] }
  | { readonly type: 'exit' };
