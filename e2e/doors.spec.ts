/** What comes in by a link and goes out by one: what would cost much is asked about, what is long is said. */
import { deflateRawSync } from 'node:zlib';
import type { Locator, Page } from '@playwright/test';
import { command, expect, openLab, outlined, paste, test, typeCommands } from './support';

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

test('yes opens it, also in a new tab, and the work stays one click away', async ({ page }) => {
  await openLab(page);
  await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
  await expect(outlined(page, 'mine')).toBeVisible();
  await page.goto('about:blank');
  await page.goto(linkToMachines(1001));
  // Behind the question stands what was kept.
  await expect(question(page)).toBeVisible();
  await expect(page.getByLabel('Name of this scenario')).not.toHaveValue('A crowd');
  await question(page).getByRole('button', { name: 'Open it all the same' }).click();
  await expect(page.getByLabel('Name of this scenario')).toHaveValue('A crowd');
  await expect(outlined(page, 'm0')).toBeVisible();
  await command(page, 'What was open before');
  await page.getByRole('button', { name: "Open The article's network" }).click();
  await expect(outlined(page, 'mine')).toBeVisible();
});

test('a link that is too long for most places says so, and a file is offered', async ({ page }) => {
  await openLab(page);
  // Names that no compressor shortens.
  let chance = 1;
  const name = () =>
    Array.from({ length: 60 }, () => {
      chance = (Math.imul(chance, 1664525) + 1013904223) >>> 0;
      return (chance >>> 8).toString(36);
    }).join('');
  const lines = Array.from({ length: 270 }, () => `ovn-nbctl lswitch-add ${name()}`);
  await paste(page, `${lines.join('\n')}\novn-nbctl lswitch-add last\n`);
  await expect(outlined(page, 'last')).toBeVisible();
  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await expect(dialog).toContainText(/This link has \d+,\d{3} characters\. .*over 64,000: a file is safer\./);
  const length = (await dialog.getByLabel('Link to this scenario').inputValue()).length;
  await expect(dialog).toContainText(`This link has ${length.toLocaleString('en')} characters.`);
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save as a file' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.ovn\.json$/);
});
