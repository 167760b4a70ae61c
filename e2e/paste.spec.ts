/** Text from a web page or a chat is plain once it is pasted, wherever that is, and what was changed is said. */
import type { Page } from '@playwright/test';
import { expect, openLab, openPane, test } from './support';

/** Copies a text elsewhere and pastes it where the keyboard is. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press('Control+v');
}

const terminal = (page: Page) => page.getByTestId('terminal');

test('in the terminal: a copied command runs, and so does a pattern that takes others for ever', async ({ page }) => {
  await openLab(page);
  await openPane(page, 'Terminal');
  await page.getByRole('textbox', { name: 'Terminal input' }).focus();
  await paste(page, 'ovn-nbctl\u00a0lswitch-add “copied”\u200b\n');
  await expect(
    page.getByText('1 invisible character, 1 no-break space and 2 curly quotes were made plain.'),
  ).toBeVisible();
  await paste(page, 'ovn-nbctl lswitch-list\n');
  await expect(terminal(page)).toContainText('(copied)');
  // Takes longer than anybody waits where a pattern is tried again and again.
  await paste(page, `echo ${'t'.repeat(60)}! | grep -cE '(t+)+$'\n`);
  await expect(terminal(page)).toContainText(/\$'\s*0/);
});

test('in the match lab', async ({ page }) => {
  await page.goto(`/#/match?${new URLSearchParams({ x: 'ip4' }).toString()}`);
  await expect(page.getByRole('tree', { name: 'Tree after parse' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Match expression' }).focus();
  await page.keyboard.press('Control+a');
  await paste(page, 'inport ==\u00a0“p1” && ip4');
  await expect(page.getByText('1 no-break space and 2 curly quotes were made plain.')).toBeVisible();
  await expect(page.getByRole('tree', { name: 'Tree after parse' })).toContainText('inport == "p1"');
  const other = page.getByRole('textbox', { name: 'Expression to compare with' });
  await other.focus();
  await paste(page, 'ip4 && inport\u00a0== “p1”');
  await expect(other).toHaveValue('ip4 && inport == "p1"');
  await expect(page.getByRole('complementary', { name: 'Packets and comparison' })).toContainText('Equivalent');
});

test('in the packet editor', async ({ page }) => {
  await openLab(page);
  await page.getByRole('button', { name: 'New packet…' }).click();
  const dialog = page.getByRole('dialog', { name: 'New packet' });
  await dialog.getByRole('tab', { name: 'Import' }).click();
  const field = dialog.getByLabel('Or paste hex');
  await field.fill('ffff');
  await field.press('End');
  await paste(page, '\u200b ffff\u00a0ffff\u00a00000\u20030000 0001\u202f0806');
  await expect(field).toHaveValue('ffff ffff ffff 0000 0000 0001 0806');
  await expect(page.getByText(/were made plain/)).toBeVisible();
});
