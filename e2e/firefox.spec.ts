/** The main job in Firefox, which speaks WebDriver BiDi; left out where it is not installed (playwright.config.ts). */
import { expect, test } from '@playwright/test';
import { launch } from 'puppeteer-core';
import { findFirefox } from '../scripts/find-firefox.mjs';

test('Firefox: a packet is sent, followed, and stays a packet of the deployment as it is', async ({ baseURL }) => {
  const browser = await launch({ browser: 'firefox', executablePath: findFirefox(), headless: true });
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
    await page.waitForSelector('::-p-xpath(//*[@role="treeitem"][starts-with(., "sw7")])', { timeout: 60_000 });
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
  }
});
