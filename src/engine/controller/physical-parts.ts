/** What physical flows are made of. */
import { RESERVED_PORTS, type FieldName, type OfAction } from '../openflow';
import type { Binding } from './bindings';

export function output(port: number): OfAction {
  if (port >= RESERVED_PORTS.IN_PORT) throw new Error(`${port} is no port of a switch`);
  return { type: 'output', port };
}

export function set(field: FieldName, value: bigint): OfAction {
  return { type: 'set_field', field, value };
}

/** Of two containers behind one VM with one tag, the one with the lower tunnel key gets the packets. */
export function rankOf(binding: Binding): string {
  return binding.tunnelKey.toString().padStart(8, '0');
}
