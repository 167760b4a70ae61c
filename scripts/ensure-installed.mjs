// Installs the project's packages when they are missing or older than the lockfile.
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, statSync } from 'node:fs';

const stamp = 'node_modules/.package-lock.json';
const fresh = existsSync(stamp) && statSync(stamp).mtimeMs >= statSync('package-lock.json').mtimeMs - 1000;
// A linked folder belongs to another checkout, which an installation from here would empty.
const linked = existsSync(stamp) && lstatSync('node_modules').isSymbolicLink();
if (!fresh && !linked && !(existsSync(stamp) && process.env.OVN_SKIP_INSTALL)) {
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    process.stderr.write('Installing the packages failed; is there a network?\n');
    process.exit(status ?? 1);
  }
}
