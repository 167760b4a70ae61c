/** The fields of a packet that can be supposed to be others, and the packet that has them. Pure. */
import { decode, encode, isHeaderProtocol, PROTOCOLS, toSpecs } from '../../../packets';
import type { Field, LayerSpec } from '../../../packets';

export interface PacketField {
  /** The layer's number and the field's key. */
  readonly id: string;
  readonly label: string;
  readonly value: string;
}

export function packetFields(bytes: Uint8Array): readonly PacketField[] {
  const specs = toSpecs(bytes);
  return decode(bytes).flatMap((layer, index) => {
    const protocol = specs[index]?.protocol;
    if (protocol !== layer.protocol || !isHeaderProtocol(protocol)) return [];
    const known: readonly Field[] = PROTOCOLS[protocol].fields;
    return layer.fields.flatMap(({ key, name, label, value, computed }) => {
      const simple = typeof value === 'string' || typeof value === 'number';
      if (computed || !simple || !known.some((field) => field.key === key)) return [];
      return [{ id: `${index} ${key}`, label: name === '' ? `${layer.title}: ${label}` : name, value: String(value) }];
    });
  });
}

/** The packet with one field changed, or what is wrong with the value. */
export function withField(
  bytes: Uint8Array,
  id: string,
  value: string,
): { readonly bytes: Uint8Array } | { readonly problem: string } {
  const [layer = '', key = ''] = id.split(' ');
  const specs = toSpecs(bytes).map((spec, index): LayerSpec =>
    index === Number(layer) ? { ...spec, [key]: value.trim() } : spec,
  );
  const encoded = encode(specs);
  return encoded.ok ? { bytes: encoded.value } : { problem: encoded.error.message };
}
