/** What the browser tests share: a page that fails on any console error, and a person's habits. */
import { expect, test as base } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

export { expect };

/** Every test fails on an error in the console, a broken Content-Security-Policy among them. */
export const test = base.extend({
  page: async ({ page }, use) => {
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(error.message));
    await use(page);
    expect(errors).toEqual([]);
  },
});

/** Opens the lab and waits until the engine has told what there is. */
export async function openLab(page: Page, hash = ''): Promise<void> {
  await page.goto(`/${hash}`);
  await expect(page.getByTestId('control-plane')).toContainText('settled');
  await expect(outline(page)).toBeVisible();
}

export function outline(page: Page): Locator {
  return page.getByRole('tree', { name: 'Everything in this deployment' });
}

export function details(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Details' });
}

export function graph(page: Page): Locator {
  return page.getByRole('region', { name: 'Graph of the deployment' });
}

export async function openPane(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click();
}

/** Chooses something in the command palette, by keyboard. */
export async function command(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Go to, open').fill(text);
  await page.keyboard.press('Enter');
  await expect(page.getByPlaceholder('Go to, open')).toBeHidden();
}

/** Types lines in the terminal and waits until each has been answered. */
export async function typeCommands(page: Page, lines: readonly string[]): Promise<void> {
  await openPane(page, 'Terminal');
  const input = page.getByRole('textbox', { name: 'Terminal input' });
  await input.focus();
  for (const line of lines) {
    await page.keyboard.type(line);
    await page.keyboard.press('Enter');
  }
  await expect.poll(async () => (await terminalText(page)).trimEnd().endsWith('$')).toBe(true);
}

/** What the terminal shows, its wrapped lines joined again. */
export async function terminalText(page: Page): Promise<string> {
  return page.getByTestId('terminal').locator('.xterm-rows').innerText();
}

/** The visible rows of a pane's grid, each as its cells' texts. */
export async function gridRows(grid: Locator): Promise<string[][]> {
  const rows = grid.locator('[role="row"][data-entity]');
  return rows.evaluateAll((elements) =>
    elements.map((row) => Array.from(row.querySelectorAll('[role="gridcell"]'), (cell) => cell.textContent)),
  );
}
