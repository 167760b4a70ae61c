/** Lessons, each taken from its start to its end, and the lab that each has of its own. */
import { command, details, expect, openLab, openPane, outlined, sendPreset, test } from './support';
import type { Locator, Page } from '@playwright/test';

async function begin(page: Page, lesson: string): Promise<Locator> {
  await page.goto(`/#/learn/${lesson}`);
  await expect(now(page)).toHaveCount(1);
  const done = text(page).locator('[data-state="done"]');
  await expect(done).toHaveCount(0);
  return done;
}

function text(page: Page): Locator {
  return page.getByRole('region', { name: 'Lesson' });
}

function now(page: Page): Locator {
  return page.locator('[aria-current="step"]');
}

async function showMe(page: Page): Promise<void> {
  await now(page).getByRole('button', { name: 'Show me' }).click();
}

/** What is reached is in sight, without scrolling. */
async function expectFinished(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'That is all of it.' })).toBeInViewport();
}

async function expectProgress(page: Page, words: string): Promise<void> {
  await expect(text(page).getByText(words, { exact: true })).toBeVisible();
}

test('a virtual machine moves', async ({ page }) => {
  const done = await begin(page, 'migration');
  await command(page, 'Send Ping');
  await expect(done).toHaveCount(1);
  await now(page).getByRole('button', { name: 'None' }).click();
  await showMe(page);
  await expect(done).toHaveCount(2);
  await expect(text(page)).toContainText('You said it.');
  await openPane(page, 'Timeline');
  await expect(done).toHaveCount(3);
  await command(page, 'Send Ping');
  await expect(done).toHaveCount(4);
  await openPane(page, 'Timeline');
  const back = page.getByRole('button', { name: 'Back', exact: true });
  const position = page.getByText(/^at \d+ of \d+$/);
  while ((await done.count()) < 5) {
    const before = await position.innerText();
    await back.click();
    await expect(position).not.toHaveText(before);
  }
  await expectFinished(page);
});

test('containers in a virtual machine', async ({ page }) => {
  const done = await begin(page, 'containers');
  await page.getByRole('button', { name: 'Send a packet' }).click();
  await page.getByRole('menuitem', { name: 'The client pings' }).click();
  await expect(done).toHaveCount(1);
  await showMe(page);
  await expect(done).toHaveCount(2);
  await page.getByRole('button', { name: 'Outline' }).click();
  await sendPreset(page, 'ARP request', 'client (vif2 on hv2)');
  await expect(done).toHaveCount(3);
  await showMe(page);
  await expectFinished(page);
});

test('what breaks when a daemon stops', async ({ page }) => {
  const done = await begin(page, 'daemons');
  await page.getByRole('button', { name: 'Outline' }).click();
  await outlined(page, 'ovn-northd').click();
  await details(page).getByRole('button', { name: 'Pause' }).click();
  await command(page, 'Send Ping');
  await expect(done).toHaveCount(1);
  await showMe(page);
  await expect(done).toHaveCount(2);
  await outlined(page, 'ovn-northd').click();
  await details(page).getByRole('button', { name: 'Resume' }).click();
  await expect(done).toHaveCount(3);
  await outlined(page, 'ovn-controller hv2').click();
  await details(page).getByRole('button', { name: 'Kill' }).click();
  await command(page, 'Send Ping');
  await expect(done).toHaveCount(4);
  await showMe(page);
  await expect(done).toHaveCount(5);
  await showMe(page);
  await expectFinished(page);
});

test('where the first step is typed the terminal is open, and leaves the focus where it is', async ({ page }) => {
  await begin(page, 'article');
  await expect(page.getByTestId('terminal')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Terminal input' })).not.toBeFocused();
  // Who opens it by its tab goes on typing.
  await openPane(page, 'Trace');
  await openPane(page, 'Terminal');
  await expect(page.getByRole('textbox', { name: 'Terminal input' })).toBeFocused();
});

test('a lesson has a lab of its own, and remembers how far it has come', async ({ page }) => {
  await openLab(page);
  await page.getByRole('button', { name: 'Switch', exact: true }).click();
  await expect(outlined(page, 'sw1')).toBeVisible();
  // From the list, on a projector's screen, with hints.
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.getByRole('link', { name: 'Learn' }).click();
  await page.getByRole('link', { name: 'Port security' }).click();
  await now(page).getByRole('button', { name: 'Hint' }).click();
  await now(page).getByRole('button', { name: 'Another hint' }).click();
  await expect(now(page).getByRole('button', { name: /hint/i })).toHaveCount(0);
  await expect(page.locator('[data-entity]', { hasText: 'sw1' })).toHaveCount(0);
  await showMe(page);
  await expectProgress(page, '1 of 4');
  await expect(now(page)).toBeInViewport();
  await showMe(page);
  await expectProgress(page, '2 of 4');

  await page.reload();
  await expectProgress(page, '2 of 4');
  await page.getByRole('link', { name: 'All lessons' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Port security' })).toContainText('2 of 4Go on');
  await page.getByRole('link', { name: 'Port security' }).click();
  await showMe(page);
  await showMe(page);
  await expectFinished(page);
  await text(page).getByRole('link', { name: 'Next: A virtual machine moves' }).last().click();
  await expect(now(page)).toContainText('See where it lives');

  // What has no room among the tabs is in a menu; the terminal is always there.
  await expect(page.getByRole('tab', { name: 'Terminal' })).toBeInViewport();
  await page.getByRole('button', { name: 'More panes' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { selected: true })).toHaveText('Timeline');
  await expect(page.getByRole('tab', { selected: true })).toBeFocused();

  // The own work was never touched.
  await page.getByRole('link', { name: 'Lab', exact: true }).click();
  await page.getByRole('button', { name: 'Open it' }).click();
  await expect(page.locator('[data-entity]', { hasText: 'sw1' }).first()).toBeVisible();
});

test('a teacher writes a lesson beside the lab, and a student takes it', async ({ page }) => {
  await openLab(page);
  await page.goto('/#/learn/write');
  const form = page.getByRole('region', { name: 'Write a lesson' });
  await form.getByLabel('Title').fill('A third port');
  await form.getByRole('button', { name: 'Start from the lab as it is' }).click();
  await expect(form.getByText('The start is taken.')).toBeVisible();
  await page.getByRole('button', { name: 'Port', exact: true }).click();
  await expect(details(page).getByLabel('Name')).toHaveValue('sw0-port3');
  await form.getByRole('button', { name: 'Make a step of what I did' }).click();
  await expect(form).toContainText('there is a port sw0-port3 on sw0 with the address 00:00:00:00:00:03');
  await form.getByRole('button', { name: 'Try it' }).click();
  await expect(text(page)).toContainText('There is no port sw0-port3 yet.');
  await showMe(page);
  await expectFinished(page);
});

test('a lesson is told as slides', async ({ page }) => {
  await begin(page, 'daemons');
  await page.keyboard.press('F8');
  const slide = page.getByRole('region', { name: 'Slide' });
  await expect(slide.getByRole('heading', { name: 'What breaks when a daemon stops' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(slide).toContainText('Step 1 of 6');
  // Going on does the step in the lab beside, and says what it has shown.
  await page.keyboard.press('PageDown');
  await expect(page.getByText('4 of 14')).toHaveCount(0);
  await expect(page.getByText('3 of 14')).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByText('2 of 14')).toBeVisible();
  await page.keyboard.press('Escape');
  await expectProgress(page, '1 of 6');
  await expect(now(page)).toHaveCount(1);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('the text comes first, and the lab is one button away', async ({ page }) => {
    await begin(page, 'article');
    await expect(page.getByRole('region', { name: 'Graph of the deployment' })).toHaveCount(0);
    await showMe(page);
    await page.getByRole('button', { name: 'Open the lab' }).click();
    await expect(page.getByText('2 of 8: Give it an integration bridge')).toBeVisible();
    await expect(page.getByTestId('terminal')).toBeVisible();
    await page.getByRole('button', { name: 'Text', exact: true }).click();
    await expectProgress(page, '1 of 8');
  });
});
