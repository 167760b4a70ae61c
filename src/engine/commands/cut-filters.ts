/** cut(1) and tr(1), as far as scripts that read the output of other programs use them. */
import { getopt } from './getopt';
import type { ProgramResult } from './host';

const done = (stdout: string): ProgramResult => ({ status: 0, stdout, stderr: '' });
const refuse = (name: string, message: string): ProgramResult => ({
  status: 1,
  stdout: '',
  stderr: `${name}: ${message}\n`,
});

export function cut(args: readonly string[], input: string): ProgramResult {
  const parsed = getopt(
    'cut',
    args,
    [
      { name: 'fields', short: 'f', argument: 'required' },
      { name: 'delimiter', short: 'd', argument: 'required' },
      { name: 'characters', short: 'c', argument: 'required' },
      { name: 'only-delimited', short: 's', argument: 'none' },
    ],
    false,
  );
  if (parsed.errors[0] !== undefined) return { status: 1, stdout: '', stderr: `${parsed.errors[0]}\n` };
  const value = (name: string) => parsed.options.findLast((option) => option.name === name)?.value;
  const [fields, characters, delimiter = '\t'] = [value('fields'), value('characters'), value('delimiter')];
  const list = fields ?? characters;
  if (list === undefined) return refuse('cut', '-f or -c is missing');
  const ranges = list.split(',').map((one) => /^(\d*)(-?)(\d*)$/.exec(one));
  if (ranges.some((range) => !range || range[0] === '' || range[0] === '-'))
    return refuse('cut', `invalid list: '${list}'`);
  const wanted = (number: number) =>
    ranges.some((range) => {
      const [, first = '', dash = '', last = ''] = range ?? [];
      const from = Number(first === '' ? 1 : first);
      return number >= from && number <= (dash === '' ? from : last === '' ? Infinity : Number(last));
    });
  const only = parsed.options.some(({ name }) => name === 'only-delimited');
  const lines = input.replace(/\n$/, '').split('\n');
  const kept = lines.flatMap((line) => {
    if (fields !== undefined && !line.includes(delimiter)) return only ? [] : [line];
    const pieces = fields === undefined ? Array.from(line) : line.split(delimiter);
    return [pieces.filter((_, index) => wanted(index + 1)).join(fields === undefined ? '' : delimiter)];
  });
  return done(input === '' ? '' : kept.map((line) => `${line}\n`).join(''));
}

export function tr(args: readonly string[], input: string): ProgramResult {
  const deletes = args[0] === '-d';
  const squeezes = args[0] === '-s';
  const [from, to] = (deletes || squeezes ? args.slice(1) : args).map(setOf);
  if (!from || (!deletes && !squeezes && !to)) return refuse('tr', 'usage: tr SET SET, tr -d SET or tr -s SET');
  const chars = Array.from(input);
  if (deletes) return done(chars.filter((char) => !from.includes(char)).join(''));
  if (squeezes) return done(chars.filter((char, index) => !from.includes(char) || chars[index - 1] !== char).join(''));
  const last = to?.at(-1) ?? '';
  const map = new Map(from.map((char, index) => [char, to?.[index] ?? last]));
  return done(chars.map((char) => map.get(char) ?? char).join(''));
}

const CLASSES: Readonly<Record<string, string>> = {
  '[:lower:]': 'a-z',
  '[:upper:]': 'A-Z',
  '[:digit:]': '0-9',
  '[:space:]': ' \t\n\r',
};

/** `a-z`, `\\n`, `[:upper:]`. */
function setOf(text: string): readonly string[] {
  const plain = (CLASSES[text] ?? text).replaceAll(/\\([nt\\])/g, (_, char: string) =>
    char === 'n' ? '\n' : char === 't' ? '\t' : '\\',
  );
  return Array.from(plain.matchAll(/([^])-([^])|[^]/gu), ([whole, first, last]) => {
    if (first === undefined || last === undefined) return [whole];
    const [low, high] = [first.codePointAt(0) ?? 0, last.codePointAt(0) ?? 0];
    if (high < low || high - low > 300) return [first, '-', last];
    return Array.from({ length: high - low + 1 }, (_, index) => String.fromCodePoint(low + index));
  }).flat();
}
