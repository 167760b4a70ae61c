/**
 * `npm run bench:scrub`: from moving the scrubber of a trace to the next frame, in
 * Chromium with software rendering, 1440x900, on the page that `npm run build` made.
 * A trace of eleven steps stands beside one of more than ten thousand.
 */
import { chromium } from '@playwright/test';
import type { Page } from '@playwright/test';
import { preview } from 'vite';
import { findChromium } from '../scripts/find-chromium.mjs';

const MOVES = 40;

const server = await preview({ logLevel: 'error', preview: { port: 4398 } });
const executablePath = findChromium();
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  await page.goto(server.resolvedUrls?.local[0] ?? '');
  await page.getByRole('button', { name: /^Send “/ }).click();
  await report(page);
  await page.getByRole('tab', { name: 'Terminal', exact: true }).click();
  await page.getByRole('textbox', { name: 'Terminal input' }).focus();
  for (const [match, actions] of [
    ['table=0,priority=65535', repeated('resubmit(,200)', 8)],
    ['table=200', repeated('resubmit(,201)', 8)],
    ['table=201', repeated('resubmit(,202)', 8)],
    ['table=202', `${repeated('in_port', 16)},output:1`],
  ] as const) {
    await page.keyboard.type(`ovs-ofctl add-flow br-int '${match},actions=${actions}'`);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('tab', { name: 'Trace', exact: true }).click();
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Go to, open').fill('Send Ping');
  await page.keyboard.press('Enter');
  await page.locator('input[type="range"][max]:not([max="10"])').waitFor();
  await report(page);
} finally {
  await browser.close();
  await server.close();
}

/** Ten moves there and back again, and once more. */
async function report(page: Page): Promise<void> {
  const slider = page.getByRole('slider', { name: 'Step of the trace' });
  const { last, times } = await slider.evaluate(async (element, moves) => {
    if (!(element instanceof HTMLInputElement)) throw new Error('The scrubber is no slider.');
    const most = Number(element.max);
    const measured: number[] = [];
    element.stepDown(most);
    for (let move = 0; move < moves; move += 1) {
      const from = performance.now();
      if (move % 20 < 10) element.stepUp(Math.floor(most / 10));
      else element.stepDown(Math.floor(most / 10));
      element.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      measured.push(performance.now() - from);
    }
    return { last: most, times: measured.sort((a, b) => a - b) };
  }, MOVES);
  const [median, worst] = [times[times.length >> 1] ?? 0, times.at(-1) ?? 0];
  console.log(
    `a trace of ${last + 1} steps: from the scrubber to the next frame ${median.toFixed(0)} ms, at worst ${worst.toFixed(0)} ms`,
  );
}

function repeated(action: string, times: number): string {
  return Array.from({ length: times }, () => action).join(',');
}
