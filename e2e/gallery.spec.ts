/** The gallery: found by what a network shows, drawn, and opened by its address. */
import { command, expect, graph, openLab, test } from './support';

test('a network is found, seen and opened', async ({ page }) => {
  await openLab(page);
  await command(page, 'Gallery');
  const cards = page.locator('main li > a[href^="#/gallery/"]');
  await expect.poll(() => cards.count()).toBeGreaterThanOrEqual(30);
  await expect(cards.first().locator('svg[data-drawn]')).toBeVisible();
  await page.getByLabel('Shows').selectOption('ACLs');
  await page.getByLabel('Words').fill('tiers');
  await expect(cards).toHaveCount(1);
  await expect(page.getByRole('status').filter({ hasText: 'networks' })).toContainText('1 of ');
  await expect(cards.first().locator('svg[data-drawn] text', { hasText: 'hv3' })).toBeVisible();
  await page.getByLabel('Words').fill('tiers nonsense');
  await expect(page.getByText('Nothing has all of that.')).toBeVisible();
  await page.getByLabel('Words').fill('tiers');
  await cards.first().click();
  await expect(page).toHaveURL(/#\/lab$/);
  await expect(page.getByLabel('Name of this scenario')).toHaveValue('Three tiers behind ACLs');
  await expect(graph(page).getByRole('button', { name: 'Logical port web, up' })).toBeVisible();
  // Back leads to the gallery, not to what opens the network again.
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Gallery' })).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('the cards stand below each other', async ({ page }) => {
    await page.goto('/#/gallery');
    await expect(page.getByRole('heading', { name: /^The article.s network$/ })).toBeVisible();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
  });
});
