/**
 * `npm run bench:canvas`: frames per second of the graph while it is panned with
 * packets in flight, in Chromium with software rendering, 1440x900. A page of its
 * own holds nothing but the graph (canvas-page.tsx), built as the site is built.
 *
 * Each size is measured several times. Other work on the machine only ever makes it
 * slower, so the best run says what the graph can do; the median run and the load
 * beside it say how undisturbed that was.
 */
import { loadavg } from 'node:os';
import { chromium } from '@playwright/test';
import type { Browser } from '@playwright/test';
import { build, preview } from 'vite';
import { findChromium } from '../scripts/find-chromium.mjs';

const RUNS = Number(process.argv[2] ?? 5);
const OUT = 'node_modules/.cache/bench-canvas';
const SIZES = [
  { nodes: 50, edges: 80, packets: 80, goal: 60 },
  { nodes: 500, edges: 800, packets: 800, goal: 45 },
] as const;

interface Run {
  /** Frames by seconds of the whole run. */
  readonly mean: number;
  /** Of the time between two frames. */
  readonly median: number;
  /** The second with the fewest frames. */
  readonly worst: number;
  readonly load: number;
}

await build({
  configFile: 'vite.config.ts',
  root: 'bench',
  base: './',
  publicDir: false,
  logLevel: 'error',
  build: { outDir: `../${OUT}`, emptyOutDir: true, rolldownOptions: { input: 'bench/canvas.html' } },
});
const server = await preview({
  root: 'bench',
  build: { outDir: `../${OUT}` },
  logLevel: 'error',
  preview: { port: 4397 },
});
const executablePath = findChromium();
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
try {
  for (const size of SIZES) {
    const runs: Run[] = [];
    for (let run = 0; run < RUNS; run += 1)
      runs.push(await measure(browser, server.resolvedUrls?.local[0] ?? '', size));
    report(size, runs);
  }
} finally {
  await browser.close();
  await server.close();
}

async function measure(chrome: Browser, url: string, { nodes, edges, packets }: (typeof SIZES)[number]): Promise<Run> {
  const page = await chrome.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(`${url}canvas.html#${nodes}-${edges}-${packets}`);
  const root = page.locator('#root[data-result]');
  await root.waitFor({ timeout: 120_000 });
  const result: unknown = JSON.parse((await root.getAttribute('data-result')) ?? '{}');
  await page.close();
  return { ...rates(timesOf(result)), load: loadavg()[0] ?? 0 };
}

function rates(times: readonly number[]): Omit<Run, 'load'> {
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const sorted = gaps.toSorted((a, b) => a - b);
  const whole = (times.at(-1) ?? 0) - (times[0] ?? 0);
  let worst = Infinity;
  for (const start of times) {
    if (start + 1000 > (times.at(-1) ?? 0)) break;
    worst = Math.min(worst, times.filter((time) => time > start && time <= start + 1000).length);
  }
  return { mean: (gaps.length / whole) * 1000, median: 1000 / (sorted[sorted.length >> 1] ?? Infinity), worst };
}

function timesOf(result: unknown): readonly number[] {
  if (typeof result !== 'object' || result === null || !('frames' in result) || !Array.isArray(result.frames))
    throw new Error('The page told no frames.');
  return result.frames.filter((time) => typeof time === 'number');
}

function report({ nodes, edges, packets, goal }: (typeof SIZES)[number], runs: readonly Run[]): void {
  const sorted = runs.toSorted((a, b) => b.mean - a.mean);
  console.log(`the graph, ${nodes} nodes, ${edges} edges, ${packets} packets in flight, panning (goal ${goal})`);
  for (const [name, run] of [
    ['best run', sorted[0]],
    ['median run', sorted[sorted.length >> 1]],
    ['worst run', sorted.at(-1)],
  ] as const) {
    if (!run) continue;
    console.log(
      `  ${name.padEnd(10)}  ${run.mean.toFixed(1)} frames per second, median frame ${run.median.toFixed(1)}, worst second ${run.worst}, load ${run.load.toFixed(1)}`,
    );
  }
}
