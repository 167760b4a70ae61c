/** How the versions of OpenFlow carry actions, which is how a switch then has them and dump-flows prints them. */
import type { OfAction } from './actions';
import { FIELDS, type FieldName } from './fields';
import { onesOf, type Flow } from './flow';
import { MATCH_ALL, matchValue, type Match } from './match';
import { hasPrerequisites } from './prerequisites';
import { wholeField } from './subfields';

/**
 * The actions as an OpenFlow 1.0 connection carries them and thus as
 * dump-flows prints them: set_field becomes the old action of that field, or
 * loads of its masked bits.
 */
export function toOpenFlow10(actions: readonly OfAction[]): readonly OfAction[] {
  return actions.flatMap((action) => {
    // A tag is pushed by setting it there.
    if (action.type === 'push_vlan') return [];
    if (action.type === 'strip_vlan') return [{ type: 'strip_vlan' } as const];
    if (action.type === 'goto_table') return [{ type: 'resubmit', table: action.table } as const];
    if (action.type === 'mod_nw_ecn')
      return [{ type: 'load', value: BigInt(action.value), ...wholeField('nw_ecn') } as const];
    if (action.type === 'mod_nw_ttl')
      return [{ type: 'load', value: BigInt(action.value), ...wholeField('nw_ttl') } as const];
    return action.type === 'set_field' ? oldSetField(action.field, action.value, action.mask) : [action];
  });
}

/**
 * The actions as a connection of OpenFlow 1.2 to 1.4 carries them: what changes a whole field becomes set_field, parts
 * of fields are loaded, and a tag is pushed where the match does not promise one.
 */
export function toOpenFlow13(actions: readonly OfAction[], match: Match = MATCH_ALL): readonly OfAction[] {
  const flow = matchValue(match);
  let tagged = hasPrerequisites(flow, 'vlan');
  return actions.flatMap((action) => {
    const carried = carry13(action, flow, tagged);
    if (action.type === 'strip_vlan') tagged = false;
    if (action.type === 'push_vlan' || action.type === 'mod_vlan_vid' || action.type === 'mod_vlan_pcp') tagged = true;
    return carried;
  });
}

function carry13(action: OfAction, flow: Flow, tagged: boolean): readonly OfAction[] {
  switch (action.type) {
    case 'set_field':
      return action.mask === undefined || action.mask === onesOf(action.field)
        ? [action]
        : loads(action.field, action.value, action.mask);
    case 'strip_vlan':
      return [{ type: 'strip_vlan', pop: true }];
    case 'mod_vlan_vid':
      return inTag(tagged, { type: 'set_field', field: 'vlan_vid', value: BigInt(action.value | 0x1000) });
    case 'mod_vlan_pcp':
      return inTag(tagged, { type: 'set_field', field: 'vlan_pcp', value: BigInt(action.value) });
    case 'mod_dl_src':
      return [{ type: 'set_field', field: 'eth_src', value: action.value }];
    case 'mod_dl_dst':
      return [{ type: 'set_field', field: 'eth_dst', value: action.value }];
    case 'mod_nw_src':
      return [{ type: 'set_field', field: 'ip_src', value: action.value }];
    case 'mod_nw_dst':
      return [{ type: 'set_field', field: 'ip_dst', value: action.value }];
    case 'mod_nw_tos':
      return [{ type: 'set_field', field: 'ip_dscp', value: BigInt(action.value >> 2) }];
    case 'mod_nw_ecn':
      return [{ type: 'set_field', field: 'nw_ecn', value: BigInt(action.value) }];
    case 'mod_tp_src':
      return [{ type: 'set_field', field: portField(flow, 'src'), value: BigInt(action.value) }];
    case 'mod_tp_dst':
      return [{ type: 'set_field', field: portField(flow, 'dst'), value: BigInt(action.value) }];
    case 'set_tunnel':
      return [{ type: 'set_field', field: 'tun_id', value: action.value }];
    default:
      return [action];
  }
}

function inTag(tagged: boolean, set: OfAction): readonly OfAction[] {
  return tagged ? [set] : [{ type: 'push_vlan', ethertype: 0x8100 }, set];
}

function portField(flow: Flow, end: 'src' | 'dst'): FieldName {
  if (hasPrerequisites(flow, 'udp')) return `udp_${end}`;
  return hasPrerequisites(flow, 'sctp') ? `sctp_${end}` : `tcp_${end}`;
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
