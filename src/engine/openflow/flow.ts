/**
 * A packet's fields and metadata as words, in the layout of `fields.ts`. The
 * words are what the classifier hashes; the bigints are for people and actions.
 */
import { FIELDS, FLOW_WORDS, type FieldName, type FieldSpec } from './fields';

/** `FLOW_WORDS` words. Fields that a packet does not have are 0. */
export type Flow = Uint32Array;

/**
 * Which tags a switch reads as tags. Open vSwitch before 2.8, and thus that of 2015, takes off one 802.1Q tag and
 * nothing else: whatever type is behind it (88a8, or a second 8100) is the type.
 */
export type TagReading = 'one' | 'two';

export function newFlow(): Flow {
  return new Uint32Array(FLOW_WORDS);
}

/** Copies are views of one block, since an array this long has memory of its own outside the heap, which costs more than the copy. */
export function cloneFlow(flow: Flow): Flow {
  if (used === BLOCK) {
    block = new Uint32Array(BLOCK * FLOW_WORDS);
    used = 0;
  }
  const copy = block.subarray(used * FLOW_WORDS, (used + 1) * FLOW_WORDS);
  used += 1;
  copy.set(flow);
  return copy;
}

/** Flows in one block. */
const BLOCK = 64;
let block = new Uint32Array(BLOCK * FLOW_WORDS);
let used = 0;

/** The value of a field, of any width. */
export function getField(flow: Flow, field: FieldName): bigint {
  return readBits(flow, FIELDS[field]);
}

/** The value in the place that `spec` names: `getField` for who has looked the field up. */
export function readBits(flow: Flow, spec: FieldSpec): bigint {
  const width = storedWidth(spec);
  if (width <= 32) return BigInt(getSmall(flow, spec, width));
  // Metadata and tunnel keys have 64 bits, of which OVN uses the lower half.
  if (width === 64 && flow[spec.word - 1] === 0) return BigInt(flow[spec.word] ?? 0);
  let value = 0n;
  const words = Math.ceil(width / 32);
  for (let i = words - 1; i >= 0; i--) {
    const word = (flow[spec.word - i] ?? 0) & partMask(width, i);
    value = (value << 32n) | BigInt(word >>> 0);
  }
  return value;
}

/** The value of a field of at most 32 bits; wider ones lose their upper bits. */
export function getNumber(flow: Flow, field: FieldName): number {
  const spec = FIELDS[field];
  return getSmall(flow, spec, Math.min(storedWidth(spec), 32));
}

/** Sets a field; bits beyond its width are dropped. */
export function setField(flow: Flow, field: FieldName, value: bigint): void {
  const spec = FIELDS[field];
  if (spec.bits <= 32) putSmall(flow, spec, Number(BigInt.asUintN(32, value)));
  else putBits(flow, spec, value);
}

/** Sets a field of at most 32 bits. */
export function setNumber(flow: Flow, field: FieldName, value: number): void {
  putSmall(flow, FIELDS[field], value);
}

function putSmall(flow: Flow, spec: FieldSpec, value: number): void {
  const mask = partMask(storedWidth(spec), 0);
  const keep = ~(mask << spec.shift);
  flow[spec.word] = (((flow[spec.word] ?? 0) & keep) | ((value & mask) << spec.shift)) >>> 0;
}

/** All the bits of a field, as a number of `bits` ones. */
export function onesOf(field: FieldName): bigint {
  return (1n << BigInt(FIELDS[field].bits)) - 1n;
}

/** Writes `value` into the words of `spec`; also used for masks. */
export function putBits(words: Uint32Array, spec: FieldSpec, value: bigint, width: number = storedWidth(spec)): void {
  for (let i = 0, rest = value; i * 32 < width; i++, rest >>= 32n) {
    const mask = partMask(width, i);
    const part = Number(rest & 0xffffffffn);
    const keep = ~(mask << spec.shift);
    const at = spec.word - i;
    words[at] = (((words[at] ?? 0) & keep) | ((part & mask) << spec.shift)) >>> 0;
  }
}

/** Bits that the place of a field really holds: less than `bits` for arp_op, ip_frag and ct_state. */
export function storedWidth(spec: FieldSpec): number {
  return Math.min(spec.bits, spec.stored);
}

function getSmall(flow: Flow, spec: FieldSpec, width: number): number {
  return (((flow[spec.word] ?? 0) >>> spec.shift) & partMask(width, 0)) >>> 0;
}

/** The ones of the `i`th 32-bit part, from the least significant, of a value of `width` bits. */
function partMask(width: number, i: number): number {
  const bits = width - i * 32;
  return bits >= 32 ? 0xffffffff : bits <= 0 ? 0 : 0xffffffff >>> (32 - bits);
}
