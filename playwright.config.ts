import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/find-chromium.mjs';
import { findFirefox } from './scripts/find-firefox.mjs';

const port = Number(process.env.E2E_PORT ?? 4273);
const executablePath = findChromium();

export default defineConfig({
  testDir: 'e2e',
  // A skipped test counts as one that failed; what this machine cannot run is none of its tests.
  testIgnore: findFirefox() === '' ? ['**/firefox.spec.ts'] : [],
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  // Both only end what hangs: a slow machine is no fault of the page.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [['line'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    baseURL: `http://localhost:${port}/`,
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
    // A trace of every step costs as much as the tests; for one that failed: npx playwright test FILE --trace retain-on-failure
    screenshot: 'only-on-failure',
    permissions: ['clipboard-read', 'clipboard-write'],
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --port ${port} --strictPort`,
    port,
    reuseExistingServer: false,
  },
});
