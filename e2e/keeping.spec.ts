/** Nothing that a person made is lost: not by a link, not by another scenario, not by loading the page again. */
import { command, expect, openLab, outlined, test, typeCommands } from './support';

test('what a link takes the place of comes back, and so do changes made after opening one', async ({ page }) => {
  await openLab(page);
  await typeCommands(page, ['ovn-nbctl lswitch-add mine']);
  await expect(outlined(page, 'mine')).toBeVisible();
  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.getByLabel('Link to this scenario').inputValue();
  await page.keyboard.press('Escape');
  await typeCommands(page, ['ovn-nbctl lswitch-add later']);
  await expect(outlined(page, 'later')).toBeVisible();
  await expect.poll(() => page.evaluate(keptScenario)).toContain('"later"');
  await page.reload();
  await expect(outlined(page, 'later')).toBeVisible();

  await page.goto(`${link.slice(0, -9)}AAAAAAAAA`);
  await page.reload();
  await expect(page.getByText('This link is damaged')).toBeVisible();
  await expect(outlined(page, 'later')).toBeHidden();
  await command(page, 'What was open before');
  await expect(outlined(page, 'later')).toBeVisible();

  await page.goto(link);
  await page.reload();
  await expect(outlined(page, 'mine')).toBeVisible();
  await expect(outlined(page, 'later')).toBeHidden();
  await typeCommands(page, ['ovn-nbctl lswitch-add after']);
  await expect(outlined(page, 'after')).toBeVisible();
  await expect(page).toHaveURL(/#\/lab$/);
});

/** Runs in the page: what the browser keeps of the open scenario. */
function keptScenario(): Promise<string> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('ovn-playground');
    opening.onerror = () => reject(new Error('no database'));
    opening.onsuccess = () => {
      const reading = opening.result.transaction('documents').objectStore('documents').get('current');
      reading.onerror = () => reject(new Error('not readable'));
      reading.onsuccess = () => {
        opening.result.close();
        resolve(String(reading.result));
      };
    };
  });
}
