/**
 * A match: for some bits of a flow, the value they must have. It is kept
 * sparse, as the words that have any bit in them, because a switch holds
 * hundreds of thousands; values are zero outside their masks, so two matches
 * are the same exactly when their words are.
 */
import { FIELDS, FLOW_WORDS, type FieldName } from './fields';
import { getField, putBits, storedWidth, type Flow } from './flow';

export interface Match {
  /** Indexes of words that have a bit to match, ascending. */
  readonly words: readonly number[];
  /** The masks of those words, none 0. */
  readonly masks: readonly number[];
  /** The values of those words, 0 where the mask is 0. */
  readonly values: readonly number[];
}

/** One field's part of a match. Without `mask`, the whole field. */
export interface MatchTerm {
  readonly field: FieldName;
  readonly value: bigint;
  readonly mask?: bigint;
}

/** Matches every packet. */
export const MATCH_ALL: Match = { words: [], masks: [], values: [] };

/**
 * The match of all the terms. Terms may share words and add to each other; a
 * bit that is named twice has the last value. A field whose place in a flow is
 * narrower than its header (`arp_op`, `ip_frag`, `ct_state`) loses the upper
 * bits, as in Open vSwitch. `dl_vlan` and `dl_vlan_pcp` also ask for the tag.
 */
export function matchFrom(terms: readonly MatchTerm[]): Match {
  const value = new Uint32Array(FLOW_WORDS);
  const mask = new Uint32Array(FLOW_WORDS);
  for (const term of terms) addTerm(value, mask, term);
  return matchFromWords(value, mask);
}

/** The match of dense value and mask words. */
export function matchFromWords(value: Flow, mask: Flow): Match {
  const words: number[] = [];
  const masks: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < FLOW_WORDS; i++) {
    const bits = mask[i] ?? 0;
    if (bits === 0) continue;
    words.push(i);
    masks.push(bits);
    values.push(((value[i] ?? 0) & bits) >>> 0);
  }
  return { ...shapeOf(words, masks), values };
}

/** What a match looks at, whatever values it asks for. */
type Shape = Pick<Match, 'words' | 'masks'>;

/** Hundreds of thousands of matches have some dozens of shapes: all that are alike share one. */
const shapes = new Map<number, Shape[]>();

/** Beyond so many they are begun anew, so that hostile flows do not fill memory. */
const MANY_SHAPES = 4_096;

function shapeOf(words: readonly number[], masks: readonly number[]): Shape {
  let hash = words.length;
  for (let i = 0; i < words.length; i++) {
    hash = (Math.imul(hash, 0x01000193) ^ (words[i] ?? 0)) | 0;
    hash = Math.imul(hash ^ (masks[i] ?? 0), 0x85ebca6b) | 0;
  }
  const alike = shapes.get(hash);
  const known = alike?.find((shape) => sameNumbers(shape.words, words) && sameNumbers(shape.masks, masks));
  if (known !== undefined) return known;
  const shape = { words, masks };
  if (shapes.size >= MANY_SHAPES) shapes.clear();
  if (alike === undefined || shapes.size === 0) shapes.set(hash, [shape]);
  else alike.push(shape);
  return shape;
}

/** The value words of a match, 0 where it does not care. */
export function matchValue(match: Match): Flow {
  return spread(match.words, match.values);
}

/** The mask words of a match. */
export function matchMask(match: Match): Flow {
  return spread(match.words, match.masks);
}

/** What a match asks of one field; the mask is 0 when it asks nothing. */
export function matchField(match: Match, field: FieldName): { readonly value: bigint; readonly mask: bigint } {
  return { value: getField(matchValue(match), field), mask: getField(matchMask(match), field) };
}

export function matches(match: Match, flow: Flow): boolean {
  const { words, masks, values } = match;
  for (let i = 0; i < words.length; i++) {
    if (((flow[words[i] ?? 0] ?? 0) & (masks[i] ?? 0)) >>> 0 !== values[i]) return false;
  }
  return true;
}

export function sameMatch(a: Match, b: Match): boolean {
  return sameNumbers(a.words, b.words) && sameNumbers(a.masks, b.masks) && sameNumbers(a.values, b.values);
}

/** A text that two matches share exactly when they are the same. */
export function matchKey(match: Match): string {
  return `${maskKey(match)}=${match.values.map(base36).join(',')}`;
}

/** A text that two matches share exactly when they look at the same bits. */
export function maskKey(match: Match): string {
  const { words, masks } = match;
  const known = MASK_KEYS.get(masks);
  if (known?.words === words) return known.key;
  const key = words.map((word, i) => `${base36(word)}.${base36(masks[i] ?? 0)}`).join(',');
  MASK_KEYS.set(masks, { words, key });
  return key;
}

/** By masks: shapes never change, so their keys are worth keeping: a flow table asks for them again and again. */
const MASK_KEYS = new WeakMap<readonly number[], { readonly words: readonly number[]; readonly key: string }>();

/** What both matches ask; undefined when no packet can satisfy both. */
export function intersectMatches(a: Match, b: Match): Match | undefined {
  const value = matchValue(a);
  const mask = matchMask(a);
  for (const [i, word] of b.words.entries()) {
    const bits = b.masks[i] ?? 0;
    const want = b.values[i] ?? 0;
    if ((((value[word] ?? 0) ^ want) & bits & (mask[word] ?? 0)) !== 0) return undefined;
    value[word] = ((value[word] ?? 0) | want) >>> 0;
    mask[word] = ((mask[word] ?? 0) | bits) >>> 0;
  }
  return matchFromWords(value, mask);
}

/** True when every packet that satisfies `narrow` satisfies `wide`. */
export function matchCovers(wide: Match, narrow: Match): boolean {
  const value = matchValue(narrow);
  const mask = matchMask(narrow);
  return wide.words.every((word, i) => {
    const bits = wide.masks[i] ?? 0;
    return (~(mask[word] ?? 0) & bits) === 0 && ((value[word] ?? 0) & bits) >>> 0 === wide.values[i];
  });
}

const TAG_PRESENT = 0x1000n;

function addTerm(value: Flow, mask: Flow, term: MatchTerm): void {
  const spec = FIELDS[term.field];
  const ones = (1n << BigInt(spec.bits)) - 1n;
  const bits = (term.mask ?? ones) & ones;
  if (term.field === 'dl_vlan' || term.field === 'dl_vlan_pcp') {
    orBits(value, mask, 'vlan_tci', TAG_PRESENT, TAG_PRESENT);
  }
  if (term.field === 'nw_tos') orBits(value, mask, 'nw_tos', term.value, bits & 0xfcn);
  // A whole ICMP type covers the 16 bits of the place it shares with ports.
  else if (bits === ones && spec.stored > spec.bits) {
    putBits(mask, spec, (1n << BigInt(spec.stored)) - 1n, spec.stored);
    putBits(value, spec, term.value & ones, spec.stored);
  } else orBits(value, mask, term.field, term.value, bits);
}

function orBits(value: Flow, mask: Flow, field: FieldName, want: bigint, bits: bigint): void {
  const spec = FIELDS[field];
  const width = storedWidth(spec);
  putBits(mask, spec, getField(mask, field) | bits, width);
  putBits(value, spec, (getField(value, field) & ~bits) | (want & bits), width);
}

function spread(words: readonly number[], values: readonly number[]): Flow {
  const flow = new Uint32Array(FLOW_WORDS);
  for (let i = 0; i < words.length; i++) flow[words[i] ?? 0] = values[i] ?? 0;
  return flow;
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function base36(value: number): string {
  return value.toString(36);
}
