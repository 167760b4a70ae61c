/** The match lab: an expression, its stages and flows, packets to try it on, and help with what is wrong. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { command, details, expect, openLab, openPane, outlined, test } from './support';

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

test('what is pointed at lights up in the source, the stages and the flows, by keyboard too', async ({ page }) => {
  await openMatch(page, 'ip4.src == 10.0.0.1 || udp.dst == 53');
  const parsed = page.getByRole('tree', { name: 'Tree after parse' }).getByRole('treeitem');
  await parsed.first().focus();
  await page.keyboard.press('End');
  await expect(parsed.last()).toBeFocused();
  await expect(flows(page).locator('[data-lit="true"]')).toHaveCount(2);
  await expect(flows(page).locator('[data-lit="true"]').first()).toContainText('tp_dst=53');
  await expect(
    page.getByRole('tree', { name: 'Tree after normalize' }).locator('[data-lit="true"]').first(),
  ).toBeVisible();
  // From a flow back to the source and the tree.
  await flows(page).locator('[data-flow]').filter({ hasText: 'nw_src' }).hover();
  await expect(parsed.filter({ hasText: 'ip4.src' }).last()).toHaveAttribute('data-lit', 'true');
  await expect(parsed.last()).toHaveAttribute('data-lit', 'false');
  // And from the caret.
  await page.getByRole('textbox', { name: 'Match expression' }).focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowRight');
  await expect(flows(page).locator('[data-lit="true"]')).toHaveCount(1);
});

test('completion tells width and prerequisites, and a symbol under the pointer what it is', async ({ page }) => {
  await openMatch(page, 'ip4');
  await retype(page, 'tcp.dst == 80');
  await page.locator('.view-line').getByText('tcp.dst').hover();
  await expect(page.locator('.monaco-hover').filter({ hasText: 'The destination port' })).toContainText('16-bit');
  await page.getByRole('textbox', { name: 'Match expression' }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('udp.d');
  await expect(page.locator('.suggest-widget')).toContainText('udp.dst');
  await expect(page.locator('.suggest-widget')).toContainText('16-bit');
});

test('an expression that takes for ever can be cancelled, and typing goes on', async ({ page }) => {
  await openMatch(page, 'ip4');
  const endless = Array.from({ length: 70 }, (_, n) => `(ip4.src != 10.0.0.${n} || tcp.dst != ${n})`).join(' && ');
  await page.getByRole('textbox', { name: 'Match expression' }).focus();
  await page.keyboard.press('Control+a');
  await page.evaluate((text) => navigator.clipboard.writeText(text), endless);
  await page.keyboard.press('Control+v');
  const toolbar = page.getByRole('toolbar', { name: 'Match lab' });
  await toolbar.getByRole('button', { name: 'Cancel' }).click();
  await expect(toolbar).toContainText('Cancelled');
  await retype(page, 'udp.dst == 53');
  await expect(flows(page)).toContainText('tp_dst=53');
  await expect(toolbar).not.toContainText('Cancelled');
});

test('the lab’s pane shows the match of the row at which the packet stands, and of a selected one', async ({
  page,
}) => {
  await openLab(page);
  await command(page, 'ping');
  await openPane(page, 'Match');
  const pane = page.getByRole('tabpanel', { name: 'Match' });
  await expect(
    pane.getByRole('heading', { name: /^Table \d+, priority \d+ of sw0, where the packet is/ }),
  ).toBeVisible();
  await expect(pane).toContainText('It matches');
  await openPane(page, 'Pipeline');
  await page.getByRole('row').filter({ hasText: 'eth.src[40]' }).first().click();
  await details(page).getByRole('button', { name: 'Its stages, flows and truth' }).click();
  await expect(pane.getByRole('tree', { name: 'Tree after parse' })).toContainText('eth.src[40]');
  await expect(pane).toContainText('It does not match');
});

test('an ACL that is being written is checked as it is typed, and changed from the pane', async ({ page }) => {
  await openLab(page);
  await outlined(page, 'sw0').click();
  await details(page).getByRole('button', { name: 'Add an ACL' }).click();
  const match = details(page).getByLabel('Match');
  await match.fill('inport == sw0-port1 && ip4');
  await expect(details(page)).toContainText("Syntax error at `sw0' expecting constant.");
  await expect(details(page)).toContainText('"sw0-port1"');
  await match.fill('inport == "sw0-port1" && ip4');
  await expect(details(page)).toContainText('1 flow on');
  await details(page).getByRole('button', { name: 'Its stages, flows and truth' }).click();
  const pane = page.getByRole('tabpanel', { name: 'Match' });
  await expect(pane.getByRole('tree', { name: 'Tree after annotate' })).toContainText('eth.type == 0x800');
  await details(page).getByRole('button', { name: 'Add', exact: true }).click();
  await details(page).getByRole('button', { name: 'Show' }).click();
  await expect(pane.getByRole('heading', { name: 'ACL 1000 drop of sw0' })).toBeVisible();
  await retype(page, 'ip6');
  await pane.getByRole('button', { name: 'Change the ACL' }).click();
  await expect(pane.getByRole('button', { name: 'Change the ACL' })).toBeDisabled();
  await outlined(page, 'sw0').click();
  await expect(details(page)).toContainText('1000 drop');
  await expect(details(page).getByText('ip6', { exact: true })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
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
