/** The lab as a person uses it: drawing, undoing, sending, sharing, by mouse and by keyboard. */
import {
  command,
  details,
  dragOnto,
  expect,
  expectTerminal,
  graph,
  gridRows,
  openLab,
  openPane,
  outline,
  outlined,
  sendPreset,
  test,
  typeCommands,
} from './support';

test('drawing and typing are two hands on one model, and both can be undone', async ({ page }) => {
  await openLab(page);
  await page.getByRole('button', { name: 'Switch', exact: true }).click();
  await expect(outlined(page, 'sw1')).toBeVisible();
  await page.getByRole('button', { name: 'Port', exact: true }).click();
  await expect(outlined(page, 'sw1-port1')).toBeVisible();
  await details(page).getByLabel('MAC addresses').fill('00:00:00:00:00:aa');
  await page.keyboard.press('Enter');
  await dragOnto(page, graph(page).getByRole('button', { name: /^Logical port sw1-port1/ }), 'hv2');
  await expect(graph(page).getByRole('button', { name: 'Logical port sw1-port1, up' })).toBeVisible();

  await openPane(page, 'Terminal');
  await expectTerminal(page, 'ovn-nbctl lswitch-add sw1');
  await expectTerminal(page, 'ovn-nbctl lport-set-macs sw1-port1 00:00:00:00:00:aa');
  await typeCommands(page, ['clear', 'ovn-nbctl lport-get-macs sw1-port1', 'as hv2 ovs-vsctl list-ports br-int']);
  await expectTerminal(page, '00:00:00:00:00:aa');

  await dragOnto(page, graph(page).getByRole('button', { name: /^Logical port sw1-port1/ }), 'hv1');
  await expect(graph(page).getByRole('button', { name: /^Interface .* on hv1, iface-id sw1-port1/ })).toBeVisible();
  await expect(graph(page).getByRole('button', { name: /^Interface .* on hv2, iface-id sw1-port1/ })).toBeHidden();

  const undo = page.getByRole('button', { name: 'Undo' });
  await undo.click();
  await expect(graph(page).getByRole('button', { name: /^Interface .* on hv2, iface-id sw1-port1/ })).toBeVisible();
  while (await undo.isEnabled()) {
    await undo.click();
    await expect(page.getByTestId('control-plane')).toContainText('settled');
  }
  await expect(outlined(page, 'sw1')).toBeHidden();
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(outlined(page, 'sw1')).toBeVisible();
});

test('settings, ACLs, hypervisors: made, renamed, deleted', async ({ page }) => {
  await openLab(page);
  await outlined(page, 'sw0').click();
  await details(page).getByLabel('Name', { exact: true }).fill('office');
  await page.keyboard.press('Enter');
  await expect(outlined(page, 'office')).toBeVisible();
  await details(page).getByRole('button', { name: 'Add an ACL' }).click();
  await details(page).getByLabel('Match').fill('ip4 && icmp4');
  await details(page).getByRole('button', { name: 'Add', exact: true }).click();
  await openPane(page, 'Pipeline');
  await expect(page.getByRole('grid', { name: 'Pipeline' })).toContainText('ip4 && icmp4');
  await page.getByRole('button', { name: 'Hypervisor', exact: true }).click();
  await expect(details(page)).toContainText('registered chassis');
  await expect(graph(page).getByText('hv3', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await graph(page)
    .locator('[data-machine="hv3"]')
    .click({ position: { x: 60, y: 8 } });
  await page.keyboard.press('Delete');
  await expect(graph(page).getByText('hv3', { exact: true })).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect(graph(page).getByText('hv3', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Layout', exact: true }).click();
  await expect(graph(page).getByText('hv3', { exact: true })).toBeVisible();
});

test('a renamed hypervisor keeps its chassis, its VIF and its packets', async ({ page }) => {
  await openLab(page);
  await outlined(page, 'hv1').click();
  await details(page).getByLabel('Name', { exact: true }).fill('rack 7');
  await page.keyboard.press('Enter');
  await expect(details(page).getByText('is not a machine')).toBeVisible();
  await details(page).getByLabel('Name', { exact: true }).fill('rack-7');
  await page.keyboard.press('Enter');
  await expect(details(page).getByRole('heading', { name: 'rack-7' })).toBeVisible();
  await expect(details(page)).toContainText('registered chassis');
  await expect(outlined(page, 'hv1')).toBeHidden();
  await command(page, 'Send Ping');
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Through rack-7');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(outlined(page, 'hv1')).toBeVisible();
  await command(page, 'Send Ping');
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Through hv1');
});

test('a packet crosses every table and the tunnel; a flood shows every copy', async ({ page }) => {
  await openLab(page);
  await sendPreset(page, 'Ping (ICMP echo request)', 'sw0-port1 (vif1 on hv1)');
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await expect(verdict).toContainText('Delivered to sw0-port2');
  await expect(verdict).toContainText('Through hv1, a vxlan tunnel with key 2, and hv2.');
  const steps = page.getByRole('tree', { name: 'Steps of the trace' });
  for (const text of ['0 · 100', '16 · 50', '17 · 50', '18 · 0', '19 · 50', '64 · 50', 'hv2 tunnel', 'deliver'])
    await expect(steps).toContainText(text);
  for (const text of ['inport == "sw0-port1"', 'eth.dst == 00:00:00:00:00:02', 'outport == "sw0-port2"'])
    await expect(steps).toContainText(text);

  await page.getByRole('button', { name: 'To the first step' }).click();
  await expect(details(page)).toContainText('The packet enters hv1 at vif1');
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(details(page)).toContainText('Step 2 of 11');
  await expect(details(page)).toContainText('logical inport "sw0-port1"');
  await page.getByRole('button', { name: 'Step back', exact: true }).click();
  await expect(details(page)).toContainText('Step 1 of 11');
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(details(page)).toContainText('Step 11 of 11');
  await expect(graph(page).getByTestId('packet')).toBeVisible();

  await sendPreset(page, 'ARP request', 'sw0-port1 (vif1 on hv1)');
  await expect(verdict).toContainText('The copy to the port it came from is dropped');
  await expect(steps).toContainText('reg6=0x1,reg7=0x1');
});

test('a drop says where and why, and its cause is one click away', async ({ page }) => {
  await openLab(page);
  await outlined(page, 'sw0-port1').click();
  await details(page).getByLabel('Port security').fill('00:00:00:00:00:01');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'New packet…' }).click();
  await page.getByLabel('Enters at').selectOption({ label: 'sw0-port1 (vif1 on hv1)' });
  await page.getByLabel('Source', { exact: true }).first().fill('00:00:00:00:00:99');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await expect(verdict).toContainText(
    'Dropped by hv1 in table 0, ingress port security of sw0-port1: eth.src is 00:00:00:00:00:99, allowed is 00:00:00:00:00:01.',
  );
  await verdict.getByRole('button', { name: /^Allow/ }).click();
  await expect(verdict).toContainText('Delivered to sw0-port2');
});

test('pointing at a row lights up what it was made from and what it became', async ({ page }) => {
  await openLab(page);
  await openPane(page, 'Pipeline');
  await page.getByRole('row').filter({ hasText: 'inport == "sw0-port1"' }).hover();
  await expect(graph(page).getByRole('button', { name: /^Logical port sw0-port1/ })).toHaveAttribute(
    'data-mark',
    'lit',
  );
  await expect(graph(page).getByRole('button', { name: /^Logical port sw0-port2/ })).not.toHaveAttribute(
    'data-mark',
    'lit',
  );
  await page.getByRole('row').filter({ hasText: 'inport == "sw0-port1"' }).click();
  await openPane(page, 'OpenFlow');
  await expect(page.getByRole('row').filter({ hasText: 'reg6=0x1,metadata=0x1' })).toHaveAttribute('data-mark', 'lit');
});

test('a link reopens exactly this, packet and step included, in a fresh browser', async ({ page, browser }) => {
  await openLab(page);
  await typeCommands(page, ['ovn-nbctl lswitch-add other', 'ovn-nbctl lport-add other "<img src=x onerror=alert(1)>"']);
  await sendPreset(page, 'Ping (ICMP echo request)', 'sw0-port1 (vif1 on hv1)');
  await page.getByRole('button', { name: 'Step back', exact: true }).click();
  await page.getByRole('button', { name: 'Share' }).click();
  const link = page.getByLabel('Link to this scenario');
  await expect(link).toHaveValue(/#\/lab\?s=/);
  const url = await link.inputValue();
  await page.keyboard.press('Escape');
  await openPane(page, 'Databases');
  const before = await gridRows(page.getByRole('grid', { name: 'Logical_Port' }));

  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(url);
  await expect(other.getByRole('region', { name: 'Verdict' })).toContainText('Delivered to sw0-port2');
  await expect(details(other)).toContainText('Step 10 of 11');
  await openPane(other, 'Databases');
  expect(await gridRows(other.getByRole('grid', { name: 'Logical_Port' }))).toEqual(before);
  await expect(outlined(other, '<img src=x onerror=alert(1)>')).toBeVisible();

  await other.goto(`${url.slice(0, -9)}AAAAAAAAA`);
  await expect(other.getByText('This link is damaged')).toBeVisible();
  await expect(outlined(other, 'other')).toBeVisible();
  await context.close();
});

test('everything by keyboard alone', async ({ page }) => {
  await openLab(page);
  await command(page, 'Send Ping');
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Delivered to sw0-port2');
  await page.getByRole('tree', { name: 'Steps of the trace' }).focus();
  await page.keyboard.press('Home');
  await expect(details(page)).toContainText('Step 1 of 11');
  await page.keyboard.press('ArrowRight');
  await expect(details(page)).toContainText('Step 2 of 11');

  await outline(page)
    .getByRole('treeitem', { name: /^Logical network/ })
    .focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(details(page)).toContainText('sw0-port1');
  await details(page).getByLabel('Hypervisor').focus();
  await page.keyboard.press('h');
  await details(page).getByLabel('Hypervisor').selectOption('hv2');
  await expect(graph(page).getByRole('button', { name: /^Interface .* on hv2, iface-id sw0-port1/ })).toBeVisible();
  await page.getByRole('tab', { name: 'Traffic' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('grid', { name: 'Pipeline' })).toBeVisible();
  await page.getByRole('grid', { name: 'Pipeline' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(details(page)).toContainText('Row of Pipeline');
});
