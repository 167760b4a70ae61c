import { expect, test } from 'vitest';
import { grepPattern, type PatternOptions } from './grep-pattern';

/** The lines that a pattern keeps, as grep 3.11 keeps them. */
function keep(pattern: string, options: Partial<PatternOptions> = {}): string {
  const lines = [
    'a',
    'b',
    'aa',
    'aab',
    'a+',
    'a*',
    '(a)',
    'a{2}',
    'x^y',
    'x$y',
    'a.b',
    'foo-bar',
    'foobar',
    'A1',
    '\\',
    ']',
    '',
  ];
  const matches = grepPattern(pattern, { syntax: 'basic', ignoreCase: false, wholeWords: false, ...options });
  return matches.ok ? lines.filter(matches.value).join(' ') : `error: ${matches.error}`;
}

test.each([
  ['^a*$', 'a aa '],
  [String.raw`^a\+$`, 'a aa'],
  ['^a+$', 'a+'],
  ['*', 'a*'],
  ['^*', ''],
  [String.raw`^\(*a\)`, ''],
  ['x^y', 'x^y'],
  ['x$y', 'x$y'],
  [String.raw`^\(aa\|b\)$`, 'b aa'],
  [String.raw`^a\{2\}`, 'aa aab'],
  ['a{2}', 'a{2}'],
  ['a.b', 'aab a.b'],
  [String.raw`a\.b`, 'a.b'],
  ['a[.]b', 'a.b'],
  [String.raw`[\]`, '\\'],
  ['[]]', ']'],
  ['^[^]a-z]', '(a) A1 \\'],
  ['[[:digit:]]', 'a{2} A1'],
  [String.raw`\<bar`, 'foo-bar'],
  [String.raw`foo\>`, 'foo-bar'],
  [String.raw`\(a\)\1`, String.raw`error: back-references such as \1 are not supported here`],
  [String.raw`\(a`, String.raw`error: Unmatched ( or \(`],
  [String.raw`a\)`, String.raw`error: Unmatched ) or \)`],
  [String.raw`a\{x\}`, String.raw`error: Invalid content of \{\}`],
  ['[a', 'error: Invalid regular expression: [a'],
  ['a\\', 'error: Trailing backslash'],
])('basic %s => %s', (pattern, expected) => expect(keep(pattern)).toBe(expected));

test.each([
  ['^a+$', 'a aa'],
  ['^(aa|b)$', 'b aa'],
  ['^a{2}', 'aa aab'],
  ['^a{,1}$', 'a '],
  ['a{x', ''],
  [String.raw`a\+`, 'a+'],
  ['*a$', 'a aa'],
  ['^(a+)?$', 'a aa '],
  ['^a**$', 'a aa '],
  ['a)', '(a)'],
  ['a[', 'error: Invalid regular expression: a['],
  ['[:digit:]', 'error: character class syntax is [[:space:]], not [:space:]'],
  ['(a', String.raw`error: Unmatched ( or \(`],
  ['a{70000}', 'error: Invalid regular expression: a{70000}'],
])('extended %s => %s', (pattern, expected) => expect(keep(pattern, { syntax: 'extended' })).toBe(expected));

test('whole words, letter case, and plain texts', () => {
  expect(keep('a', { wholeWords: true })).toBe('a a+ a* (a) a{2} a.b');
  expect(keep('foo', { wholeWords: true })).toBe('foo-bar');
  expect(keep('a1', { ignoreCase: true })).toBe('A1');
  expect(keep('.', { syntax: 'fixed' })).toBe('a.b');
  expect(keep('', { syntax: 'fixed' })).not.toBe('');
});

// Each of these takes longer than anybody waits where an engine goes back and tries again.
test.each(['(a+)+$', '(a|aa)+$', '^(a*)*$', '(.*)*x', '^(a|a)*$', String.raw`^(\w+\s?)*$`, '(a?){30}a{30}$'])(
  '%s is linear in the line',
  (pattern) => {
    const matches = grepPattern(pattern, { syntax: 'extended', ignoreCase: false, wholeWords: false });
    expect(matches.ok && matches.value(`${'a'.repeat(5_000)}!`)).toBe(false);
  },
);
