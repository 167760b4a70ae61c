import { expect, it } from 'vitest';
import { ScriptPrinter } from './printed';

const entries = [
  { machine: 'hv1', line: 'a', stdout: 'A\n', stderr: '', notes: [] },
  { machine: 'hv1', line: 'loop', stdout: '1\n2\n3\n', stderr: 'bad\n', notes: ['note'] },
  { machine: 'hv2', line: 'c', stdout: '', stderr: '', notes: [] },
];

function printed(print: (printer: ScriptPrinter) => void, withLines = true): string {
  let paper = '';
  const printer = new ScriptPrinter(
    {
      command: (machine, line) => (paper += `${machine}$ ${line}\n`),
      output: ({ stdout, stderr, notes }) => (paper += stdout + stderr + notes.join('')),
    },
    withLines,
  );
  print(printer);
  return paper;
}

const piece = (index: number, stdout: string, end: { stderr: string; notes: readonly string[] } | null) => {
  const { machine, line } = entries[index] ?? { machine: '', line: '' };
  return { index, machine, line, stdout, end };
};

it('prints each line and its output once, however much of it came before the answer', () => {
  const whole = printed((printer) => printer.rest(entries));
  expect(whole).toBe('hv1$ a\nA\nhv1$ loop\n1\n2\n3\nbad\nnotehv2$ c\n');
  const first = piece(0, 'A\n', { stderr: '', notes: [] });
  const all = [first, piece(1, '1\n', null), piece(1, '2\n3\n', { stderr: 'bad\n', notes: ['note'] })];
  for (let told = 1; told <= all.length; told += 1) {
    const inPieces = printed((printer) => {
      for (const one of all.slice(0, told)) printer.take([one]);
      printer.rest(entries);
    });
    expect(inPieces).toBe(whole);
  }
});

it('prints no line that was typed at the prompt', () => {
  expect(printed((printer) => printer.rest(entries.slice(0, 1)), false)).toBe('A\n');
});
