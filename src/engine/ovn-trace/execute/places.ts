/** Bits of a packet's fields, read and written. */
import { FIELDS, getField, hasPrerequisites, setField, type Flow, type Subfield } from '../../openflow';

export function readPlace(flow: Flow, { field, offset, bits }: Subfield): bigint {
  return (getField(flow, field) >> BigInt(offset)) & ones(bits);
}

/** Bits of `value` beyond the place are dropped. */
export function writePlace(flow: Flow, { field, offset, bits }: Subfield, value: bigint): void {
  const mask = ones(bits) << BigInt(offset);
  setField(flow, field, (getField(flow, field) & ~mask) | ((value << BigInt(offset)) & mask));
}

/** Whether the packet has the field at all; what it does not have is not written. */
export function hasPlace(flow: Flow, { field }: Subfield): boolean {
  return hasPrerequisites(flow, FIELDS[field].needs);
}

/** Registers are of the pipelines: what is written there nobody outside can see. */
export function isRegister({ field }: Subfield): boolean {
  return /^x*reg\d+$/.test(field);
}

function ones(bits: number): bigint {
  return (1n << BigInt(bits)) - 1n;
}
