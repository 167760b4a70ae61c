/** What the browser tests share: a page that fails on any console error, and a person's habits. */
import { expect, test as base } from '@playwright/test';
import type { Locator, Page, Worker } from '@playwright/test';

export { expect };

/**
 * Every test fails on an error in the console, a broken Content-Security-Policy among them; a test that
 * plants a fault says which errors belong to it.
 */
export const test = base.extend<{ readonly expectedErrors: RegExp | null }>({
  expectedErrors: [null, { option: true }],
  page: async ({ page, expectedErrors }, use) => {
    const errors = errorsOf(page);
    await page.addInitScript(rememberWhatIsSaid);
    await use(page);
    expect(errors.filter((error) => expectedErrors?.test(error) !== true)).toEqual([]);
  },
});

/** What the console of a page says of errors, now and later. */
export function errorsOf(page: Page): readonly string[] {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  return errors;
}

/** The worker with the engine in it. */
export function engineOf(page: Page): Worker {
  const worker = page.workers().find((candidate) => /[/]worker-[^/]*$/.test(candidate.url()));
  if (!worker) throw new Error('The page has no engine');
  return worker;
}

/** Runs a script in every worker with an engine from now on, before the engine's own. */
export async function beforeEngine(page: Page, script: string): Promise<void> {
  await page.route('**/assets/worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `{${script}}\n${await response.text()}` });
  });
}

/** Puts the engine into a loop that nothing ends. */
export function hang(page: Page): void {
  // Nobody waits: the answer never comes.
  engineOf(page)
    .evaluate(() => {
      for (;;);
    })
    .catch(() => undefined);
}

/** In the page: keeps every text of its live regions, since a notice may pass before a slow machine looks. */
function rememberWhatIsSaid(): void {
  const said = new Set<string>();
  Reflect.set(window, 'saidSoFar', said);
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const element = target instanceof Element ? target : target.parentElement;
      const text = element?.closest('[role="status"]')?.textContent.trim();
      if (text) said.add(text);
    }
  }).observe(document, { childList: true, characterData: true, subtree: true });
}

/** Waits until the page has said something that passes, now or before. */
export async function expectSaid(page: Page, words: string): Promise<void> {
  const said = () => page.evaluate(() => Array.from(Reflect.get(window, 'saidSoFar') as Set<string>));
  await expect.poll(async () => (await said()).filter((text) => text.includes(words))).not.toEqual([]);
}

/** What stays said below the bar. */
export function notices(page: Page): Locator {
  return page.getByRole('region', { name: 'Notices' });
}

/** Pastes text into the terminal, as a person does. */
export async function paste(page: Page, text: string): Promise<void> {
  await openPane(page, 'Terminal');
  await page.getByRole('textbox', { name: 'Terminal input' }).focus();
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press('Control+v');
}

/** Opens the lab and waits until the engine has told what there is. */
export async function openLab(page: Page, hash = ''): Promise<void> {
  await page.goto(`/${hash}`);
  await expect(page.getByTestId('control-plane')).toContainText('settled');
  await expect(outline(page)).toBeVisible();
  await expect(graph(page)).toBeAttached();
}

export function outline(page: Page): Locator {
  return page.getByRole('tree', { name: 'Everything in this deployment' });
}

/** A line of the outline by the name of what it stands for. */
export function outlined(page: Page, name: string): Locator {
  return outline(page).locator('[data-label]').getByText(name, { exact: true });
}

export function details(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Details' });
}

export function graph(page: Page): Locator {
  return page.getByRole('region', { name: 'Graph of the deployment' });
}

/** By its tab, or from the menu of those that have no room. */
export async function openPane(page: Page, name: string): Promise<void> {
  const tab = page.getByRole('tab', { name, exact: true });
  const more = page.getByRole('button', { name: 'More panes' });
  await expect(tab.or(more).first()).toBeVisible();
  if ((await tab.count()) === 0) {
    await more.click();
    await page.getByRole('menuitem', { name, exact: true }).click();
  } else await tab.click();
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

/** Waits until the terminal shows a text. */
export async function expectTerminal(page: Page, text: string | RegExp): Promise<void> {
  const shown = expect.poll(() => terminalText(page));
  await (typeof text === 'string' ? shown.toContain(text) : shown.toMatch(text));
}

/** The visible rows of a pane's grid, each as its cells' texts. */
export async function gridRows(grid: Locator): Promise<string[][]> {
  await expect(grid).toBeVisible();
  const rows = grid.locator('[role="row"][data-entity]');
  return rows.evaluateAll((elements) =>
    elements.map((row) => Array.from(row.querySelectorAll('[role="gridcell"]'), (cell) => cell.textContent)),
  );
}

/** Waits until the graph stands where it was brought into view, a frame after it was first drawn. */
export async function graphInView(page: Page): Promise<void> {
  const view = graph(page).locator('.react-flow__viewport');
  await expect(view).not.toHaveAttribute('style', /translate[(]0px, 0px[)] scale[(]1[)]/);
}

/** Drags something onto a hypervisor with the mouse. */
export async function dragOnto(page: Page, what: Locator, machine: string): Promise<void> {
  await graphInView(page);
  const from = await what.boundingBox();
  const to = await page.locator(`[data-machine="${machine}"]`).boundingBox();
  if (!from || !to) throw new Error('Both ends of a drag must be in sight');
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2 + 12, from.y + from.height / 2 + 12, { steps: 3 });
  await page.mouse.move(to.x + to.width / 2, to.y + 14, { steps: 6 });
  await page.mouse.up();
}

/** Makes a packet from a preset and sends it. */
export async function sendPreset(page: Page, preset: string, entry: string): Promise<void> {
  await page.getByRole('button', { name: 'New packet…' }).click();
  await page.getByLabel('Enters at').selectOption({ label: entry });
  await page.getByLabel('Preset').selectOption({ label: preset });
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
}
