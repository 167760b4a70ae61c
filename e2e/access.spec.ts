/** axe over every state of the page's frame, by desk and by phone, in both themes; E2E_ALL=1 adds dialogs and lessons. */
import type { Page } from '@playwright/test';
import { axeFaults } from './axe';
import { command, expect, openLab, openPane, test } from './support';

const all = process.env.E2E_ALL === '1';
const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const panes = ['Trace', 'Traffic', 'Pipeline', 'Match', 'OpenFlow', 'Databases', 'Timeline', 'Log', 'Terminal'];

async function sound(page: Page, where: string): Promise<void> {
  expect.soft((await axeFaults(page)).map((fault) => `${where}: ${fault}`)).toEqual([]);
}

for (const [name, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${name}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      // One page for all states: what loading it costs is paid once.
      test(`axe finds nothing: ${name}, ${colorScheme}`, async ({ page }) => {
        await page.goto('/');
        await expect(page.locator('[data-entity]').first()).toBeVisible();
        await sound(page, 'first screen');
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
        await page.getByRole('button', { name: 'Share' }).click();
        await expect(page.getByLabel('Link to this scenario')).toHaveValue(/#/);
        await sound(page, 'Share');
        await page.keyboard.press('Escape');
        for (const sent of [false, true]) {
          if (sent) await command(page, 'Send Ping');
          for (const pane of sent ? panes : ['Trace']) {
            await command(page, `Pane: ${pane}`);
            await expect(page.getByRole('tabpanel', { name: pane })).toBeVisible();
            await sound(page, sent ? pane : `${pane}, before anything is sent`);
          }
        }
        await page.goto('/#/learn/article');
        await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
        await sound(page, 'a lesson');
      });
    });
  }

  test.describe(name, () => {
    test.use({ viewport, ...(all ? { colorScheme: 'dark' as const } : {}) });

    test(`${name}: palette, help, settings, presentation`, async ({ page }) => {
      await page.goto('/');
      await expect(page.getByRole('region', { name: 'Graph of the deployment' })).toBeVisible();
      await page.keyboard.press('Control+k');
      await expect(page.locator('[data-id="page.settings"]')).toBeAttached();
      await sound(page, 'palette');
      await page.keyboard.press('Escape');
      for (const [key, title] of [
        ['F1', 'Help'],
        ['?', 'All keys'],
        ['Control+,', 'Settings'],
      ] as const) {
        await page.keyboard.press(key);
        await expect(page.getByRole('dialog', { name: title })).toBeVisible();
        await sound(page, title);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog', { name: title })).toBeHidden();
      }
      await page.keyboard.press('F8');
      await expect(page.getByRole('toolbar', { name: 'Presentation' })).toBeVisible();
      await page.keyboard.press('PageDown');
      await expect(page.getByText('Step 1 of 11')).toBeVisible();
      await sound(page, 'presentation');
    });
  });
}

test('headings, a way past the bar, named separators, the tools before the graph', async ({ page }) => {
  await openLab(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(['Outline', 'Graph', 'Panes', 'Details']);
  for (const name of ['Width of the outline', 'Height of the panes', 'Width of the details'])
    await expect(page.getByRole('separator', { name })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to the main part' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  const order = await page
    .getByRole('region', { name: 'Graph of the deployment' })
    .locator('button, .react-flow__node')
    .evaluateAll((elements) =>
      elements.map((element) => element.getAttribute('data-command') ?? element.getAttribute('class')),
    );
  expect(order[0]).toBe('graph.switch');
});

test('undo says what it took back', async ({ page }) => {
  await openLab(page);
  await page.getByRole('button', { name: 'Switch', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeEnabled();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Undone: add sw1')).toBeVisible();
});

if (all) {
  test('dialogs and lessons', async ({ page }) => {
    await openLab(page);
    for (const [text, title] of [
      ['New scenario', 'New scenario'],
      ['Share a link', 'Share'],
      ['What was open before', ''],
      ['What differs between', ''],
    ] as const) {
      await command(page, text);
      await expect(page.getByRole('dialog')).toBeVisible();
      await sound(page, title || text);
      await page.keyboard.press('Escape');
    }
    for (const part of ['graph', 'outline', 'details']) {
      await command(page, `Help on the ${part}`);
      await expect(page.getByText('What is simplified?')).toBeVisible();
      await sound(page, part);
      await page.keyboard.press('Escape');
    }
    for (const pane of panes) {
      await openPane(page, pane);
      await page.getByRole('button', { name: 'Help on this pane' }).click();
      await expect(page.getByText('What is simplified?')).toBeVisible();
      await sound(page, `help on ${pane}`);
      await page.keyboard.press('Escape');
    }
    await page.goto('/#/learn');
    await expect(page.getByRole('heading', { name: 'Lessons' })).toBeVisible();
    await sound(page, 'lessons');
    const links = await page
      .getByRole('main')
      .getByRole('link')
      .evaluateAll((elements) => elements.map((e) => e.getAttribute('href') ?? ''));
    for (const link of links) {
      await page.goto(`/${link}`);
      await expect(page.getByRole('region', { name: 'Lesson' })).toBeVisible();
      await sound(page, link);
    }
  });
}
