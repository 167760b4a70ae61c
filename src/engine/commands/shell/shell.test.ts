/** What the shell makes of texts: `shell.cases.txt` is meant to be read. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import type { ProgramResult } from '../host';
import { formatCommand, shellQuote } from '../../base';
import { isUnfinished, NOTHING_SET, parseShell, pointAt, ShellRun, type Environment, type ShellHost } from '.';

const CASES = readFileSync(new URL('shell.cases.txt', import.meta.url), 'utf8')
  .split('\n## ')
  .slice(1)
  .map((block) => {
    const [title = '', ...lines] = block.trimEnd().split('\n');
    return { title, lines };
  });

describe('a text', () => {
  it.each(CASES)('$title', ({ lines }) => {
    // Where another text follows an outcome, it is a case of its own.
    const told: string[] = [];
    let text: string[] = [];
    for (const [index, line] of lines.entries()) {
      if (!line.startsWith('> ')) continue;
      text.push(line.slice(2));
      if (lines[index + 1]?.startsWith('> ') === true) continue;
      told.push(...text.map((one) => `> ${one}`), ...outcome(text.join('\n')));
      text = [];
    }
    expect(told.join('\n')).toBe(lines.join('\n'));
  });
});

function outcome(text: string): string[] {
  const parsed = parseShell(text);
  if (!parsed.ok) {
    const { message, range, hint } = parsed.error;
    const { start = -1, end = -1 } = range ?? {};
    expect(0 <= start && start <= end && end <= text.length).toBe(true);
    const error = pointAt(text, { start, end }, message);
    return [
      ...marked('!', error),
      ...(hint === undefined ? [] : [`# ${hint}`]),
      `=> 2${isUnfinished(parsed.error) ? ' unfinished' : ''}`,
    ];
  }
  const told: string[] = [];
  const shell = new ShellRun(text, parsed.value, fakeHost(told), 'hv1', NOTHING_SET);
  let printed = 0;
  const flush = () => {
    for (const { stdout, stderr, notes, status } of shell.lines.slice(printed)) {
      if (stdout.length < 10_000) told.push(...marked('|', stdout));
      told.push(...marked('!', stderr), ...(notes ?? []).map((note) => `# ${note}`));
      if (status > 1) told.push(`=> ${status}`);
    }
    printed = shell.lines.length;
  };
  for (const work = shell.run(); work.next().done !== true;) flush();
  flush();
  return told;
}

const marked = (mark: string, text: string): string[] =>
  text === ''
    ? []
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `${mark} ${line}`);

function fakeHost(told: string[]): ShellHost {
  return {
    preset: { sandbox: '/sandbox' },
    run(machine, argv, input): ProgramResult {
      const [name, target] = argv;
      const place = machine === 'hv1' ? '' : ` on ${machine ?? 'nothing'}`;
      const shown = argv
        .map((word) => `[${word}]`)
        .join('')
        .replaceAll('\n', '/');
      told.push(
        `= ${shown}${input && (input.piped || name === 'cat') ? ` < ${input.text.replaceAll('\n', '/')}` : ''}${place}`,
      );
      const stdout = name === 'list' ? 'sw0\nsw1\n' : name === 'cat' ? (input?.text ?? '') : '';
      return {
        status: name === 'fail' ? 1 : 0,
        stdout,
        stderr: '',
        ...(name === 'as' && target !== undefined ? { machine: target } : {}),
      };
    },
  };
}

function ran(text: string, environment: Environment = NOTHING_SET) {
  const told: string[] = [];
  const parsed = parseShell(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const shell = new ShellRun(text, parsed.value, fakeHost(told), 'hv1', environment);
  for (const work = shell.run(); work.next().done !== true;);
  return { told, shell };
}

test('what is set is still set in the next text', () => {
  const { shell } = ran('a=1; f() { p $a $1; }; n=$(list)');
  expect(shell.environment).toMatchObject({ variables: { a: '1', n: 'sw0\nsw1' } });
  expect(ran('f x; p $n', shell.environment).told).toEqual(['= [p][1][x]', '= [p][sw0][sw1]']);
});

test('whoever runs it may end it between two programs, and knows how far it is', () => {
  const text = 'p 0\nfor i in {1..20}; do p $i; done\np end';
  const parsed = parseShell(text);
  const told: string[] = [];
  const shell = new ShellRun(text, parsed.ok ? parsed.value : [], fakeHost(told), 'hv1', NOTHING_SET);
  expect(shell.total).toBe(3);
  const work = shell.run();
  for (let step = 0; step < 6; step++) work.next();
  expect([shell.done, shell.total]).toEqual([5, 22]);
  work.return();
  expect(told).toHaveLength(5);
  expect(shell.lines.map(({ line, status }) => [line, status])).toEqual([
    ['p 0', 0],
    ['for i in {1..20}; do p $i; done', 130],
  ]);
});

test('what is quoted reads back, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom(...Array.from('ab1 \t\n\'"\\$`|;&<>()#{}!*?~=,.[é😀\u0000')) }), {
        minLength: 1,
      }),
      (argv) => {
        expect(ran(formatCommand(['p', ...argv])).told).toEqual([
          `= ${['p', ...argv]
            .map((word) => `[${word}]`)
            .join('')
            .replaceAll('\n', '/')}`,
        ]);
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

test('any text is read to its end', () => {
  // Every character that some notion of white space knows, and all that mean something to a shell.
  const characters = [
    ...Array.from({ length: 0x21 }, (_, code) => String.fromCharCode(code)),
    ...Array.from({ length: 0x70 }, (_, n) => String.fromCharCode(0x2000 + n)),
    ...Array.from('\u0085\u00a0\u1680\u180e\u3000\ufeff\ud800\udc00'),
    ...Array.from('a"\'\\$`|;&<>()#{}'),
  ];
  for (const char of characters) for (const line of [char, `a${char}`, `${char}a`, char + char]) outcome(line);
  const units = [
    ...characters,
    'for ',
    'in ',
    'do\n',
    'done\n',
    'if ',
    'then ',
    'fi\n',
    '$((',
    '))',
    '$(',
    '<<E\n',
    'E\n',
    '{1..3}',
    'x=1 ',
  ];
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...units) }), (line) => void outcome(line)));
});
