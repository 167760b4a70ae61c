/**
 * Reading and changing the fields of a packet as actions do. A change answers the changed copy, or the same flow when
 * the packet has no such field, which OpenFlow passes over in silence.
 */
import {
  cloneFlow,
  FIELDS,
  getField,
  getNumber,
  hasPrerequisites,
  setField,
  setNumber,
  WORD,
  type FieldName,
  type Flow,
  type Subfield,
} from '../openflow';

const TAG_PRESENT = 0x1000;

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

export function writeMasked(flow: Flow, field: FieldName, value: bigint, mask: bigint): Flow {
  if (!isWritable(flow, field)) return flow;
  const old = getField(flow, field);
  return changed(flow, field, (old & ~mask) | (value & mask));
}

export function writeWhole(flow: Flow, field: FieldName, value: bigint): Flow {
  return isWritable(flow, field) ? changed(flow, field, value) : flow;
}

export function isWritable(flow: Flow, field: FieldName): boolean {
  // The VLAN ID of a packet without a tag is no field to set; the whole TCI is.
  return hasPrerequisites(flow, field === 'vlan_vid' ? 'vlan' : FIELDS[field].needs);
}

export function changed(flow: Flow, field: FieldName, value: bigint): Flow {
  const copy = cloneFlow(flow);
  setField(copy, field, value);
  return copy;
}

export function setTag(flow: Flow, mask: number, bits: number): Flow {
  const copy = cloneFlow(flow);
  setNumber(copy, 'vlan_tci', (getNumber(flow, 'vlan_tci') & ~mask) | bits | TAG_PRESENT);
  return copy;
}

export function popVlan(flow: Flow): Flow {
  const copy = cloneFlow(flow);
  setNumber(copy, 'vlan_tci', getNumber(flow, 'vlan_tci1'));
  setNumber(copy, 'vlan_tci1', 0);
  copy[WORD.vlanTpids] = ((flow[WORD.vlanTpids] ?? 0) << 16) >>> 0;
  return copy;
}

/** The switch of 2015 knows one tag, which a new one takes the place of; its type is always 8100. */
export function onlyTag(flow: Flow): Flow {
  const copy = cloneFlow(flow);
  setNumber(copy, 'vlan_tci', TAG_PRESENT);
  copy[WORD.vlanTpids] = 0;
  return copy;
}

/** A new outer tag with VLAN ID and priority 0. */
export function pushVlan(flow: Flow, tpid: number): Flow {
  const copy = cloneFlow(flow);
  setNumber(copy, 'vlan_tci1', getNumber(flow, 'vlan_tci'));
  setNumber(copy, 'vlan_tci', TAG_PRESENT);
  copy[WORD.vlanTpids] = ((tpid << 16) | ((flow[WORD.vlanTpids] ?? 0) >>> 16)) >>> 0;
  return copy;
}
