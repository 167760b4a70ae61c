/**
 * A packet being composed: layers (the form) and bytes (the dump), always the same
 * packet. Pure functions; the dialog only shows what they return.
 *
 * Invariant: nothing that is typed is lost. Layers that make no packet stay as they
 * are typed, beside the bytes of the last packet that they made.
 */
import { encode, isHeaderProtocol, PROTOCOLS, toSpecs } from '../../../packets';
import type { Endpoints, Field, FieldValue, HeaderProtocol, LayerSpec, SpecRecord } from '../../../packets';
import { layersAbove, newLayer } from './layer-choices';

export interface Draft {
  readonly layers: readonly LayerSpec[];
  /** The packet; while the layers make none, the last one that they made. */
  readonly bytes: Uint8Array;
  /** Why the layers make no packet, and which field of which layer; null when `bytes` are theirs. */
  readonly problem: { readonly layer: number; readonly field: string; readonly message: string } | null;
}

export function draftOfLayers(layers: readonly LayerSpec[], before?: Draft): Draft {
  const encoded = encode(layers);
  if (encoded.ok) return { layers, bytes: encoded.value, problem: null };
  const { layer, field, message } = encoded.error;
  return { layers, bytes: before?.bytes ?? new Uint8Array(), problem: { layer, field, message } };
}

export function draftOfBytes(bytes: Uint8Array): Draft {
  return { layers: toSpecs(bytes), bytes, problem: null };
}

/** The fields of a layer's fixed part; none for payload and padding. */
export function headerFields(spec: LayerSpec | undefined): readonly Field[] {
  return spec && isHeaderProtocol(spec.protocol) ? PROTOCOLS[spec.protocol].fields : [];
}

/** True for what the codec works out unless it is given: lengths, types, checksums. */
export function isComputed(field: Field): boolean {
  return field.auto !== undefined || field.checksum !== undefined;
}

/** The keys of a layer's lists and texts behind its fixed part. */
export function variableKeys(spec: LayerSpec | undefined): readonly string[] {
  return spec && isHeaderProtocol(spec.protocol) ? Object.keys(PROTOCOLS[spec.protocol].variable ?? {}) : [];
}

export function setField(draft: Draft, layer: number, key: string, value: FieldValue | readonly SpecRecord[]): Draft {
  return changeLayer(draft, layer, (spec) => ({ ...spec, [key]: value }));
}

/** Gives a field back to the codec. */
export function releaseField(draft: Draft, layer: number, key: string): Draft {
  return changeLayer(draft, layer, (spec) => without(spec, new Set([key])));
}

/** Lets this protocol follow a layer. What can follow the new one stays, what cannot goes. */
export function setNext(draft: Draft, after: number, protocol: HeaderProtocol | 'payload', ends: Endpoints): Draft {
  const rest = draft.layers.slice(after + 1);
  const follows = new Set<string>(layersAbove(protocol));
  const keep = protocol === 'payload' ? -1 : rest.findIndex((spec) => follows.has(spec.protocol));
  const kept = keep < 0 ? rest.filter((spec) => spec.protocol === 'padding') : rest.slice(keep);
  const inner = protocol === 'payload' ? rest.find((spec) => spec.protocol === 'payload') : undefined;
  const added = inner ?? newLayer(protocol, ends);
  return restacked(draft, [...draft.layers.slice(0, after + 1), added, ...kept]);
}

export function removeLayer(draft: Draft, layer: number): Draft {
  return restacked(draft, draft.layers.toSpliced(layer, 1));
}

/** True if a layer can change places with the one before it: headers can, behind the first. */
export function canMoveUp({ layers }: Draft, layer: number): boolean {
  const own = layers[layer];
  return layer >= 2 && own !== undefined && isHeaderProtocol(own.protocol);
}

export function moveUp(draft: Draft, layer: number): Draft {
  const own = draft.layers[layer];
  if (!own || !canMoveUp(draft, layer)) return draft;
  return restacked(draft, draft.layers.toSpliced(layer, 1).toSpliced(layer - 1, 0, own));
}

export function setByte(draft: Draft, at: number, value: number): Draft {
  const bytes = draft.bytes.slice();
  bytes[at] = value;
  return draftOfBytes(bytes);
}

/** What follows a layer, as an encoder sees it. */
export function nextOf({ layers }: Pick<Draft, 'layers'>, layer: number): string | undefined {
  const next = layers[layer + 1]?.protocol;
  return next === 'padding' ? undefined : next;
}

function changeLayer(draft: Draft, layer: number, change: (spec: LayerSpec) => LayerSpec): Draft {
  return draftOfLayers(
    draft.layers.map((spec, index) => (index === layer ? change(spec) : spec)),
    draft,
  );
}

/** Another stack of layers: where another one follows than before, the codec says again which. */
function restacked(draft: Draft, layers: readonly LayerSpec[]): Draft {
  const freed = layers.map((spec, index) => {
    const before = draft.layers.indexOf(spec);
    const next = nextOf({ layers }, index);
    if (before < 0 || nextOf(draft, before) === next) return spec;
    const keys = headerFields(spec).filter((field) => field.auto !== undefined && !keepsPort(spec, field, next));
    return without(spec, new Set(keys.map(({ key }) => key)));
  });
  return draftOfLayers(freed, draft);
}

/** UDP's ports say what follows only where that has a port of its own. */
function keepsPort(spec: LayerSpec, { key }: Field, next: string | undefined): boolean {
  return spec.protocol === 'udp' && (key === 'src' || key === 'dst') && (next === undefined || next === 'payload');
}

function without(spec: LayerSpec, keys: ReadonlySet<string>): LayerSpec {
  return { ...Object.fromEntries(Object.entries(spec).filter(([key]) => !keys.has(key))), protocol: spec.protocol };
}
