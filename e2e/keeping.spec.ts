/** Nothing that a person made is lost: not by a link, not by another scenario, not by loading the page again, not by another tab. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { axeFaults } from './axe';
import { command, errorsOf, expect, notices, openLab, outlined, paste, test, typeCommands } from './support';

async function shareLink(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Share' }).click();
  const field = page.getByLabel('Link to this scenario');
  await expect(field).toHaveValue(/#\/lab/);
  const link = await field.inputValue();
  await page.keyboard.press('Escape');
  return link;
}

const damaged = (link: string) => `${link.slice(0, -9)}AAAAAAAAA`;

test('a link never takes the place of work: one click or Back brings it back', async ({ page }) => {
  await openLab(page);
  await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
  await expect(outlined(page, 'mine')).toBeVisible();
  const link = await shareLink(page);
  await typeCommands(page, ['ovn-nbctl lswitch-add later']);
  await expect(outlined(page, 'later')).toBeVisible();

  await page.goto(damaged(link));
  await expect(page.getByText('This link is damaged')).toBeVisible();
  await expect(outlined(page, 'later')).toBeVisible();
  await expect(page).toHaveURL(/#\/lab$/);

  await page.goto(link);
  await expect(outlined(page, 'later')).toBeHidden();
  await expect(outlined(page, 'mine')).toBeVisible();
  await page.goBack();
  await expect(outlined(page, 'later')).toBeVisible();
  await page.goForward();
  await expect(outlined(page, 'later')).toBeHidden();
  await page.goBack();
  await expect(outlined(page, 'later')).toBeVisible();

  await page.goto(link);
  await expect(outlined(page, 'later')).toBeHidden();
  await expect(notices(page)).toContainText('Your own work');
  await notices(page).getByRole('button', { name: 'Open it' }).click();
  await expect(outlined(page, 'later')).toBeVisible();
  await expect(page).toHaveURL(/#\/lab$/);
});

test('changes made after opening a link are kept, and the link is left', async ({ page }) => {
  await openLab(page);
  await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
  const link = await shareLink(page);
  await page.goto(link);
  await page.reload();
  await expect(outlined(page, 'mine')).toBeVisible();
  await typeCommands(page, ['ovn-nbctl lswitch-add after']);
  await expect(outlined(page, 'after')).toBeVisible();
  await expect(page).toHaveURL(/#\/lab$/);
  await page.reload();
  await expect(outlined(page, 'after')).toBeVisible();
});

test('a damaged link in a new tab opens what was kept last', async ({ page, context }) => {
  await openLab(page);
  await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
  const link = await shareLink(page);
  await page.goto('about:blank');
  const fresh = await context.newPage();
  const errors = errorsOf(fresh);
  await fresh.goto(damaged(link));
  await expect(fresh.getByText('This link is damaged')).toBeVisible();
  await expect(outlined(fresh, 'mine')).toBeVisible();
  expect(errors).toEqual([]);
});

test('a change is safe when its result is on the screen', async ({ page }) => {
  await openLab(page);
  for (const name of ['one', 'two']) {
    await typeCommands(page, []);
    await page.keyboard.type(`ovn-nbctl lswitch-add ${name}`);
    await page.keyboard.press('Enter');
    await outlined(page, name).waitFor();
    await page.reload();
    await expect(outlined(page, name)).toBeVisible();
  }
  await expect(outlined(page, 'one')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await outlined(page, 'two').waitFor({ state: 'hidden' });
  await page.reload();
  await expect(outlined(page, 'one')).toBeVisible();
  await expect(outlined(page, 'two')).toBeHidden();
});

test('loading again at any moment of an edit shows what had been shown', async ({ page }) => {
  await openLab(page);
  await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
  await expect(outlined(page, 'mine')).toBeVisible();

  // While a script runs: it is one action, so all of it comes, or none.
  await paste(page, Array.from({ length: 600 }, (_, n) => `ovn-nbctl lport-add sw0 sw0-x${n + 1}\n`).join(''));
  await expect(page.getByTestId('progress')).toBeVisible();
  await page.reload();
  await expect(outlined(page, 'mine')).toBeVisible();
  await expect(outlined(page, 'sw0-x1')).toBeHidden();

  // Before its answer: it is there, or it is not.
  await typeCommands(page, []);
  await page.keyboard.type('ovn-nbctl lswitch-add unanswered');
  await page.keyboard.press('Enter');
  await page.reload();
  await expect(outlined(page, 'mine')).toBeVisible();

  // While it is being opened again, more than once.
  await typeCommands(page, ['ovn-nbctl lswitch-add last']);
  await expect(outlined(page, 'last')).toBeVisible();
  for (let n = 0; n < 3; n += 1) await page.reload({ waitUntil: 'commit' });
  await expect(outlined(page, 'last')).toBeVisible();

  // While something is drawn: it is shown as soon as it is safe, however it was made.
  await page.getByRole('button', { name: 'Undo' }).click();
  await outlined(page, 'last').waitFor({ state: 'hidden' });
  await page.reload();
  await expect(outlined(page, 'mine')).toBeVisible();
  await expect(outlined(page, 'last')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Not kept' })).toBeHidden();
});

test('two tabs of one scenario know of each other, and neither overwrites the other', async ({ page, context }) => {
  await openLab(page);
  await typeCommands(page, ['ovn-nbctl lswitch-add shared']);
  await expect(outlined(page, 'shared')).toBeVisible();
  const other = await context.newPage();
  const errors = errorsOf(other);
  await openLab(other);
  await expect(outlined(other, 'shared')).toBeVisible();
  await expect(other.getByRole('button', { name: 'Open in another tab' })).toBeVisible();
  await typeCommands(other, ['ovn-nbctl lswitch-add theirs']);
  await expect(outlined(other, 'theirs')).toBeVisible();
  await expect(notices(other)).toContainText('(copy)');
  await expect(other.getByLabel('Name of this scenario')).toHaveValue(/\(copy\)$/);
  await typeCommands(page, ['ovn-nbctl lswitch-add ours']);
  await expect(outlined(page, 'ours')).toBeVisible();

  for (const [tab, mine, not] of [
    [page, 'ours', 'theirs'],
    [other, 'theirs', 'ours'],
  ] as const) {
    await tab.reload();
    await expect(outlined(tab, mine)).toBeVisible();
    await expect(outlined(tab, 'shared')).toBeVisible();
    await expect(outlined(tab, not)).toBeHidden();
  }
  expect(errors).toEqual([]);
});

const list = (page: Page): Locator => page.getByRole('list', { name: 'Kept scenarios' });
const named = (page: Page): Locator => page.getByLabel('Name of this scenario');
const undoButton = (page: Page): Locator => page.getByRole('button', { name: 'Undo', exact: true });

async function fromMenu(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'Scenarios' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('scenarios are things: named, copied, compared, thrown away and had back', async ({ page }) => {
  await openLab(page);
  await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
  await expect(outlined(page, 'mine')).toBeVisible();
  await fromMenu(page, 'New…');
  await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Office');
  await page.getByRole('button', { name: 'Open it' }).click();
  await expect(named(page)).toHaveValue('Office');
  // New is undone, and done again.
  await expect(undoButton(page)).toHaveAttribute('title', /^Undo: back to “The article's network”/);
  await page.keyboard.press('Control+z');
  await expect(outlined(page, 'mine')).toBeVisible();
  await page.keyboard.press('Control+Shift+z');
  await expect(named(page)).toHaveValue('Office');
  await typeCommands(page, ['ovn-nbctl lswitch-add desk']);
  await expect(undoButton(page)).toHaveAttribute('title', 'Undo: ovn-nbctl lswitch-add desk (Ctrl+Z)');

  await fromMenu(page, 'My scenarios…');
  const office = list(page).getByRole('listitem').filter({ hasText: 'Office' }).first();
  await expect(office).toContainText(/open here.*changed today .* 1 switch, 0 ports/);
  await list(page).getByRole('button', { name: "Rename The article's network" }).click();
  await page.keyboard.type('Wire');
  await page.keyboard.press('Enter');
  await list(page).getByRole('button', { name: 'Duplicate Wire' }).click();
  await list(page).getByRole('button', { name: 'Delete Wire', exact: true }).click();
  await expect(list(page).getByRole('button', { name: 'Open Wire', exact: true })).toBeHidden();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click();
  await expect(list(page).getByRole('button', { name: 'Open Wire', exact: true })).toBeVisible();
  await page.getByRole('dialog').getByLabel('Filter').fill('wire');
  await expect(list(page).locator('strong')).toHaveText(['Wire (copy)', 'Wire']);
  expect(await axeFaults(page, { part: '[role="dialog"]' })).toEqual([]);
  const download = page.waitForEvent('download');
  await list(page).getByRole('button', { name: 'Save Wire (copy) as a file' }).click();
  expect((await download).suggestedFilename()).toBe('wire-copy.ovn.json');
  await list(page).getByRole('button', { name: 'Compare Wire', exact: true }).click();
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const switches = page.getByRole('list', { name: 'Differences of Switches' });
  await expect(switches).toContainText('removed mine');
  await expect(switches).toContainText('added desk');
  await page.keyboard.press('Escape');

  // History and undo are there after a reload.
  await page.reload();
  await expect(undoButton(page)).toHaveAttribute('title', 'Undo: ovn-nbctl lswitch-add desk (Ctrl+Z)');
  await undoButton(page).click();
  await expect(outlined(page, 'desk')).toBeHidden();
});

test('what is kept is a list: everything in it opens, by keyboard too', async ({ page }) => {
  await openLab(page);
  await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
  await expect(outlined(page, 'mine')).toBeVisible();
  await command(page, 'An empty lab');
  await expect(outlined(page, 'mine')).toBeHidden();
  await command(page, 'What was open before');
  await expect(list(page).getByRole('listitem').filter({ hasText: 'open here' })).toHaveCount(1);
  const open = list(page).getByRole('button', { name: /^Open The article's network$/ });
  await open.focus();
  await page.keyboard.press('Enter');
  await expect(outlined(page, 'mine')).toBeVisible();
  await expect(page.getByRole('dialog')).toBeHidden();
});

test.describe(() => {
  // A file of the site has no icon.
  test.use({ expectedErrors: /404/ });
  test('what cannot be opened is set aside, said, and can be had as a file', async ({ page }) => {
    await openLab(page);
    await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
    await expect(outlined(page, 'mine')).toBeVisible();
    await page.goto('about:blank');
    // A file of the site without the program, so that nobody holds what is kept.
    await page.goto('/favicon.svg');
    await page.evaluate(spoil, '{"v":99,"of":"the future"}');
    await page.goto('/');
    await expect(notices(page)).toContainText('set aside, not lost');
    await expect(page.getByTestId('control-plane')).toContainText('settled');
    await notices(page).getByRole('button', { name: 'What is kept…' }).click();
    const entry = page
      .getByRole('list', { name: 'Kept scenarios' })
      .getByRole('listitem')
      .filter({ hasText: 'could not be opened' });
    const download = page.waitForEvent('download');
    await entry.getByRole('button', { name: /^Save .* as a file$/ }).click();
    expect(await readFile(await (await download).path(), 'utf8')).toBe('{"v":99,"of":"the future"}');
    // Nothing is written over it.
    await page.keyboard.press('Escape');
    await typeCommands(page, ['ovn-nbctl lswitch-add after']);
    await expect(outlined(page, 'after')).toBeVisible();
    await page.reload();
    await expect(outlined(page, 'after')).toBeVisible();
    await command(page, 'What was open before');
    await expect(entry).toHaveCount(1);
  });
});

test.describe(() => {
  // A file of the site has no icon.
  test.use({ expectedErrors: /404/ });
  test('what the first version of the page kept is in the list', async ({ page }) => {
    await page.goto('/favicon.svg');
    await page.evaluate(keepAsVersionOne, {
      current: JSON.stringify(ofVersionOne('Mine', 'now')),
      previous: JSON.stringify(ofVersionOne('Before', 'then')),
    });
    await openLab(page);
    await expect(outlined(page, 'now')).toBeVisible();
    await expect(page.getByLabel('Name of this scenario')).toHaveValue('Mine');
    await command(page, 'What was open before');
    await expect(list(page).getByRole('listitem')).toHaveCount(2);
    await list(page).getByRole('button', { name: 'Open Before' }).click();
    await expect(outlined(page, 'then')).toBeVisible();
    await typeCommands(page, ['ovn-nbctl lswitch-add more']);
    await page.reload();
    await expect(outlined(page, 'then')).toBeVisible();
    await expect(outlined(page, 'more')).toBeVisible();
  });
});

/** A document as the first version of the page wrote it. */
function ofVersionOne(name: string, logicalSwitch: string): object {
  return {
    v: 1,
    name,
    release: '2015-04',
    seed: 9,
    chance: 2654435778,
    northbound: { Logical_Switch: [['0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9', { name: logicalSwitch }]] },
    southbound: {},
    machines: [],
    daemons: [],
    cuts: [],
    packets: [],
    positions: {},
  };
}

/** Runs in the page: a database of version 1. */
function keepAsVersionOne(documents: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('ovn-playground', 1);
    opening.onerror = () => reject(new Error('no database'));
    opening.onupgradeneeded = () => {
      const store = opening.result.createObjectStore('documents');
      for (const [key, text] of Object.entries(documents)) store.put(text, key);
    };
    opening.onsuccess = () => {
      opening.result.close();
      resolve();
    };
  });
}

/** Runs in the page: every kept document becomes another text. */
function spoil(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('ovn-playground');
    opening.onerror = () => reject(new Error('no database'));
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('texts', 'readwrite');
      const walk = transaction.objectStore('texts').openCursor();
      walk.onsuccess = () => {
        walk.result?.update(text);
        walk.result?.continue();
      };
      transaction.oncomplete = () => {
        opening.result.close();
        resolve();
      };
      transaction.onerror = () => reject(new Error('not writable'));
    };
  });
}
