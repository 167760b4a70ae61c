/** What becomes of matches, in the words of the real compiler: `forms.cases.txt` is meant to be read. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compile } from './compile';
import { createConstantSets } from './constant-sets';
import { printFlows } from './flows';
import { printExpr } from './print';
import { symbolsAcl, symbolsToday } from './tables';

const TABLES = { today: symbolsToday(), acl: symbolsAcl() };
const SETS = createConstantSets(
  {
    s: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.0/24'],
    d: ['10.0.0.1', '10.0.0.1', '10.0.0.2'],
    a: ['10.0.0.0/24', '10.0.0.2'],
    m: ['00:00:00:00:00:01', '00:00:00:00:00:01'],
  },
  {},
);
const PORTS = new Map([
  ['none', 0],
  ['lsp1', 0x11],
  ['lsp2', 0x12],
]);

const CASES = [
  ...readFileSync(new URL('forms.cases.txt', import.meta.url), 'utf8').matchAll(
    /^(today|acl): (.*)\n~ (.*)\n((?:> .*\n)*)/gm,
  ),
].map(([, table, text = '', annotated = '', flows = '']) => ({
  table: table === 'acl' ? ('acl' as const) : ('today' as const),
  text,
  annotated,
  flows: flows.split('\n').flatMap((line) => (line === '' ? [] : [line.slice(2)])),
}));

test('there are cases', () => expect(CASES.length).toBeGreaterThan(25));

test.each(CASES)('$table: $text', ({ table, text, annotated, flows }) => {
  const compiled = compile(text, { symbols: TABLES[table], sets: SETS, lookupPort: (port) => PORTS.get(port) });
  if (!compiled.ok) throw new Error(compiled.error.message);
  expect(printExpr(compiled.value.annotated)).toBe(annotated);
  expect(printFlows(compiled.value.flows)).toEqual(flows.length === 0 ? ['(no flows)'] : [...flows].sort());
});
