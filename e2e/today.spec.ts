/** A network of today drawn by hand: what is drawn is what the tools of the day say is there. */
import type { Page } from '@playwright/test';
import {
  command,
  details,
  dragOnto,
  expect,
  expectTerminal,
  graph,
  openLab,
  outlined,
  test,
  typeCommands,
} from './support';

async function emptyToday(page: Page): Promise<void> {
  await openLab(page);
  await command(page, 'New scenario');
  await page.getByLabel('Start with').selectOption({ label: 'An empty lab' });
  await page.getByLabel('Release', { exact: true }).selectOption({ label: 'OVN of June 2026 (26.03)' });
  await page.getByRole('button', { name: 'Open it' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(outlined(page, 'hv1')).toBeHidden();
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Two switches with a port each, a router between them, and a hypervisor. */
async function twoSwitchesAndARouter(page: Page): Promise<void> {
  await emptyToday(page);
  for (const sw of ['sw0', 'sw1']) {
    await button(page, 'Switch').click();
    await expect(outlined(page, sw)).toBeVisible();
    await button(page, 'Port').click();
    await expect(outlined(page, `${sw}-port1`)).toBeVisible();
  }
  await button(page, 'Router').click();
  await expect(outlined(page, 'lr0')).toBeVisible();
  await details(page).getByRole('button', { name: 'sw0', exact: true }).click();
  await expect(outlined(page, 'sw0-lr0')).toBeVisible();
  await details(page).getByRole('button', { name: 'sw1', exact: true }).click();
  await expect(outlined(page, 'sw1-lr0')).toBeVisible();
}

test('two switches, a router and their ports, drawn, are rows that the tools print', async ({ page }) => {
  await twoSwitchesAndARouter(page);
  await button(page, 'Hypervisor').click();
  await expect(outlined(page, 'hv1')).toBeVisible();
  await dragOnto(page, graph(page).getByRole('button', { name: /^Logical port sw0-port1/ }), 'hv1');
  await expect(graph(page).getByRole('button', { name: 'Logical port sw0-port1, up' })).toBeVisible();
  await typeCommands(page, [
    'clear',
    'ovn-nbctl lsp-get-addresses sw0-port1',
    'ovn-nbctl get Logical_Router_Port lr0-sw0 networks',
    'ovn-nbctl get Logical_Router_Port lr0-sw1 networks',
    'ovn-nbctl --bare --columns=type,options find Logical_Switch_Port name=sw1-lr0',
    'ovn-sbctl --bare --columns=logical_port find Port_Binding type=patch',
  ]);
  await expectTerminal(page, '00:00:00:00:00:01 10.0.0.11');
  await expectTerminal(page, '["10.0.0.1/24"]');
  await expectTerminal(page, '["10.0.1.1/24"]');
  await expectTerminal(page, 'router-port=lr0-sw1');
  await expectTerminal(page, 'lr0-sw1');
});

test('NAT, a route, DHCP, a physical network and a gateway are forms, and each can be undone', async ({ page }) => {
  await twoSwitchesAndARouter(page);
  await button(page, 'Hypervisor').click();
  await outlined(page, 'lr0').click();
  await details(page).getByRole('button', { name: 'Add NAT' }).click();
  const form = (name: string) => details(page).getByRole('form', { name });
  await form('Add NAT').getByLabel('External address').fill('172.16.1.20');
  await form('Add NAT').getByLabel('Logical address').fill('10.0.0.0/33');
  await form('Add NAT').getByRole('button', { name: 'Add', exact: true }).click();
  await expect(form('Add NAT').getByRole('alert')).toContainText('should be an IPv4 address or network');
  await form('Add NAT').getByLabel('Logical address').fill('10.0.0.0/24');
  await form('Add NAT').getByRole('button', { name: 'Add', exact: true }).click();
  await expect(details(page).getByText('172.16.1.20 ↔ 10.0.0.0/24')).toBeVisible();
  await expect(graph(page).locator('[data-kind="router"]')).toContainText('snat');

  await details(page).getByRole('button', { name: 'Add a route' }).click();
  await form('Add a route').getByLabel('Next hop').fill('10.0.1.254');
  await form('Add a route').getByRole('button', { name: 'Add', exact: true }).click();
  await expect(details(page).getByText('0.0.0.0/0 via 10.0.1.254')).toBeVisible();

  await details(page).getByRole('button', { name: 'Add a gateway chassis' }).first().click();
  await form('Add a gateway chassis').getByRole('button', { name: 'Add', exact: true }).click();
  await expect(details(page).getByRole('list', { name: 'Gateway chassis of lr0-sw0' })).toContainText('hv1');

  await outlined(page, 'sw0').click();
  await details(page).getByRole('button', { name: 'Serve addresses by DHCP' }).click();
  await form('Serve addresses by DHCP').getByRole('button', { name: 'Add', exact: true }).click();
  await expect(outlined(page, '10.0.0.0/24')).toBeVisible();
  await details(page).getByRole('button', { name: 'Connect a physical network' }).click();
  await form('Connect a physical network').getByRole('button', { name: 'Add', exact: true }).click();
  await expect(outlined(page, 'sw0-physnet1')).toBeVisible();
  await typeCommands(page, ['clear', 'ovn-nbctl lr-nat-list lr0', 'ovn-nbctl lr-route-list lr0']);
  await expectTerminal(page, '172.16.1.20');
  await expectTerminal(page, '10.0.1.254');
  await button(page, 'Undo').click();
  await expect(outlined(page, 'sw0-physnet1')).toBeHidden();
});

test('two ports show the way between them before a packet is sent', async ({ page }) => {
  await twoSwitchesAndARouter(page);
  await graph(page)
    .getByRole('button', { name: /^Logical port sw0-port1/ })
    .click();
  await graph(page)
    .getByRole('button', { name: /^Logical port sw1-port1/ })
    .click({ modifiers: ['Shift'] });
  const way = details(page).getByRole('list', { name: 'From sw0-port1 to sw1-port1' });
  await expect(way).toContainText('Router lr0 from lr0-sw0 (10.0.0.1/24) to lr0-sw1 (10.0.1.1/24)');
  await expect(graph(page).locator('canvas[data-way="2"]')).toBeAttached();
});
