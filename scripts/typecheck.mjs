// Type-checks the tree three times over: the engine and the packets without DOM
// types, the page with them, and everything (tests, tools) with Node's.
import { spawnSync } from 'node:child_process';

for (const project of ['tsconfig.engine.json', 'tsconfig.ui.json', 'tsconfig.json']) {
  const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', project], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
