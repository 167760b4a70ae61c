/** A command line in words, as a shell cuts it, each with its place. Nothing is expanded. */
import type { TextRange } from '../base';

export interface Word {
  readonly text: string;
  /** With its quotes. */
  readonly place: TextRange;
  /** Inside of the quotes where the whole word is quoted, else the same. */
  readonly inner: TextRange;
}

export type CommandLine =
  | {
      readonly ok: true;
      readonly words: readonly Word[];
      /** Where the command ends, at its separator. */ readonly end: number;
    }
  | { readonly ok: false; readonly end: number; readonly reason: string };

/** Lines that one quoted word may take: more is a quotation mark that was forgotten. */
const LINES_OF_A_WORD = 200;

/**
 * The words of one simple command from `from` on. It ends at the end of the line
 * (a backslash joins it with the next), and at `;`, `|`, `&` outside of quotes.
 */
export function readWords(text: string, from: number): CommandLine {
  const words: Word[] = [];
  for (let at = from; ;) {
    at = skipBlanks(text, at);
    const char = text.charAt(at);
    if (char === '' || char === '\n' || ENDS.has(char)) return { ok: true, words, end: at };
    if (char === '#') return { ok: true, words, end: lineEnd(text, at) };
    const word = readWord(text, at);
    if (typeof word === 'string') return { ok: false, end: lineEnd(text, at), reason: word };
    words.push(word);
    at = word.place.end;
  }
}

const ENDS: ReadonlySet<string> = new Set([';', '|', '&']);

function readWord(text: string, start: number): Word | string {
  let content = '';
  let at = start;
  for (;;) {
    const char = text.charAt(at);
    if (char === '' || char === ' ' || char === '\t' || char === '\n' || char === '\r' || ENDS.has(char)) break;
    if (char === "'") {
      const close = text.indexOf("'", at + 1);
      if (close < 0 || tooManyLines(text, at, close)) return UNCLOSED;
      content += text.slice(at + 1, close);
      at = close + 1;
    } else if (char === '"') {
      const close = endOfDouble(text, at + 1);
      if (close < 0 || tooManyLines(text, at, close)) return UNCLOSED;
      content += text.slice(at + 1, close).replace(/\\(["\\$`])/g, '$1');
      at = close + 1;
    } else if (char === '\\') {
      content += text.charAt(at + 1);
      at = Math.min(at + 2, text.length);
    } else {
      content += char;
      at++;
    }
  }
  const first = text.charAt(start);
  const whole =
    (first === "'" && text.indexOf("'", start + 1) === at - 1) ||
    (first === '"' && endOfDouble(text, start + 1) === at - 1);
  const place = { start, end: at };
  return { text: content, place, inner: whole ? { start: start + 1, end: at - 1 } : place };
}

const UNCLOSED = 'A quotation mark is not closed.';

function endOfDouble(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at;
    if (code === 0x5c) at++;
  }
  return -1;
}

function tooManyLines(text: string, from: number, to: number): boolean {
  let lines = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) {
    if (++lines > LINES_OF_A_WORD) return true;
  }
  return false;
}

function skipBlanks(text: string, from: number): number {
  for (let at = from; ;) {
    const char = text.charAt(at);
    if (char === ' ' || char === '\t' || char === '\r') at++;
    else if (char === '\\' && text.charAt(at + 1) === '\n') at += 2;
    else if (char === '\\' && text.charAt(at + 1) === '\r' && text.charAt(at + 2) === '\n') at += 3;
    else return at;
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
