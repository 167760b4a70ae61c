/** A browser that keeps nothing: the page starts and works all the same, says so, and loses nothing while it is open. */
import type { Page } from '@playwright/test';
import { beforeEngine, command, engineOf, expect, notices, openLab, outlined, test, typeCommands } from './support';

/** What a faulty browser does, put before the engine's own script, where the store is written. */
const faults = {
  denied: `IDBFactory.prototype.open = () => { throw new DOMException('planted', 'SecurityError'); };`,
  mute: `
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (name, version) {
      const request = open.call(this, 'mute-' + name, version);
      request.addEventListener = () => undefined;
      return request;
    };`,
  /** What it answers comes late. */
  late: `
    const open = IDBFactory.prototype.open;
    const held = new Promise((resolve) => self.addEventListener('mend', resolve));
    IDBFactory.prototype.open = function (name, version) {
      const request = open.call(this, name, version);
      const listen = request.addEventListener;
      request.addEventListener = function (type, tell, options) {
        listen.call(this, type, (event) => (event.type === 'success' ? held.then(() => tell(event)) : tell(event)), options);
      };
      return request;
    };`,
  full: `
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = () => { throw new DOMException('planted', 'QuotaExceededError'); };
    self.addEventListener('mend', () => { IDBObjectStore.prototype.put = put; });`,
} as const;

const reasons = {
  denied: 'does not let the page keep anything',
  mute: 'does not answer',
  full: 'There is no room left',
} as const;

const withFault = (page: Page, fault: keyof typeof faults): Promise<void> => beforeEngine(page, faults[fault]);

for (const fault of ['denied', 'mute', 'full'] as const) {
  test(`storage that is ${fault}`, async ({ page }) => {
    await withFault(page, fault);
    await openLab(page);
    await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
    await expect(outlined(page, 'mine')).toBeVisible();
    const sign = page.getByRole('button', { name: 'Not kept' });
    await expect(sign).toBeVisible();
    await sign.click();
    await expect(page.getByRole('dialog')).toContainText(reasons[fault]);
    const download = page.waitForEvent('download');
    await page.getByRole('dialog').getByRole('button', { name: 'Save as a file' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.ovn\.json$/);
    await page.keyboard.press('Escape');
    await engineOf(page).evaluate(() => self.close());
    await expect(notices(page)).toContainText('Everything before it is here.');
    await expect(outlined(page, 'mine')).toBeVisible();
  });
}

test('the sign goes when storage works again, and what was done is kept', async ({ page }) => {
  await withFault(page, 'full');
  await openLab(page);
  await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
  await expect(page.getByRole('button', { name: 'Not kept' })).toBeVisible();
  await engineOf(page).evaluate(() => self.dispatchEvent(new Event('mend')));
  await expect(page.getByRole('button', { name: 'Not kept' })).toBeHidden({ timeout: 30_000 });
  await page.unroute('**/assets/worker-*.js');
  await page.reload();
  await expect(outlined(page, 'mine')).toBeVisible();
});

test('storage that answers late: the page starts, and what was kept is one click away', async ({ page }) => {
  await openLab(page);
  await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
  await expect(outlined(page, 'mine')).toBeVisible();
  await withFault(page, 'late');
  await page.reload();
  await expect(page.getByTestId('control-plane')).toContainText('settled');
  await expect(page.getByRole('button', { name: 'Not kept' })).toBeVisible();
  await expect(outlined(page, 'mine')).toBeHidden();
  await typeCommands(page, ['ovn-nbctl lswitch-add meanwhile']);
  await expect(outlined(page, 'meanwhile')).toBeVisible();
  await engineOf(page).evaluate(() => self.dispatchEvent(new Event('mend')));
  await expect(notices(page)).toContainText("Your own work, “The article's network”, is kept.");
  await expect(page.getByRole('button', { name: 'Not kept' })).toBeHidden();
  await notices(page).getByRole('button', { name: 'Open it' }).click();
  await expect(outlined(page, 'mine')).toBeVisible();
  await expect(outlined(page, 'meanwhile')).toBeHidden();
  // What was done in the meantime is kept, too.
  await command(page, 'What was open before');
  const list = page.getByRole('list', { name: 'Kept scenarios' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await list.getByRole('button', { name: /^Open / }).click();
  await expect(outlined(page, 'meanwhile')).toBeVisible();
});
