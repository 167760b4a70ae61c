/** What may stand behind a `|`: grep, sort, uniq, head, tail, wc, cut, tr and cat, over whole texts. */
import { compareText } from '../base';
import { grepPattern } from './grep-pattern';
import { getopt, type LongOption } from './getopt';
import { cut, tr } from './cut-filters';
import type { ProgramResult } from './host';

interface Filter {
  readonly usage: string;
  readonly doc: string;
  readonly run: (args: readonly string[], input: string) => ProgramResult;
}

/** The filters by name. */
export const FILTERS: Readonly<Record<string, Filter>> = {
  grep: { usage: '[-v] [-i] [-c] [-n] [-w] [-F|-E] PATTERN', doc: 'keeps the lines that match PATTERN', run: grep },
  sort: { usage: '[-r] [-n] [-u] [-k FIELD] [-t CHAR]', doc: 'sorts the lines', run: sort },
  uniq: { usage: '[-c]', doc: 'drops a line that equals the one before it', run: uniq },
  head: { usage: '[-n LINES]', doc: 'keeps the first lines (10)', run: (args, input) => slice('head', args, input) },
  tail: { usage: '[-n LINES]', doc: 'keeps the last lines (10)', run: (args, input) => slice('tail', args, input) },
  wc: { usage: '[-l] [-w] [-c]', doc: 'counts lines, words and bytes', run: wc },
  cut: { usage: '-f LIST [-d CHAR] | -c LIST', doc: 'keeps fields or characters of each line', run: cut },
  tr: { usage: '[-d] SET [SET]', doc: 'exchanges characters, or deletes them', run: tr },
  cat: {
    usage: '',
    doc: 'passes its input on',
    run: (args, input) => (args.length === 0 ? done(input) : refuse('cat', 'there are no files here')),
  },
};

const flag = (short: string, name: string): LongOption => ({ name, short, argument: 'none' });
const GREP_OPTIONS = [
  flag('v', 'invert-match'),
  flag('i', 'ignore-case'),
  flag('c', 'count'),
  flag('n', 'line-number'),
  flag('w', 'word-regexp'),
  flag('F', 'fixed-strings'),
  flag('E', 'extended-regexp'),
  flag('q', 'quiet'),
  { name: 'regexp', short: 'e', argument: 'required' },
] as const satisfies readonly LongOption[];

function grep(args: readonly string[], input: string): ProgramResult {
  const parsed = getopt('grep', args, GREP_OPTIONS, false);
  if (parsed.errors.length > 0) return refuse('', parsed.errors.join('\n'), 2);
  const has = (name: string) => parsed.options.some((option) => option.name === name);
  const explicit = parsed.options.find((option) => option.name === 'regexp')?.value;
  const pattern = explicit ?? parsed.args[0];
  if (pattern === undefined) return refuse('grep', 'a PATTERN is missing', 2);
  if (parsed.args.length > (explicit === undefined ? 1 : 0))
    return refuse('grep', `${parsed.args.at(-1) ?? ''}: there are no files here`, 2);
  const matches = grepPattern(pattern, {
    syntax: has('fixed-strings') ? 'fixed' : has('extended-regexp') ? 'extended' : 'basic',
    ignoreCase: has('ignore-case'),
    wholeWords: has('word-regexp'),
  });
  if (!matches.ok) return refuse('grep', matches.error, 2);
  const kept = lines(input)
    .map((text, index) => ({ text, number: index + 1 }))
    .filter(({ text }) => matches.value(text) !== has('invert-match'));
  const stdout = has('quiet')
    ? ''
    : has('count')
      ? `${kept.length}\n`
      : join(kept.map(({ text, number }) => (has('line-number') ? `${number}:${text}` : text)));
  return { status: kept.length > 0 ? 0 : 1, stdout, stderr: '' };
}

const SORT_OPTIONS = [
  flag('r', 'reverse'),
  flag('n', 'numeric-sort'),
  flag('u', 'unique'),
  { name: 'key', short: 'k', argument: 'required' },
  { name: 'field-separator', short: 't', argument: 'required' },
] as const satisfies readonly LongOption[];

function sort(args: readonly string[], input: string): ProgramResult {
  const parsed = getopt('sort', args, SORT_OPTIONS, false);
  if (parsed.errors.length > 0) return refuse('', parsed.errors.join('\n'), 2);
  if (parsed.args.length > 0) return refuse('sort', 'there are no files here', 2);
  const has = (name: string) => parsed.options.some((option) => option.name === name);
  const numeric = (text: string) => Number(/^\s*-?\d+(?:\.\d+)?/.exec(text)?.[0] ?? 0);
  const value = (name: string) => parsed.options.findLast((option) => option.name === name)?.value;
  const key = /^\d+/.exec(value('key') ?? '')?.[0];
  const separator = value('field-separator');
  // A key goes from its field to the end of the line.
  const keyOf = (text: string) =>
    key === undefined
      ? text
      : separator === undefined
        ? text
            .trimStart()
            .split(/\s+/)
            .slice(Number(key) - 1)
            .join(' ')
        : text
            .split(separator)
            .slice(Number(key) - 1)
            .join(separator);
  const byNumber = (a: string, b: string) => numeric(keyOf(a)) - numeric(keyOf(b)) || compareText(a, b);
  const byText = (a: string, b: string) => compareText(keyOf(a), keyOf(b)) || compareText(a, b);
  let sorted = lines(input).sort(has('numeric-sort') ? byNumber : byText);
  if (has('unique')) sorted = sorted.filter((line, index) => line !== sorted[index - 1]);
  return done(join(has('reverse') ? sorted.reverse() : sorted));
}

function uniq(args: readonly string[], input: string): ProgramResult {
  const parsed = getopt('uniq', args, [flag('c', 'count')], false);
  if (parsed.errors.length > 0) return refuse('', parsed.errors.join('\n'));
  if (parsed.args.length > 0) return refuse('uniq', 'there are no files here');
  const groups: { line: string; count: number }[] = [];
  for (const line of lines(input)) {
    const last = groups.at(-1);
    if (last?.line === line) last.count += 1;
    else groups.push({ line, count: 1 });
  }
  return done(
    join(groups.map(({ line, count }) => (parsed.options.length > 0 ? `${String(count).padStart(7)} ${line}` : line))),
  );
}

function slice(name: 'head' | 'tail', args: readonly string[], input: string): ProgramResult {
  const rewritten = args.map((arg) => (/^-\d+$/.test(arg) ? `-n${arg.slice(1)}` : arg));
  const parsed = getopt(name, rewritten, [{ name: 'lines', short: 'n', argument: 'required' }], false);
  if (parsed.errors.length > 0) return refuse('', parsed.errors.join('\n'));
  if (parsed.args.length > 0) return refuse(name, 'there are no files here');
  const text = parsed.options.at(-1)?.value ?? '10';
  if (!/^[+-]?\d+$/.test(text)) return refuse(name, `invalid number of lines: '${text}'`);
  const count = Number(text);
  const all = lines(input);
  if (name === 'head') return done(join(all.slice(0, count)));
  if (text.startsWith('+')) return done(join(all.slice(Math.max(0, count - 1))));
  return done(join(count === 0 ? [] : all.slice(-Math.abs(count))));
}

function wc(args: readonly string[], input: string): ProgramResult {
  const parsed = getopt('wc', args, [flag('l', 'lines'), flag('w', 'words'), flag('c', 'bytes')], false);
  if (parsed.errors.length > 0) return refuse('', parsed.errors.join('\n'));
  if (parsed.args.length > 0) return refuse('wc', 'there are no files here');
  const counts = {
    lines: input.split('\n').length - 1,
    words: input.split(/\s+/).filter(Boolean).length,
    bytes: input.length,
  };
  const wanted = (['lines', 'words', 'bytes'] as const).filter((key) =>
    parsed.options.some((option) => option.name === key),
  );
  if (wanted.length === 1 && wanted[0]) return done(`${counts[wanted[0]]}\n`);
  return done(
    `${(wanted.length > 0 ? wanted : (['lines', 'words', 'bytes'] as const)).map((key) => String(counts[key]).padStart(7)).join(' ')}\n`,
  );
}

function lines(text: string): string[] {
  const all = text.split('\n');
  if (all.at(-1) === '') all.pop();
  return all;
}

function join(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}

function done(stdout: string): ProgramResult {
  return { status: 0, stdout, stderr: '' };
}

function refuse(program: string, message: string, status = 1): ProgramResult {
  return { status, stdout: '', stderr: `${program === '' ? '' : `${program}: `}${message}\n` };
}
