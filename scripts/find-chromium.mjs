// Finds a Chromium to test with: an installed one, Playwright's own, or Debian's package.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const installed = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The path of a Chromium, or '' for the one that Playwright downloads itself. */
export function findChromium() {
  return installed.find((path) => path && existsSync(path)) ?? '';
}

/** Makes sure that there is a browser; returns what `findChromium` finds then. */
export function ensureChromium() {
  if (findChromium()) return findChromium();
  const run = (command, args) =>
    spawnSync(command, args, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' }).status === 0;
  if (run('npx', ['playwright', 'install', '--with-deps', 'chromium'])) return '';
  if (
    process.platform === 'linux' &&
    run('apt-get', ['update', '-q']) &&
    run('apt-get', ['install', '-q', '-y', 'chromium'])
  )
    return findChromium();
  process.stderr.write('No browser to test with: install Chromium or Chrome and try again.\n');
  process.exit(1);
}
