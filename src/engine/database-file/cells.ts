/**
 * Values as the tools print them (`ovsdb-client dump`, `list`), to the JSON of RFC 7047,
 * 5.1. A string is printed bare only where it is nothing else: what looks
 * like a number, a UUID or a boolean is one.
 */
import { isUuid } from '../base';

/** `["uuid", …]`, `["set", […]]`, `["map", […]]`, or an atom. */
export type Cell = unknown;

/** The items of an array; none of what is no array. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Of `--data=string`, the default, or `--data=json`. */
export function readCell(printed: string): Cell {
  const text = printed.trim();
  const first = text.charAt(0);
  if (first === '[' || first === '{' || first === '"') {
    const json = /^(?:"|\["(?:set|map|uuid)",)/.test(text) ? parsed(text) : undefined;
    if (json !== undefined) return json;
    const read = first === '"' ? undefined : readMembers(text);
    return read ?? text;
  }
  return bareAtom(text);
}

/** The members of `[a, b]` or `{k=v, k2=v2}`; undefined where it is neither. */
function readMembers(text: string): Cell {
  const isMap = text.startsWith('{');
  const last = text.length - 1;
  if (text.charAt(last) !== (isMap ? '}' : ']')) return undefined;
  const members: unknown[] = [];
  let at = 1;
  while (at < last) {
    const key = readAtom(text, at, last);
    if (key.end === at) return undefined;
    at = key.end;
    if (isMap) {
      if (text.charAt(at) !== '=') return undefined;
      const value = readAtom(text, at + 1, last);
      members.push([key.atom, value.atom]);
      at = value.end;
    } else members.push(key.atom);
    if (at < last && text.charAt(at) !== ',') return undefined;
    at += 1;
    while (at < last && text.charAt(at) === ' ') at++;
  }
  return [isMap ? 'map' : 'set', members];
}

function readAtom(text: string, from: number, to: number): { readonly atom: unknown; readonly end: number } {
  if (text.charAt(from) === '"') {
    for (let at = from + 1; at < to; at++) {
      const char = text.charAt(at);
      if (char === '\\') at++;
      else if (char === '"') {
        const quoted = text.slice(from, at + 1);
        return { atom: parsed(quoted) ?? quoted.slice(1, -1), end: at + 1 };
      }
    }
  }
  let end = from;
  while (end < to && !',= '.includes(text.charAt(end))) end++;
  return { atom: bareAtom(text.slice(from, end)), end };
}

function bareAtom(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text.length === 36 && isUuid(text)) return ['uuid', text];
  return /^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/.test(text) ? Number(text) : text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
