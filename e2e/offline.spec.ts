/** Once opened, the page works without a network, and keeps what is done there. */
import { expect, openLab, openPane, outlined, test, typeCommands } from './support';

test.use({ serviceWorkers: 'allow' });

test('offline everything is there, and what is done is kept', async ({ page, context }) => {
  await openLab(page);
  await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
  await expect(outlined(page, 'mine')).toBeVisible();
  // Active means that everything is stored; it takes the page the next time it is loaded, if not at once.
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await context.setOffline(true);
  await page.reload();
  await expect(outlined(page, 'mine')).toBeVisible();
  expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  for (const pane of ['Log', 'Timeline', 'Traffic', 'Trace']) {
    await openPane(page, pane);
    await expect(page.getByRole('tabpanel', { name: pane })).toBeVisible();
    await expect(page.getByRole('tabpanel', { name: pane })).not.toContainText('could not be fetched');
  }
  await typeCommands(page, ['ovn-nbctl lswitch-add offline']);
  await expect(outlined(page, 'offline')).toBeVisible();
  await page.goto('/#/match');
  await expect(page.getByRole('textbox', { name: 'Match expression' })).toBeVisible();
  await page.goto('/#/lab');
  await page.reload();
  await expect(outlined(page, 'offline')).toBeVisible();
  await context.setOffline(false);
  await page.reload();
  for (const name of ['mine', 'offline']) await expect(outlined(page, name)).toBeVisible();
});
