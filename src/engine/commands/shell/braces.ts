/** Brace expansion: `{1..20}`, `{a,b}`, `sw{1..3}-p{1..4}`. What is quoted takes no part. */
import { err, ok, type Result } from '../../base';
import type { Part, Word } from './syntax';

/** Words that one word may become. */
export const MOST_WORDS = 10_000;

/** A character that is not quoted, or a part that is taken as it is. */
type Atom = string | Part;
type Words = readonly Atom[][];

/** Characters of all of them together. */
const MOST_ATOMS = 1_000_000;
/** Characters between the braces of `{1..20}`. */
const LONGEST_RANGE = 60;
const DEEPEST = 60;

export function expandBraces(word: Word): Result<readonly Word[], string> {
  const braced = word.parts.some((part) => part.kind === 'text' && !part.quoted && part.text.includes('{'));
  if (!braced) return ok([word]);
  const atoms = word.parts.flatMap((part): Atom[] =>
    part.kind === 'text' && !part.quoted ? Array.from(part.text) : [part],
  );
  const expansion = new Expansion(atoms);
  if (expansion.depth > DEEPEST) return err(`more than ${DEEPEST} braces stand in each other`);
  const all = expansion.sequence(undefined);
  if (all === undefined) return err(`a word with braces becomes more than ${MOST_WORDS} words`);
  return ok(all.map((one) => ({ parts: joined(one), range: word.range })));
}

class Expansion {
  private position = 0;
  /** How many braces stand in each other. */
  depth = 0;
  /** For each opening brace, where its partner is. */
  private readonly partner: ReadonlyMap<number, number>;

  constructor(private readonly atoms: readonly Atom[]) {
    const open: number[] = [];
    const partner = new Map<number, number>();
    for (const [index, atom] of atoms.entries()) {
      if (atom === '{') open.push(index);
      this.depth = Math.max(this.depth, open.length);
      const start = atom === '}' ? open.pop() : undefined;
      if (start !== undefined) partner.set(start, index);
    }
    this.partner = partner;
  }

  /** All that stands up to `end`, or to a comma before it; undefined: too many. */
  sequence(end: number | undefined): Words | undefined {
    let all: Words = [[]];
    let tail: Atom[] = [];
    const limit = end ?? this.atoms.length;
    while (this.position < limit) {
      const atom = this.atoms[this.position];
      if (atom === undefined || (end !== undefined && atom === ',')) break;
      const close = atom === '{' ? this.partner.get(this.position) : undefined;
      const choices = close === undefined ? undefined : this.choices(close);
      if (choices === undefined) {
        tail.push(atom);
        this.position += 1;
        continue;
      }
      if (choices === 'too many') return undefined;
      if (choices.length === 1) {
        for (const one of choices[0] ?? []) tail.push(one);
        continue;
      }
      const before = tail;
      const length = (all[0]?.length ?? 0) + before.length + (choices[0]?.length ?? 0);
      if (all.length * choices.length > MOST_WORDS || all.length * choices.length * length > MOST_ATOMS)
        return undefined;
      all = all.flatMap((one) => choices.map((choice) => [...one, ...before, ...choice]));
      tail = [];
    }
    return tail.length === 0 ? all : all.map((one) => one.concat(tail));
  }

  /** What the braces from here to `close` stand for; undefined: for themselves. */
  private choices(close: number): Words | 'too many' | undefined {
    const open = this.position;
    const inner = close - open > LONGEST_RANGE ? [] : this.atoms.slice(open + 1, close);
    const range = inner.every((atom) => typeof atom === 'string') ? rangeOf(inner.join('')) : undefined;
    if (range !== undefined) {
      this.position = close + 1;
      return range;
    }
    const choices: Atom[][] = [];
    this.position = open + 1;
    for (let pieces = 0; ; pieces++) {
      const piece = this.sequence(close);
      if (piece === undefined || choices.length + piece.length > MOST_WORDS) return 'too many';
      choices.push(...piece);
      if (this.position >= close) {
        if (pieces > 0) break;
        // Braces around one thing are no choice.
        this.position = close + 1;
        return piece.map((one) => ['{', ...one, '}']);
      }
      this.position += 1;
    }
    this.position = close + 1;
    return choices;
  }
}

/** `1..20`, `20..1..5`, `01..12`, `a..e`. */
function rangeOf(text: string): readonly string[][] | 'too many' | undefined {
  const numbers = /^(-?\d{1,15})\.\.(-?\d{1,15})(?:\.\.(-?\d{1,15}))?$/.exec(text);
  const letters = /^([A-Za-z])\.\.([A-Za-z])$/.exec(text);
  const [, first = '', last = '', by = ''] = numbers ?? letters ?? [];
  if (first === '') return undefined;
  const valueOf = (end: string) => (numbers ? Number(end) : (end.codePointAt(0) ?? 0));
  const [from, to] = [valueOf(first), valueOf(last)];
  const size = Math.abs(Number(by)) || 1;
  const count = Math.floor(Math.abs(to - from) / size) + 1;
  if (count > MOST_WORDS) return 'too many';
  const padded = [first, last].some((end) => /^-?0\d/.test(end)) ? Math.max(first.length, last.length) : 0;
  return Array.from({ length: count }, (_, index) => {
    const value = from + Math.sign(to - from) * index * size;
    if (!numbers) return [String.fromCodePoint(value)];
    return [`${value < 0 ? '-' : ''}${String(Math.abs(value)).padStart(padded - (value < 0 ? 1 : 0), '0')}`];
  });
}

function joined(atoms: readonly Atom[]): readonly Part[] {
  const parts: Part[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') parts.push({ kind: 'text', text, quoted: false });
    text = '';
  };
  for (const atom of atoms) {
    if (typeof atom === 'string') {
      text += atom;
      continue;
    }
    flush();
    parts.push(atom);
  }
  flush();
  return parts;
}
