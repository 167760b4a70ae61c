// npm run conformance: replays every recording whole. The last line counts all cases.
import './ensure-installed.mjs';
import { spawnSync } from 'node:child_process';
import { countsOf, RECORDINGS, replayCommand } from './recordings.mjs';

let passed = 0;
let failed = 0;
for (const name of Object.keys(RECORDINGS)) {
  const [command, ...args] = replayCommand(name);
  const { stdout } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const counts = countsOf(stdout) ?? { passed: 0, failed: 1 };
  if (counts.failed > 0) process.stdout.write(stdout);
  process.stdout.write(`${name}: ${counts.passed} passed, ${counts.failed} failed\n`);
  passed += counts.passed;
  failed += counts.failed;
}
process.stdout.write(`${passed} passed, ${failed} failed in ${Object.keys(RECORDINGS).length} recordings\n`);
process.exitCode = failed === 0 ? 0 : 1;
