/**
 * OpenFlow actions as data, after ovs-actions(7): the ones that the OVN of 2015
 * uses and the common ones around them. Not offered: groups, meters, learn,
 * conntrack, clone, multipath, bundle, encap and decap.
 */
import { FIELDS, type FieldName } from './fields';
import { onesOf } from './flow';

/** `bits` bits of a field from `offset` on, written FIELD[offset..end]. */
export interface Subfield {
  readonly field: FieldName;
  readonly offset: number;
  readonly bits: number;
}

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
  | { readonly type: 'strip_vlan' }
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
  | { readonly type: 'note'; readonly bytes: readonly number[] }
  | { readonly type: 'exit' };

/** The whole of a field, for push, pop, load and move. */
export function wholeField(field: FieldName): Subfield {
  return { field, offset: 0, bits: FIELDS[field].bits };
}

/**
 * The actions as an OpenFlow 1.0 connection carries them and thus as
 * dump-flows prints them: set_field becomes the old action of that field, or
 * loads of its masked bits.
 */
export function toOpenFlow10(actions: readonly OfAction[]): readonly OfAction[] {
  return actions.flatMap((action) => {
    if (action.type === 'goto_table') return [{ type: 'resubmit', table: action.table } as const];
    if (action.type === 'mod_nw_ecn')
      return [{ type: 'load', value: BigInt(action.value), ...wholeField('nw_ecn') } as const];
    if (action.type === 'mod_nw_ttl')
      return [{ type: 'load', value: BigInt(action.value), ...wholeField('nw_ttl') } as const];
    return action.type === 'set_field' ? oldSetField(action.field, action.value, action.mask) : [action];
  });
}

/** The actions as a connection of OpenFlow 1.2 to 1.4 carries them: only a whole field is set, parts of it are loaded. */
export function toOpenFlow13(actions: readonly OfAction[]): readonly OfAction[] {
  return actions.flatMap((action) => {
    if (action.type !== 'set_field' || action.mask === undefined || action.mask === onesOf(action.field))
      return [action];
    return loads(action.field, action.value, action.mask);
  });
}

const OLD_ACTION_OF: Partial<Record<FieldName, (value: bigint) => OfAction>> = {
  eth_src: (value) => ({ type: 'mod_dl_src', value }),
  eth_dst: (value) => ({ type: 'mod_dl_dst', value }),
  ip_src: (value) => ({ type: 'mod_nw_src', value }),
  ip_dst: (value) => ({ type: 'mod_nw_dst', value }),
  nw_tos: (value) => ({ type: 'mod_nw_tos', value: Number(value & 0xfcn) }),
  ip_dscp: (value) => ({ type: 'mod_nw_tos', value: Number(value << 2n) }),
  tcp_src: (value) => ({ type: 'mod_tp_src', value: Number(value) }),
  tcp_dst: (value) => ({ type: 'mod_tp_dst', value: Number(value) }),
  udp_src: (value) => ({ type: 'mod_tp_src', value: Number(value) }),
  udp_dst: (value) => ({ type: 'mod_tp_dst', value: Number(value) }),
  vlan_vid: (value) => ({ type: 'mod_vlan_vid', value: Number(value & 0xfffn) }),
  vlan_pcp: (value) => ({ type: 'mod_vlan_pcp', value: Number(value) }),
};

function oldSetField(field: FieldName, value: bigint, mask: bigint = onesOf(field)): readonly OfAction[] {
  const old = mask === onesOf(field) ? OLD_ACTION_OF[field] : undefined;
  if (old) return [old(value)];
  if (field === 'vlan_tci' && mask === onesOf(field)) {
    if ((value & 0x1000n) === 0n) return [{ type: 'strip_vlan' }];
    return [
      { type: 'mod_vlan_vid', value: Number(value & 0xfffn) },
      { type: 'mod_vlan_pcp', value: Number(value >> 13n) },
    ];
  }
  return loads(field, value, mask);
}

/** A load for each run of bits of the mask, of 64 at most. */
function loads(field: FieldName, value: bigint, mask: bigint): readonly OfAction[] {
  const found: OfAction[] = [];
  const { bits } = FIELDS[field];
  for (let offset = 0; offset < bits;) {
    if (((mask >> BigInt(offset)) & 1n) === 0n) {
      offset += 1;
      continue;
    }
    let length = 1;
    while (length < 64 && offset + length < bits && ((mask >> BigInt(offset + length)) & 1n) === 1n) length += 1;
    const part = (value >> BigInt(offset)) & ((1n << BigInt(length)) - 1n);
    found.push({ type: 'load', value: part, field, offset, bits: length });
    offset += length;
  }
  return found;
}
