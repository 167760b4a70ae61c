/**
 * Bytes to layers. Total: no bytes make it throw; what cannot be read ends in a
 * layer `malformed` that says why and where.
 *
 * Invariant: the layers cover the packet: each byte lies in exactly one layer, in
 * order, except that padding follows the layers of the header that declared its
 * length too short for it.
 */
import { sameBytes, toHex } from './bytes';
import {
  type AutoContext,
  type Field,
  formatField,
  layoutBytes,
  readField,
  type Resolved,
  type SpecValue,
  type Values,
  writeField,
} from './field';
import type { ProtocolName } from './names';
import { type DecodedField, isFragment, type Interpretation, type Protocol } from './protocol';
import { protocolOf, refineProtocol } from './registry';

/** One protocol's header (or payload) in a packet. */
export interface Layer {
  readonly protocol: ProtocolName;
  /** As people call it: `IPv4`, `Payload`. */
  readonly title: string;
  /** Bytes from the packet's start; for headers the header alone. */
  readonly offset: number;
  readonly length: number;
  readonly fields: readonly DecodedField[];
  /** In the words of tcpdump where it has words. */
  readonly summary: string;
  /** Only for `malformed`: why. */
  readonly reason?: string;
  /** Only for `padding`: index of the layer after whose declared end these bytes lie. */
  readonly owner?: number;
}

/** A layer with what encoding needs to know of it. */
export interface DetailedLayer extends Layer {
  readonly values: Values;
  /** End of the layer with everything it carries. */
  readonly end: number;
  /** Values that encoding would compute, by key, where they differ from the packet's. */
  readonly deviations: ReadonlySet<string>;
}

/** Reads a packet that starts with an Ethernet header, or with `first`. */
export function decode(bytes: Uint8Array, first: ProtocolName = 'ethernet'): readonly Layer[] {
  return decodeDetailed(bytes, first).map(shown);
}

export function decodeDetailed(bytes: Uint8Array, first: ProtocolName = 'ethernet'): readonly DetailedLayer[] {
  const walk = walkHeaders(bytes, first);
  const layers = walk.headers.map((header, index) => finish(header, index, walk.headers, walk.last, bytes));
  return [...layers, ...walk.tail, ...paddings(layers, bytes)];
}

function shown({ protocol, title, offset, length, fields, summary, reason, owner }: DetailedLayer): Layer {
  const layer = { protocol, title, offset, length, fields, summary };
  if (reason !== undefined) return { ...layer, reason };
  return owner === undefined ? layer : { ...layer, owner };
}

interface RawHeader extends Resolved {
  readonly definition: Protocol;
  readonly offset: number;
  readonly length: number;
  readonly end: number;
  readonly interpretation: Interpretation;
}

interface Walk {
  readonly headers: readonly RawHeader[];
  /** What follows the innermost header as an encoder would see it. */
  readonly last: ProtocolName | undefined;
  readonly tail: readonly DetailedLayer[];
}

function walkHeaders(bytes: Uint8Array, first: ProtocolName): Walk {
  const headers: RawHeader[] = [];
  let protocol = refineProtocol(first, bytes, 0);
  let offset = 0;
  let end = bytes.length;
  let needed = true;
  let cut: string | undefined;
  const stop = (rest: readonly DetailedLayer[]): Walk => ({
    headers,
    last: rest.some((layer) => layer.length > 0) ? 'payload' : undefined,
    tail: cut === undefined ? rest : [...rest, malformed(bytes, end, end, cut)],
  });
  for (;;) {
    const definition = protocolOf(protocol);
    if (!definition || (offset === end && !needed)) return stop(offset < end ? [payload(bytes, offset, end)] : []);
    const fixed = layoutBytes(definition.fields);
    if (end - offset < fixed) {
      // Of two reasons for the same missing bytes, the outer declaration says more.
      if (cut !== undefined && offset === end) return stop([]);
      return stop([
        malformed(bytes, offset, end, `${definition.title} needs ${fixed} bytes, ${end - offset} are here`),
      ]);
    }
    const values: Record<string, SpecValue> = {};
    for (const field of definition.fields) values[field.key] = readField(field, bytes, offset);
    const said = definition.interpret({ values, bytes, offset, body: offset + fixed, end, outer: headers });
    if (said.malformed !== undefined)
      return stop([malformed(bytes, offset, end, `${definition.title}: ${said.malformed}`)]);
    const length = said.length ?? fixed;
    const ownEnd = said.end ?? end;
    Object.assign(values, said.extra);
    headers.push({ protocol, values, definition, offset, length, end: ownEnd, interpretation: said });
    offset += length;
    end = ownEnd;
    if (said.tail !== undefined) {
      const reason = `${definition.title}: ${said.tail}`;
      if (said.next === undefined) return stop([malformed(bytes, offset, end, reason)]);
      cut ??= reason;
    }
    protocol = refineProtocol(said.next ?? 'payload', bytes, offset);
    needed = said.needsNext === true;
  }
}

function finish(
  header: RawHeader,
  index: number,
  headers: readonly RawHeader[],
  last: ProtocolName | undefined,
  bytes: Uint8Array,
): DetailedLayer {
  const { definition, values, offset, length, end, interpretation } = header;
  const context: AutoContext = {
    packet: bytes.slice(offset, end),
    headerLength: length,
    values,
    next: headers[index + 1]?.protocol ?? last,
    chain: headers,
    index,
  };
  const deviations = new Set<string>();
  const fields: DecodedField[] = definition.fields.map((field) => {
    const right = rightValue(field, context);
    const wrong = right !== undefined && Number(values[field.key]) !== right;
    if (wrong) deviations.add(field.key);
    return decodedField(
      field,
      values,
      offset,
      wrong ? checksumProblem(field, values, right, headers.slice(0, index)) : undefined,
    );
  });
  const variable = definition.encodeVariable?.(values, { next: context.next });
  const actual = bytes.subarray(offset + layoutBytes(definition.fields), offset + length);
  if (variable && !(variable.ok && sameBytes(variable.value, actual))) deviations.add('rest');
  return {
    protocol: header.protocol,
    title: definition.title,
    offset,
    length,
    fields: [...fields, ...(interpretation.fields ?? [])],
    summary: interpretation.summary,
    values,
    end,
    deviations,
  };
}

/** What encoding would compute for the field; undefined for a field that it does not compute. */
function rightValue(field: Field, context: AutoContext): number | undefined {
  if (field.auto) return field.auto(context);
  if (!field.checksum) return undefined;
  const zeroed = context.packet.slice();
  writeField(field, zeroed, 0, 0);
  return field.checksum({ ...context, packet: zeroed });
}

function checksumProblem(field: Field, values: Values, right: number, outer: readonly Resolved[]): string | undefined {
  if (!field.checksum || isFragment(outer)) return undefined;
  if (field.zeroMeansNone === true && values[field.key] === 0 && !outer.some(({ protocol }) => protocol === 'ipv6'))
    return undefined;
  return `should be 0x${right.toString(16).padStart(field.bits / 4, '0')}`;
}

function decodedField(field: Field, values: Values, headerOffset: number, problem: string | undefined): DecodedField {
  const found = values[field.key];
  const value = typeof found === 'object' || found === undefined ? '' : found;
  const firstByte = headerOffset + (field.at >> 3);
  return {
    key: field.key,
    name: field.name,
    label: field.label,
    value,
    text: formatField(field, value),
    bits: field.bits,
    offset: firstByte,
    length: headerOffset + Math.ceil((field.at + field.bits) / 8) - firstByte,
    bit: field.at & 7,
    computed: field.auto !== undefined || field.checksum !== undefined,
    ...(problem === undefined ? {} : { problem }),
  };
}

/** From the innermost header outwards: bytes between a header's declared end and its encloser's. */
function paddings(layers: readonly DetailedLayer[], bytes: Uint8Array): readonly DetailedLayer[] {
  const found: DetailedLayer[] = [];
  for (let owner = layers.length - 1; owner >= 0; owner--) {
    const start = layers[owner]?.end ?? 0;
    const end = layers[owner - 1]?.end ?? bytes.length;
    if (start < end) found.push({ ...raw('padding', 'Padding', bytes, start, end), owner });
  }
  return found;
}

function payload(bytes: Uint8Array, start: number, end: number): DetailedLayer {
  return raw('payload', 'Payload', bytes, start, end);
}

function malformed(bytes: Uint8Array, start: number, end: number, reason: string): DetailedLayer {
  return { ...raw('malformed', 'Malformed', bytes, start, end), summary: reason, reason };
}

function raw(
  protocol: 'payload' | 'padding' | 'malformed',
  title: string,
  bytes: Uint8Array,
  start: number,
  end: number,
): DetailedLayer {
  const data = toHex(bytes.subarray(start, end));
  const length = end - start;
  const field = {
    key: 'data',
    name: `${protocol}.data`,
    label: 'Data',
    value: data,
    text: data,
    bits: length * 8,
    offset: start,
    length,
    bit: 0,
    computed: false,
  };
  return {
    protocol,
    title,
    offset: start,
    length,
    fields: length > 0 ? [field] : [],
    summary: `${length} bytes`,
    values: { data },
    end,
    deviations: new Set(),
  };
}
