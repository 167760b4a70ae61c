/** The control plane seen and steered: daemons stopped, events one by one, time travel, branches, releases. */
import { command, details, expect, graph, openLab, openPane, outlined, test, typeCommands } from './support';

test('a paused ovn-northd leaves the Pipeline stale until it goes on', async ({ page }) => {
  await openLab(page);
  await outlined(page, 'ovn-northd').click();
  await details(page).getByRole('button', { name: 'Pause' }).click();
  await typeCommands(page, ['ovn-nbctl lswitch-add late', 'ovn-nbctl lport-add late late-port']);
  await openPane(page, 'Pipeline');
  const pipeline = page.getByRole('grid', { name: 'Pipeline' });
  await expect(pipeline).not.toContainText('late-port');
  await expect(graph(page)).toContainText('ovn-northd is paused: OVN_Southbound is stale');
  await details(page).getByRole('button', { name: 'Resume' }).click();
  await expect(pipeline).toContainText('inport == "late-port"');
});

test('a killed ovn-controller leaves its flows behind, and the graph says so', async ({ page }) => {
  await openLab(page);
  await outlined(page, 'ovn-controller hv1').click();
  await details(page).getByRole('button', { name: 'Kill' }).click();
  await expect(graph(page)).toContainText('ovn-controller is killed');
  await typeCommands(page, ['ovs-vsctl del-port br-int vif1', 'clear', 'ovn-nbctl lport-get-up sw0-port1']);
  await openPane(page, 'OpenFlow');
  await expect(page.getByRole('grid', { name: 'Flows of hv1' })).toContainText('reg7=0x1');
  await details(page).getByRole('button', { name: 'Start' }).click();
  await expect(graph(page)).not.toContainText('ovn-controller is killed');
});

test('events happen one at a time when asked', async ({ page }) => {
  await openLab(page);
  await openPane(page, 'Timeline');
  const stepping = page.getByLabel('One event at a time');
  await stepping.click();
  await expect(stepping).toBeChecked();
  await page.getByRole('button', { name: 'Switch', exact: true }).click();
  await expect(page.getByTestId('control-plane')).toContainText('working');
  await page.getByRole('button', { name: 'Next event' }).click();
  await page.getByRole('button', { name: 'Settle' }).click();
  await expect(page.getByTestId('control-plane')).toContainText('settled');
});

test('acting in the past forks, and both branches can be compared', async ({ page }) => {
  await openLab(page);
  await typeCommands(page, ['ovn-nbctl lswitch-add first']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(outlined(page, 'first')).toBeHidden();
  await typeCommands(page, ['ovn-nbctl lswitch-add second']);
  await openPane(page, 'Timeline');
  await page.getByRole('button', { name: 'Compare…' }).click();
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const differences = page.getByRole('list', { name: 'Differences' });
  await expect(differences).toContainText('Logical_Switch first and second');
  await page.keyboard.press('Escape');
  const other = await page.getByLabel('Branch').locator('option:not(:checked)').first().getAttribute('value');
  await page.getByLabel('Branch').selectOption(other);
  await expect(outlined(page, 'first')).toBeVisible();
  await expect(outlined(page, 'second')).toBeHidden();
});

test('a hypervisor cut off from the underlay loses packets, and the verdict says it', async ({ page }) => {
  await openLab(page);
  await outlined(page, 'hv2').click();
  const cut = details(page).getByLabel('the underlay network');
  await cut.click();
  await expect(cut).toBeChecked();
  await expect(graph(page)).toContainText('cut off from the underlay');
  await command(page, 'Send Ping');
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('hv2 is cut off from the underlay.');
});

test('the release is a choice, and what differs is explained', async ({ page }) => {
  await openLab(page);
  await command(page, 'New scenario');
  await page.getByLabel('Start with').selectOption({ label: 'An empty lab' });
  await page.getByLabel('Release', { exact: true }).selectOption({ label: 'OVN of 3 August 2015' });
  await page.getByRole('button', { name: 'Open it' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByRole('button', { name: 'Switch', exact: true }).click();
  await openPane(page, 'Pipeline');
  await expect(page.getByRole('grid', { name: 'Pipeline' })).toContainText('next;');
  await page.goto('/#/right');
  await expect(page.getByRole('heading', { name: 'How right is it?' })).toBeVisible();
  await expect(page.getByRole('table').first()).toContainText('1,991');
});

test('the log leads to what it speaks of', async ({ page }) => {
  await openLab(page);
  await typeCommands(page, ['ovn-nbctl lport-set-macs sw0-port1 garbage']);
  await openPane(page, 'Log');
  await expect(page.getByText('garbage').first()).toBeVisible();
});
