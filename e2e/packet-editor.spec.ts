/** Composing packets: headers, bytes and texts in step, imports, undo; and getting traces out again. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { axeFaults } from './axe';
import { details, expect, expectSaid, openLab, sendPreset, test } from './support';

async function openEditor(page: Page): Promise<Locator> {
  await openLab(page);
  await page.getByRole('button', { name: 'New packet…' }).click();
  const dialog = page.getByRole('dialog', { name: 'New packet' });
  await expect(dialog.getByRole('group', { name: 'Ethernet' })).toBeVisible();
  return dialog;
}

function field(dialog: Locator, layer: string, label: string): Locator {
  return dialog.getByRole('group', { name: layer, exact: true }).getByLabel(label, { exact: true });
}

function bytes(dialog: Locator): Locator {
  return dialog.getByRole('grid', { name: 'Bytes of the packet' });
}

test('a field lights its bytes, a byte leads to its field, and either changes the other', async ({ page }) => {
  const dialog = await openEditor(page);
  await field(dialog, 'IPv4', 'TTL').focus();
  await expect(bytes(dialog).getByRole('gridcell', { selected: true })).toHaveText(['40']);
  await field(dialog, 'IPv4', 'TTL').fill('1');
  await expect(bytes(dialog).getByRole('gridcell', { selected: true })).toHaveText(['01']);
  await bytes(dialog).getByRole('gridcell').nth(26).click();
  await expect(dialog.getByText('Byte 26 is 0x0a: IPv4, Source')).toBeVisible();
  await expect(bytes(dialog).getByRole('gridcell', { selected: true })).toHaveText(['0a', '00', '00', '01']);
  await bytes(dialog).focus();
  await page.keyboard.type('0b');
  await expect(field(dialog, 'IPv4', 'Source')).toHaveValue('11.0.0.1');
  // The checksum is still that of the old header, and said to be wrong.
  const faults = dialog.getByRole('list', { name: 'What is wrong with the packet' });
  await expect(faults).toContainText('IPv4: Header checksum is wrong, it should be 0x');
  await faults.getByRole('button', { name: /Header checksum is wrong/ }).click();
  await expect(field(dialog, 'IPv4', 'Header checksum')).toBeFocused();
  await dialog.getByRole('button', { name: 'auto Header checksum' }).click();
  await expect(faults.getByRole('listitem')).toHaveCount(0);
});

test('a bad value says what is allowed, loses nothing, and is undone', async ({ page }) => {
  const dialog = await openEditor(page);
  await field(dialog, 'IPv4', 'TTL').fill('300');
  await expect(dialog.getByRole('alert')).toHaveText('TTL must be 0 to 255.');
  await expect(dialog.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  await expect(bytes(dialog).getByRole('gridcell')).toHaveCount(56);
  await field(dialog, 'Ethernet', 'Source').fill('00:00:00:00:00:0');
  await expect(field(dialog, 'IPv4', 'TTL')).toHaveValue('300');
  await page.keyboard.press('Control+z');
  await expect(field(dialog, 'Ethernet', 'Source')).toHaveValue('00:00:00:00:00:01');
  await page.keyboard.press('Control+z');
  await expect(field(dialog, 'IPv4', 'TTL')).toHaveValue('64');
  await page.keyboard.press('Control+Shift+z');
  await expect(field(dialog, 'IPv4', 'TTL')).toHaveValue('300');
});

test('another layer sets the types before it; layers come, go and move', async ({ page }) => {
  const dialog = await openEditor(page);
  await dialog.getByLabel('After Ethernet').selectOption('802.1Q VLAN');
  await expect(field(dialog, 'Ethernet', 'Type')).toHaveValue('0x8100');
  await expect(field(dialog, '802.1Q VLAN', 'Type')).toHaveValue('0x0800');
  await dialog.getByLabel('After IPv4').selectOption('TCP');
  await expect(field(dialog, 'IPv4', 'Protocol')).toHaveValue('6');
  await expect(field(dialog, 'TCP', 'Destination port')).toHaveValue('80');
  await dialog.getByLabel('Add to TCP').selectOption('Maximum segment size');
  await expect(field(dialog, 'TCP', 'Data offset (words)')).toHaveValue('6');
  await dialog.getByRole('button', { name: 'Remove 802.1Q VLAN' }).click();
  await expect(field(dialog, 'Ethernet', 'Type')).toHaveValue('0x0800');
  await expect(dialog).toContainText('IP 10.0.0.1.49152 > 10.0.0.2.80: Flags [S]');
});

test('as a microflow and as a flow, with exact errors', async ({ page }) => {
  const dialog = await openEditor(page);
  await dialog.getByRole('tab', { name: 'As text' }).click();
  const microflow = dialog.getByLabel('Microflow, in the match language');
  const flow = dialog.getByLabel('Flow, as for ovs-appctl ofproto/trace');
  await expect(microflow).toHaveValue(/^inport == "sw0-port1" && eth\.src == 00:00:00:00:00:01/);
  await expect(flow).toHaveValue(/^icmp,in_port=2,/);
  await microflow.fill('inport == "sw0-port2" && eth.dst == 00:00:00:00:00:01 && ipx4');
  await expect(dialog.getByRole('alert')).toContainText("Syntax error at `ipx4' expecting field name.");
  await expect(dialog.getByRole('alert').locator('mark')).toHaveText('ipx4');
  await expect(dialog).toContainText('IP 10.0.0.1 > 10.0.0.2: ICMP echo request');
  await microflow.fill('inport == "sw0-port2" && eth.src == 00:00:00:00:00:02 && eth.dst == 00:00:00:00:00:01 && arp');
  await expect(dialog.getByLabel('Enters at')).toHaveValue('hv2 vif2');
  await expect(dialog.getByRole('group', { name: 'ARP' })).toBeVisible();
  await flow.fill('in_port=vif2,udp,dl_src=00:00:00:00:00:02,dl_dst=00:00:00:00:00:01,udp_dst=53');
  await expect(field(dialog, 'UDP', 'Destination port')).toHaveValue('53');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(details(page)).toContainText('Delivered to sw0-port1');
});

test('pasted dumps and capture files; a bad one changes nothing', async ({ page }) => {
  const dialog = await openEditor(page);
  await dialog.getByRole('tab', { name: 'Import' }).click();
  const paste = dialog.getByLabel('Or paste hex');
  await paste.fill('00 01 0z');
  await expect(dialog.getByRole('alert')).toHaveText('"0z" is not hexadecimal. The packet stays as it was.');
  await expect(dialog).toContainText('ICMP echo request');
  await paste.fill(
    '10:00:00 ARP, Request\n\t0x0000:  ffff ffff ffff 0000 0000 0001 0806 0001\n\t0x0010:  0800 0604 0001 0000 0000 0001 0a00 0001\n\t0x0020:  0000 0000 0000 0a00 0002\n',
  );
  await expect(dialog.getByRole('group', { name: 'ARP' })).toBeVisible();
  await dialog.getByLabel('Capture file').setInputFiles({ name: 'two.pcap', mimeType: '', buffer: twoPackets() });
  await expect(dialog.getByText('2 packets in two.pcap')).toBeVisible();
  await dialog.getByRole('radio', { name: /^2\. / }).check();
  await expect(field(dialog, 'Ethernet', 'Source')).toHaveValue('00:00:00:00:00:99');
  await dialog.getByRole('button', { name: 'Undo the last change to the packet' }).click();
  await expect(field(dialog, 'Ethernet', 'Source')).toHaveValue('00:00:00:00:00:01');
  await dialog.getByRole('searchbox', { name: 'Filter the packets' }).fill(':99');
  await expect(dialog.getByTestId('found-packet')).toHaveCount(1);
  await dialog.getByRole('searchbox', { name: 'Filter the packets' }).fill('');
  await dialog.getByRole('checkbox', { name: 'All' }).check();
  await dialog.getByRole('button', { name: 'Send 2, one after the other' }).click();
  await expectSaid(page, '2 packets were sent');
});

test('a packet of the scenario is changed in place', async ({ page }) => {
  await openLab(page);
  await sendPreset(page, 'TCP SYN to port 80', 'sw0-port1 (vif1 on hv1)');
  await page.getByRole('button', { name: 'Edit packet…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change this packet' });
  await field(dialog, 'Ethernet', 'Destination').fill('00:00:00:00:00:77');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(details(page)).toContainText('no port of sw0 has the address 00:00:00:00:00:77');
});

test('a trace goes out as text, as JSON and as a capture of any hop', async ({ page }) => {
  await openLab(page);
  await sendPreset(page, 'Ping (ICMP echo request)', 'sw0-port1 (vif1 on hv1)');
  await page.getByRole('button', { name: 'Export' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export this trace' });
  const shown = dialog.getByRole('region', { name: 'Preview' });
  await expect(shown).toContainText('ingress(dp="sw0", inport="sw0-port1")');
  await dialog.getByRole('button', { name: 'Copy' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('/* output to "sw0-port2", type "" */');
  await dialog.getByText('ofproto/trace', { exact: true }).click();
  await expect(shown).toContainText('Datapath actions: set(tunnel(tun_id=0x2');
  await dialog.getByText('JSON', { exact: true }).click();
  await expect(shown).toContainText('"request"');
  await dialog.getByText('pcap', { exact: true }).click();
  await dialog.getByLabel('The underlay between hypervisors').check();
  await expect(dialog.getByRole('list', { name: 'Frames' }).getByRole('listitem')).toHaveText([/VXLAN.*· 106 bytes$/]);
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download pcap' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('ping-icmp-echo-request-from-sw0-port1.underlay.pcap');
  const saved = readFileSync(await file.path());
  expect([saved.readUInt32LE(0), saved.length]).toEqual([0xa1b2c3d4, 24 + 16 + 106]);
});

test('axe finds nothing, whatever is shown', async ({ page }) => {
  const dialog = await openEditor(page);
  await field(dialog, 'IPv4', 'TTL').fill('300');
  for (const view of ['Bytes', 'As text', 'Import']) {
    await dialog.getByRole('tab', { name: view }).click();
    expect(await axeFaults(page, { part: '[role="dialog"]' })).toEqual([]);
  }
  await page.keyboard.press('Escape');
  await sendPreset(page, 'ARP request', 'sw0-port1 (vif1 on hv1)');
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('ingress');
  expect(await axeFaults(page, { part: '[role="dialog"]' })).toEqual([]);
});

/** A capture of two frames that only their source tells apart. */
function twoPackets(): Buffer {
  const frame = (source: string) => Buffer.from(`000000000002${source}88b5000000`, 'hex');
  const record = (bytes: Buffer) => {
    const head = Buffer.alloc(16);
    head.writeUInt32LE(bytes.length, 8);
    head.writeUInt32LE(bytes.length, 12);
    return Buffer.concat([head, bytes]);
  };
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(65535, 16);
  head.writeUInt32LE(1, 20);
  return Buffer.concat([head, record(frame('000000000001')), record(frame('000000000099'))]);
}
