/** The match lab: an expression, its stages and flows, packets to try it on, and help with what is wrong. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support';

async function openMatch(page: Page, expression: string, theme: 'light' | 'dark' = 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.goto(`/#/match?${new URLSearchParams({ x: expression }).toString()}`);
  await expect(page.getByRole('tree', { name: 'Tree after parse' })).toBeVisible();
}

/** Replaces what is in the editor, as a person does. */
async function retype(page: Page, expression: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Match expression' }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(expression);
  await page.keyboard.press('Escape');
}

const flows = (page: Page) => page.getByRole('region', { name: 'Flows', exact: true });

test('every stage, its flows, and what was added on the way', async ({ page }) => {
  await openMatch(page, 'tcp.dst == {80, 443}');
  await retype(page, 'ip4.src == 10.0.0.0/24 && tcp.dst == 80');
  await expect(flows(page)).toContainText('tcp,nw_src=10.0.0.0/24,tp_dst=80');
  const annotated = page.getByRole('tree', { name: 'Tree after annotate' });
  await expect(annotated).toContainText('eth.type == 0x800');
  await expect(annotated.locator('[data-change]').first()).toBeVisible();
  await page
    .getByRole('tree', { name: 'Tree after parse' })
    .getByRole('treeitem')
    .filter({ hasText: 'tcp.dst' })
    .last()
    .hover();
  await expect(annotated.locator('[data-lit="true"]').first()).toContainText('tcp.dst');
});

test('an error says where and why, in OVN’s words, with a hint', async ({ page }) => {
  await openMatch(page, 'ip4');
  const problems = page.getByRole('status', { name: 'Problems' });
  await retype(page, 'ip4 & tcp');
  await expect(problems).toContainText("`&' is only valid as part of `&&'.");
  await retype(page, 'ip4 || tcp && udp');
  await expect(problems).toContainText('&& and || must be parenthesized when used together.');
  await retype(page, 'tcp && udp');
  await expect(problems).toContainText('Warning');
  await retype(page, 'tcp.dst == 80');
  await expect(flows(page)).toContainText('tp_dst=80');
});

test('packets that match, packets that just fail, and why', async ({ page }) => {
  await openMatch(page, 'ip4.dst == 10.0.0.1 && udp.dst == 53');
  await expect(flows(page)).toContainText('udp,nw_dst=10.0.0.1,tp_dst=53');
  const side = page.getByRole('complementary', { name: 'Packets and comparison' });
  await side.getByRole('button', { name: 'Make one that matches' }).click();
  await expect(side).toContainText('It matches');
  await side.getByRole('button', { name: 'One that just fails' }).click();
  await expect(side).toContainText('It does not match');
});

test('two expressions: equivalent, or a packet that tells them apart', async ({ page }) => {
  await openMatch(page, 'tcp.dst == {80, 81}');
  const other = page.getByRole('textbox', { name: 'Expression to compare with' });
  await other.fill('80 <= tcp.dst <= 81');
  const side = page.getByRole('complementary', { name: 'Packets and comparison' });
  await expect(side).toContainText('Equivalent');
  await other.fill('80 <= tcp.dst <= 82');
  await expect(side).not.toContainText('= Equivalent');
});

test('500 excluded addresses do not stop the page', async ({ page }) => {
  const addresses = Array.from({ length: 500 }, (_, n) => `10.${n >> 8}.${n & 255}.7`).join(', ');
  await openMatch(page, `ip4.src != {${addresses}}`);
  await expect(page.getByRole('toolbar', { name: 'Match lab' })).toContainText('flows');
});

test('the link reopens the match, and a Pipeline row leads here', async ({ page, browser }) => {
  await openMatch(page, 'eth.dst[40] && inport == "sw0-port1"');
  await page.getByRole('button', { name: 'Copy link' }).click();
  const url = await page.evaluate(() => navigator.clipboard.readText());
  expect(url).toContain('#/match');
  const context = await browser.newContext();
  const fresh = await context.newPage();
  await fresh.goto(url);
  await expect(fresh.getByRole('tree', { name: 'Tree after parse' })).toContainText('inport == "sw0-port1"');
  await context.close();
});

for (const theme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing in the match lab: ${theme}, ${width} wide`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await openMatch(page, 'ip4.src == 10.0.0.1 && tcp.dst == {80, 443}', theme);
      await expect(flows(page)).toContainText('tp_dst=80');
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    });
  }
}
