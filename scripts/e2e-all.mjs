// The whole browser suite at every size, in both themes, with every lesson: longer than `npm test` has time for.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync('npx', ['playwright', 'test', ...process.argv.slice(2)], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, E2E_ALL: '1' },
});
process.exit(status ?? 1);
