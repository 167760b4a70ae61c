/**
 * The arguments of neutron's and nova's clients: argparse's options, dashes and
 * underscores alike, and behind them what neutron takes unread: `--key value`,
 * `--key type=dict a=1,b=2`, `--key list=true x y`, `--key action=clear`.
 */
import { err, ok, type Result } from '../../base';

export interface ClientOption {
  /** With its dashes, as people write it. */
  readonly name: string;
  /** What stands for its value in the usage; absent for a flag. */
  readonly value?: string;
}

export interface Parsed {
  readonly args: readonly string[];
  /** By name; every time that it was given. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  /** What is sent as it was given, by attribute. */
  readonly rest: Readonly<Record<string, unknown>>;
}

/** `takesRest`: options that are not known are attributes. The error is argparse's, without the program in front. */
export function parseArguments(
  argv: readonly string[],
  known: readonly ClientOption[],
  takesRest: boolean,
): Result<Parsed, string> {
  const args: string[] = [];
  const options = new Map<string, string[]>();
  const rest: Record<string, unknown> = {};
  let index = 0;
  for (let word = argv[index]; word !== undefined; word = argv[index]) {
    index += 1;
    if (word === '--') continue;
    if (!word.startsWith('-') || word === '-' || /^-\d/.test(word)) {
      args.push(word);
      continue;
    }
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    const option = known.find((each) => fold(each.name) === fold(name));
    if (option !== undefined) {
      const value = option.value === undefined ? '' : equals < 0 ? argv[index] : word.slice(equals + 1);
      if (option.value !== undefined && equals < 0) index += 1;
      if (value === undefined) return err(`argument ${option.name}: expected one argument`);
      options.set(option.name, [...(options.get(option.name) ?? []), value]);
      continue;
    }
    if (!takesRest) return err(`unrecognized arguments: ${word}`);
    const words = equals < 0 ? [] : [word.slice(equals + 1)];
    for (let next = argv[index]; next !== undefined && belongs(next, words); next = argv[index]) {
      words.push(next);
      index += 1;
    }
    const value = valueOf(name, words);
    if (!value.ok) return value;
    rest[fold(name).slice(2)] = value.value;
  }
  return ok({ args, options, rest });
}

/** Whether a word still is part of the value that `words` have begun. */
function belongs(next: string, words: readonly string[]): boolean {
  if (next.startsWith('--')) return false;
  if (/^(type=|list=true$|action=clear$)/i.test(next)) return true;
  if (words.includes('type=dict')) return next.includes('=');
  return words.some((word) => /^list=true$/i.test(word)) || words.every((word) => word.startsWith('type='));
}

function fold(name: string): string {
  return name.replaceAll('-', '_').replace(/^_+/, '__');
}

function valueOf(name: string, words: readonly string[]): Result<unknown, string> {
  const type = words.find((word) => word.startsWith('type='))?.slice(5);
  const isList = words.some((word) => word.toLowerCase() === 'list=true');
  const clears = words.includes('action=clear');
  const values = words.filter((word) => !/^(type=|list=true$|action=clear$)/i.test(word));
  if (clears) return ok(null);
  if (values.length === 0) return ok(true);
  const typed: unknown[] = [];
  for (const value of values) {
    const one = convert(name, value, type);
    if (!one.ok) return one;
    typed.push(one.value);
  }
  return ok(isList || typed.length > 1 ? typed : typed[0]);
}

function convert(name: string, value: string, type: string | undefined): Result<unknown, string> {
  if (type === 'int')
    return /^-?\d+$/.test(value) ? ok(Number(value)) : err(`argument ${name}: invalid int value: '${value}'`);
  if (type === 'bool') return ok(/^(true|1)$/i.test(value));
  if (type === 'dict') return dictionary(value);
  return ok(value);
}

/** `a=1,b=2`: values stay texts. */
export function dictionary(text: string): Result<Readonly<Record<string, string>>, string> {
  const entries: [string, string][] = [];
  for (const part of text.split(',')) {
    const equals = part.indexOf('=');
    if (equals < 0) return err(`invalid key-value '${part}', expected format: key=value`);
    entries.push([part.slice(0, equals), part.slice(equals + 1)]);
  }
  return ok(Object.fromEntries(entries));
}
