/**
 * What a protocol is to the codec: a fixed part laid out as fields, and functions
 * for what follows from them. Everything else (reading, writing, defaults,
 * checksums, round trips) is common to all.
 */
import type { Result } from '../engine/base';
import type { AutoContext, Field, FieldValue, Resolved, SpecRecord, SpecValue, Values } from './field';
import type { ProtocolName } from './names';
import { formatIpv6, parseIpv4, parseIpv6 } from './address';
import { fromHex } from './bytes';
import { pseudoHeaderSum } from './checksum';
import { num, str } from './field';

/** A field as it was found in a packet. */
export interface DecodedField {
  /** The key under which a layer specification sets it; empty for parts of an option. */
  readonly key: string;
  /** In OVN's match language or ovs-fields(7) where there is a name there. */
  readonly name: string;
  readonly label: string;
  readonly value: FieldValue;
  /** `value` in the notation people know, e.g. `0x0800 (IPv4)`. */
  readonly text: string;
  readonly bits: number;
  /** Bytes of the packet that it touches: from the packet's start. */
  readonly offset: number;
  readonly length: number;
  /** The first bit of the field in its first byte, 0 the highest. */
  readonly bit: number;
  /** True if the codec computes it unless told otherwise. */
  readonly computed: boolean;
  /** Why the value is wrong, such as a checksum that should be another. */
  readonly problem?: string;
}

/** A header whose fixed part has been read. */
export interface Header {
  readonly values: Values;
  readonly bytes: Uint8Array;
  /** Start of the header in the packet. */
  readonly offset: number;
  /** End of the fixed part. */
  readonly body: number;
  /** End of what encloses this header: the packet, or an outer header's declared length. */
  readonly end: number;
  /** Outermost first, without this one. */
  readonly outer: readonly Resolved[];
}

export interface Interpretation {
  readonly summary: string;
  /** Bytes of the whole header when it has a variable part. */
  readonly length?: number;
  /** Where the layer says it ends (absolute); bytes after it are padding. */
  readonly end?: number;
  /** What follows; nothing interprets it when left out. */
  readonly next?: ProtocolName;
  /** True if the header must be followed by something: an empty rest is malformed. */
  readonly needsNext?: boolean;
  /** Values of the variable part. */
  readonly extra?: Readonly<Record<string, SpecValue>>;
  readonly fields?: readonly DecodedField[];
  /** The header itself makes no sense. */
  readonly malformed?: string;
  /** The header is right, but what should follow is cut short or contradicts it. */
  readonly tail?: string;
}

export interface Protocol {
  /** As people call it. */
  readonly title: string;
  readonly fields: readonly Field[];
  /** Keys of lists and texts in the variable part with what a new layer has there. */
  readonly variable?: Readonly<Record<string, SpecValue>>;
  readonly interpret: (header: Header) => Interpretation;
  /** Bytes of the variable part; the error is a sentence. Must accept whatever `interpret` puts in `extra`. */
  readonly encodeVariable?: (
    values: Values,
    context: { readonly next: ProtocolName | undefined },
  ) => Result<Uint8Array, string>;
}

/**
 * The sum over the pseudo-header of the nearest enclosing IPv4 or IPv6 header, or
 * zero outside of one. `length` is that of the upper-layer packet.
 */
export function enclosingPseudoHeader(context: AutoContext, ipProtocol: number): number {
  for (let i = context.index - 1; i >= 0; i--) {
    const layer = context.chain[i];
    if (layer?.protocol === 'ipv4') {
      return addressSum(parseIpv4(str(layer.values, 'src')), parseIpv4(str(layer.values, 'dst')), ipProtocol, context);
    }
    if (layer?.protocol === 'ipv6') {
      const final = finalDestination(context, i) ?? str(layer.values, 'dst');
      return addressSum(parseIpv6(str(layer.values, 'src')), parseIpv6(final), ipProtocol, context);
    }
  }
  return 0;
}

/** True if the packet is one fragment of several, so that its transport checksum covers bytes that are not here. */
export function isFragment(layers: readonly Resolved[]): boolean {
  return layers.some(
    ({ protocol, values }) =>
      (protocol === 'ipv4' || protocol === 'ipv6-fragment') &&
      (num(values, 'more') === 1 || num(values, 'fragment') > 0),
  );
}

/** True if `record` has no other keys than these. */
export function onlyKeys(record: SpecRecord, keys: readonly string[]): boolean {
  return Object.keys(record).every((key) => keys.includes(key));
}

function addressSum(
  source: ReturnType<typeof parseIpv4>,
  destination: ReturnType<typeof parseIpv4>,
  ipProtocol: number,
  context: AutoContext,
): number {
  if (!source.ok || !destination.ok) return 0;
  return pseudoHeaderSum(source.value, destination.value, ipProtocol, context.packet.length);
}

/** RFC 8200 section 8.1: with a routing header still in use, the final destination counts. */
function finalDestination(context: AutoContext, from: number): string | undefined {
  for (let i = from + 1; i < context.index; i++) {
    const layer = context.chain[i];
    if (layer?.protocol !== 'ipv6-routing' || num(layer.values, 'left') === 0) continue;
    const addresses = fromHex(str(layer.values, 'data'))?.subarray(4);
    if (!addresses || addresses.length < 16) continue;
    // Segment routing (type 4) lists segments backwards, the other types forwards.
    return formatIpv6(addresses, num(layer.values, 'type') === 4 ? 0 : addresses.length - 16);
  }
  return undefined;
}
