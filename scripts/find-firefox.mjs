// Finds a Firefox to try the main job with: Debian's or one that was installed; Playwright's own build is not needed.
import { existsSync } from 'node:fs';

const installed = [
  process.env.FIREFOX_PATH,
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

/** The path of a Firefox, or '' where there is none. */
export function findFirefox() {
  return installed.find((path) => path && existsSync(path)) ?? '';
}
