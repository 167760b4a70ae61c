/**
 * Everything can be read at every size: nothing lies over something else, nothing is cut without a way to
 * read it. `npm test` looks at three sizes; E2E_ALL adds the others, both themes and every lesson.
 */
import type { Locator, Page } from '@playwright/test';
import { command, expect, openPane, test } from './support';
import { layoutFaults } from './layout';

interface Size {
  readonly width: number;
  readonly height: number;
  /** A phone or a tablet. */
  readonly touch?: boolean;
  /** The type size, of the default one. */
  readonly type?: number;
}

const all = process.env.E2E_ALL !== undefined;
const few: readonly Size[] = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844, touch: true },
];
const others: readonly Size[] = [
  { width: 1366, height: 768 },
  { width: 1280, height: 720 },
  { width: 844, height: 390, touch: true },
  { width: 800, height: 520 },
  { width: 720, height: 450 },
  { width: 1440, height: 900, type: 1.5 },
];
const sizes = all ? [...few, ...others] : few;
const themes = all ? (['light', 'dark'] as const) : (['light'] as const);
const PANES = [
  'Trace',
  'Traffic',
  'Pipeline',
  'Match',
  'OpenFlow',
  'Databases',
  'Timeline',
  'Log',
  'Terminal',
  'Checks',
  'OpenStack',
];

for (const theme of themes) {
  for (const size of sizes) {
    const name = `${size.width}x${size.height}${size.type === undefined ? '' : `, type ${size.type}`}, ${theme}`;
    test.describe(name, () => {
      test.use({
        colorScheme: theme,
        viewport: { width: size.width, height: size.height },
        hasTouch: size.touch ?? false,
        isMobile: size.touch ?? false,
      });

      test(`nothing overlaps and nothing is cut: ${name}`, async ({ page }) => {
        const phone = size.touch ?? false;
        // The first place where it was met stands for the others.
        const faults = new Map<string, string>();
        const look = async (place: string, region: Locator = page.locator('body')) => {
          for (const fault of await layoutFaults(region)) if (!faults.has(fault)) faults.set(fault, place);
        };
        await open(page, size);
        await look('at first');
        await send(page, phone);
        await look('the last step');
        await page.keyboard.press('Home');
        await look('the first step');
        if (phone) await sheet(page, 'Panes');
        for (const pane of PANES) {
          await openPane(page, pane);
          await expect(page.getByRole('tabpanel', { name: pane })).not.toBeEmpty();
          await look(`the ${pane} pane`);
        }
        await openPane(page, 'Trace');
        const steps = page.getByRole('tree', { name: 'Steps of the trace' });
        await steps.focus();
        for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown']) {
          await page.keyboard.press(key);
          await look(`the trace, ${key}`);
        }
        if (phone) {
          for (const part of ['Outline', 'Details']) {
            await sheet(page, part);
            await look(part);
          }
          await sheet(page, 'Graph');
        }
        for (const [opens, title] of [
          ['What if', 'What if…'],
          ['Share', 'Share'],
        ] as const) {
          await command(page, opens);
          await expect(page.getByRole('dialog', { name: title })).toBeVisible();
          await look(title, page.getByRole('dialog'));
          await page.keyboard.press('Escape');
        }
        await page.goto('/#/match');
        await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
        await look('the match lab');
        await page.goto('/#/learn');
        await expect(page.getByRole('link').first()).toBeVisible();
        await look('the list of lessons');
        const lessons = await page
          .locator('a[href*="#/learn/"]')
          .evaluateAll((links) => Array.from(new Set(links.map((link) => link.getAttribute('href') ?? ''))));
        for (const lesson of all ? lessons : lessons.slice(0, 1)) {
          await page.goto(`/${lesson}`);
          await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
          await look(lesson);
        }
        expect(Array.from(faults, ([fault, place]) => `${place}: ${fault}`)).toEqual([]);
      });
    });
  }
}

test('a planted overlap and a planted cut are found', async ({ page }) => {
  await open(page, { width: 1440, height: 900 });
  expect(await layoutFaults(page.locator('body'))).toEqual([]);
  await page.evaluate(() => {
    const planted = document.createElement('div');
    planted.style.cssText = 'position:absolute;left:20px;top:300px;width:90px;z-index:9';
    planted.innerHTML =
      '<p>one line of text</p><p style="margin-top:-12px">over another one</p><p style="overflow:hidden;white-space:nowrap">longer than its place</p>';
    document.querySelector('main')?.append(planted);
  });
  const faults = (await layoutFaults(page.locator('body'))).join('\n');
  expect(faults).toContain('“one line of text” (p) and “over another one” (p) lie over one another');
  expect(faults).toContain('“longer than its place” (p) is cut');
});

async function open(page: Page, { type }: Size): Promise<void> {
  // As the browser's own setting: it is there before the page is.
  if (type !== undefined)
    await page.addInitScript((times) => {
      new MutationObserver((_, watch) => {
        document.documentElement.style.fontSize = `${times * 16}px`;
        watch.disconnect();
      }).observe(document, { childList: true });
    }, type);
  await page.goto('/');
  await expect(page.locator('[data-entity]').first()).toBeVisible();
}

/** Sends the first packet, by keyboard: the focus is then where the answer is. */
async function send(page: Page, phone: boolean): Promise<void> {
  if (phone) await sheet(page, 'Panes');
  const button = page.getByRole('button', { name: /^Send “/ });
  await button.focus();
  await page.keyboard.press('Enter');
  const answer = phone
    ? page.getByRole('region', { name: 'Verdict' }).getByRole('heading')
    : page.getByRole('tree', { name: 'Steps of the trace' });
  await expect(answer).toBeFocused();
}

async function sheet(page: Page, part: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Parts of the lab' }).getByRole('button', { name: part }).click();
}
