/** Neutron, Nova and checks on the page: two servers booted by typing and by drawing, a ping between them, and the way back. */
import { expect, openLab, openPane, test, typeCommands } from './support';
import type { Page } from '@playwright/test';

const SUITE = 'vm1 reaches vm2 by ping as "They talk" for 2 marks\nvm1 not reaches vm2 by tcp/22';

function servers(page: Page) {
  return page.getByRole('table', { name: 'Servers' });
}

test('two servers, one typed and one drawn, reach each other', async ({ page }) => {
  await openLab(page);
  await typeCommands(page, [
    './stack.sh --port-status up',
    'neutron port-create --name vm1 private',
    'nova boot --flavor m1.nano --image cirros --availability-zone nova:hv1 --nic port-id=$(neutron port-show -f value -F id vm1) vm1',
  ]);
  await openPane(page, 'OpenStack');
  await expect(servers(page).getByRole('row', { name: /vm1.*ACTIVE.*hv1/ })).toBeVisible();
  await page.getByLabel('Hypervisor', { exact: true }).selectOption('hv2');
  await page.getByRole('button', { name: 'Boot server' }).click();
  await expect(servers(page).getByRole('row', { name: /vm2.*ACTIVE.*hv2/ })).toBeVisible();
  await expect(page.locator('[data-kind="switch"]').getByText('private')).toBeVisible();
  await expect(page.locator('[data-machine="hv2"]').getByText('vm2')).toBeVisible();

  await openPane(page, 'Checks');
  await page.getByLabel('Suite of checks').fill(SUITE);
  await page.getByRole('button', { name: 'Run checks' }).click();
  await expect(page.getByRole('status').filter({ hasText: '1 of 2 checks passed, 2 of 2 marks' })).toBeVisible();
  const results = page.getByRole('list', { name: 'Results' });
  await expect(results.getByText('passed: They talk')).toBeVisible();
  await results
    .getByRole('button', { name: /^Show the trace/ })
    .last()
    .click();
  await expect(page.getByText(/^Delivered to /).first()).toBeVisible();

  await openPane(page, 'OpenStack');
  await servers(page).getByRole('button', { name: 'Delete vm2' }).click();
  await expect(servers(page).getByRole('row', { name: /vm2/ })).toHaveCount(0);
  await page.getByRole('button', { name: /^Undo/ }).first().click();
  await expect(servers(page).getByRole('row', { name: /vm2.*ACTIVE/ })).toBeVisible();
});

test('what differs between Neutron and OVN is a table', async ({ page }) => {
  await openLab(page);
  await typeCommands(page, ['./stack.sh --mechanism-driver ovn-2015-05-14']);
  await openPane(page, 'OpenStack');
  await page.getByRole('button', { name: 'Sync', exact: true }).click();
  await page.getByRole('button', { name: 'Compare with OVN' }).click();
  await expect(page.getByText('Neutron and OVN agree.')).toBeVisible();
  await page.getByRole('button', { name: 'Cut neutron-server off from OVN' }).click();
  await page.getByRole('button', { name: 'Networks', exact: true }).click();
  await page.getByLabel('Name').fill('lost');
  await page.getByRole('button', { name: 'Create network' }).click();
  await expect(page.getByRole('table', { name: 'Networks' }).getByRole('row', { name: /lost/ })).toBeVisible();
  await page.getByRole('button', { name: 'Sync', exact: true }).click();
  await page.getByRole('button', { name: 'Connect neutron-server again' }).click();
  await page.getByRole('button', { name: 'Repair' }).click();
  const findings = page.getByRole('table', { name: 'Findings' });
  await expect(findings.getByRole('row', { name: /lost.*created/ })).toBeVisible();
});
