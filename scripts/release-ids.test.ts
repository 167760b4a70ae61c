/** Plants what the rule forbids: a linter that silently checks nothing would pass everything. */
import { Linter } from 'eslint';
import { expect, test } from 'vitest';
import { RELEASE_IDS } from './release-ids.mjs';

function complaints(code: string): number {
  const rules = { 'no-restricted-syntax': ['error', ...RELEASE_IDS] } satisfies Linter.RulesRecord;
  return new Linter().verify(code, { rules }).length;
}

test.each([
  "if (release.id === '2015-04') f();",
  'const same = deployment.release.id !== other;',
  'const later = release.id >= first;',
  "const old = id === '2015-04';",
  "const old = '26.03' == id;",
  'switch (release.id) { default: }',
  "switch (id) { case '2015-08': f(); }",
  'const known = LIST.includes(view.release.id);',
  'const text = TEXTS.get(release.id);',
  'const text = TEXTS[release.id];',
  "const texts = { '2015-04': 'a' };",
])('%s', (code) => expect(complaints(code)).toBeGreaterThan(0));

test.each([
  'const document = { release: release.id };',
  'print(`${release.id}: ${release.title}`);',
  "const release = releaseById('2015-04');",
  'if (release.controller.claimsContainers) f();',
  "const started = day === '2015-04-21';",
])('%s is fine', (code) => expect(complaints(code)).toBe(0));
