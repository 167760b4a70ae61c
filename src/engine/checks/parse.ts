/**
 * The language of suites (docs/checks.md), line by line: a line says where to begin,
 * what is typed, or what is to hold. What is wrong with each line is told, not only
 * the first.
 */
import { err, ok, type Problem, type Result, type TextRange } from '../base';
import { RELEASE_IDS } from '../releases';
import type { Check, Claim, Start, Step, Suite, Way } from './suite';
import { WAYS } from './suite';
import { wordsOf, type Word } from './words';

/** As long as a time-out of Nova, and a little more. */
export const DEFAULT_PATIENCE = 360_000;

/** The problems stand in the order of their lines. */
export function parseSuite(text: string): Result<Suite, readonly Problem[]> {
  const problems: Problem[] = [];
  const starts: Start[] = [];
  const steps: Step[] = [];
  let release: Suite['release'];
  let seed: number | undefined;
  for (const line of linesOf(text, problems)) {
    const [head] = line.words;
    const read = readLine(line);
    if (!read.ok) {
      problems.push(read.error);
      continue;
    }
    const { value } = read;
    if (value.kind !== 'deed' && value.kind !== 'check' && steps.length > 0) {
      const range = head?.range ?? line.range;
      problems.push(problem(`${head?.text ?? 'this'} stands before the first check and the first “after”`, range));
    } else if (value.kind === 'deed' || value.kind === 'check') steps.push(value);
    else if (value.kind === 'release') release = value.release;
    else if (value.kind === 'seed') seed = value.seed;
    else if (value.kind === 'scenario' && starts.length > 0)
      problems.push(problem('a saved scenario can only be the first beginning', value.range));
    else starts.push(value);
  }
  return problems.length > 0 ? err(problems.toSorted(byPlace)) : ok({ release, seed, starts, steps });
}

interface Line {
  readonly words: readonly Word[];
  /** Without white space around it. */
  readonly range: TextRange;
  readonly number: number;
  readonly text: string;
  /** The indented lines below it, without their common indentation. */
  readonly block: string | undefined;
}

type Read =
  | Step
  | Start
  | { readonly kind: 'release'; readonly release: Suite['release'] }
  | { readonly kind: 'seed'; readonly seed: number };

/** Lines whose rest is for the shell keep it as it is. */
const WITH_COMMANDS = /^(right\s+after|after|run)(?:\s|$)/;

function* linesOf(text: string, problems: Problem[]): Generator<Line> {
  const lines = text.split('\n');
  let start = 0;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const trimmed = line.trim();
    const begins = start;
    start += line.length + 1;
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const from = begins + line.indexOf(trimmed);
    const range = { start: from, end: from + trimmed.length };
    const head = WITH_COMMANDS.exec(trimmed);
    const number = index + 1;
    if (head) {
      const block = head[0].trim() === trimmed ? indentedBelow(lines, index) : undefined;
      for (const below of block ?? []) {
        index += 1;
        start += below.length + 1;
      }
      const words = wordsOf(head[0], from);
      yield { words: words.ok ? words.value : [], range, number, text: trimmed, block: block && dedented(block) };
      continue;
    }
    const words = wordsOf(line, begins);
    if (words.ok) yield { words: words.value, range, number, text: trimmed, block: undefined };
    else problems.push(words.error);
  }
}

function indentedBelow(lines: readonly string[], index: number): readonly string[] {
  const own = indentation(lines[index] ?? '');
  const rest = lines.slice(index + 1);
  const end = rest.findIndex((line) => line.trim() !== '' && indentation(line) <= own);
  const block = end < 0 ? rest : rest.slice(0, end);
  return block.slice(0, block.findLastIndex((line) => line.trim() !== '') + 1);
}

function dedented(block: readonly string[]): string {
  const least = Math.min(...block.filter((line) => line.trim() !== '').map(indentation));
  return block.map((line) => line.slice(least)).join('\n');
}

const indentation = (line: string): number => line.length - line.trimStart().length;

function readLine(line: Line): Result<Read> {
  const [head, second] = line.words;
  if (head?.kind === 'plain') {
    switch (head.text) {
      case 'release':
        return readRelease(line, head, second);
      case 'seed':
        return readSeed(line, head, second);
      case 'scenario':
        return readScenario(line, head, second);
      case 'run':
        return readRun(line, head);
      case 'after':
        return readDeed(line, head, true);
      case 'right':
        if (second?.text === 'after') return readDeed(line, second, false);
    }
  }
  return readCheck(line);
}

function readRelease(line: Line, head: Word, word: Word | undefined): Result<Read> {
  const release = RELEASE_IDS.find((id) => id === word?.text);
  if (release !== undefined) return only(line, 2, { kind: 'release', release });
  return err(problem(`which release? There are ${RELEASE_IDS.join(', ')}`, (word ?? head).range));
}

function readSeed(line: Line, head: Word, word: Word | undefined): Result<Read> {
  const seed = Number(word?.text);
  if (word !== undefined && /^\d{1,10}$/.test(word.text) && seed <= 0xffffffff)
    return only(line, 2, { kind: 'seed', seed });
  return err(problem('a seed is a number of 32 bits', (word ?? head).range));
}

function readScenario(line: Line, head: Word, word: Word | undefined): Result<Read> {
  if (word === undefined) return err(problem('which file? E.g. scenario lab.ovn.json', head.range));
  return only(line, 2, { kind: 'scenario', file: word.text, range: line.range });
}

function readRun(line: Line, head: Word): Result<Read> {
  const rest = line.text.slice(head.text.length).trim();
  if (line.block !== undefined && line.block.trim() !== '')
    return ok({ kind: 'run-text', text: line.block, range: line.range });
  if (rest === '') return err(problem('run what? A file of commands, or commands in indented lines below', head.range));
  return ok({ kind: 'run-file', file: rest.replace(/^"(.*)"$/, '$1'), range: line.range });
}

function readDeed(line: Line, word: Word, settles: boolean): Result<Read> {
  const rest = line.text.slice(word.range.end - line.range.start).trim();
  const text = rest === '' ? (line.block ?? '') : rest;
  if (text.trim() === '') return err(problem('after what? A command, or commands in indented lines below', word.range));
  return ok({ kind: 'deed', text, settles, line: line.number });
}

function only(line: Line, count: number, read: Read): Result<Read> {
  const more = line.words[count];
  return more === undefined ? ok(read) : err(problem(`“${more.text}” is too much here`, more.range));
}

function readCheck(line: Line): Result<Check> {
  const reader = new Words(line);
  try {
    const patience = readPatience(reader);
    const from = reader.at;
    const claim = readClaim(reader);
    const said = line.text.slice(reader.startOf(from) - line.range.start, reader.end - line.range.start);
    const name = reader.take('as')
      ? reader.text('a name in quotes')
      : `${patience === null ? '' : 'eventually '}${said}`;
    const marks = readMarks(reader);
    if (!reader.done) reader.fail(`“${reader.next?.text ?? ''}” is too much here`);
    return ok({ kind: 'check', name, marks, patience, claim, line: line.number });
  } catch (cause) {
    if (cause instanceof Unreadable) return err(cause.problem);
    throw cause;
  }
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

function readPatience(reader: Words): number | null {
  if (!reader.take('eventually')) return null;
  if (!reader.take('within')) return DEFAULT_PATIENCE;
  const time = /^(\d{1,6})(ms|s|m|h)$/.exec(reader.next?.text ?? '');
  if (!time) return reader.fail('how long? E.g. 30s, 5m or 500ms');
  reader.skip();
  return Number(time[1]) * (UNITS[time[2] ?? ''] ?? 1);
}

function readClaim(reader: Words): Claim {
  if (reader.next?.kind === 'command') {
    const command = reader.next.text;
    reader.skip();
    const holds = !reader.take('not');
    if (!reader.take('prints', 'print')) return reader.fail('what of the command? E.g. `ovn-nbctl show` prints "vm1"');
    return { kind: 'prints', command, text: reader.text('the text in quotes'), holds };
  }
  const from = readNames(reader, 'who? A server, a port or a network');
  if (reader.take('is')) {
    if (from.length > 1) return reader.fail('one at a time is something');
    const holds = !reader.take('not');
    return { kind: 'state', of: from[0] ?? '', state: reader.text('what it is, e.g. ACTIVE'), holds };
  }
  const holds = !reader.take('not');
  if (!reader.take('reaches', 'reach')) return reader.fail('what of it? E.g. reaches, not reaches, is');
  const eachOther = reader.take('each');
  if (eachOther && !reader.take('other')) return reader.fail('each other?');
  if (eachOther && from.length < 2) return reader.fail('each other takes at least two names');
  const to = eachOther ? undefined : readNames(reader, 'whom? A server or a port');
  if (!reader.take('by')) return reader.fail(`by what? ${EXAMPLES}`);
  const by = [readWay(reader)];
  while (reader.comma()) by.push(readWay(reader));
  return { kind: 'reach', from, to, by, holds };
}

const EXAMPLES = 'E.g. by ping, by tcp/22, by udp/53, by arp';
const CLAIM_WORDS = new Set(['not', 'reaches', 'reach', 'is', 'by', 'as', 'for']);

function readNames(reader: Words, asked: string): readonly string[] {
  const names: string[] = [];
  do {
    const { next } = reader;
    if (!next || next.kind === 'comma' || next.kind === 'command') return reader.fail(asked);
    if (next.kind === 'plain' && CLAIM_WORDS.has(next.text)) return reader.fail(asked);
    names.push(next.text);
    reader.skip();
  } while (reader.comma());
  return names;
}

function readWay(reader: Words): Way {
  const text = reader.next?.text ?? '';
  const [kind, port, more] = text.split('/');
  const known = WAYS.find((way) => way === kind);
  if (known === undefined || more !== undefined) return reader.fail(`by what? ${EXAMPLES}`);
  if (known === 'arp' || known === 'ping') {
    if (port !== undefined) return reader.fail(`${known} has no port`);
    reader.skip();
    return { kind: known };
  }
  if (port === undefined || !/^\d{1,5}$/.test(port) || Number(port) > 65535)
    return reader.fail(`${known} needs a port from 0 to 65535, e.g. ${known}/22`);
  reader.skip();
  return { kind: known, port: Number(port) };
}

function readMarks(reader: Words): number | null {
  if (!reader.take('for')) return null;
  const text = reader.next?.text ?? '';
  if (!/^\d{1,4}(\.\d{1,2})?$/.test(text)) return reader.fail('for how many marks? E.g. for 2 marks');
  reader.skip();
  if (!reader.take('marks', 'mark')) return reader.fail('for how many marks? E.g. for 2 marks');
  return Number(text);
}

class Unreadable extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

/** The words of a line, taken one after the other. */
class Words {
  readonly #line: Line;
  at = 0;

  constructor(line: Line) {
    this.#line = line;
  }

  get next(): Word | undefined {
    return this.#line.words[this.at];
  }

  get done(): boolean {
    return this.next === undefined;
  }

  /** The end of the last word that was taken. */
  get end(): number {
    return this.#line.words[this.at - 1]?.range.end ?? this.#line.range.start;
  }

  startOf(index: number): number {
    return this.#line.words[index]?.range.start ?? this.#line.range.start;
  }

  skip(): void {
    this.at += 1;
  }

  /** Takes one of these keywords, if it comes next. */
  take(...keywords: readonly string[]): boolean {
    const is = this.next?.kind === 'plain' && keywords.includes(this.next.text);
    if (is) this.skip();
    return is;
  }

  comma(): boolean {
    const is = this.next?.kind === 'comma';
    if (is) this.skip();
    return is;
  }

  text(asked: string): string {
    const word = this.next;
    if (!word || word.kind === 'comma') return this.fail(`here stands ${asked}`);
    this.skip();
    return word.text;
  }

  /** At the next word, or behind the last one. */
  fail(message: string): never {
    const range = this.next?.range ?? { start: this.#line.range.end, end: this.#line.range.end };
    throw new Unreadable(problem(message, range));
  }
}

function problem(message: string, range: TextRange): Problem {
  return { code: 'bad-check', message, range };
}

function byPlace(a: Problem, b: Problem): number {
  return (a.range?.start ?? 0) - (b.range?.start ?? 0);
}
