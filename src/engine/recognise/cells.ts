/**
 * Values of columns, from the text in which OVSDB's tools print and take them
 * (`["a", "b"]`, `{key=value}`, `"quoted"`, bare) and from JSON (RFC 7047, 5.1).
 */
import type { TextRange } from '../base';
import type { JsonNode } from './json';

export interface Atom {
  readonly text: string;
  /** Of a quoted string without its quotes. */
  readonly place: TextRange;
}

export interface Cell {
  readonly place: TextRange;
  /** The value, the members of a set, or the values of a map. */
  readonly atoms: readonly Atom[];
  /** Of a map, beside `atoms`. */
  readonly keys: readonly string[];
}

/** Reads the value that stands in `text` from `from` to `to`. Anything is a value. */
export function readCell(text: string, from: number, to: number): Cell {
  const atoms: Atom[] = [];
  const keys: string[] = [];
  let start = from;
  let end = to;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  const place = { start, end };
  const first = text.charAt(start);
  const bracketed = (first === '[' && text.charAt(end - 1) === ']') || (first === '{' && text.charAt(end - 1) === '}');
  if (!bracketed) {
    const atom = readAtom(text, start, end, false);
    // A bare value goes to the end, whatever stands in it.
    const whole = atom.end === end ? atom.atom : { text: text.slice(start, end), place };
    const list = atom.end < end && /^["\w.:/-]+"?\s*,/.test(text.slice(start, Math.min(end, start + 200)));
    if (!list) return { place, atoms: start === end ? [] : [whole], keys };
  }
  for (let at = bracketed ? start + 1 : start, last = bracketed ? end - 1 : end; at < last;) {
    const code = text.charCodeAt(at);
    if (isBlank(code) || code === 0x2c) {
      at++;
      continue;
    }
    const read = readAtom(text, at, last, true);
    at = read.end;
    if (first === '{' && text.charAt(at) === '=') {
      keys.push(read.atom.text);
      const value = readAtom(text, at + 1, last, true);
      atoms.push(value.atom);
      at = value.end;
    } else atoms.push(read.atom);
  }
  return { place, atoms, keys };
}

/** The same of a JSON value of a column. */
export function cellOfJson(node: JsonNode): Cell {
  const { place } = node;
  if (node.kind !== 'array')
    return { place, atoms: node.kind === 'object' ? [] : [{ text: node.text, place: node.inner }], keys: [] };
  const [tag, inner] = node.items;
  if (tag?.kind !== 'string' || inner === undefined)
    return { place, atoms: node.items.flatMap((item) => cellOfJson(item).atoms), keys: [] };
  if ((tag.text === 'uuid' || tag.text === 'named-uuid') && inner.kind === 'string')
    return { place, atoms: [{ text: inner.text, place: inner.inner }], keys: [] };
  if (tag.text === 'set' && inner.kind === 'array')
    return { place, atoms: inner.items.flatMap((item) => cellOfJson(item).atoms), keys: [] };
  if (tag.text !== 'map' || inner.kind !== 'array')
    return { place, atoms: node.items.flatMap((item) => cellOfJson(item).atoms), keys: [] };
  const keys: string[] = [];
  const atoms: Atom[] = [];
  for (const pair of inner.items) {
    const [key, value] = pair.kind === 'array' ? pair.items : [];
    const [atom] = value === undefined ? [] : cellOfJson(value).atoms;
    if (key === undefined || atom === undefined) continue;
    keys.push(key.kind === 'string' ? key.text : '');
    atoms.push(atom);
  }
  return { place, atoms, keys };
}

/** The value of a key of a map. */
export function valueOf(cell: Cell | undefined, key: string): string | undefined {
  const at = cell?.keys.indexOf(key) ?? -1;
  return at < 0 ? undefined : cell?.atoms[at]?.text;
}

/** `inside` a set or a map a bare word ends at white space, a comma, `=` and the closing bracket. */
function readAtom(
  text: string,
  from: number,
  to: number,
  inside: boolean,
): { readonly atom: Atom; readonly end: number } {
  if (text.charAt(from) === '"') {
    for (let at = from + 1; at < to; at++) {
      const code = text.charCodeAt(at);
      if (code === 0x5c) at++;
      else if (code === 0x22) {
        const place = { start: from + 1, end: at };
        return { atom: { text: unescape(text.slice(from + 1, at)), place }, end: at + 1 };
      }
    }
  }
  let at = from + 1;
  while (at < to && (!inside || !/[\s,=]/.test(text.charAt(at)))) at++;
  return {
    atom: { text: text.slice(from, Math.min(at, to)), place: { start: from, end: Math.min(at, to) } },
    end: Math.min(at, to),
  };
}

function unescape(raw: string): string {
  return raw.includes('\\')
    ? raw
        .replace(/\\(["\\/])/g, '$1')
        .replace(/\\n/g, '\n')
        .replace(/\\t/g, '\t')
    : raw;
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}
