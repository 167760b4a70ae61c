// Plants imports that the layer rules forbid and checks that each is caught: a
// linter that silently checks nothing would pass everything.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';

const plants = [
  {
    file: 'src/engine/base/planted.ts',
    text: "export { Database } from '../ovsdb';\n",
    rule: 'engine-base-looks-only-down',
  },
  {
    file: 'src/engine/sim/planted.ts',
    text: "export { parseSchema } from '../ovsdb/schema';\n",
    rule: 'a-folder-has-one-door',
  },
  {
    file: 'src/ui/lab/planted.ts',
    text: "export { ok } from '../../engine/base';\n",
    rule: 'page-enters-by-the-bridge',
  },
  {
    file: 'src/ui/keeping/planted.ts',
    text: "export { say } from '../actions';\n",
    rule: 'keeping-knows-texts-only',
  },
  {
    file: 'src/engine/match/planted.ts',
    text: "export { createElement } from 'react';\n",
    rule: 'engine-knows-no-page',
  },
];

for (const { file, text } of plants) writeFileSync(file, text);
let found;
try {
  // One run finds them all.
  found = spawnSync(
    process.execPath,
    [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err',
      ...plants.map(({ file }) => file),
    ],
    { encoding: 'utf8' },
  ).stdout;
} finally {
  for (const { file } of plants) rmSync(file);
}
let missed = 0;
for (const { file, rule } of plants) {
  if (found.split('\n').some((line) => line.includes(rule) && line.includes(file))) continue;
  missed += 1;
  process.stderr.write(`${rule} did not catch ${file}:\n${found}\n`);
}
process.stdout.write(`layers: ${plants.length - missed} of ${plants.length} planted violations caught\n`);
process.exit(missed === 0 ? 0 : 1);
