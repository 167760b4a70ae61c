import { expect, test } from 'vitest';
import { FILTERS } from './filters';

const INPUT = 'b 2\na 10\nB 1\na 10\n';

function run(line: string): string {
  const [name = '', ...args] = line.split(' ');
  const { status, stdout, stderr } = FILTERS[name]!.run(args, INPUT);
  return `${stdout.trimEnd().replaceAll('\n', ',')}${stderr.trimEnd()} ${status}`;
}

test.each([
  ['grep a', 'a 10,a 10 0'],
  ['grep -v a', 'b 2,B 1 0'],
  ['grep -i b', 'b 2,B 1 0'],
  ['grep -c a', '2 0'],
  ['grep -n 1', '2:a 10,3:B 1,4:a 10 0'],
  ['grep ^b', 'b 2 0'],
  ['grep nothing', ' 1'],
  ['grep a+', ' 1'],
  ['grep -E a|b', 'b 2,a 10,a 10 0'],
  [String.raw`grep a\|b`, 'b 2,a 10,a 10 0'],
  ['grep [', 'grep: Invalid regular expression: [ 2'],
  ['grep', 'grep: a PATTERN is missing 2'],
  ['grep -w 1', 'B 1 0'],
  ['sort', 'B 1,a 10,a 10,b 2 0'],
  ['sort -u', 'B 1,a 10,b 2 0'],
  ['sort -r', 'b 2,a 10,a 10,B 1 0'],
  ['sort -k2', 'B 1,a 10,a 10,b 2 0'],
  ['sort -n -k 2', 'B 1,b 2,a 10,a 10 0'],
  ['sort -t1 -k2', 'B 1,b 2,a 10,a 10 0'],
  ['head -n 1', 'b 2 0'],
  ['head -2', 'b 2,a 10 0'],
  ['tail -n 1', 'a 10 0'],
  ['tail -n +4', 'a 10 0'],
  ['head -n x', "head: invalid number of lines: 'x' 1"],
  ['wc -l', '4 0'],
  ['cut -c1', 'b,a,B,a 0'],
  ['cut -f2 -d2', ',a 10,B 1,a 10 0'],
  ['cut -d1 -f 2- -s', '0,,0 0'],
  ['cut -f x', "cut: invalid list: 'x' 1"],
  ['tr a-b A-B', 'B 2,A 10,B 1,A 10 0'],
  ['tr -d 0-9', 'b ,a ,B ,a 0'],
  ['tr', 'tr: usage: tr SET SET, tr -d SET or tr -s SET 1'],
  ['cat', 'b 2,a 10,B 1,a 10 0'],
  ['cat file', 'cat: there are no files here 1'],
])('%s => %s', (line, expected) => expect(run(line)).toBe(expected));

test('uniq counts neighbours', () => {
  expect(FILTERS.uniq!.run(['-c'], 'a\na\nb\na\n').stdout).toBe('      2 a\n      1 b\n      1 a\n');
});
