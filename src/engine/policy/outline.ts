/**
 * A match as it is written, cut at its && and ||, so that parts can be left out,
 * joined and replaced without touching the words of the rest.
 */
import { lex, type Token } from '../match';

export type Outline =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Outline[] }
  /** `text` needs no parentheses in any junction. */
  | { readonly kind: 'leaf'; readonly text: string };

/** Undefined for a text that is not written properly. */
export function outline(text: string): Outline | undefined {
  const tokens = lex(text).filter(({ type }) => type !== 'end');
  if (tokens.length === 0 || tokens.some(({ type }) => type === 'error')) return undefined;
  return read(text, tokens);
}

export function print(node: Outline): string {
  if (node.kind === 'leaf') return node.text;
  const joint = node.kind === 'and' ? ' && ' : ' || ';
  return node.parts.map((part) => (part.kind === 'leaf' ? part.text : `(${print(part)})`)).join(joint);
}

/** A junction of one is that one, and junctions of the same kind are one. */
export function join(kind: 'and' | 'or', parts: readonly Outline[]): Outline | undefined {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  return flat.length > 1 ? { kind, parts: flat } : flat[0];
}

function read(text: string, tokens: readonly Token[]): Outline | undefined {
  const inner = unwrapped(tokens);
  const cuts: number[] = [];
  let kind: 'and' | 'or' | undefined;
  let depth = 0;
  for (const [index, { type }] of inner.entries()) {
    if (type === '(' || type === '{' || type === '[') depth++;
    if (type === ')' || type === '}' || type === ']') depth--;
    if (depth < 0) return undefined;
    if (depth > 0 || (type !== '&&' && type !== '||')) continue;
    const found = type === '&&' ? 'and' : 'or';
    if (kind !== undefined && kind !== found) return undefined;
    kind = found;
    cuts.push(index);
  }
  const [first, last] = [inner[0], inner.at(-1)];
  if (depth !== 0 || first === undefined || last === undefined) return undefined;
  if (kind === undefined) return { kind: 'leaf', text: text.slice(first.start, last.end) };
  const parts: Outline[] = [];
  for (const [at, end] of [...cuts, inner.length].entries()) {
    const part = read(text, inner.slice(at === 0 ? 0 : (cuts[at - 1] ?? 0) + 1, end));
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return join(kind, parts);
}

/** Without the parentheses that stand around all of it. */
function unwrapped(tokens: readonly Token[]): readonly Token[] {
  let [from, to] = [0, tokens.length];
  while (to - from > 2 && tokens[from]?.type === '(' && closes(tokens, from, to)) {
    from++;
    to--;
  }
  return tokens.slice(from, to);
}

/** Whether the parenthesis at `from` is closed by the last token before `to`. */
function closes(tokens: readonly Token[], from: number, to: number): boolean {
  let depth = 0;
  for (let at = from; at < to; at++) {
    if (tokens[at]?.type === '(') depth++;
    if (tokens[at]?.type === ')') depth--;
    if (depth === 0) return at === to - 1;
  }
  return false;
}
