/** The main job in Firefox, where it is installed: Playwright's own Firefox is not needed, Debian's speaks WebDriver BiDi. */
import { existsSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { launch } from 'puppeteer-core';

const firefox = ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'].find(
  (path) => existsSync(path),
);

test('Firefox: a packet is sent, followed, and stays a packet of the deployment as it is', async ({ baseURL }) => {
  test.skip(firefox === undefined, 'Firefox is not installed');
  const browser = await launch({ browser: 'firefox', executablePath: firefox ?? '', headless: true });
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.setViewport({ width: 1440, height: 900 });
    await page.goto(baseURL ?? '');
    const text = (words: string) => page.waitForSelector(`::-p-text(${words})`, { timeout: 60_000 });
    const button = (name: string) => page.locator(`::-p-aria([name="${name}"][role="button"])`).click();
    await (await page.waitForSelector('::-p-xpath(//button[starts-with(., "Send")])'))?.click();
    await text('Delivered to sw0-port2');
    // What counts the packet comes before its trace: nothing changed since.
    expect(await page.$('::-p-text(The deployment has changed since)')).toBeNull();

    await button('Step back');
    await text('Step 10 of 11');
    await page.locator('::-p-xpath(//button[contains(., "Terminal")][@role="tab"])').click();
    await page.waitForSelector('[data-testid="terminal"] textarea');
    await page.type('[data-testid="terminal"] textarea', 'ovn-nbctl lswitch-add sw7\n');
    await text('sw7');
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
  }
});
