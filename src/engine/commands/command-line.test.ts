import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCommandLine } from './command-line';
import { formatCommand, shellQuote } from './shell-quote';

/** Words joined by spaces, `|` and `;` standing for themselves; or the complaint with its place. */
function show(line: string): string {
  const parsed = parseCommandLine(line, { sandbox: '/sandbox' });
  if (!parsed.ok) return `${parsed.error.range?.start}-${parsed.error.range?.end}: ${parsed.error.message}`;
  return parsed.value
    .map(
      ({ pipeline, onlyAfterSuccess }) =>
        (onlyAfterSuccess ? '&& ' : '') +
        pipeline.map((words) => words.map(({ text }) => `[${text}]`).join('')).join(' | '),
    )
    .join(' ; ');
}

describe('words', () => {
  test.each([
    ['a  b\tc', '[a][b][c]'],
    ['', ''],
    ['# all of it', ''],
    ['a # the rest', '[a]'],
    ['a#b', '[a#b]'],
    [String.raw`a\ b \"c\"`, '[a b]["c"]'],
    [`'a b' "c d"`, '[a b][c d]'],
    [`'a'"b"c`, '[abc]'],
    [`''`, '[]'],
    [`'it'\\''s'`, "[it's]"],
    [String.raw`"a\"b\\c\d"`, String.raw`[a"b\c\d]`],
    ['unix:"$sandbox"/db.sock', '[unix:/sandbox/db.sock]'],
    ['${sandbox}x', '[/sandboxx]'],
    [`'$sandbox'`, '[$sandbox]'],
    ['a$ $1', '[a$][$1]'],
    ['a\\\n b', '[a][b]'],
    ['\u00a0', ''],
    ['a\u00a0b\ufeffc\u2003d\u2028e\u000bf\u000cg\r', '[a][b][c][d][e][f][g]'],
    ["'a\u00a0b' a\\\u00a0b", '[a\u00a0b][a\u00a0b]'],
    ['a\u200bb', '[a\u200bb]'],
  ])('%s => %s', (line, expected) => expect(show(line)).toBe(expected));
});

describe('pipes and sequences', () => {
  test.each([
    ['a | b c|d', '[a] | [b][c] | [d]'],
    ['a; b ;c;', '[a] ; [b] ; [c]'],
    ['a && b', '[a] ; && [b]'],
    ['a\nb', '[a] ; [b]'],
  ])('%s => %s', (line, expected) => expect(show(line)).toBe(expected));
});

describe('what a real shell could do is refused with its place', () => {
  test.each([
    ["a 'b", "2-4: this ' is never closed"],
    ['a "b', '2-4: this " is never closed'],
    ['a \\', '2-3: nothing follows this backslash'],
    ['a > f', '2-3: output cannot be redirected: there are no files here'],
    ['a < f', '2-3: input cannot be redirected: there are no files here'],
    ['a & b', '2-3: background jobs are not supported here'],
    ['a || b', "2-4: '||' is not supported here"],
    ['a $(b)', '2-4: command substitution is not supported here'],
    ['a `b`', '2-3: command substitution is not supported here'],
    ['a (b)', '2-3: subshells are not supported here'],
    ['a $nosuch', '2-9: the variable $nosuch is not set'],
    ['| a', "0-1: there is no command before '|'"],
    ['a |', '3-3: a command is missing at the end of the line'],
    ['a | ; b', "4-5: there is no command between '|' and ';'"],
    ['&& a', "0-2: there is no command before '&&'"],
    ['a &&', '4-4: a command is missing at the end of the line'],
  ])('%s => %s', (line, expected) => expect(show(line)).toBe(expected));
});

test('a word has the range that it was typed at', () => {
  const parsed = parseCommandLine(`ab 'c d'e`);
  expect(parsed.ok && parsed.value[0]?.pipeline[0]?.map(({ range }) => range)).toEqual([
    { start: 0, end: 2 },
    { start: 3, end: 9 },
  ]);
});

test('what is quoted reads back, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom(...Array.from('ab \t\n\'"\\$`|;&<>()#{}!*?~=é😀\u0000')) }), {
        minLength: 1,
      }),
      (argv) => {
        const parsed = parseCommandLine(formatCommand(argv));
        expect(parsed.ok && parsed.value[0]?.pipeline[0]?.map(({ text }) => text)).toEqual(argv);
      },
    ),
  );
});

test('what needs no quotes has none', () => {
  expect(['a', 'external-ids:x=1', 'unix:/db.sock', '<img src=x>', '', "it's"].map(shellQuote)).toEqual([
    'a',
    'external-ids:x=1',
    'unix:/db.sock',
    "'<img src=x>'",
    "''",
    String.raw`'it'\''s'`,
  ]);
});

test('any line is read to its end', () => {
  // Every character that some notion of white space knows, and all that mean something to a shell.
  const characters = [
    ...Array.from({ length: 0x21 }, (_, code) => String.fromCharCode(code)),
    ...Array.from({ length: 0x70 }, (_, n) => String.fromCharCode(0x2000 + n)),
    ...Array.from('\u0085\u00a0\u1680\u180e\u3000\ufeff\ud800\udc00'),
    ...Array.from('a"\'\\$`|;&<>()#{}'),
  ];
  for (const char of characters) for (const line of [char, `a${char}`, `${char}a`, char + char]) show(line);
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...characters) }), (line) => void show(line)));
});
