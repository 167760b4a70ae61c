/** What if: a change tried without touching the deployment, compared, then made or not; and what a real change changed. */
import { axeFaultsInBoth } from './axe';
import { command, details, expect, openLab, outlined, test, typeCommands } from './support';
import type { Page } from '@playwright/test';

const dialog = (page: Page) => page.getByRole('dialog', { name: 'What if…' });
const steps = (page: Page) => page.getByRole('list', { name: 'Steps side by side' });
const change = (page: Page) => dialog(page).getByLabel('Change', { exact: true });
const suppose = (page: Page) => dialog(page).getByRole('button', { name: 'Suppose', exact: true });
const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict' });

/** Sends the article's ping and opens the dialog. */
async function ask(page: Page): Promise<void> {
  await openLab(page);
  await command(page, 'Send Ping');
  await expect(verdict(page)).toContainText('Delivered to sw0-port2');
  await page.getByRole('button', { name: 'What if…' }).click();
  await expect(change(page)).toBeVisible();
}

test('an ACL is supposed, compared, discarded without a trace, then applied and undone', async ({ page }) => {
  await ask(page);
  const commits = await page.getByTestId('control-plane').textContent();
  await dialog(page).getByLabel('Match').fill('icmp');
  await suppose(page).click();
  await expect(dialog(page)).toContainText('Dropped by hv1 in table 2 by the ACL with priority 1000');
  await dialog(page).getByRole('button', { name: 'First difference' }).click();
  await expect(steps(page).getByRole('button', { name: /match, priority, actions/ })).toBeFocused();
  await expect(steps(page)).toContainText('the first difference');
  await dialog(page).getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByTestId('control-plane')).toHaveText(commits ?? '');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
  await expect(verdict(page)).toContainText('Delivered to sw0-port2');

  await command(page, 'What if');
  await dialog(page).getByLabel('Match').fill('icmp');
  await suppose(page).click();
  await change(page).selectOption({ label: 'port security of' });
  await dialog(page).getByLabel('Allowed addresses').fill('00:00:00:00:00:09');
  await suppose(page).click();
  await expect(dialog(page)).toContainText('ingress port security of sw0-port1');
  await dialog(page).getByRole('button', { name: 'Apply' }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(verdict(page)).toContainText('ingress port security of sw0-port1');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
});

test('it begins at the ACL that dropped the packet, and focus goes back to what opened it', async ({ page }) => {
  await openLab(page);
  await outlined(page, 'sw0').click();
  for (const [priority, match] of [
    ['1001', 'ip6'],
    ['1000', 'ip4'],
  ] as const) {
    await details(page).getByRole('button', { name: 'Add an ACL' }).click();
    await details(page).getByLabel('Match').fill(match);
    await details(page).getByLabel('Priority').fill(priority);
    await details(page).getByRole('button', { name: 'Add', exact: true }).click();
    await expect(details(page)).toContainText(`${priority} drop`);
  }
  await command(page, 'Send Ping');
  await expect(verdict(page)).toContainText('Dropped by hv1 in table 2 by the ACL with priority 1000');
  await page.getByRole('button', { name: 'What if…' }).press('Enter');
  await expect(dialog(page).getByLabel('Priority')).toHaveValue('1000');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'What if…' })).toBeFocused();
});

test('another packet and another place are supposed, and refusals say why', async ({ page }) => {
  await ask(page);
  await change(page).selectOption({ label: 'the packet' });
  await dialog(page).getByLabel('Value').fill('nonsense');
  await suppose(page).click();
  await expect(dialog(page).getByRole('alert')).toBeVisible();
  await dialog(page).getByLabel('Value').fill('00:00:00:00:00:77');
  await suppose(page).click();
  await expect(dialog(page)).toContainText('no port of sw0 has the address 00:00:00:00:00:77');
  await expect(steps(page)).toContainText('the same step with other values');
  await dialog(page).getByRole('button', { name: 'Do not suppose: Packet: eth.dst = 00:00:00:00:00:77' }).click();
  await change(page).selectOption({ label: 'the place of' });
  await dialog(page).getByLabel('Hypervisor').selectOption({ label: 'hv2' });
  await suppose(page).click();
  await expect(dialog(page)).toContainText('it enters hv2 at vif1');
  await dialog(page).getByLabel('Hypervisor').selectOption({ label: 'nowhere' });
  await suppose(page).click();
  await expect(dialog(page).getByRole('alert')).toContainText('hv1 has no interface vif1');
  await expect(dialog(page).getByRole('button', { name: 'Apply' })).toBeDisabled();
  await dialog(page).getByLabel('Hypervisor').selectOption({ label: 'hv2' });
  await suppose(page).click();
  await dialog(page).getByRole('button', { name: 'Apply' }).click();
  await expect(verdict(page)).toContainText('Within hv2.');
});

test('a change that was made stands beside what was before', async ({ page }) => {
  await openLab(page);
  await command(page, 'Send Ping');
  await typeCommands(page, ['ovn-nbctl lport-del sw0-port2']);
  await command(page, 'Compare before');
  const compared = page.getByRole('dialog', { name: 'Before and after' });
  await expect(compared).toContainText('Delivered to sw0-port2');
  await expect(compared).toContainText('no port of sw0 has the address');
  await expect(compared.getByRole('button', { name: 'First difference' })).toBeVisible();
});

test('axe finds nothing in a comparison, in both themes', async ({ page }) => {
  await ask(page);
  await suppose(page).click();
  await expect(steps(page)).toBeVisible();
  expect(await axeFaultsInBoth(page, { part: '[role="dialog"]' })).toEqual([]);
});
