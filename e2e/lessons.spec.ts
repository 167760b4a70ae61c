/** The lessons after the first one, each taken from its start to its end. */
import { command, details, expect, openPane, outlined, sendPreset, test } from './support';
import type { Locator, Page } from '@playwright/test';

async function begin(page: Page, lesson: string): Promise<Locator> {
  await page.goto(`/#/learn/${lesson}`);
  await page.getByRole('button', { name: 'Start afresh' }).click();
  await expect(now(page)).toHaveCount(1);
  return page.getByRole('region', { name: 'Lesson' }).locator('[data-state="done"]');
}

function now(page: Page): Locator {
  return page.locator('[aria-current="step"]');
}

async function runSuggested(page: Page): Promise<void> {
  await now(page).getByRole('button', { name: 'Run in the terminal' }).click();
}

test('a virtual machine moves', async ({ page }) => {
  const done = await begin(page, 'migration');
  await command(page, 'Send Ping');
  await expect(done).toHaveCount(1);
  await runSuggested(page);
  await expect(done).toHaveCount(2);
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
  await expect(page.getByText('That is all of it.')).toBeVisible();
});

test('containers in a virtual machine', async ({ page }) => {
  const done = await begin(page, 'containers');
  await command(page, 'Send The client');
  await expect(done).toHaveCount(1);
  await runSuggested(page);
  await expect(done).toHaveCount(2);
  await sendPreset(page, 'ARP request', 'client (vif2 on hv2)');
  await expect(done).toHaveCount(3);
  await runSuggested(page);
  await command(page, 'Send The client');
  await expect(page.getByText('That is all of it.')).toBeVisible();
});

test('what breaks when a daemon stops', async ({ page }) => {
  const done = await begin(page, 'daemons');
  await outlined(page, 'ovn-northd').click();
  await details(page).getByRole('button', { name: 'Pause' }).click();
  await command(page, 'Send Ping');
  await expect(done).toHaveCount(1);
  await runSuggested(page);
  await expect(done).toHaveCount(2);
  await outlined(page, 'ovn-northd').click();
  await details(page).getByRole('button', { name: 'Resume' }).click();
  await expect(done).toHaveCount(3);
  await outlined(page, 'ovn-controller hv2').click();
  await details(page).getByRole('button', { name: 'Kill' }).click();
  await command(page, 'Send Ping');
  await expect(done).toHaveCount(4);
  await runSuggested(page);
  await command(page, 'Send Ping');
  await expect(done).toHaveCount(5);
  await runSuggested(page);
  await expect(page.getByText('That is all of it.')).toBeVisible();
});
