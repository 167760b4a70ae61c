/** One source says what the page may load; documentation and build say the same. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { headersFile, headersFor, META_POLICY } from './headers.mjs';

const hosting = readFileSync(new URL('../docs/hosting.md', import.meta.url), 'utf8');

describe.each([
  ['nginx', (name: string, value: string) => `add_header ${name} "${value}" always;`],
  ['apache', (name: string, value: string) => `Header always set ${name} "${value}"`],
  ['caddy', (name: string, value: string) => `header ${name} "${value}"`],
])('docs/hosting.md for %s', (language, line) => {
  const block = new RegExp(`\`\`\`${language}\n([^]*?)\n\`\`\``).exec(hosting)?.[1]?.split('\n');

  test('has the headers of the page and no others', () => {
    expect(block).toEqual(Object.entries(headersFor('*')).map(([name, value]) => line(name, value)));
  });
});

test('a meta says all but who may embed, which only a header can', () => {
  expect(META_POLICY).not.toContain('frame-ancestors');
  expect(headersFor('*')['Content-Security-Policy']).toBe(`${META_POLICY}; frame-ancestors *`);
});

test('who may embed can be narrowed', () => {
  expect(headersFor("'self'")['Content-Security-Policy']).toContain("frame-ancestors 'self'");
});

test('_headers holds for every path', () => {
  const [first, ...lines] = headersFile().trimEnd().split('\n');
  expect(first).toBe('/*');
  expect(lines).toEqual(Object.entries(headersFor('*')).map(([name, value]) => `  ${name}: ${value}`));
});
