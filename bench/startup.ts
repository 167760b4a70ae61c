/**
 * `npm run bench:startup [-- TIMES]`: from the address to a page that answers, in Chromium
 * with software rendering and the processor slowed down four times, 1440x900, nothing
 * cached, on the page that `npm run build` made. It answers once *Send* can be pressed and
 * the page's thread has had 50 ms for itself.
 */
import { chromium } from '@playwright/test';
import type { Browser } from '@playwright/test';
import { preview } from 'vite';
import { findChromium } from '../scripts/find-chromium.mjs';

const SLOWER = 4;
const QUIET = 50;

/** Milliseconds since the address was entered; `longest` is the longest task until then. */
interface Startup {
  readonly painted: number;
  readonly interactive: number;
  readonly longest: number;
}

const WORDS = {
  painted: 'something is painted after',
  interactive: 'interactive after',
  longest: 'longest task of the page',
} as const satisfies Record<keyof Startup, string>;

const times = Number(process.argv[2] ?? 5);
const server = await preview({ logLevel: 'error', preview: { port: 4396 } });
const executablePath = findChromium();
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
try {
  const all: Startup[] = [];
  for (let time = 0; time < times; time += 1) all.push(await start(browser, server.resolvedUrls?.local[0] ?? ''));
  console.log(`first visit, processor ${SLOWER} times slower, median and worst of ${times}`);
  for (const what of ['painted', 'interactive', 'longest'] as const) {
    const sorted = all.map((one) => one[what]).sort((a, b) => a - b);
    const [median = 0, worst = 0] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
    console.log(`  ${WORDS[what].padEnd(30)} ${median.toFixed(0)} ms, ${worst.toFixed(0)} ms`);
  }
} finally {
  await browser.close();
  await server.close();
}

async function start(on: Browser, address: string): Promise<Startup> {
  const context = await on.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const tasks: PerformanceEntry[] = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: 'longtask', buffered: true });
    Object.assign(window, { tasks });
  });
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.goto(address, { waitUntil: 'commit' });
  await page.getByRole('button', { name: /^Send/ }).first().waitFor();
  const result = await page.evaluate(async (quiet) => {
    const ready = performance.now();
    // The first moment since then at which a timer comes in time.
    let at = ready;
    for (;;) {
      const asked = performance.now();
      await new Promise((resolve) => setTimeout(resolve, quiet));
      const late = performance.now() - asked - quiet;
      if (late < 16) break;
      at = performance.now();
    }
    const tasks = Reflect.get(window, 'tasks') as PerformanceEntry[];
    return {
      painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
      interactive: at,
      longest: Math.max(0, ...tasks.map(({ duration }) => duration)),
    };
  }, QUIET);
  await context.close();
  return result;
}
