/** What goes wrong is noticed, said and mended: nothing hangs, and no mistake takes the page with it. */
import {
  beforeEngine,
  command,
  engineOf,
  expect,
  expectSaid,
  expectTerminal,
  hang,
  notices,
  openLab,
  openPane,
  outlined,
  paste,
  terminalText,
  test,
  typeCommands,
} from './support';

test.describe('the engine', () => {
  test('a killed worker is missed, replaced, and what was done is there again', async ({ page }) => {
    await openLab(page);
    await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
    await expect(outlined(page, 'mine')).toBeVisible();
    await engineOf(page).evaluate(() => self.close());
    await expect(notices(page)).toContainText('ended unexpectedly and was started anew. Everything before it is here.');
    await expect(outlined(page, 'mine')).toBeVisible();
    await typeCommands(page, ['ovn-nbctl lswitch-add after']);
    await expect(outlined(page, 'after')).toBeVisible();
    await notices(page).getByRole('button', { name: 'Dismiss' }).click();
    await expect(notices(page).getByRole('button')).toHaveCount(0);
  });

  test('the command that a stuck worker was at is named, and a report can be copied', async ({ page }) => {
    await openLab(page);
    await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
    await expect(outlined(page, 'mine')).toBeVisible();
    hang(page);
    await page.keyboard.type('ovn-nbctl lswitch-add waits');
    await page.keyboard.press('Enter');
    await expect(notices(page)).toContainText(
      '“ovn-nbctl lswitch-add waits” did not end, so the engine was started anew without it. Everything before it is here.',
    );
    await expect(outlined(page, 'mine')).toBeVisible();
    await expectTerminal(page, /did not end[\s\S]*\$\s*$/);
    await notices(page).getByRole('button', { name: 'Copy a report' }).click();
    await expectSaid(page, 'Report copied');
    const report = await page.evaluate(() => navigator.clipboard.readText());
    for (const part of ['ovn-nbctl lswitch-add waits', 'Release 2015-04', 'Mozilla', 'was silent at', 'OVN Playground'])
      expect(report).toContain(part);
  });

  test('an action that hangs when it is done again is left out and named', async ({ page }) => {
    await openLab(page);
    await typeCommands(
      page,
      ['before', 'hangs', 'after'].map((name) => `ovn-nbctl lswitch-add ${name}`),
    );
    await expect(outlined(page, 'after')).toBeVisible();
    await beforeEngine(
      page,
      `
      const post = self.postMessage;
      self.postMessage = function (message, ...rest) {
        post.call(self, message, ...rest);
        if (message?.signal === 'replaying' && message.words.endsWith('hangs')) for (;;);
      };`,
    );
    await page.reload();
    await expect(notices(page)).toContainText(
      '“ovn-nbctl lswitch-add hangs” did not end when this scenario was opened, so it is open without.',
    );
    await expect(outlined(page, 'before')).toBeVisible();
    await expect(outlined(page, 'after')).toBeVisible();
    await expect(outlined(page, 'hangs')).toBeHidden();
    // From now on it opens at once.
    await typeCommands(page, ['ovn-nbctl lswitch-add later']);
    await expect(outlined(page, 'later')).toBeVisible();
    await page.reload();
    await expect(outlined(page, 'later')).toBeVisible();
    await expect(notices(page).getByRole('button')).toHaveCount(0);
  });

  test('Ctrl+C ends a command that does not end by itself', async ({ page }) => {
    await openLab(page);
    await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
    await page.keyboard.type('ovn-nbctl lswitch-add waits');
    await expectTerminal(page, 'lswitch-add waits');
    hang(page);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+c');
    await expect(notices(page)).toContainText('“ovn-nbctl lswitch-add waits” was stopped');
    await expect(outlined(page, 'mine')).toBeVisible();
    await typeCommands(page, ['ovn-nbctl lswitch-add after']);
    await expect(outlined(page, 'after')).toBeVisible();
  });

  test('a clock that jumps and a hidden tab are not taken for a stuck engine', async ({ page }) => {
    await page.clock.install();
    await openLab(page);
    for (let day = 0; day < 3; day += 1) await page.clock.fastForward('24:00:00');
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { configurable: true, value: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await page.clock.runFor('00:30');
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { configurable: true, value: false });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
    await expect(outlined(page, 'mine')).toBeVisible();
    await expect(notices(page).getByRole('button')).toHaveCount(0);
  });
});

test.describe('the page', () => {
  test('an exception in a pane leaves the rest alive', async ({ page }) => {
    await page.route('**/assets/log-pane-*.js', (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        body: `export const LogPane = () => { if (!document.title.startsWith('mended')) throw new Error('planted'); return 'mended'; };`,
      }),
    );
    await openLab(page);
    await openPane(page, 'Log');
    const pane = page.getByRole('tabpanel', { name: 'Log' });
    await expect(pane.getByRole('alert')).toContainText('The Log pane could not be shown.');
    await pane.getByRole('button', { name: 'Copy a report' }).click();
    await expectSaid(page, 'Report copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('planted');
    await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
    await expect(outlined(page, 'mine')).toBeVisible();
    await openPane(page, 'Log');
    await page.evaluate(() => (document.title = 'mended'));
    await pane.getByRole('button', { name: 'Show again' }).click();
    await expect(pane).toHaveText('mended');
  });

  test.describe(() => {
    test.use({ expectedErrors: /Failed to load resource|ERR_INTERNET_DISCONNECTED/ });
    test('a dialog that cannot be fetched says so, and goes', async ({ page }) => {
      await page.route('**/assets/settings-dialog-*.js', (route) => route.abort());
      await openLab(page);
      await page.keyboard.press('Control+,');
      const sorry = page.getByRole('dialog', { name: 'Sorry' });
      await expect(sorry).toContainText('The dialog could not be fetched.');
      await sorry.getByRole('button', { name: 'Close' }).click();
      await expect(sorry).toBeHidden();
      await page.keyboard.press('Control+,');
      await expect(sorry).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(sorry).toBeHidden();
    });

    test('a part that cannot be fetched says so, and comes when the network does', async ({ page, context }) => {
      await openLab(page);
      await context.setOffline(true);
      await openPane(page, 'Timeline');
      const pane = page.getByRole('tabpanel', { name: 'Timeline' });
      await expect(pane.getByRole('alert')).toContainText('The Timeline pane could not be fetched.');
      await context.setOffline(false);
      await pane.getByRole('button', { name: 'Reload' }).click();
      await openPane(page, 'Timeline');
      await expect(
        page
          .getByRole('tabpanel', { name: 'Timeline' })
          .getByRole('button', { name: /Step|Back/ })
          .first(),
      ).toBeVisible();
    });
  });

  test.describe(() => {
    test.use({ expectedErrors: /planted/ });
    test('what nobody caught is said once, not each time', async ({ page }) => {
      await openLab(page);
      await page.evaluate(() => {
        for (let n = 0; n < 50; n += 1) {
          setTimeout(() => {
            throw new Error('planted');
          });
          void Promise.reject(new Error(`planted ${n}`));
        }
      });
      await expect(notices(page)).toContainText('Something went wrong in the page.');
      await expect(notices(page).locator('[data-notice]')).toHaveCount(1);
      await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
      await expect(outlined(page, 'mine')).toBeVisible();
    });
  });

  test('a bad file changes nothing and says what is wrong with it', async ({ page }) => {
    await openLab(page);
    await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
    await page.getByRole('button', { name: 'Share' }).click();
    const file = page.getByLabel('Scenario file');
    await file.setInputFiles({
      name: 'bad.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"v": 1, "release"'),
    });
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText(/^bad.json was not opened. .*JSON/);
    await page.keyboard.press('Escape');
    await expect(outlined(page, 'mine')).toBeVisible();
  });

  const rounds = process.env.E2E_ALL === '1' ? 50 : 5;

  test(`${rounds * 20} undos and redos end where they began`, async ({ page }) => {
    await openLab(page);
    const names = Array.from({ length: 10 }, (_, n) => `sw-${n}`);
    await typeCommands(
      page,
      names.map((name) => `ovn-nbctl lswitch-add ${name}`),
    );
    await expect(outlined(page, 'sw-9')).toBeVisible();
    const commits = await page.getByTestId('control-plane').textContent();
    await expect(page.getByRole('button', { name: 'Redo' })).toBeDisabled();
    // A place without a graph: it is the engine that is tried here.
    await page.goto('/#/right');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    for (let round = 0; round < rounds; round += 1) {
      for (let n = 0; n < 10; n += 1) await page.keyboard.press('Control+z');
      await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
      for (let n = 0; n < 10; n += 1) await page.keyboard.press('Control+Shift+z');
      await expect(page.getByRole('button', { name: 'Redo' })).toBeDisabled();
    }
    await page.goto('/#/lab');
    await expect(page.getByTestId('control-plane')).toHaveText(commits ?? '');
    for (const name of names) await expect(outlined(page, name)).toBeVisible();
  });
});

test.describe('the terminal', () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, n) => `ovn-nbctl lport-add sw0 sw0-x${n + 1}\n`).join('');

  test('a pasted script is one action: its output comes, one undo takes it back', async ({ page }) => {
    await openLab(page);
    await paste(page, `${lines(40)}ovn-nbctl lswitch-add half`);
    await expect(outlined(page, 'sw0-x40')).toBeVisible();
    await expectTerminal(page, /sw0-x40\n[\s\S]*\$ ovn-nbctl lswitch-add half/);
    await command(page, 'Undo');
    await expect(outlined(page, 'sw0-x1')).toBeHidden();
    await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
  });

  test('a long one prints as it goes and says how far it is; Ctrl+C stops it and leaves what was printed', async ({
    page,
  }) => {
    await openLab(page);
    await paste(page, 'for n in {1..930}; do ovn-nbctl lport-add sw0 sw0-x$n; echo made $n; done\n');
    await expectTerminal(page, /made \d+/);
    await expect(page.getByTestId('progress')).toContainText(/commands: [\d,]+ of 1,860/);
    await expectTerminal(page, /[\d,]+ of 1,860/);
    await page.keyboard.press('Control+c');
    await expectTerminal(page, /made \d+\s+# stopped after [\d,]+ of 1,860 commands/);
    await expect(page.getByTestId('progress')).toBeHidden();
    await command(page, 'Undo');
    await expect(outlined(page, 'sw0-x1')).toBeHidden();
  });

  test('a loop over several lines, a packet, a search, and a paste that is no commands', async ({ page }) => {
    await openLab(page);
    await typeCommands(page, ['a=x']);
    await page.keyboard.type('for n in {1..3}; do\novn-nbctl lport-add sw0 $a$n\n');
    await expectTerminal(page, /do\s*\n> ovn-nbctl lport-add sw0 \$a\$n\s*\n>/);
    await page.keyboard.type('done\n');
    await expect(outlined(page, 'x3')).toBeVisible();
    await typeCommands(page, ['send sw0-port1 to=sw0-port2', 'ovn-nbctl ls-add sw9']);
    await expectTerminal(page, /Delivered to sw0-port2\n\s+arrived at sw0-port2/);
    await expectTerminal(page, 'it was called lswitch-add: ovn-nbctl lswitch-add sw9');
    await page.keyboard.press('Control+r');
    await page.keyboard.type('lport-add');
    await expectTerminal(page, /\(search\) lport-add: ovn-nbctl lport-add sw0 \$a\$n/);
    await page.keyboard.press('Control+c');
    await paste(page, '  to-lport  1000 (outport == "x1" && ip4) drop\n  to-lport  900 (outport == "x1") allow\n');
    const offer = page.getByRole('status').filter({ hasText: 'Not commands, but 2 ACLs.' });
    await expect(offer).toBeVisible();
    await page.getByRole('button', { name: 'Take it to the match lab' }).click();
    await expect(page.getByRole('heading', { name: 'What was pasted' })).toBeVisible();
  });

  test('what was half typed, and what was answered, survive loading the page again', async ({ page }) => {
    await openLab(page);
    await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
    await page.keyboard.type('ovn-nbctl lswitch-del mi');
    await expectTerminal(page, 'lswitch-del mi');
    await page.reload();
    await openPane(page, 'Terminal');
    await expectTerminal(page, /lswitch-add mine[\s\S]*\$ ovn-nbctl lswitch-del mi/);
    await page.getByRole('textbox', { name: 'Terminal input' }).focus();
    await page.keyboard.press('Control+u');
    await page.keyboard.press('ArrowUp');
    await expect.poll(async () => (await terminalText(page)).trimEnd()).toMatch(/\$ ovn-nbctl lswitch-add mine$/);
  });
});
