/** Logical ports in registers. */
import { FIELDS, type FieldName, type OfAction } from '../../openflow';
import type { EncodeContext } from '../kind';

export function setPort(field: FieldName, port: string, { lookupPort }: EncodeContext): OfAction {
  if (FIELDS[field].bits < 16) throw new Error(`${field} is too narrow for a logical port`);
  return { type: 'set_field', field, value: BigInt(lookupPort(port) ?? 0) };
}
