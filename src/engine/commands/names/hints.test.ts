/** Hints for words that a release does not know: `hints.cases.txt` is meant to be read. */
import { readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import { describeCommands } from '../describe-commands';
import { release2015_08 } from '../../releases';
import { terminal } from '../testing';
import { OTHER_NAMES } from './other-releases';

const CASES = Array.from(
  readFileSync(new URL('hints.cases.txt', import.meta.url), 'utf8').matchAll(/^(2015-0[48]) \$ (.*)\n(.*)$/gm),
  ([, release, line, hint]) => [release === '2015-04' ? '2015-04' : '2015-08', line, hint] as const,
);

it.each(CASES)('%s: %s', (release, line = '', hint) => {
  expect(terminal(release).run(line)).toContain(`\n(${hint})\n`);
});

test('every name of another release is unknown here, and leads to one that is known', () => {
  const programs = describeCommands(release2015_08);
  for (const { program, name, here } of OTHER_NAMES.filter((entry) => entry.name !== '')) {
    const commands = programs.find((entry) => entry.name === program)?.commands.map((command) => command.name) ?? [];
    // `show` is new to one of the two.
    if (name !== 'show') expect(commands).not.toContain(name);
    for (const one of here ?? []) expect(commands).toContain(one);
  }
});
