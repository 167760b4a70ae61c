/** The deployment of the article of 2015-04-21: there from the start, and made anew by its own commands. */
import {
  command,
  details,
  dragOnto,
  expect,
  expectTerminal,
  gridRows,
  openLab,
  openPane,
  outlined,
  sendPreset,
  test,
  typeCommands,
} from './support';

/** Table, priority, match and actions of the article's Pipeline, in the article's order. */
const articlePipeline = [
  ['0', '100', 'eth.src[40]', 'drop'],
  ['0', '100', 'vlan.present', 'drop'],
  ['0', '50', 'inport == "sw0-port1"', 'resubmit'],
  ['0', '50', 'inport == "sw0-port2"', 'resubmit'],
  ['0', '0', '1', 'drop'],
  ['1', '100', 'eth.dst[40]', 'outport = "sw0-port2"; resubmit; outport = "sw0-port1"; resubmit;'],
  ['1', '50', 'eth.dst == 00:00:00:00:00:01', 'outport = "sw0-port1"; resubmit;'],
  ['1', '50', 'eth.dst == 00:00:00:00:00:02', 'outport = "sw0-port2"; resubmit;'],
  ['2', '0', '1', 'resubmit'],
  ['3', '50', 'outport == "sw0-port1"', 'output("sw0-port1")'],
  ['3', '50', 'outport == "sw0-port2"', 'output("sw0-port2")'],
];

const articleCommands = [
  'ovs-vsctl set open . external-ids:system-id=56b18105-5706-46ef-80c4-ff20979ab068',
  'ovs-vsctl set open . external-ids:ovn-remote=unix:"$sandbox"/db.sock',
  'ovs-vsctl set open . external-ids:ovn-encap-type=vxlan',
  'ovs-vsctl set open . external-ids:ovn-encap-ip=127.0.0.1',
  'ovs-vsctl add-br br-int',
  'ovn-nbctl lswitch-add sw0',
  'ovn-nbctl lport-add sw0 sw0-port1',
  'ovn-nbctl lport-add sw0 sw0-port2',
  'ovn-nbctl lport-set-macs sw0-port1 00:00:00:00:00:01',
  'ovn-nbctl lport-set-macs sw0-port2 00:00:00:00:00:02',
];

test('the article’s network is there when the page opens', async ({ page }) => {
  await openLab(page);
  for (const name of ['sw0', 'sw0-port1', 'sw0-port2', 'hv1', 'hv2', 'vif1', 'vif2']) {
    await expect(outlined(page, name)).toBeVisible();
  }
  await openPane(page, 'Pipeline');
  expect(await gridRows(page.getByRole('grid', { name: 'Pipeline' }))).toEqual(articlePipeline);

  await openPane(page, 'Databases');
  await page.getByLabel('Database', { exact: true }).selectOption('OVN_Southbound');
  await page.getByLabel('Table', { exact: true }).selectOption('Chassis');
  const chassis = page.getByRole('grid', { name: 'Chassis' });
  await expect(chassis).toContainText('"56b18105-5706-46ef-80c4-ff20979ab068"');
  expect(await gridRows(chassis)).toHaveLength(2);
  await page.getByLabel('Table', { exact: true }).selectOption('Encap');
  const encap = await gridRows(page.getByRole('grid', { name: 'Encap' }));
  expect(encap.map((cells) => cells.slice(0, -1))).toEqual([
    ['vxlan', '"127.0.0.1"'],
    ['vxlan', '"127.0.0.2"'],
  ]);
});

test('the article’s commands, typed word for word, make its tables', async ({ page }) => {
  await openLab(page);
  await command(page, 'sandbox');
  await expect(outlined(page, 'sw0')).toBeHidden();
  await typeCommands(page, articleCommands);
  await openPane(page, 'Pipeline');
  expect(await gridRows(page.getByRole('grid', { name: 'Pipeline' }))).toEqual(articlePipeline);

  await typeCommands(page, [
    'clear',
    'ovn-nbctl lport-get-up sw0-port1',
    'ovs-vsctl add-port br-int vif1 -- set interface vif1 external-ids:iface-id=sw0-port1',
    'ovn-nbctl lport-get-up sw0-port1',
  ]);
  await expectTerminal(page, /lport-get-up sw0-port1\s+down/);
  await expectTerminal(page, /lport-get-up sw0-port1\s+up\s+hv1\$/);

  await typeCommands(page, ['clear', 'ovsdb-client dump OVN_Southbound Encap', 'ovs-ofctl dump-flows br-int table=64']);
  await expectTerminal(page, '"127.0.0.1" {}      vxlan');
  await expectTerminal(page, 'reg7=0x1');
  await outlined(page, 'sw0-port1').click();
  await expect(details(page)).toContainText('up');
});

test('a command that fails says why and changes nothing', async ({ page }) => {
  await openLab(page);
  const before = await page.getByTestId('control-plane').innerText();
  await typeCommands(page, ['ovs-vsctl add-br br-int', 'ovn-nbctl lswitch-add a b', 'nonsense']);
  await expectTerminal(page, 'cannot create a bridge named br-int because a bridge named br-int already exists');
  await expectTerminal(page, "'lswitch-add' command takes at most 1 arguments");
  await expectTerminal(page, 'nonsense: command not found');
  await expect(page.getByTestId('control-plane')).toHaveText(before);
});

test('the lesson of the article ticks itself off, typed or drawn', async ({ page }) => {
  await page.goto('/#/learn/article');
  const done = page.getByRole('region', { name: 'Lesson' }).locator('[data-state="done"]');
  await expect(done).toHaveCount(0);
  const current = page.locator('[aria-current="step"]');
  for (const [index, title] of [
    'Tell a hypervisor',
    'Give it an integration bridge',
    'Make a logical switch',
  ].entries()) {
    await expect(current).toContainText(title);
    await current.getByRole('button', { name: 'Show me' }).click();
    await expect(done).toHaveCount(index + 1);
  }
  await openPane(page, 'Pipeline');
  await expect(done).toHaveCount(4);
  await dragOnto(page, page.getByRole('button', { name: /^Logical port sw0-port1/ }), 'hv1');
  await expect(done).toHaveCount(5);
  await current.getByRole('button', { name: 'Show me' }).click();
  await expect(done).toHaveCount(6);
  await page.getByRole('button', { name: 'Outline' }).click();
  await sendPreset(page, 'Ping (ICMP echo request)', 'sw0-port1 (vif1 on hv1)');
  await expect(done).toHaveCount(7);
  await sendPreset(page, 'ARP request', 'sw0-port1 (vif1 on hv1)');
  await expect(page.getByRole('heading', { name: 'That is all of it.' })).toBeVisible();
});

test('its first steps can be drawn as well: settings and bridge of a hypervisor, a switch with ports', async ({
  page,
}) => {
  await page.goto('/#/learn/article');
  const done = page.getByRole('region', { name: 'Lesson' }).locator('[data-state="done"]');
  await expect(page.locator('[aria-current="step"]')).toBeVisible();
  await expect(done).toHaveCount(0);
  await page.getByRole('button', { name: 'Outline' }).click();
  await outlined(page, 'hv1').click();
  for (const [label, value] of [
    ['system-id', '56b18105-5706-46ef-80c4-ff20979ab068'],
    ['ovn-remote', 'unix:/sandbox/db.sock'],
    ['ovn-encap-type', 'vxlan'],
    ['ovn-encap-ip', '127.0.0.1'],
  ] as const) {
    await details(page).getByLabel(label).fill(value);
    await details(page).getByLabel(label).press('Enter');
  }
  await expect(done).toHaveCount(1);
  await details(page).getByRole('button', { name: 'Add br-int' }).click();
  await expect(done).toHaveCount(2);
  await expect(details(page)).toContainText('registered chassis');
});
