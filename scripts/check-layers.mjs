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

let missed = 0;
for (const { file, text, rule } of plants) {
  writeFileSync(file, text);
  try {
    const { stdout } = spawnSync(
      process.execPath,
      [
        'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
        '--config',
        '.dependency-cruiser.cjs',
        '--output-type',
        'err',
        file,
      ],
      { encoding: 'utf8' },
    );
    if (!stdout.includes(rule)) {
      missed += 1;
      process.stderr.write(`${rule} did not catch ${file}:\n${stdout}\n`);
    }
  } finally {
    rmSync(file);
  }
}
process.stdout.write(`layers: ${plants.length - missed} of ${plants.length} planted violations caught\n`);
process.exit(missed === 0 ? 0 : 1);
