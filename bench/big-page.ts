/**
 * A large deployment in the page that `npm run build` made, opened from a file in
 * Chromium with software rendering, 1440x900: when it can be used, how long the
 * page's thread is away at worst, its heap, and the same for one port more.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import type { Page } from '@playwright/test';
import { preview } from 'vite';
import { findChromium } from '../scripts/find-chromium.mjs';
import { releaseById, Deployment } from '../src/engine/releases';
import { buildNetwork, exportScenario, gridPlan } from '../src/engine/scenario';

const MINUTES = 60_000;

export interface BigPage {
  readonly ports: number;
  /** Seconds from choosing the file until every card stands on the graph. */
  readonly graph: number;
  /** Milliseconds: the longest task of the page's thread until then, and while panning and selecting. */
  readonly longestOpening: number;
  readonly longestUsing: number;
  /** Megabytes of the page's heap, the engine's not counted. */
  readonly heap: number;
  /** Milliseconds from Enter in the terminal until the outline counts the new port: while daemons may still settle, and after. */
  readonly onePortMore: number;
  readonly onePortLater: number;
  /** Of the second. */
  readonly longestOnePortMore: number;
}

export async function benchBigPage(switches: number, ports: number, machines: number): Promise<BigPage> {
  // A file of its own: bytes that are handed over would be unpacked by the page's thread, seconds of it.
  const folder = await mkdtemp(join(tmpdir(), 'big-'));
  const file = join(folder, 'big.json');
  await writeFile(file, document(switches, ports, machines));
  const server = await preview({ logLevel: 'error', preview: { port: 4397 } });
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
    page.setDefaultTimeout(10 * MINUTES);
    await page.goto(server.resolvedUrls?.local[0] ?? '');
    await page.locator('.react-flow__node').first().waitFor();
    await watchTasks(page);
    await page.getByRole('button', { name: 'Share' }).click();
    const before = performance.now();
    await page.locator('input[type="file"]').setInputFiles(file);
    const cards = switches + machines;
    await page.waitForFunction(
      (count) => window.document.querySelectorAll('.react-flow__node').length === count,
      cards,
    );
    const graph = (performance.now() - before) / 1000;
    const longestOpening = await longestTask(page);
    await page.keyboard.press('Escape');
    await page
      .getByRole('treeitem', { name: /^sw1\b/ })
      .first()
      .click();
    await page.getByRole('complementary', { name: 'Details' }).getByText('sw1', { exact: true }).first().waitFor();
    await page.mouse.move(700, 400);
    for (const [dx, dy] of [
      [200, 0],
      [0, 200],
      [-200, -200],
    ] as const) {
      await page.mouse.wheel(dx, dy);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    }
    const longestUsing = await longestTask(page);
    await page.getByRole('tab', { name: 'Terminal', exact: true }).click();
    await page.getByRole('textbox', { name: 'Terminal input' }).focus();
    const onePortMore = await onePort(page, 'one-more', ports + 1);
    await page.getByTestId('control-plane').getByText('settled').waitFor();
    await longestTask(page);
    const onePortLater = await onePort(page, 'one-later', ports + 2);
    const longestOnePortMore = await longestTask(page);
    const heap = await heapOf(page);
    return {
      ports: switches * ports,
      graph,
      longestOpening,
      longestUsing,
      heap,
      onePortMore,
      onePortLater,
      longestOnePortMore,
    };
  } finally {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true });
  }
}

/** Milliseconds until the outline counts it. */
async function onePort(page: Page, name: string, count: number): Promise<number> {
  await page.keyboard.type(`ovn-nbctl lport-add sw1 ${name}`);
  const pressed = performance.now();
  await page.keyboard.press('Enter');
  await page.getByRole('treeitem', { name: new RegExp(`^sw1\\s*${count} ports`) }).waitFor();
  return performance.now() - pressed;
}

function document(switches: number, ports: number, machines: number): string {
  const release = releaseById('2015-08');
  if (release === undefined) throw new Error('There is no release 2015-08.');
  const deployment = new Deployment({ release, seed: 1 });
  const built = buildNetwork(deployment, gridPlan(switches, ports, machines));
  if (!built.ok) throw new Error(built.error.message);
  return JSON.stringify(exportScenario(deployment, { name: 'A large network', packets: [], positions: {} }));
}

async function watchTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) performance.mark('long', { detail: duration });
    });
    observer.observe({ type: 'longtask' });
  });
}

/** The longest task since the last question; 50 at least, since shorter ones are not told. */
async function longestTask(page: Page): Promise<number> {
  return page.evaluate(async () => {
    await new Promise((done) => setTimeout(done, 200));
    let longest = 50;
    for (const mark of performance.getEntriesByName('long', 'mark')) {
      const detail: unknown = mark instanceof PerformanceMark ? mark.detail : 0;
      if (typeof detail === 'number') longest = Math.max(longest, detail);
    }
    performance.clearMarks('long');
    return longest;
  });
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 2 ** 20;
}
