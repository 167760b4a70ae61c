import { expect, test } from 'vitest';
import { getopt, type LongOption } from './getopt';

const OPTIONS: readonly LongOption[] = [
  { name: 'db', short: 'd', argument: 'required' },
  { name: 'help', short: 'h', argument: 'none' },
  { name: 'no-wait', argument: 'none' },
  { name: 'no-syslog', argument: 'none' },
  { name: 'verbose', short: 'v', argument: 'optional' },
];

function show(line: string, stopAtFirstArgument = false): string {
  const { options, args, errors } = getopt('prog', line.split(' ').filter(Boolean), OPTIONS, stopAtFirstArgument);
  return [
    ...options.map(({ name, value }) => `--${name}${value === undefined ? '' : `=${value}`}`),
    '|',
    ...args,
    ...errors.map((error) => `! ${error}`),
  ].join(' ');
}

// The messages are those of the GNU C library.
test.each([
  ['a -h b', '--help | a b'],
  ['-d x a', '--db=x | a'],
  ['-dx a', '--db=x | a'],
  ['-hd x', '--help --db=x |'],
  ['-v a', '--verbose | a'],
  ['-vdbg a', '--verbose=dbg | a'],
  ['--db=x --db y', '--db=x --db=y |'],
  ['--he', '--help |'],
  ['a -- -h', '| a -h'],
  ['a -', '| a -'],
  ['a -1', "| a ! prog: invalid option -- '1'"],
  ['--nosuch', "| ! prog: unrecognized option '--nosuch'"],
  ['--no', "| ! prog: option '--no' is ambiguous; possibilities: '--no-wait' '--no-syslog'"],
  ['--help=3', "| ! prog: option '--help' doesn't allow an argument"],
  ['--db', "| ! prog: option '--db' requires an argument"],
  ['-d', "| ! prog: option requires an argument -- 'd'"],
])('%s => %s', (line, expected) => expect(show(line)).toBe(expected));

test('a leading + leaves what follows the first word alone', () => {
  expect(show('-h a -h', true)).toBe('--help | a -h');
});
