/**
 * Where the parts of a JSON text are, without building them: a compacted database
 * is one record of any size, and is read row by row with a rest between.
 *
 * Only brackets and strings are looked at. Whether a part is JSON is said by who
 * parses it.
 */
import { utf8Decode, type Work } from '../base';

/** JSON_MAX_HEIGHT of Open vSwitch: what is nested deeper, its own parser refuses, too. */
const MAX_DEPTH = 1000;
/** Bytes that are looked at between two rests. */
const STRIDE = 1 << 20;

/** A member of an object, or an item of an array, whose key is empty. */
export interface Part {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

/** The parts of the object or array that begins at `from`; undefined where it is none, or does not end before `to`. */
export function partsOf(bytes: Uint8Array, from: number, to: number): readonly Part[] | undefined {
  const work = partsInPieces(bytes, from, to);
  for (;;) {
    const piece = work.next();
    if (piece.done === true) return piece.value;
  }
}

export function* partsInPieces(bytes: Uint8Array, from: number, to: number): Work<readonly Part[] | undefined> {
  const open = bytes[from];
  if (open !== 0x7b && open !== 0x5b) return undefined;
  const close = open + 2;
  const parts: Part[] = [];
  let at = afterBlanks(bytes, from + 1, to);
  if (bytes[at] === close && at < to) return parts;
  let rested = from;
  while (at < to) {
    let key = '';
    if (open === 0x7b) {
      const end = stringEnd(bytes, at, to);
      if (end < 0) return undefined;
      key = textOfString(bytes, at, end);
      at = afterBlanks(bytes, end, to);
      if (bytes[at] !== 0x3a) return undefined;
      at = afterBlanks(bytes, at + 1, to);
    }
    const seeking = new ValueEnd(bytes, at, to);
    while (!seeking.step(STRIDE)) yield { what: 'reads', done: seeking.at, total: bytes.length };
    if (seeking.end < 0) return undefined;
    parts.push({ key, from: at, to: seeking.end });
    at = afterBlanks(bytes, seeking.end, to);
    if (at >= to) return undefined;
    if (bytes[at] === close) return parts;
    if (bytes[at] !== 0x2c) return undefined;
    at = afterBlanks(bytes, at + 1, to);
    if (at - rested < STRIDE) continue;
    rested = at;
    yield { what: 'reads', done: at, total: bytes.length };
  }
  return undefined;
}

/** What JSON says there; undefined where it is none. */
export function parsePart(bytes: Uint8Array, { from, to }: { readonly from: number; readonly to: number }): unknown {
  try {
    return JSON.parse(utf8Decode(bytes.subarray(from, to)));
  } catch {
    return undefined;
  }
}

/** Looks for the end of a value, some bytes at a time. */
class ValueEnd {
  /** Behind the value; -1 as long as it is not found, and when it is not there. */
  end = -1;
  private depth = 0;

  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
    private readonly to: number,
  ) {}

  /** True when there is nothing more to look for. */
  step(most: number): boolean {
    const { bytes, to } = this;
    const stop = Math.min(to, this.at + most);
    let { at } = this;
    for (; at < stop; at++) {
      const byte = bytes[at];
      if (byte === 0x22) {
        at = stringEnd(bytes, at, to) - 1;
        if (at < 0) return true;
        if (this.depth === 0) return this.found(at + 1);
      } else if (byte === 0x7b || byte === 0x5b) {
        this.depth += 1;
        if (this.depth > MAX_DEPTH) return true;
      } else if (byte === 0x7d || byte === 0x5d) {
        if (this.depth === 0) return this.found(at);
        this.depth -= 1;
        if (this.depth === 0) return this.found(at + 1);
      } else if (this.depth === 0 && (byte === 0x2c || isBlank(byte))) return this.found(at);
    }
    this.at = at;
    return at >= to;
  }

  private found(end: number): true {
    this.end = end;
    return true;
  }
}

/** Behind the string that begins at `at`; -1 where none does, or it does not end. */
function stringEnd(bytes: Uint8Array, at: number, to: number): number {
  if (bytes[at] !== 0x22) return -1;
  for (let next = at + 1; next < to; next++) {
    const byte = bytes[next];
    if (byte === 0x5c) next++;
    else if (byte === 0x22) return next + 1;
  }
  return -1;
}

function textOfString(bytes: Uint8Array, from: number, to: number): string {
  const text = utf8Decode(bytes.subarray(from + 1, to - 1));
  if (!text.includes('\\')) return text;
  const parsed = parsePart(bytes, { from, to });
  return typeof parsed === 'string' ? parsed : text;
}

function afterBlanks(bytes: Uint8Array, at: number, to: number): number {
  let next = at;
  while (next < to && isBlank(bytes[next])) next++;
  return next;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
