/**
 * First pass: text to tokens (ovn-sb(5), "Lexical analysis").
 *
 * Invariant: every text gives tokens; they lie in order and apart, only white
 * space and comments are between them, and the last, and only the last, is `end`.
 */
import { utf8Encode } from '../base';
import { hexValue, scanInteger, type IntegerConstant } from './constants';
import { unescapeString } from './json-string';

export type Punctuation =
  | '('
  | ')'
  | '{'
  | '}'
  | '['
  | ']'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '!'
  | '&&'
  | '||'
  | '..'
  | ','
  | ';'
  | '='
  | '<->'
  | '--'
  | ':'
  | '-';

export type TokenType =
  Punctuation | 'id' | 'string' | 'integer' | 'masked' | 'address-set' | 'port-group' | 'template' | 'error' | 'end';

export interface Token {
  readonly type: TokenType;
  /** UTF-16 offsets into the text, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** The name of an `id`, a set or a group; the content of a `string`; the message of an `error`; else empty. */
  readonly text: string;
  /** Of `integer` and `masked`. */
  readonly constant: IntegerConstant | undefined;
}

/** Never fails: what is no token becomes an `error` token with OVN's message. A NUL ends the text, as in C. */
export function lex(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; ;) {
    const token = nextToken(text, at);
    tokens.push(token);
    if (token.type === 'end') return tokens;
    at = token.end;
  }
}

const DOUBLE: Readonly<Record<string, Punctuation>> = { '=': '==', '!': '!=', '<': '<=', '>': '>=' };
const SINGLE: Readonly<Record<string, Punctuation>> = {
  '(': '(',
  ')': ')',
  '{': '{',
  '}': '}',
  '[': '[',
  ']': ']',
  '=': '=',
  '!': '!',
  '<': '<',
  '>': '>',
  ',': ',',
  ';': ';',
};

function nextToken(text: string, from: number): Token {
  const start = skipSpace(text, from);
  const code = text.charCodeAt(start);
  if (Number.isNaN(code) || code === 0) return plain('end', start, start);
  if (code >= 0x30 && code <= 0x39) return integer(text, start);
  if (isIdStart(code) && code !== 0x2e) {
    return hexValue(code) >= 0 && startsAddress(text, start) ? integer(text, start) : name('id', text, start, start);
  }
  const char = text.charAt(start);
  const next = text.charAt(start + 1);
  switch (char) {
    case '=':
    case '!':
    case '<':
    case '>':
    case '(':
    case ')':
    case '{':
    case '}':
    case '[':
    case ']':
    case ',':
    case ';':
      return symbol(text, start, char, next);
    case '"':
      return quoted(text, start);
    case '&':
    case '|':
      return next === char
        ? plain(char === '&' ? '&&' : '||', start, start + 2)
        : failed(`\`${char}' is only valid as part of \`${char}${char}'.`, start, start + 1);
    case '.':
      return next === '.'
        ? plain('..', start, start + 2)
        : failed("`.' is only valid as part of `..' or a number.", start, start + 1);
    case '-':
      return next === '-' ? plain('--', start, start + 2) : plain('-', start, start + 1);
    case ':':
      return next === ':' ? integer(text, start) : plain(':', start, start + 1);
    case '$':
      return name('address-set', text, start, start + 1);
    case '@':
      return name('port-group', text, start, start + 1);
    case '^':
      return name('template', text, start, start + 1);
    case '/':
      return next === '*'
        ? failed("`/*' without matching `*/'.", start, lineEnd(text, start))
        : failed("`/' is only valid as part of `//' or `/*'.", start, start + 1);
    default:
      return unknown(text, start, code);
  }
}

function symbol(text: string, start: number, char: string, next: string): Token {
  const double = next === '=' ? DOUBLE[char] : undefined;
  if (double !== undefined) return plain(double, start, start + 2);
  if (char === '<' && next === '-' && text.charAt(start + 2) === '>') return plain('<->', start, start + 3);
  return plain(SINGLE[char] ?? 'error', start, start + 1);
}

/** The end of the white space and comments at `from`. A comment that never closes is left for the caller. */
function skipSpace(text: string, from: number): number {
  for (let at = from; ;) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || (code >= 0x09 && code <= 0x0d)) at++;
    else if (code !== 0x2f) return at;
    else if (text.charCodeAt(at + 1) === 0x2f) at = lineEnd(text, at + 1);
    else if (text.charCodeAt(at + 1) === 0x2a) {
      const close = text.indexOf('*/', at + 2);
      if (close < 0 || close >= lineEnd(text, at)) return at;
      at = close + 2;
    } else return at;
  }
}

function lineEnd(text: string, from: number): number {
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at);
    if (Number.isNaN(code) || code === 0 || code === 0x0a) return at;
  }
}

function integer(text: string, start: number): Token {
  const scanned = scanInteger(text, start);
  if (!scanned.ok) return failed(scanned.message, start, scanned.end);
  const { constant } = scanned;
  return { type: constant.mask === undefined ? 'integer' : 'masked', start, end: scanned.end, text: '', constant };
}

function quoted(text: string, start: number): Token {
  for (let at = start + 1; ; at++) {
    const code = text.charCodeAt(at);
    if (Number.isNaN(code) || code === 0) return failed('Input ends inside quoted string.', start, at);
    if (code === 0x22) {
      const content = unescapeString(text.slice(start + 1, at));
      if (!content.ok) return failed(content.message, start, at + 1);
      return { type: 'string', start, end: at + 1, text: content.text, constant: undefined };
    }
    const next = text.charCodeAt(at + 1);
    if (code === 0x5c && !Number.isNaN(next) && next !== 0) at++;
  }
}

/** A name that begins at `from`; `start` is before its sigil. */
function name(
  type: 'id' | 'address-set' | 'port-group' | 'template',
  text: string,
  start: number,
  from: number,
): Token {
  if (!isIdStart(text.charCodeAt(from))) {
    return failed(`\`${text.charAt(start)}' must be followed by a valid identifier.`, start, from);
  }
  let end = from + 1;
  while (isIdPart(text.charCodeAt(end))) end++;
  return { type, start, end, text: text.slice(from, end), constant: undefined };
}

function unknown(text: string, start: number, code: number): Token {
  if (code > 0x20 && code < 0x7f)
    return failed(`Invalid character \`${text.charAt(start)}' in input.`, start, start + 1);
  const char = String.fromCodePoint(text.codePointAt(start) ?? 0);
  // OVN prints the first byte as a signed char in decimal, after `0x`.
  const byte = utf8Encode(char)[0] ?? 0;
  return failed(`Invalid byte 0x${byte > 127 ? byte - 256 : byte} in input.`, start, start + char.length);
}

function plain(type: TokenType, start: number, end: number): Token {
  return { type, start, end, text: '', constant: undefined };
}

function failed(message: string, start: number, end: number): Token {
  return { type: 'error', start, end, text: message, constant: undefined };
}

/** Hexadecimal digits and then a colon: an Ethernet or IPv6 address rather than a name. */
function startsAddress(text: string, start: number): boolean {
  let at = start;
  while (hexValue(text.charCodeAt(at)) >= 0) at++;
  return text.charCodeAt(at) === 0x3a;
}

function isIdStart(code: number): boolean {
  const lower = code | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || code === 0x5f || code === 0x2e;
}

function isIdPart(code: number): boolean {
  return isIdStart(code) || (code >= 0x30 && code <= 0x39);
}
