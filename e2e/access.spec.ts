/**
 * axe over every state of the page's frame, by desk and by phone, and over dialogs and menus, in both themes. E2E_ALL=1
 * adds every help and lesson, and the dark theme on a phone, whose colours are those of the desk.
 */
import type { Page } from '@playwright/test';
import { axeFaults, axeFaultsInBoth } from './axe';
import { command, expect, expectSaid, openLab, openPane, test } from './support';

const all = process.env.E2E_ALL === '1';
const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const panes = [
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

/** Looks at a part of a page, or at all of it. */
async function sound(page: Page, where: string, part?: string): Promise<void> {
  const narrow = page.viewportSize()?.width === sizes.phone.width;
  const look = narrow && !all ? axeFaults : axeFaultsInBoth;
  const faults = await look(page, part === undefined ? {} : { part });
  expect.soft(faults.map((fault) => `${where}: ${fault}`)).toEqual([]);
}

for (const [name, viewport] of Object.entries(sizes)) {
  test.describe(name, () => {
    test.use({ viewport });

    // One page for many states: what loading it costs is paid once.
    test(`${name}: the first screen, Share, a lesson`, async ({ page }) => {
      await page.goto('/');
      await expect(page.locator('[data-entity]').first()).toBeVisible();
      await sound(page, 'first screen');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
      await page.getByRole('button', { name: 'Share' }).click();
      await expect(page.getByLabel('Link to this scenario')).toHaveValue(/#/);
      await sound(page, 'Share');
      await page.keyboard.press('Escape');
      await page.goto('/#/learn/article');
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
      await sound(page, 'a lesson');
    });

    test(`${name}: every pane`, async ({ page }) => {
      await page.goto('/');
      await expect(page.locator('[data-entity]').first()).toBeVisible();
      await command(page, 'Pane: Trace');
      await sound(page, 'before anything is sent');
      await command(page, 'Send Ping');
      for (const pane of panes) {
        await command(page, `Pane: ${pane}`);
        await expect(page.getByRole('tabpanel', { name: pane })).toBeVisible();
        await sound(page, pane, '[role="tabpanel"]');
      }
      await sound(page, 'the whole page at the end');
    });

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
      await expect(page.getByRole('region', { name: 'Step', exact: true }).getByText('Step 1 of 11')).toBeVisible();
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
  await expectSaid(page, 'Undone: add sw1');
});

const DIALOGS = [
  ['New scenario', 'New scenario'],
  ['Share a link', 'Share'],
  ['What was open before', 'My scenarios'],
  ['How work is kept', 'Kept'],
  ['What differs between the releases', 'What differs between the releases'],
  ['What if', 'What if…'],
  ['New packet…', 'New packet'],
  ['Export this trace', 'Export this trace'],
] as const;

test('every dialog, in both themes', async ({ page }) => {
  await openLab(page);
  await command(page, 'Send Ping');
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Delivered');
  for (const [text, title] of DIALOGS) {
    await command(page, text);
    await expect(page.getByRole('dialog', { name: title })).toBeVisible();
    await sound(page, title, '[role="dialog"]');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
});

test('menus of the lab, in both themes', async ({ page }) => {
  await openLab(page);
  const graph = page.getByRole('region', { name: 'Graph of the deployment' });
  await page.getByRole('button', { name: 'Scenarios', exact: true }).click();
  await expect(page.getByRole('menu', { name: 'Scenarios' })).toBeVisible();
  await sound(page, 'menu of scenarios', '[role="menu"]');
  await page.keyboard.press('Escape');
  for (const name of [/^Logical switch sw0/, /^Hypervisor hv1/]) {
    await graph.getByRole('group', { name }).focus();
    await page.keyboard.press('Shift+F10');
    await expect(page.getByRole('menu')).toBeVisible();
    await sound(page, `menu of ${String(name)}`, '[role="menu"]');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toBeHidden();
  }
});

test('boxes of the lab, in both themes', async ({ page }) => {
  await openLab(page);
  await command(page, 'Find on the graph');
  await page.getByRole('searchbox', { name: 'Find on the graph' }).fill('port');
  await sound(page, 'find', '[role="search"]');
  await page.keyboard.press('Escape');
  await command(page, 'Add several ports');
  await page.getByRole('textbox', { name: 'How many ports' }).fill('900');
  await expect(page.getByRole('alert').filter({ hasText: '1 to 200' })).toBeVisible();
  await sound(page, 'several ports', '[role="group"]:has(> form)');
  await page.keyboard.press('Escape');
  await command(page, 'Send Ping');
  await expect(page.getByRole('toolbar', { name: 'Player' })).toBeVisible();
  await page.getByRole('button', { name: /^Breakpoints/ }).click();
  await expect(page.getByRole('dialog', { name: 'Breakpoints' })).toBeVisible();
  await sound(page, 'breakpoints', '[role="dialog"]');
  await page.keyboard.press('Escape');
});

test('a lesson, in both themes', async ({ page }) => {
  await page.goto('/#/learn');
  await expect(page.getByRole('heading', { name: 'Lessons' })).toBeVisible();
  await sound(page, 'lessons', 'main');
  await page.getByRole('link', { name: 'A virtual machine moves' }).click();
  const step = page.locator('[aria-current="step"]');
  await step.getByRole('button', { name: 'Hint' }).click();
  await sound(page, 'a hint', '[aria-label="Lesson"]');
  await step.getByRole('button', { name: 'Show me' }).click();
  await expect(page.locator('[data-state="done"]')).toHaveCount(1);
  await sound(page, 'a step that is done, and a question', '[aria-label="Lesson"]');
});

test('the writing of a lesson, and how right it is, in both themes', async ({ page }) => {
  await page.goto('/#/learn/write');
  await expect(page.getByRole('region', { name: 'Write a lesson' })).toBeVisible();
  await sound(page, 'writing a lesson', '[aria-label="Write a lesson"]');
  await page.goto('/#/right');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await sound(page, 'how right it is', 'main');
});

if (all) {
  test('help and lessons', async ({ page }) => {
    await openLab(page);
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
