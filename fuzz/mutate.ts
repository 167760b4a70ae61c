/** Inputs made of others: texts by letters and by words, JSON by its parts, bytes by bits. */
import type { Chance } from './chance';
import { NASTY, NUMBERS } from './nasty';

/** No input grows beyond this: a door's limits are tried by inputs made for it, not by growth. */
const LONGEST = 20_000;

/** One to four changes; `pool` is what may be spliced in. */
export function mutateText(text: string, pool: readonly string[], chance: Chance): string {
  let result = text;
  for (let left = 1 + chance.below(4); left > 0; left--) result = changeText(result, pool, chance);
  return result.slice(0, LONGEST);
}

function changeText(text: string, pool: readonly string[], chance: Chance): string {
  const at = chance.below(text.length + 1);
  const end = Math.min(text.length, at + 1 + chance.below(chance.oneIn(4) ? text.length + 1 : 8));
  const [before, middle, after] = [text.slice(0, at), text.slice(at, end), text.slice(end)];
  switch (chance.below(11)) {
    case 0:
      return before + after;
    case 1:
      return before + middle.repeat(1 + chance.below(4)) + after;
    case 2:
      return before + chance.pick(NASTY) + text.slice(at);
    case 3:
      return before + chance.pick(NASTY) + after;
    case 4:
      return before + String.fromCharCode(chance.below(chance.oneIn(4) ? 0x10000 : 0x80)) + after;
    case 5:
      return withNumber(text, chance);
    case 6:
      return withWords(text, chance);
    case 7: {
      const other = pool.length === 0 ? '' : chance.pick(pool);
      return before + other.slice(chance.below(other.length + 1));
    }
    case 8: {
      const other = pool.length === 0 ? '' : chance.pick(pool);
      const from = chance.below(other.length + 1);
      return before + other.slice(from, from + 1 + chance.below(24)) + after;
    }
    case 9:
      return before + middle.toUpperCase() + after;
    default:
      return chance.oneIn(3) ? text.slice(0, end) : before + Array.from(middle).reverse().join('') + after;
  }
}

/** Another number in the place of one. */
function withNumber(text: string, chance: Chance): string {
  const places = Array.from(text.matchAll(/(?:0x)?[0-9a-f]*\d[0-9a-f]*/gi));
  if (places.length === 0) return text + chance.pick(NUMBERS);
  const place = chance.pick(places);
  return text.slice(0, place.index) + chance.pick(NUMBERS) + text.slice(place.index + place[0].length);
}

/** One word moved, doubled or gone. */
function withWords(text: string, chance: Chance): string {
  const words = wordsOf(text);
  if (words.length < 2) return text;
  const [from, to] = [chance.below(words.length), chance.below(words.length)];
  const word = words[from] ?? '';
  if (chance.oneIn(3)) words.splice(from, 1);
  else if (chance.oneIn(2)) words.splice(to, 0, word);
  else [words[from], words[to]] = [words[to] ?? '', word];
  return words.join('');
}

/** A text in pieces that belong together; joined, they are the text. */
export function wordsOf(text: string): string[] {
  return text.match(/[\w.:-]+|\s+|[^\w.:\s-]/gu) ?? [];
}

export type Json = null | boolean | number | string | Json[] | JsonObject;

/** An interface, since a type may not be made of itself. */
export interface JsonObject {
  [key: string]: Json;
}

export function readJson(text: string): Json {
  return toJson(JSON.parse(text));
}

function toJson(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
    return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object') throw new Error('No JSON.');
  return objectOf(Object.entries(value).map(([key, part]) => [key, toJson(part)]));
}

/** An object in which `__proto__` is a key as any other. */
function objectOf(entries: readonly (readonly [string, Json])[]): JsonObject {
  return Object.fromEntries(entries);
}

/** One to three parts changed; what is not touched is shared with the old value, which stays as it is. */
export function mutateJson(value: Json, chance: Chance): Json {
  let result = value;
  for (let left = 1 + chance.below(3); left > 0; left--) result = changeJson(result, chance, 0);
  return result;
}

function changeJson(value: Json, chance: Chance, depth: number): Json {
  const isParent = typeof value === 'object' && value !== null;
  if (!isParent || chance.oneIn(depth === 0 ? 30 : 6)) return replaceJson(value, chance);
  if (Array.isArray(value)) {
    const list = value.slice();
    const at = chance.below(list.length + 1);
    const item = list[at];
    if (item === undefined || chance.oneIn(8))
      list.splice(at, 0, list.length === 0 ? oddJson(chance) : chance.pick(list));
    else if (chance.oneIn(8)) list.splice(at, 1);
    else list[at] = changeJson(item, chance, depth + 1);
    return list;
  }
  const entries = Object.entries(value);
  const at = chance.below(entries.length + 1);
  const entry = entries[at];
  if (entry === undefined || chance.oneIn(10))
    entries.splice(at, 0, [chance.pick(NASTY).slice(0, 40), oddJson(chance)]);
  else if (chance.oneIn(8)) entries.splice(at, 1);
  else if (chance.oneIn(20)) entries[at] = [mutateText(entry[0], [], chance), entry[1]];
  else entries[at] = [entry[0], changeJson(entry[1], chance, depth + 1)];
  return objectOf(entries);
}

function replaceJson(value: Json, chance: Chance): Json {
  if (typeof value === 'string' && !chance.oneIn(3)) return mutateText(value, [], chance);
  if (typeof value === 'number' && !chance.oneIn(3))
    return chance.pick([0, -1, value + 1, -value, value * 2, 1e308, 0.5]);
  return oddJson(chance);
}

function oddJson(chance: Chance): Json {
  const odd: readonly Json[] = [null, true, false, 0, -1, 1e15, 0.1, '', 'x', [], {}, [null], [[]], { '': null }];
  if (chance.oneIn(6)) return chance.pick(NASTY);
  if (chance.oneIn(200)) return readJson('['.repeat(500) + ']'.repeat(500));
  return chance.pick(odd);
}

/** Bytes with bits flipped, an end cut off, or a part doubled, moved or replaced by another's. */
export function mutateBytes(bytes: Uint8Array, pool: readonly Uint8Array[], chance: Chance): Uint8Array {
  let result = Array.from(bytes);
  for (let left = 1 + chance.below(4); left > 0; left--) {
    const at = chance.below(result.length + 1);
    const size = 1 + chance.below(8);
    switch (chance.below(7)) {
      case 0:
        result = result.slice(0, at);
        break;
      case 1:
        result.splice(at, size);
        break;
      case 2:
        result.splice(at, 0, ...result.slice(at, at + size));
        break;
      case 3:
        result.splice(at, 0, ...Array.from({ length: size }, () => chance.below(256)));
        break;
      case 4: {
        const other = pool.length === 0 ? [] : Array.from(chance.pick(pool));
        result = [...result.slice(0, at), ...other.slice(at)];
        break;
      }
      default:
        if (at < result.length)
          result[at] = chance.oneIn(2)
            ? chance.pick([0, 1, 0x7f, 0x80, 0xff])
            : (result[at] ?? 0) ^ (1 << chance.below(8));
    }
  }
  return Uint8Array.from(result.slice(0, 2000));
}
