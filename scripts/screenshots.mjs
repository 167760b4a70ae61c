// node scripts/screenshots.mjs: takes the pictures in docs/ from the page in dist/.
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { findChromium } from './find-chromium.mjs';

const server = await preview({ preview: { port: 4373 }, logLevel: 'error' });
const url = server.resolvedUrls?.local[0] ?? '';
const executablePath = findChromium();
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--disable-gpu'],
});

for (const theme of ['light', 'dark']) {
  for (const [name, width, height] of [
    ['', 1440, 900],
    ['-narrow', 390, 844],
  ]) {
    const page = await browser.newPage({
      viewport: { width, height },
      colorScheme: theme,
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
    });
    await page.goto(url);
    await page.locator('[data-entity]').first().waitFor();
    await page.evaluate(() => document.fonts.ready);
    if (name === '') await page.getByText('No packet has been sent').waitFor();
    await page.screenshot({ path: `docs/lab-rest-${theme}${name}.png` });
    if (name !== '') await page.getByRole('button', { name: 'Panes' }).click();
    await page.getByRole('button', { name: /^Send/ }).click();
    const back = page.getByRole('button', { name: name === '' ? 'Step back' : 'Previous', exact: true });
    for (let step = 0; step < 3; step += 1) await back.click();
    await page.screenshot({ path: `docs/lab-trace-${theme}${name}.png` });
    if (name === '') {
      await page.goto(`${url}#/match`);
      await page.getByRole('region', { name: 'Flows', exact: true }).waitFor();
      // Colours come once the editor knows the language.
      await page.locator('.view-line [class*="mtk"]').nth(4).waitFor();
      await page.screenshot({ path: `docs/match-lab-${theme}.png` });
    }
    await page.close();
  }
}
await browser.close();
await server.close();
