import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { conformCommands } from '../../cli/conformance/commands';

const lines = ['commands', 'commands-today'].flatMap((name) =>
  readFileSync(new URL(`../../../recordings/${name}.jsonl`, import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean),
);

test.each(lines.map((line) => ({ name: line.slice(0, 50), line })))('$name', ({ line }) => {
  const differences: string[] = [];
  conformCommands([line], (text) => differences.push(text));
  expect(differences.join('\n')).toBe('');
});
