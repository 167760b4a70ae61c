/**
 * Layers as plain JSON to bytes, and back. Every field has a default; lengths,
 * types and checksums are computed unless a specification gives them, so that a
 * packet is right unless it is broken on purpose.
 *
 * Invariant: `encode(toSpecs(bytes))` is `bytes`, for any bytes.
 */
import { err, isRecord, ok, type Problem, type Result } from '../engine/base';
import { concatBytes, fromHex, toHex } from './bytes';
import { decodeDetailed, type DetailedLayer } from './decode';
import {
  type AutoContext,
  initialValue,
  layoutBytes,
  parseField,
  type Resolved,
  type SpecValue,
  type Values,
  writeField,
} from './field';
import type { ProtocolName } from './names';
import { isHeaderProtocol, protocolOf, PROTOCOLS } from './registry';

/**
 * One layer of a packet to build: the protocol and values by the keys of its
 * fields. `payload` and `padding` have `data` in hex; padding may name the `owner`,
 * the index of the layer after whose declared length it comes. `rest` gives the
 * variable part of a header as raw hex instead of its lists.
 */
export interface LayerSpec {
  readonly protocol: Exclude<ProtocolName, 'malformed'>;
  readonly [key: string]: SpecValue;
}

/** What is wrong with a specification, and where. */
export interface SpecProblem extends Problem {
  /** Index of the layer. */
  readonly layer: number;
  /** Key of the field; empty if the layer as a whole is meant. */
  readonly field: string;
}

export function encode(specs: readonly LayerSpec[]): Result<Uint8Array, SpecProblem> {
  const chain: Resolved[] = [];
  const trailers = new Map<number, Uint8Array[]>();
  for (const [layer, spec] of specs.entries()) {
    if (spec.protocol === 'padding') continue;
    if (chain.some(({ protocol }) => protocol === 'payload')) {
      return err({ code: 'after-payload', message: 'nothing can follow a payload but padding', layer, field: '' });
    }
    const resolved = resolve(spec, layer);
    if (!resolved.ok) return resolved;
    chain.push(resolved.value);
  }
  for (const [layer, spec] of specs.entries()) {
    if (spec.protocol !== 'padding') continue;
    const data = rawData(spec, layer);
    if (!data.ok) return data;
    const owner = typeof spec.owner === 'number' ? spec.owner : defaultOwner(chain);
    if (owner > chain.length || !Number.isInteger(owner)) {
      return err({ code: 'invalid-field', message: 'owner must be the index of a layer', layer, field: 'owner' });
    }
    trailers.set(owner, [...(trailers.get(owner) ?? []), data.value]);
  }
  return ok(assemble(chain, trailers));
}

/** Encodes what a program built itself: a problem is then our bug, and throws. */
export function encodeTrusted(specs: readonly LayerSpec[]): Uint8Array {
  const result = encode(specs);
  if (!result.ok) throw new Error(`layer ${result.error.layer}: ${result.error.message}`);
  return result.value;
}

/** The specification that encodes to exactly these bytes, with computed values left out where they are right. */
export function toSpecs(bytes: Uint8Array, first: ProtocolName = 'ethernet'): readonly LayerSpec[] {
  const layers = decodeDetailed(bytes, first);
  const usual = defaultOwner(layers.filter(({ protocol }) => isHeaderProtocol(protocol)));
  const specs: LayerSpec[] = [];
  for (const layer of layers) {
    const { protocol } = layer;
    if (protocol === 'padding') {
      specs.push({
        protocol,
        ...layer.values,
        ...(layer.owner === usual || layer.owner === undefined ? {} : { owner: layer.owner }),
      });
    } else if (protocol === 'payload' || protocol === 'malformed') {
      if (layer.length > 0) specs.push({ protocol: 'payload', ...layer.values });
    } else {
      specs.push({ protocol, ...headerSpec(layer, bytes) });
    }
  }
  return specs;
}

/** A new layer of the protocol with every value that is not computed, for an editor to show. */
export function defaultSpec(protocol: Exclude<ProtocolName, 'malformed'>): LayerSpec {
  const definition = protocolOf(protocol);
  if (!definition) return { protocol, data: '' };
  const values: Record<string, SpecValue> = {};
  for (const field of definition.fields) if (!field.auto && !field.checksum) values[field.key] = initialValue(field);
  return { protocol, ...values, ...definition.variable };
}

function headerSpec(layer: DetailedLayer, bytes: Uint8Array): Values {
  const definition = protocolOf(layer.protocol);
  if (!definition) return {};
  const values: Record<string, SpecValue> = {};
  for (const field of definition.fields) {
    const computed = field.auto !== undefined || field.checksum !== undefined;
    const value = layer.values[field.key];
    if (value !== undefined && (!computed || layer.deviations.has(field.key))) values[field.key] = value;
  }
  if (layer.deviations.has('rest')) {
    const start = layer.offset + layoutBytes(definition.fields);
    values.rest = toHex(bytes.subarray(start, layer.offset + layer.length));
  }
  // Lists are kept beside `rest`: a computed count may depend on them.
  for (const key of Object.keys(definition.variable ?? {})) {
    const value = layer.values[key];
    if (value !== undefined) values[key] = value;
  }
  return values;
}

/** Checks a specification and fills in the defaults; computed values that were not given stay absent. */
function resolve(spec: LayerSpec, layer: number): Result<Resolved, SpecProblem> {
  const { protocol } = spec;
  // What comes from JSON may be anything.
  const given: unknown = protocol;
  if (typeof given !== 'string')
    return err({ code: 'unknown-protocol', message: 'the name of a protocol is a text', layer, field: '' });
  const definition = protocolOf(protocol);
  if (!definition) {
    if (protocol !== 'payload')
      return err({ code: 'unknown-protocol', message: `there is no protocol "${protocol}"`, layer, field: '' });
    const data = rawData(spec, layer);
    return data.ok ? ok({ protocol, values: { data: toHex(data.value) } }) : data;
  }
  const values: Record<string, SpecValue> = { ...definition.variable };
  for (const field of definition.fields) {
    const given = spec[field.key];
    if (given === undefined) {
      if (!field.auto && !field.checksum) values[field.key] = initialValue(field);
      continue;
    }
    const parsed = parseField(field, given);
    if (!parsed.ok)
      return err({ code: 'invalid-field', message: `${field.name} ${parsed.error}`, layer, field: field.key });
    values[field.key] = parsed.value;
  }
  for (const [key, usual] of Object.entries(definition.variable ?? {})) {
    const given = spec[key];
    if (given === undefined) continue;
    const wrong = typeof usual === 'object' ? wrongList(given) : typeof given === 'string' ? undefined : 'a text';
    if (wrong !== undefined)
      return err({ code: 'invalid-field', message: `${key}: expected ${wrong}`, layer, field: key });
    values[key] = given;
  }
  const rest = spec.rest === undefined ? undefined : hexOf(spec.rest);
  if (spec.rest !== undefined && !rest)
    return err({ code: 'invalid-field', message: 'rest must be bytes in hexadecimal', layer, field: 'rest' });
  if (rest) return ok({ protocol, values: { ...values, rest: toHex(rest) } });
  const variable = definition.encodeVariable?.(values, { next: undefined });
  if (variable && !variable.ok) {
    const field = Object.keys(definition.variable ?? {})[0] ?? '';
    return err({ code: 'invalid-field', message: `${definition.title}: ${variable.error}`, layer, field });
  }
  return ok({ protocol, values: variable ? { ...values, rest: toHex(variable.value) } : values });
}

/**
 * What was expected instead, unless it is a list of records. A specification may
 * come from a document, so that its types are only what it says of itself.
 */
function wrongList(given: unknown): string | undefined {
  if (!Array.isArray(given) || !given.every(isRecord)) return 'a list of objects';
  const isPlain = (value: unknown) => ['string', 'number', 'boolean', 'undefined'].includes(typeof value);
  const fits = given.every((record) =>
    Object.values(record).every((value) => (Array.isArray(value) ? value.every(isPlain) : isPlain(value))),
  );
  return fits ? undefined : 'objects of texts, numbers, truth values and lists of them';
}

/** From the innermost layer outwards, since lengths and checksums look inwards. */
function assemble(chain: readonly Resolved[], trailers: ReadonlyMap<number, readonly Uint8Array[]>): Uint8Array {
  let inner: Uint8Array = concatBytes(trailers.get(chain.length) ?? []);
  for (let index = chain.length - 1; index >= 0; index--) {
    const own = assembleLayer(chain, index, inner);
    inner = concatBytes([own, ...(trailers.get(index) ?? [])]);
  }
  return inner;
}

function assembleLayer(chain: readonly Resolved[], index: number, inner: Uint8Array): Uint8Array {
  const layer = chain[index];
  if (!layer) return inner;
  const { protocol, values } = layer;
  if (!isHeaderProtocol(protocol)) return concatBytes([hexOf(values.data) ?? new Uint8Array(0), inner]);
  const definition = PROTOCOLS[protocol];
  const rest = hexOf(values.rest) ?? new Uint8Array(0);
  const fixed = layoutBytes(definition.fields);
  const packet = concatBytes([new Uint8Array(fixed), rest, inner]);
  const innerLayer = chain[index + 1];
  const empty = innerLayer?.protocol === 'payload' && innerLayer.values.data === '';
  const context: AutoContext = {
    packet,
    headerLength: fixed + rest.length,
    values,
    next: empty ? undefined : innerLayer?.protocol,
    chain,
    index,
  };
  for (const field of definition.fields) {
    const value = values[field.key];
    if (value !== undefined && typeof value !== 'object') writeField(field, packet, 0, value);
    else if (field.auto) writeField(field, packet, 0, field.auto(context));
  }
  for (const field of definition.fields) {
    if (field.checksum && values[field.key] === undefined) writeField(field, packet, 0, field.checksum(context));
  }
  return packet;
}

/** Padding usually fills up the outermost header that declares its own length. */
function defaultOwner(chain: readonly { readonly protocol: ProtocolName }[]): number {
  const bounded: readonly ProtocolName[] = ['arp', 'rarp', 'ipv4', 'ipv6', 'llc'];
  const found = chain.findIndex(({ protocol }) => bounded.includes(protocol));
  return found >= 0 && chain[found]?.protocol === 'llc' ? found - 1 : found < 0 ? chain.length : found;
}

function rawData(spec: LayerSpec, layer: number): Result<Uint8Array, SpecProblem> {
  const data = spec.data === undefined ? new Uint8Array(0) : hexOf(spec.data);
  return data
    ? ok(data)
    : err({ code: 'invalid-field', message: 'data must be bytes in hexadecimal', layer, field: 'data' });
}

function hexOf(value: SpecValue | undefined): Uint8Array | undefined {
  return typeof value === 'string' ? fromHex(value.replace(/[\s:]/g, '')) : undefined;
}
