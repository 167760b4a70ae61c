/** What comes in by a link: what would cost much is asked about. */
import { deflateRawSync } from 'node:zlib';
import type { Locator, Page } from '@playwright/test';
import { expect, openLab, outlined, test, typeCommands } from './support';

/** A link to a network of machines without anything on them. */
function linkToMachines(count: number): string {
  const scenario = {
    v: 2,
    name: 'A crowd',
    release: '2015-04',
    seed: 9,
    chance: 2654435778,
    northbound: {},
    southbound: {},
    machines: Array.from({ length: count }, (_, n) => ({ name: `m${n}`, rows: {} })),
    daemons: [],
    cuts: [],
    packets: [],
    positions: {},
  };
  return linkTo(scenario);
}

function linkTo(scenario: object): string {
  const json = Buffer.from(JSON.stringify({ scenario, extras: {} }));
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32LE(crc32c(json));
  return `/#/lab?s=${Buffer.concat([checksum, deflateRawSync(json)]).toString('base64url')}`;
}

/** CRC-32C (Castagnoli), which stands in a link with its lowest byte first. */
function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const question = (page: Page): Locator => page.getByRole('dialog', { name: 'Open it all the same?' });

test('a link that would cost much is asked about; no leaves everything as it is', async ({ page }) => {
  await openLab(page);
  await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
  await expect(outlined(page, 'mine')).toBeVisible();
  await page.goto(linkToMachines(1001));
  await expect(question(page)).toContainText('about 1,001 machines');
  await question(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(question(page)).toBeHidden();
  await expect(outlined(page, 'mine')).toBeVisible();
  await expect(page).toHaveURL(/#\/lab$/);
  await page.reload();
  await expect(outlined(page, 'mine')).toBeVisible();
});
