/**
 * Values as they are typed at ovs-vsctl and its kin (ovs-vsctl(8), "Database
 * Values"), with the complaints of the tools of 2015. Every problem says which
 * part of the text it is about.
 */
import { err, ok, type Result } from '../base';
import { checkConstraints, makeMap, makeSet } from './datum';
import { describeType } from './type-english';
import type { BaseType, ColumnType } from './schema';
import type { Atom, ColumnValue, MapPair, OvsdbError } from './types';
import { toUuid } from './uuid-text';

/**
 * Reads `a`, `a,b`, `[a, b]`, `k=v` or `{k=v, k2=v2}`. An empty set or map must
 * be written with its brackets.
 */
export function parseDatum(text: string, type: ColumnType): Result<ColumnValue, OvsdbError> {
  const isMap = type.value !== undefined;
  const [open, close] = isMap ? (['{', '}'] as const) : (['[', ']'] as const);
  let at = skipSpaces(text, 0);
  if (at === text.length) {
    return problem(`use "${open}${close}" to specify the empty ${isMap ? 'map' : 'set'}`, 0, text.length);
  }
  const isEnclosed = text[at] === open;
  if (isEnclosed) at = skipSpaces(text, at + 1);
  const keys: Atom[] = [];
  const pairs: MapPair[] = [];
  while (at < text.length && !(isEnclosed && text[at] === close)) {
    const char = text.charAt(at);
    if (isDelimiter(char)) return problem(`${text}: unexpected "${char}" parsing ${describeType(type)}`, at, at + 1);
    const start = at;
    const key = parseToken(text, at, type.key);
    if (!key.ok) return key;
    at = key.value.end;
    if (type.value === undefined) {
      keys.push(key.value.atom);
    } else {
      at = skipSpaces(text, at);
      if (text[at] !== '=') return missingEquals(text, start, at);
      const value = parseToken(text, skipSpaces(text, at + 1), type.value);
      if (!value.ok) return value;
      at = value.value.end;
      pairs.push(Object.freeze([key.value.atom, value.value.atom] as const));
    }
    at = skipSpaces(text, at);
    if (text[at] === ',') at = skipSpaces(text, at + 1);
  }
  if (isEnclosed) {
    if (at >= text.length) return problem(`${text}: missing "${close}" at end of data`, at, at);
    at = skipSpaces(text, at + 1);
    if (at < text.length) return problem(`${text}: trailing garbage after "${close}"`, at, text.length);
  }
  return finish(text, type, keys, pairs);
}

/** Reads one atom that is the whole text, so that no character separates anything. */
export function parseAtom(text: string, base: BaseType): Result<Atom, OvsdbError> {
  return atomFromText(text, 0, base);
}

/** The characters that end an atom outside quotes. */
function isDelimiter(char: string): boolean {
  return char === '' || ':=, []{}!<>'.includes(char);
}

function finish(text: string, type: ColumnType, keys: Atom[], pairs: MapPair[]): Result<ColumnValue, OvsdbError> {
  const isMap = type.value !== undefined;
  const count = isMap ? pairs.length : keys.length;
  const what = isMap ? 'pair(s)' : 'value(s)';
  if (count < type.min) {
    return problem(`${text}: ${count} ${what} specified but the minimum number is ${type.min}`, 0, text.length);
  }
  if (count > type.max) {
    return problem(`${text}: ${count} ${what} specified but the maximum number is ${type.max}`, 0, text.length);
  }
  if (isMap) {
    const map = makeMap(pairs);
    return map.ok ? map : problem(`${text}: map contains duplicate key`, 0, text.length);
  }
  const [only] = keys;
  if (type.min === 1 && type.max === 1 && only !== undefined) return ok(only);
  const set = makeSet(keys);
  return set.ok ? set : problem(`${text}: set contains duplicate value`, 0, text.length);
}

/** An atom up to the next delimiter outside quotes. */
function parseToken(text: string, start: number, base: BaseType): Result<{ atom: Atom; end: number }, OvsdbError> {
  let end = start;
  let isQuoted = false;
  while (end < text.length && (isQuoted || !isDelimiter(text.charAt(end)))) {
    if (text[end] === '"') isQuoted = !isQuoted;
    if (isQuoted && text[end] === '\\') end++;
    end++;
  }
  if (isQuoted) return problem(`${text.slice(start)}: quoted string extends past end of argument`, start, text.length);
  const atom = atomFromText(text.slice(start, end), start, base);
  return atom.ok ? ok({ atom: atom.value, end }) : atom;
}

/** `start` is where the token is in the whole text, for the range of a problem. */
function atomFromText(token: string, start: number, base: BaseType): Result<Atom, OvsdbError> {
  const end = start + token.length;
  const parsed = ATOM_PARSERS[base.type](token);
  if (typeof parsed === 'object') return problem(parsed.problem, start, end);
  const broken = checkConstraints(base, parsed);
  if (broken === undefined) return ok(parsed);
  return err({
    code: broken.error.code,
    message: `${broken.error.code}: ${broken.error.message}`,
    range: { start, end },
  });
}

interface Misread {
  readonly problem: string;
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  '1': true,
  false: false,
  no: false,
  off: false,
  '0': false,
};

const ATOM_PARSERS = {
  integer: (token) => {
    const value = /^\s*[-+]?[0-9]+$/.test(token) ? Number(token) + 0 : NaN;
    return Number.isSafeInteger(value) ? value : { problem: `"${token}" is not a valid integer` };
  },
  real: (token) => {
    const value = /^\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+]?[0-9]+)?$/i.test(token) ? Number(token) : NaN;
    return Number.isFinite(value) ? value : { problem: `"${token}" is not a valid real number` };
  },
  boolean: (token) =>
    Object.hasOwn(BOOLEANS, token)
      ? BOOLEANS[token] === true
      : { problem: `"${token}" is not a valid boolean (use "true" or "false")` },
  string: (token) => {
    if (token === '') return { problem: 'An empty string is not valid as input; use "" to represent the empty string' };
    if (!token.startsWith('"')) return token;
    if (token.length < 2 || !token.endsWith('"')) return { problem: `${token}: missing quote at end of quoted string` };
    const text = unescape(token.slice(1, -1));
    return typeof text === 'string' ? text : { problem: `${token}: ${text.problem}` };
  },
  uuid: (token) => toUuid(token) ?? { problem: `"${token}" is not a valid UUID` },
} as const satisfies Record<BaseType['type'], (token: string) => Atom | Misread>;

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** The inside of a JSON string. */
function unescape(text: string): string | Misread {
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '"') return { problem: 'quoted string may not include unescaped "' };
    if (char !== '\\') {
      result += char;
      continue;
    }
    i++;
    const escape = text.charAt(i);
    const plain = Object.hasOwn(ESCAPES, escape) ? ESCAPES[escape] : undefined;
    if (plain !== undefined) {
      result += plain;
    } else if (escape === 'u') {
      const digits = text.slice(i + 1, i + 5);
      if (!/^[0-9a-f]{4}$/i.test(digits)) return { problem: 'malformed \\u escape' };
      if (digits === '0000') return { problem: 'null bytes not supported in quoted strings' };
      result += String.fromCharCode(parseInt(digits, 16));
      i += 4;
    } else if (escape === '') {
      return { problem: 'quoted string may not end with backslash' };
    } else {
      return { problem: `bad escape \\${escape}` };
    }
  }
  return result;
}

/** At the end of the text the real message stops short, since what it would quote there is a NUL byte. */
/** The complaint shows the text from the key on. */
function missingEquals(text: string, start: number, at: number): { ok: false; error: OvsdbError } {
  const message = `${text.slice(start)}: syntax error at "${at < text.length ? `${text.charAt(at)}" expecting "="` : ''}`;
  return problem(message, at, Math.min(at + 1, text.length));
}

function skipSpaces(text: string, at: number): number {
  let end = at;
  while (text[end] === ' ') end++;
  return end;
}

function problem(message: string, start: number, end: number): { ok: false; error: OvsdbError } {
  return err({ code: 'syntax error', message, range: { start, end } });
}
