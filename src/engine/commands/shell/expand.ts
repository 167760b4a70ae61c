/** From words as they were typed to the arguments that a program gets. */
import type { TextRange } from '../../base';
import { evaluate } from './arithmetic';
import { expandBraces, MOST_WORDS } from './braces';
import type { AndOr, Part, Word } from './syntax';

/** Work that may run programs: it pauses after each. */
export type Steps<T> = Generator<void, T, void>;

/** Ends what is running, with its place. */
export class Ended extends Error {
  constructor(
    message: string,
    readonly range: TextRange | undefined,
    /** Ends the whole script, not only the line. */
    readonly all: boolean,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** What expansion needs of the shell around it. */
export interface Scope {
  /** `name`, or a digit, `?` or `#`. */
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  /** The names that are set, for a hint. */
  names(): readonly string[];
  arguments(): readonly string[];
  output(body: readonly AndOr[]): Steps<string>;
}

/** Characters that one word may have. */
const LONGEST = 1_000_000;

export function* expandWords(words: readonly Word[], scope: Scope): Steps<string[]> {
  const all: string[] = [];
  for (const word of words) {
    const braced = expandBraces(word);
    if (!braced.ok) throw new Ended(braced.error, word.range, true);
    for (const one of braced.value) all.push(...(yield* fieldsOf(one, scope)));
    if (all.length > MOST_WORDS) throw new Ended(`more than ${MOST_WORDS} words`, word.range, true);
  }
  return all;
}

/** One string, not split: what is assigned, or a here-document. */
export function* expandText(parts: readonly Part[], scope: Scope): Steps<string> {
  let text = '';
  for (const part of parts) {
    text += part.kind === 'text' ? part.text : (yield* valuesOf(part, scope)).join(' ');
    if (text.length > LONGEST) throw new Ended('a word of more than a million characters', undefined, true);
  }
  return text;
}

function* fieldsOf(word: Word, scope: Scope): Steps<string[]> {
  const fields: string[] = [];
  let current: string | undefined;
  const end = () => {
    if (current !== undefined) fields.push(current);
    current = undefined;
  };
  for (const part of word.parts) {
    if (part.kind === 'text') {
      current = (current ?? '') + part.text;
      continue;
    }
    const values = yield* valuesOf(part, scope);
    for (const [index, value] of values.entries()) {
      if (index > 0) end();
      if (part.quoted) {
        current = (current ?? '') + value;
        continue;
      }
      const pieces = value.split(/[ \t\n]+/);
      if (pieces[0] === '' && pieces.length > 1) end();
      for (const [at, piece] of pieces.entries()) {
        if (at > 0) end();
        if (piece !== '') current = (current ?? '') + piece;
      }
    }
    if ((current?.length ?? 0) > LONGEST) throw new Ended('a word of more than a million characters', word.range, true);
  }
  end();
  return fields;
}

/** One value, except for `$@`. */
function* valuesOf(part: Exclude<Part, { readonly kind: 'text' }>, scope: Scope): Steps<readonly string[]> {
  switch (part.kind) {
    case 'arithmetic':
      return [String(yield* numberOf(part.parts, part.range, scope))];
    case 'command':
      return [(yield* scope.output(part.body)).replace(/\n+$/, '')];
    case 'variable': {
      if (part.name === '@' || part.name === '*')
        return part.name === '*' && part.quoted ? [scope.arguments().join(' ')] : scope.arguments();
      const value = scope.get(part.name);
      if (part.fallback && (value === undefined || (value === '' && part.fallback.orEmpty)))
        return [yield* expandText(part.fallback.word.parts, scope)];
      if (value === undefined) throw notSet(part.name, part.range, scope);
      return [part.length ? String(Array.from(value).length) : value];
    }
  }
}

export function* numberOf(parts: readonly Part[], range: TextRange, scope: Scope): Steps<bigint> {
  const text = yield* expandText(parts, scope);
  const value = evaluate(text, scope);
  if (!value.ok) throw new Ended(value.error, range, false);
  return value.value;
}

function notSet(name: string, range: TextRange, scope: Scope): Ended {
  const known = scope.names().map((one) => `$${one}`);
  const hint = `Put it in single quotes if it is meant literally.${known.length > 0 ? ` Variables here: ${known.slice(0, 20).join(', ')}.` : ''}`;
  return new Ended(`the variable $${name} is not set`, range, false, hint);
}
