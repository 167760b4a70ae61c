/** The words of the shell that only make text or a status: echo, printf, seq, test and the like. */
import type { ProgramResult } from '../host';
import { printf } from './printf';
import { testCommand } from './test-command';

export interface ShellWord {
  readonly usage: string;
  readonly doc: string;
  readonly run: (args: readonly string[]) => ProgramResult;
}

const status = (code: number): ProgramResult => ({ status: code, stdout: '', stderr: '' });
const print = (stdout: string): ProgramResult => ({ status: 0, stdout, stderr: '' });
const refuse = (name: string, message: string): ProgramResult => ({
  status: 2,
  stdout: '',
  stderr: `${name}: ${message}\n`,
});

export const BUILTINS: Readonly<Record<string, ShellWord>> = {
  echo: { usage: '[-n] [-e] [WORD...]', doc: 'print words', run: echo },
  printf: { usage: 'FORMAT [WORD...]', doc: 'print words by a format (%s, %d, %x, %05d …)', run: printf },
  seq: { usage: '[FIRST [STEP]] LAST', doc: 'print numbers, one a line', run: seq },
  test: { usage: 'EXPRESSION', doc: 'compare words or numbers; the same as [ EXPRESSION ]', run: testCommand },
  '[': {
    usage: 'EXPRESSION ]',
    doc: 'compare words or numbers: [ "$a" = b ], [ $n -lt 5 ], [ -z "$a" ]',
    run: (args) => bracket('[', ']', args),
  },
  '[[': { usage: 'EXPRESSION ]]', doc: 'the same as [ EXPRESSION ]', run: (args) => bracket('[[', ']]', args) },
  true: { usage: '', doc: 'do nothing, successfully', run: () => status(0) },
  false: { usage: '', doc: 'do nothing, unsuccessfully', run: () => status(1) },
  ':': { usage: '', doc: 'do nothing, successfully', run: () => status(0) },
};

function echo(args: readonly string[]): ProgramResult {
  let from = 0;
  let [newline, escapes] = [true, false];
  for (; /^-[neE]+$/.test(args[from] ?? ''); from++) {
    if (args[from]?.includes('n')) newline = false;
    if (args[from]?.includes('e')) escapes = true;
  }
  const text = args.slice(from).join(' ');
  return print((escapes ? printf(['%b', text]).stdout : text) + (newline ? '\n' : ''));
}

/** Numbers that one `seq` may print. */
const MOST_NUMBERS = 100_000;

function seq(args: readonly string[]): ProgramResult {
  const numbers = args.map(Number);
  if (args.length === 0 || args.length > 3) return refuse('seq', 'usage: seq [FIRST [STEP]] LAST');
  const bad = args.find((arg) => !/^-?\d+$/.test(arg));
  if (bad !== undefined) return refuse('seq', `'${bad}' is no whole number`);
  const last = numbers.at(-1) ?? 0;
  const first = numbers.length > 1 ? (numbers[0] ?? 1) : 1;
  const step = numbers.length > 2 ? (numbers[1] ?? 1) : 1;
  if (step === 0) return refuse('seq', 'a step of 0 leads nowhere');
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  if (count > MOST_NUMBERS) return refuse('seq', `these are more than ${MOST_NUMBERS} numbers`);
  return print(Array.from({ length: count }, (_, index) => `${first + index * step}\n`).join(''));
}

function bracket(name: string, close: string, args: readonly string[]): ProgramResult {
  if (args.at(-1) !== close) return refuse(name, `'${close}' is missing at the end`);
  return testCommand(args.slice(0, -1));
}
