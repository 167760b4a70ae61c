/** A pasted text, or the bytes of a file, to what is in it. */
import { utf8Decode } from '../base';
import type { Recognised } from './items';
import { KINDS } from './kinds';
import { Source } from './source';

/** Never fails: what is not understood is said. */
export function recognise(pasted: string | Uint8Array): Recognised {
  const format = captureFormat(pasted);
  if (format !== undefined) {
    const place = { start: 0, end: pasted.length };
    return { items: [{ kind: 'capture', format, place }], left: [] };
  }
  const text = typeof pasted === 'string' ? pasted : utf8Decode(pasted);
  return ofNoUse(text) ?? readSource(new Source(text)).recognised;
}

/** Characters of a long text after which it is clear whether it is of any use. */
const BEGINNING = 1_000_000;

/**
 * A long text of whose beginning nothing is known, a book or somebody's log: the rest of it is not read.
 * JSON is no use until its end.
 */
function ofNoUse(text: string): Recognised | undefined {
  if (text.length < 2 * BEGINNING || /^\s*[[{]/.test(text)) return undefined;
  const end = text.lastIndexOf('\n', BEGINNING);
  if (end < 0) return undefined;
  const { recognised, known } = readSource(new Source(text.slice(0, end)));
  if (known || recognised.items.length > 0) return undefined;
  const rest = {
    place: { start: end + 1, end: text.length },
    text: `${text.slice(end + 1, end + 60).trim()}…`,
    reason: 'Nothing before this is known here: the rest was not read.',
  };
  return { items: [], left: [...recognised.left, rest] };
}

/** `known`: some kind of lines knew a line, of use or not. */
function readSource(source: Source): { readonly recognised: Recognised; readonly known: boolean } {
  let known = false;
  let unknown = -1;
  for (let at = 0; at < source.lines.length;) {
    const next = readLines(source, at);
    if (next === undefined) {
      if (unknown < 0 && source.lines[at]?.text.trim() !== '') unknown = at;
      at++;
      continue;
    }
    known = true;
    if (unknown >= 0) readBlock(source, unknown, at);
    unknown = -1;
    at = next;
  }
  if (unknown >= 0) readBlock(source, unknown, source.lines.length);
  return { recognised: source.finish(), known };
}

function readLines(source: Source, at: number): number | undefined {
  if ((source.lines[at]?.text ?? '').trim() === '') return undefined;
  for (const kind of KINDS) {
    const next = kind.lines?.(source, at);
    if (next === undefined) continue;
    if (next <= at) throw new Error(`${kind.name} took no line.`);
    return next;
  }
  return undefined;
}

/** All of it as one thing, else paragraph by paragraph, else line by line. */
function readBlock(source: Source, from: number, to: number): void {
  let end = to;
  while (end > from && isEmpty(source, end - 1)) end--;
  if (isOne(source, from, end)) return;
  for (const [start, stop] of paragraphs(source, from, end)) {
    if ((start > from || stop < end) && isOne(source, start, stop)) continue;
    for (let line = start; line < stop; line++) {
      if (stop - start > 1 && isOne(source, line, line + 1)) continue;
      const { text, ...place } = source.lines[line] ?? { text: '', start: 0, end: 0 };
      if (!isComment(text)) source.leave(place, 'This is nothing that is known here.');
    }
  }
}

function isOne(source: Source, from: number, to: number): boolean {
  return KINDS.some((kind) => kind.block?.(source, from, to) === true);
}

function* paragraphs(source: Source, from: number, to: number): Generator<readonly [number, number]> {
  let start = from;
  for (let at = from; at <= to; at++) {
    if (at < to && !isEmpty(source, at)) continue;
    if (at > start) yield [start, at];
    start = at + 1;
  }
}

function isEmpty(source: Source, at: number): boolean {
  return (source.lines[at]?.text ?? '').trim() === '';
}

/** Comments of shells, a rule of dashes, a prompt with nothing after it: nobody asks about these. */
function isComment(text: string): boolean {
  return /^\s*(?:#|\/\/|[-=]{3,}\s*$|[$>]\s*$|EOF\s*$)/.test(text);
}

/** Both byte orders of pcap with microseconds and nanoseconds, and pcapng; also as a text that was read from bytes. */
function captureFormat(pasted: string | Uint8Array): 'pcap' | 'pcapng' | undefined {
  if (pasted.length < 24) return undefined;
  const at = (index: number) => (typeof pasted === 'string' ? pasted.charCodeAt(index) : (pasted[index] ?? 0));
  const magic = [0, 1, 2, 3].map((index) => at(index).toString(16).padStart(2, '0')).join('');
  if (magic === '0a0d0d0a')
    return [8, 11].every((index) => at(index) === 0x1a || at(index) === 0x4d) ? 'pcapng' : undefined;
  return ['a1b2c3d4', 'd4c3b2a1', 'a1b23c4d', '4d3cb2a1'].includes(magic) ? 'pcap' : undefined;
}
