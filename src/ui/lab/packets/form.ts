/** A draft as a form shows it: each field with its text, its place in the bytes, and what is wrong with it. */
import { decode, encode, initialValue, parseField, protocolOf, readBits } from '../../../packets';
import type { Field, LayerSpec, SpecRecord } from '../../../packets';
import { headerFields, isComputed, nextOf, releaseField, variableKeys } from './draft';
import type { Draft } from './draft';

/** Bytes of the packet, `end` exclusive. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export interface FormField {
  readonly key: string;
  /** In the match language or in ovs-fields(7), where there is a name there. */
  readonly name: string;
  readonly label: string;
  readonly bits: number;
  readonly flag: boolean;
  readonly text: string;
  /** What the number stands for. */
  readonly meaning: string | null;
  /** Names that can be typed instead of numbers. */
  readonly choices: readonly string[];
  /** Worked out by the codec, unless `pinned`. */
  readonly computed: boolean;
  readonly pinned: boolean;
  readonly place: Place | null;
  /** Why the value cannot be written. */
  readonly problem: string | null;
  /** What a computed value should be; null when it is that. */
  readonly shouldBe: string | null;
}

export interface FormLayer {
  readonly index: number;
  readonly protocol: string;
  readonly title: string;
  readonly place: Place | null;
  readonly fields: readonly FormField[];
  /** The lists behind the fixed part. */
  readonly lists: readonly { readonly key: string; readonly records: readonly SpecRecord[] }[];
  /** The variable part as bytes, where they are given instead of lists. */
  readonly rest: string | null;
  /** Data in hexadecimal: of a payload, of padding, of some extension headers. */
  readonly data: string | null;
  readonly variablePlace: Place | null;
  /** A problem of the layer as a whole, or of its lists. */
  readonly problem: string | null;
}

export function formOf(draft: Draft): readonly FormLayer[] {
  const places = placesOf(draft.layers);
  return draft.layers.map((spec, index) => layerOf(draft, spec, index, places[index] ?? null));
}

function layerOf(draft: Draft, spec: LayerSpec, index: number, place: Place | null): FormLayer {
  const fields = headerFields(spec);
  const fixed = fields.reduce((bits, field) => bits + field.bits, 0) / 8;
  const keys = variableKeys(spec);
  const { problem } = draft;
  const ownProblem = problem?.layer === index && !fields.some(({ key }) => key === problem.field) ? problem : null;
  const data = keys.includes('data') || fields.length === 0 ? textOf(spec.data ?? '') : null;
  return {
    index,
    protocol: spec.protocol,
    title: titleOf(spec.protocol),
    place,
    fields: fields.map((field) => fieldOf(draft, spec, index, field, place)),
    lists: keys.flatMap((key) => (key === 'data' ? [] : [{ key, records: recordsOf(spec[key]) }])),
    rest: spec.rest === undefined ? null : textOf(spec.rest),
    data,
    variablePlace: place && place.start + fixed < place.end ? { start: place.start + fixed, end: place.end } : null,
    problem: ownProblem === null ? null : ownProblem.message,
  };
}

function fieldOf(draft: Draft, spec: LayerSpec, layer: number, field: Field, header: Place | null): FormField {
  const own = spec[field.key];
  const computed = isComputed(field);
  const place = header && {
    start: header.start + (field.at >> 3),
    end: header.start + Math.ceil((field.at + field.bits) / 8),
  };
  const parsed = own === undefined ? undefined : parseField(field, own);
  const number = own === undefined && header ? valueAt(draft, header, field) : undefined;
  const value = own ?? number ?? (computed ? '' : initialValue(field));
  const canonical = parsed?.ok === true ? parsed.value : value;
  const names = field.kind === 'bits' ? {} : (field.names ?? {});
  return {
    key: field.key,
    name: field.name,
    label: field.label,
    bits: field.bits,
    flag: field.kind === 'flag',
    text: own === undefined || typeof own === 'number' ? numberText(field, value) : textOf(own),
    meaning: typeof canonical === 'number' ? meaningOf(field, canonical) : null,
    choices: Object.values(names),
    computed,
    pinned: computed && own !== undefined,
    place,
    problem: parsed?.ok === false ? `${field.label} ${parsed.error}.` : null,
    shouldBe: computed && parsed?.ok === true ? shouldBe(draft, layer, field, Number(parsed.value)) : null,
  };
}

/** The value that the codec writes, once the layers make a packet. */
function valueAt(draft: Draft, header: Place, field: Field): number | boolean | undefined {
  if (draft.problem || !isComputed(field)) return undefined;
  const number = readBits(draft.bytes, header.start * 8 + field.at, field.bits);
  return field.kind === 'flag' ? number === 1 : number;
}

/** What the codec would write in place of a given value, where that can be told and is another. */
function shouldBe(draft: Draft, layer: number, field: Field, given: number): string | null {
  const spec = draft.layers[layer];
  if (draft.problem || !spec || !canBeWrong(draft, layer, spec, field, given)) return null;
  const right = releaseField(draft, layer, field.key);
  const header = placesOf(right.layers)[layer];
  if (right.problem || !header) return null;
  const value = readBits(right.bytes, header.start * 8 + field.at, field.bits);
  if (value === given) return null;
  const meaning = meaningOf(field, value);
  return `${numberText(field, value)}${meaning === null ? '' : ` (${meaning})`}`;
}

function canBeWrong(draft: Draft, layer: number, { protocol }: LayerSpec, field: Field, given: number): boolean {
  if (protocol === 'udp' && (field.key === 'src' || field.key === 'dst')) return false;
  // Nothing says what uninterpreted bytes are, so that any type may be theirs.
  const next = nextOf(draft, layer);
  if (TYPES.has(field.key) && (next === undefined || next === 'payload')) return false;
  const outer = draft.layers.slice(0, layer);
  // In a fragment, lengths and sums are those of the whole datagram.
  if (outer.some((spec) => isOn(spec.more) || isOn(spec.fragment))) return false;
  const overIpv6 = outer.some((spec) => spec.protocol === 'ipv6');
  return !(field.zeroMeansNone === true && given === 0 && !overIpv6);
}

/** Fields that say what follows. */
const TYPES: ReadonlySet<string> = new Set(['type', 'proto', 'dsap', 'ssap', 'bos', 'pid']);

function isOn(value: LayerSpec[string] | undefined): boolean {
  return value !== undefined && value !== false && value !== 0 && value !== '0' && value !== 'false';
}

/** Where each layer lies: its size is what encoding it adds to what is inside it. Empty while that cannot be told. */
function placesOf(layers: readonly LayerSpec[]): readonly Place[] {
  const kept = known.get(layers);
  if (kept) return kept;
  const inner = layers.filter(({ protocol }) => protocol !== 'padding');
  const sizes = inner.map((_, index) => encodedSize(inner.slice(index)));
  const total = sizes[0] ?? 0;
  const found: Place[] = [];
  let padded = total;
  let at = 0;
  for (const spec of layers) {
    if (spec.protocol === 'padding') {
      const size = textOf(spec.data ?? '').replace(/[\s:]/g, '').length / 2;
      found.push({ start: padded, end: padded + size });
      padded += size;
      continue;
    }
    found.push({ start: total - (sizes[at] ?? total), end: total - (sizes[at + 1] ?? 0) });
    at += 1;
  }
  const places = sizes.includes(-1) ? [] : found;
  known.set(layers, places);
  return places;
}

const known = new WeakMap<readonly LayerSpec[], readonly Place[]>();

function encodedSize(layers: readonly LayerSpec[]): number {
  const encoded = encode(layers);
  return encoded.ok ? encoded.value.length : -1;
}

/** What is wrong with a packet, in the order of its bytes. */
export interface Fault {
  readonly kind: 'invalid' | 'wrong' | 'malformed';
  readonly layer: number;
  /** Empty for the layer as a whole. */
  readonly key: string;
  readonly text: string;
}

export function faultsOf(draft: Draft, form: readonly FormLayer[]): readonly Fault[] {
  const faults: Fault[] = form.flatMap(({ index, title, fields, problem }) => [
    ...fields.flatMap(({ key, label, problem: own, shouldBe: right }): Fault[] => {
      if (own !== null) return [{ kind: 'invalid', layer: index, key, text: `${title}: ${own}` }];
      if (right === null) return [];
      return [{ kind: 'wrong', layer: index, key, text: `${title}: ${label} is wrong, it should be ${right}.` }];
    }),
    ...(problem === null ? [] : [{ kind: 'invalid', layer: index, key: '', text: `${title}: ${problem}.` } as const]),
  ]);
  if (draft.problem) return faults;
  const malformed = decode(draft.bytes).flatMap(({ reason }): Fault[] =>
    reason === undefined ? [] : [{ kind: 'malformed', layer: -1, key: '', text: `${reason}.` }],
  );
  return [...faults, ...malformed];
}

/** The innermost field whose bytes hold this one. */
export function fieldAt(
  form: readonly FormLayer[],
  byte: number,
): { readonly layer: number; readonly key: string } | null {
  const layer = form.find(({ place }) => place && byte >= place.start && byte < place.end);
  if (!layer) return null;
  const field = layer.fields.find(({ place }) => place && byte >= place.start && byte < place.end);
  return { layer: layer.index, key: field?.key ?? layer.lists[0]?.key ?? 'data' };
}

export function placeOf(form: readonly FormLayer[], layer: number, key: string): Place | null {
  const found = form[layer];
  if (!found) return null;
  const field = found.fields.find((candidate) => candidate.key === key);
  if (field) return field.place;
  return key === '' || found.fields.length === 0 ? found.place : found.variablePlace;
}

export function titleOf(protocol: string): string {
  const special: Readonly<Record<string, string>> = { payload: 'Payload', padding: 'Padding', '': 'Nothing' };
  return protocolOf(protocol)?.title ?? special[protocol] ?? protocol;
}

function numberText(field: Field, value: LayerSpec[string]): string {
  if (typeof value === 'number' && field.kind === 'hex')
    return `0x${value.toString(16).padStart(Math.ceil(field.bits / 4), '0')}`;
  if (typeof value === 'number' && field.kind === 'bits') return bitNames(field, value);
  return textOf(value);
}

function bitNames({ names = {} }: Field, value: number): string {
  const set = Object.entries(names).filter(([bit]) => (value & Number(bit)) !== 0);
  const rest = set.reduce((left, [bit]) => left & ~Number(bit), value);
  return rest === 0 && set.length > 0 ? set.map(([, name]) => name).join('|') : `0x${value.toString(16)}`;
}

function meaningOf(field: Field, value: number): string | null {
  return field.kind === 'bits' ? null : (field.names?.[value] ?? null);
}

function textOf(value: LayerSpec[string]): string {
  return typeof value === 'object' ? '' : String(value);
}

function recordsOf(value: LayerSpec[string] | undefined): readonly SpecRecord[] {
  return typeof value === 'object' ? value : [];
}
