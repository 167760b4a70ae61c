/**
 * A packet being composed: layers (the form) and bytes (the dump), always the same
 * packet. Pure functions; the dialog only shows what they return.
 */
import { decode, encode, formatHex, isHeaderProtocol, parseHex, PROTOCOLS, toSpecs } from '../../../packets';
import type { Field, FieldValue, HeaderProtocol, LayerSpec } from '../../../packets';

export interface Draft {
  readonly layers: readonly LayerSpec[];
  /** The packet, or null while the layers do not make one. */
  readonly bytes: Uint8Array | null;
  /** What is wrong, and with which field of which layer. */
  readonly problem: { readonly layer: number; readonly field: string; readonly message: string } | null;
}

export function draftOfLayers(layers: readonly LayerSpec[]): Draft {
  const encoded = encode(layers);
  if (encoded.ok) return { layers, bytes: encoded.value, problem: null };
  const { layer, field, message } = encoded.error;
  return { layers, bytes: null, problem: { layer, field, message } };
}

export function draftOfBytes(bytes: Uint8Array): Draft {
  return { layers: toSpecs(bytes), bytes, problem: null };
}

/** Reads pasted hex; the error is a sentence. */
export function draftOfHex(text: string): { readonly draft: Draft } | { readonly error: string } {
  const parsed = parseHex(text);
  return parsed.ok ? { draft: draftOfBytes(parsed.value) } : { error: parsed.error.message };
}

export function hexDump(bytes: Uint8Array): string {
  return formatHex(bytes);
}

/** One field of the form. `given` is false while the codec computes the value. */
export interface FormField {
  readonly key: string;
  readonly name: string;
  readonly label: string;
  readonly text: string;
  readonly computed: boolean;
  readonly given: boolean;
  readonly flag: boolean;
}

export function fieldsOf(draft: Draft, layer: number): readonly FormField[] {
  const spec = draft.layers[layer];
  if (!spec || !isHeaderProtocol(spec.protocol)) return [];
  // Computed values are in no specification: they are read out of the bytes.
  const decoded = draft.bytes ? decode(draft.bytes)[layer] : undefined;
  const shown = decoded?.protocol === spec.protocol ? decoded.fields : [];
  return PROTOCOLS[spec.protocol].fields.map((field: Field) => {
    const own = spec[field.key];
    const value = own ?? shown.find(({ key }) => key === field.key)?.value ?? field.initial ?? '';
    return {
      key: field.key,
      name: field.name,
      label: field.label,
      text: textOf(field, value),
      computed: field.auto !== undefined || field.checksum !== undefined,
      given: own !== undefined,
      flag: field.kind === 'flag',
    };
  });
}

/** Sets a field; an empty text gives a computed field back to the codec. */
export function setField(draft: Draft, layer: number, key: string, text: FieldValue): Draft {
  const layers = draft.layers.map((spec, index) => {
    if (index !== layer) return spec;
    if (text === '') {
      const entries = Object.entries(spec).filter(([name]) => name !== key);
      return { ...Object.fromEntries(entries), protocol: spec.protocol };
    }
    return { ...spec, [key]: text };
  });
  return draftOfLayers(layers);
}

export function addLayer(draft: Draft, after: number, protocol: HeaderProtocol): Draft {
  return draftOfLayers(released(draft.layers.toSpliced(after + 1, 0, { protocol })));
}

export function removeLayer(draft: Draft, layer: number): Draft {
  return draftOfLayers(released(draft.layers.toSpliced(layer, 1)));
}

/** Types and lengths that a parsed packet carried explicitly would contradict another stack of layers. */
function released(layers: readonly LayerSpec[]): readonly LayerSpec[] {
  return layers.map((spec) => {
    if (!isHeaderProtocol(spec.protocol)) return spec;
    const fields: readonly Field[] = PROTOCOLS[spec.protocol].fields;
    const computed = new Set(fields.filter((field) => field.auto ?? field.checksum).map((field) => field.key));
    return {
      ...Object.fromEntries(Object.entries(spec).filter(([key]) => !computed.has(key))),
      protocol: spec.protocol,
    };
  });
}

function textOf(field: Field, value: LayerSpec[string]): string {
  if (typeof value === 'number' && field.kind === 'hex') return `0x${value.toString(16)}`;
  return typeof value === 'object' ? '' : String(value);
}

/** What people put on top of a layer. */
export const layersAbove: Readonly<Partial<Record<string, readonly HeaderProtocol[]>>> = {
  ethernet: ['vlan', 'arp', 'ipv4', 'ipv6'],
  vlan: ['vlan', 'arp', 'ipv4', 'ipv6'],
  ipv4: ['icmp', 'tcp', 'udp', 'sctp'],
  ipv6: ['icmpv6', 'tcp', 'udp', 'sctp'],
};
