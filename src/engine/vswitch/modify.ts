/**
 * The actions that change fields. Each takes a flow and answers the changed
 * copy, or the same flow when the packet has no such field, which OpenFlow
 * passes over in silence.
 */
import {
  cloneFlow,
  FIELDS,
  getField,
  getNumber,
  hasPrerequisites,
  hasTransport,
  setField,
  setNumber,
  WORD,
  type FieldName,
  type Flow,
  type OfAction,
  type Subfield,
  type TagReading,
} from '../openflow';

const TAG_PRESENT = 0x1000;

/** The kinds of actions that change fields and do nothing else. */
const MODIFICATIONS = {
  load: true,
  set_field: true,
  move: true,
  strip_vlan: true,
  push_vlan: true,
  mod_vlan_vid: true,
  mod_vlan_pcp: true,
  mod_dl_src: true,
  mod_dl_dst: true,
  mod_nw_src: true,
  mod_nw_dst: true,
  mod_nw_tos: true,
  mod_nw_ecn: true,
  mod_nw_ttl: true,
  mod_tp_src: true,
  mod_tp_dst: true,
  set_tunnel: true,
  write_metadata: true,
} as const satisfies Partial<Record<OfAction['type'], true>>;

export type Modification = Extract<OfAction, { readonly type: keyof typeof MODIFICATIONS }>;

export function isModification(action: OfAction): action is Modification {
  return Object.hasOwn(MODIFICATIONS, action.type);
}

/** The flow after such an action. */
export function modifyFlow(action: Modification, flow: Flow, tags: TagReading = 'two'): Flow {
  switch (action.type) {
    case 'load':
      return writeSubfield(flow, action, action.value);
    case 'set_field':
      return action.mask === undefined
        ? writeWhole(flow, action.field, action.value)
        : writeMasked(flow, action.field, action.value, action.mask);
    case 'move':
      return writeSubfield(flow, action.target, readSubfield(flow, action.source));
    case 'strip_vlan':
      return popVlan(flow);
    case 'push_vlan':
      return tags === 'one' ? onlyTag(flow) : pushVlan(flow, action.ethertype);
    case 'mod_vlan_vid':
      return setTag(flow, 0xfff, action.value);
    case 'mod_vlan_pcp':
      return setTag(flow, 0xe000, action.value << 13);
    case 'mod_dl_src':
      return changed(flow, 'eth_src', action.value);
    case 'mod_dl_dst':
      return changed(flow, 'eth_dst', action.value);
    case 'mod_nw_src':
      return hasPrerequisites(flow, 'ipv4') ? changed(flow, 'ip_src', action.value) : flow;
    case 'mod_nw_dst':
      return hasPrerequisites(flow, 'ipv4') ? changed(flow, 'ip_dst', action.value) : flow;
    case 'mod_nw_tos':
      return hasPrerequisites(flow, 'ip') ? changed(flow, 'ip_dscp', BigInt(action.value >> 2)) : flow;
    case 'mod_nw_ecn':
      return hasPrerequisites(flow, 'ip') ? changed(flow, 'nw_ecn', BigInt(action.value)) : flow;
    case 'mod_nw_ttl':
      return hasPrerequisites(flow, 'ip') ? changed(flow, 'nw_ttl', BigInt(action.value)) : flow;
    case 'mod_tp_src':
      return hasTransport(flow) ? changed(flow, 'tcp_src', BigInt(action.value)) : flow;
    case 'mod_tp_dst':
      return hasTransport(flow) ? changed(flow, 'tcp_dst', BigInt(action.value)) : flow;
    case 'set_tunnel':
      return changed(flow, 'tun_id', action.value);
    case 'write_metadata':
      return writeMasked(flow, 'metadata', action.value, action.mask);
  }
}

/** The fields that an action of this kind may change. */
export function fieldsOf(action: OfAction): readonly FieldName[] {
  switch (action.type) {
    case 'load':
    case 'set_field':
    case 'pop':
      return [action.field];
    case 'move':
      return [action.target.field];
    case 'strip_vlan':
    case 'push_vlan':
      return ['vlan_tci', 'vlan_tci1'];
    case 'mod_vlan_vid':
    case 'mod_vlan_pcp':
      return ['vlan_tci'];
    case 'mod_dl_src':
      return ['eth_src'];
    case 'mod_dl_dst':
      return ['eth_dst'];
    case 'mod_nw_src':
      return ['ip_src'];
    case 'mod_nw_dst':
      return ['ip_dst'];
    case 'mod_nw_tos':
    case 'mod_nw_ecn':
      return ['nw_tos'];
    case 'mod_nw_ttl':
    case 'dec_ttl':
      return ['nw_ttl'];
    case 'mod_tp_src':
      return ['tcp_src'];
    case 'mod_tp_dst':
      return ['tcp_dst'];
    case 'set_tunnel':
      return ['tun_id'];
    case 'write_metadata':
      return ['metadata'];
    case 'output':
    case 'output_reg':
    case 'resubmit':
    case 'goto_table':
    case 'push':
    case 'set_queue':
    case 'pop_queue':
    case 'conjunction':
    case 'learn':
    case 'note':
    case 'exit':
      return NO_FIELDS;
  }
}

const NO_FIELDS: readonly FieldName[] = [];

export function readSubfield(flow: Flow, { field, offset, bits }: Subfield): bigint {
  if (bits === FIELDS[field].bits) return getField(flow, field);
  return (getField(flow, field) >> BigInt(offset)) & ((1n << BigInt(bits)) - 1n);
}

/** Writes the low bits of `value`; the flow itself when the packet has no such field. */
export function writeSubfield(flow: Flow, { field, offset, bits }: Subfield, value: bigint): Flow {
  if (bits === FIELDS[field].bits) return writeWhole(flow, field, value);
  const mask = ((1n << BigInt(bits)) - 1n) << BigInt(offset);
  return writeMasked(flow, field, value << BigInt(offset), mask);
}

/** The TTL (or hop limit) less one; undefined when it is spent. Other packets stay as they are. */
export function decrementTtl(flow: Flow): Flow | undefined {
  if (!hasPrerequisites(flow, 'ip')) return flow;
  const ttl = getNumber(flow, 'nw_ttl');
  return ttl > 1 ? changed(flow, 'nw_ttl', BigInt(ttl - 1)) : undefined;
}

function writeMasked(flow: Flow, field: FieldName, value: bigint, mask: bigint): Flow {
  if (!isWritable(flow, field)) return flow;
  const old = getField(flow, field);
  return changed(flow, field, (old & ~mask) | (value & mask));
}

function writeWhole(flow: Flow, field: FieldName, value: bigint): Flow {
  return isWritable(flow, field) ? changed(flow, field, value) : flow;
}

function isWritable(flow: Flow, field: FieldName): boolean {
  // The VLAN ID of a packet without a tag is no field to set; the whole TCI is.
  return hasPrerequisites(flow, field === 'vlan_vid' ? 'vlan' : FIELDS[field].needs);
}

function changed(flow: Flow, field: FieldName, value: bigint): Flow {
  const copy = cloneFlow(flow);
  setField(copy, field, value);
  return copy;
}

function setTag(flow: Flow, mask: number, bits: number): Flow {
  const copy = cloneFlow(flow);
  setNumber(copy, 'vlan_tci', (getNumber(flow, 'vlan_tci') & ~mask) | bits | TAG_PRESENT);
  return copy;
}

function popVlan(flow: Flow): Flow {
  const copy = cloneFlow(flow);
  setNumber(copy, 'vlan_tci', getNumber(flow, 'vlan_tci1'));
  setNumber(copy, 'vlan_tci1', 0);
  copy[WORD.vlanTpids] = ((flow[WORD.vlanTpids] ?? 0) << 16) >>> 0;
  return copy;
}

/** The switch of 2015 knows one tag, which a new one takes the place of; its type is always 8100. */
function onlyTag(flow: Flow): Flow {
  const copy = cloneFlow(flow);
  setNumber(copy, 'vlan_tci', TAG_PRESENT);
  copy[WORD.vlanTpids] = 0;
  return copy;
}

/** A new outer tag with VLAN ID and priority 0. */
function pushVlan(flow: Flow, tpid: number): Flow {
  const copy = cloneFlow(flow);
  setNumber(copy, 'vlan_tci1', getNumber(flow, 'vlan_tci'));
  setNumber(copy, 'vlan_tci', TAG_PRESENT);
  copy[WORD.vlanTpids] = ((tpid << 16) | ((flow[WORD.vlanTpids] ?? 0) >>> 16)) >>> 0;
  return copy;
}
