/** Traffic as a person looks at it: who reaches whom, why not, and scripts of packets. */
import { axeFaultsInBoth } from './axe';
import { command, expect, openLab, openPane, outlined, test, typeCommands } from './support';
import type { Page } from '@playwright/test';

const grid = (page: Page) => page.getByRole('grid', { name: 'Who reaches whom' });
const cell = (page: Page, from: string, to: string) => grid(page).getByRole('gridcell', { name: `${from} to ${to}:` });
const script = (page: Page) => page.getByRole('list', { name: 'Script' });
const form = (page: Page) => page.getByRole('form', { name: 'Add to the script' });

test('the matrix says who reaches whom, follows changes, and leads to the trace', async ({ page }) => {
  await openLab(page);
  await openPane(page, 'Traffic');
  await expect(cell(page, 'sw0-port1', 'sw0-port2')).toHaveAccessibleName('sw0-port1 to sw0-port2: reached');
  await typeCommands(page, ['ovs-vsctl del-port br-int vif1']);
  await openPane(page, 'Traffic');
  await expect(page.getByText('Nobody to ask')).toBeVisible();
  await expect(page.getByText('Not asked: sw0-port1 (not plugged in)')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await command(page, 'Access control lists');
  await openPane(page, 'Traffic');
  const lost = cell(page, 'sw0-port1', 'sw0-port2');
  await expect(lost).toHaveAccessibleName('sw0-port1 to sw0-port2: not reached');
  await lost.hover();
  await expect(page.getByRole('status').filter({ hasText: 'sw0-port1 → sw0-port2' })).toContainText('by the ACL');
  await lost.click();
  await expect(page.getByRole('tab', { name: 'Trace' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('by the ACL');

  await typeCommands(page, ['ovn-nbctl lport-set-enabled sw0-port1 disabled']);
  await openPane(page, 'Traffic');
  await expect(cell(page, 'sw0-port2', 'sw0-port1')).toHaveAccessibleName(
    'sw0-port2 to sw0-port1: not reached, changed',
  );
  await expect(lost).toHaveAccessibleName('sw0-port1 to sw0-port2: not reached');
  await page.getByRole('checkbox', { name: 'only what changed' }).check();
  await expect(page.getByRole('listitem').filter({ hasText: '1 changed' })).toBeVisible();
});

test('the matrix is walked by keyboard, and asks with other packets', async ({ page }) => {
  await openLab(page);
  await command(page, 'Containers in a VM');
  await openPane(page, 'Traffic');
  await expect(cell(page, 'client', 'web')).toHaveAccessibleName('client to web: reached');
  await expect(cell(page, 'client', 'vm1')).toHaveAccessibleName(/in another logical switch$/);
  await grid(page).focus();
  for (const key of ['Control+End', 'Control+Home', 'ArrowRight', 'End']) await page.keyboard.press(key);
  await expect(page.getByRole('status').filter({ hasText: 'client → web' })).toContainText('Delivered to web');
  const active = await grid(page).getAttribute('aria-activedescendant');
  await expect(page.locator(`[id="${active ?? ''}"]`)).toHaveAccessibleName('client to web: reached');
  await page.getByLabel('Packets to ask with').selectOption({ label: 'TCP SYN' });
  await page.getByLabel('Destination port').fill('70000');
  await expect(page.getByRole('alert').filter({ hasText: '0 to 65535' })).toBeVisible();
  await page.getByLabel('Destination port').fill('443');
  await expect(cell(page, 'client', 'web')).toHaveAccessibleName('client to web: reached');
  await grid(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Trace' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Delivered to web');
});

test('a hundred ports are asked on demand, in parts, and can be stopped', async ({ page }) => {
  await openLab(page);
  await command(page, 'Ten switches of ten ports');
  await openPane(page, 'Traffic');
  const ask = page.getByRole('button', { name: 'Ask all 9,900 pairs' });
  await expect(ask).toBeVisible();
  await ask.click();
  await expect(page.getByRole('button', { name: 'Ask again' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/reached, in another logical switch/)).toBeVisible();
  // Only what is in sight exists.
  expect(await grid(page).getByRole('gridcell').count()).toBeLessThan(1500);
  await grid(page).focus();
  await page.keyboard.press('Control+End');
  await expect(grid(page).getByRole('row').last()).toHaveAttribute('aria-rowindex', '101');
  await page.getByRole('button', { name: 'Switch', exact: true }).click();
  await expect(page.getByText('the deployment has changed since')).toBeVisible();
  await page.getByRole('button', { name: 'Ask again' }).click();
  await expect(page.getByText('the deployment has changed since')).toBeHidden();
});

test('a script is written, reordered, run, and each line leads to its trace', async ({ page }) => {
  await openLab(page);
  await command(page, 'Access control lists');
  await openPane(page, 'Traffic');
  await page.getByRole('button', { name: 'Script', exact: true }).click();
  await page.getByRole('button', { name: 'sw0-port1 pings sw0-port2' }).click();
  const lines = script(page).getByRole('listitem');
  await expect(lines).toHaveCount(4);
  await expect(lines.nth(1)).toContainText('Delivered to sw0-port1');
  await expect(lines.nth(2)).toContainText('by the ACL');
  await expect(lines.nth(3)).toContainText('Not sent: sw0-port2 did not get the request of line 3.');
  await expect(page.getByText('2 of 4 packets arrived')).toBeVisible();

  await form(page).getByLabel('From').selectOption({ label: 'everyone' });
  await form(page).getByLabel('To').selectOption({ label: 'everyone' });
  await form(page).getByLabel('What').selectOption({ label: 'TCP SYN' });
  await form(page).getByLabel('Port', { exact: true }).fill('99999');
  await expect(form(page).getByRole('alert')).toHaveText('A port is 0 to 65535.');
  await form(page).getByLabel('Port', { exact: true }).fill('443');
  await form(page).getByRole('button', { name: 'Add 2 lines' }).click();
  await expect(lines).toHaveCount(6);
  await page.getByRole('button', { name: 'Move line 6 up' }).focus();
  await page.keyboard.press('Enter');
  await expect(lines.nth(4)).toContainText('sw0-port2 → sw0-port1');
  await expect(page.getByRole('button', { name: 'Move line 5 up' })).toBeFocused();
  await page.getByRole('button', { name: 'Remove line 6' }).click();
  await page.getByRole('button', { name: 'Edit line 5' }).click();
  await page.getByRole('form', { name: 'Change this line' }).getByLabel('What').selectOption({ label: 'UDP' });
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(lines.nth(4)).toContainText('UDP to port 443');
  await page.getByRole('button', { name: 'Run all' }).click();
  await expect(lines.nth(4)).toContainText('Delivered to sw0-port1');
  await lines
    .nth(2)
    .getByRole('button', { name: /show the trace/ })
    .click();
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('by the ACL');
  await openPane(page, 'Traffic');
  await expect(lines).toHaveCount(5);
  // Edits of the script are undone like everything else, in their turn.
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(lines).toHaveCount(0);
  await page.getByRole('button', { name: 'Switch', exact: true }).click();
  await expect(outlined(page, 'sw1')).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(outlined(page, 'sw1')).toBeHidden();
  await expect(lines).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(lines).toHaveCount(5);
  await expect(lines.nth(4)).toContainText('Delivered to sw0-port1');
  await page.keyboard.press('Control+z');
  await expect(lines.nth(4)).toContainText('TCP SYN to port 443');
  await page.keyboard.press('Control+Shift+z');
  await expect(lines.nth(4)).toContainText('UDP to port 443');
});

test('axe finds nothing in the traffic pane, in both themes', async ({ page }) => {
  await openLab(page);
  await openPane(page, 'Traffic');
  await grid(page).focus();
  await expect(page.getByRole('button', { name: 'Show the trace' })).toBeVisible();
  expect(await axeFaultsInBoth(page)).toEqual([]);
  await page.getByRole('button', { name: 'Script', exact: true }).click();
  await page.getByRole('button', { name: /pings/ }).click();
  await expect(script(page)).toContainText('Delivered');
  expect(await axeFaultsInBoth(page)).toEqual([]);
});
