/** The table of commands: every button is in it, the palette finds by any name, keys are listed, help is at hand. */
import type { Page } from '@playwright/test';
import { command, details, expect, openLab, openPane, terminalText, test } from './support';

/** Buttons that are no commands, and why. */
const exceptions: readonly (readonly [name: RegExp, why: string])[] = [
  [
    /^(Logical port|Interface|Container|Switch|Hypervisor) .*(on hv|up|down)/,
    'a thing on the graph: the palette finds it by its name',
  ],
  [/^Release .*: what differs/, 'named after the release'],
  [/^(Close this message|Dismiss|Close)$/, 'belongs to what it closes'],
  [/^(Rename|Edit|Remove|Move) /, 'belongs to one line of a list'],
  [/^More panes$/, 'has the panes for which the bar is too narrow: the palette lists each'],
  [/^Run to the next /, 'n and p go there'],
  [/^Send “/, 'a packet: the palette sends it by its name'],
  [/^(ovn-|ovs-|Bindings |Port_Binding |ACL )/, 'a row or a daemon: the palette finds it by its name'],
  [/^clause \d/, 'a clause of the expression that is shown'],
  [/^[✓✕]/, 'a packet of the match lab'],
  [/^(Run in the terminal|Hint|Show me)$/, 'belongs to one step of a lesson'],
  [/^(Send a packet|Outline|Details)$/, 'opens what a lesson has no column for'],
  [/^Show \d+ empty columns?$/, 'belongs to the table that is shown'],
  [/^(Ask|Run all|Stop)/, 'belongs to what the pane shows now'],
];

/** Names of all visible buttons and tabs. */
function buttonsOf(page: Page): Promise<{ readonly name: string; readonly id: string | null }[]> {
  return page.locator('button:visible, [role="button"]:visible, [role="tab"]:visible').evaluateAll((elements) =>
    elements.map((element) => ({
      name: (element.getAttribute('aria-label') ?? element.textContent).replace(/\s+/g, ' ').trim(),
      id: element.getAttribute('data-command'),
    })),
  );
}

/** All that the palette lists, by identifier and by the names of its buttons. */
async function knownToPalette(page: Page): Promise<ReadonlySet<string>> {
  await page.keyboard.press('Control+k');
  await expect(page.locator('[data-id="page.settings"]')).toBeAttached();
  const known = await page
    .locator('[data-id][data-names]')
    .evaluateAll((items) =>
      items.flatMap((item) => [
        item.getAttribute('data-id') ?? '',
        ...(item.getAttribute('data-names') ?? '').split('\n'),
      ]),
    );
  await page.keyboard.press('Escape');
  return new Set(known);
}

test('every visible button of the lab, the match lab and the lessons is known to the palette', async ({ page }) => {
  await openLab(page);
  const known = await knownToPalette(page);
  const unknown: string[] = [];
  const walk = async (where: string) => {
    for (const { name, id } of await buttonsOf(page)) {
      if (id === null ? known.has(name.replace(/ [(]\d+[)]$/, '')) : known.has(id)) continue;
      if (exceptions.some(([pattern]) => pattern.test(name))) continue;
      unknown.push(`${where}: ${name}`);
    }
  };
  await walk('lab');
  await command(page, 'Send Ping');
  await expect(page.getByRole('toolbar', { name: 'Player' })).toBeVisible();
  await walk('trace');
  for (const pane of ['Traffic', 'Pipeline', 'Match', 'OpenFlow', 'Databases', 'Timeline', 'Log', 'Terminal']) {
    await openPane(page, pane);
    await expect(page.getByRole('tabpanel', { name: pane }).locator('*').nth(3)).toBeVisible();
    await walk(pane);
  }
  await page.goto('/#/match');
  await expect(page.getByRole('toolbar', { name: 'Match lab' })).toBeVisible();
  await expect(page.getByTestId('flow-count')).toBeVisible();
  await walk('match lab');
  await page.goto('/#/learn');
  await expect(page.getByRole('heading', { name: 'Lessons' })).toBeVisible();
  await walk('lessons');
  await page.getByRole('link', { name: /Port security/ }).click();
  await expect(page.getByRole('region', { name: 'Lesson' })).toBeVisible();
  await walk('lesson');
  expect(unknown).toEqual([]);
});

test('the palette finds by address, interface, UUID and the names of today, and shows the key', async ({ page }) => {
  await openLab(page);
  const field = page.getByPlaceholder('Go to, open');
  const first = page.locator('[cmdk-item]').first();
  await page.keyboard.press('Control+k');
  for (const [text, name] of [
    ['00:00:00:00:00:02', 'Port sw0-port2'],
    ['127.0.0.2', 'Hypervisor hv2'],
    ['containers', 'Containers in a'],
    ['kill ovn-northd', 'Kill ovn-northd'],
    ['shortcuts', 'All keys'],
    ['add switch', 'Add a switch'],
    ['sandbox', 'sandbox'],
    ['save', 'Ctrl+S'],
    ['pcap', 'Import packets'],
    ['lsp-add', 'here: lport-add'],
  ] as const) {
    await field.fill(text);
    await expect(first).toContainText(name);
  }
  await field.fill('vif1');
  await page.keyboard.press('Enter');
  await expect(details(page)).toContainText('vif1');
  await command(page, 'logical switch port');
  await expect.poll(() => terminalText(page)).toContain('ovsdb-client dump OVN_Northbound Logical_Port');
});

test('? lists all keys and searches them, F1 helps, a pane explains itself and types its command', async ({ page }) => {
  await openLab(page);
  await page.getByRole('button', { name: 'Help on this pane' }).focus();
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'All keys' });
  for (const text of ['Everywhere', 'Play or pause', 'Leaves the presentation', 'Completes the word'])
    await expect(keys).toContainText(text);
  await keys.getByLabel('Find a key').fill('breakpoint row');
  await expect(keys.locator('dd')).toHaveText(['Breakpoint on this row, on or off']);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Help on this pane' })).toBeFocused();
  await page.keyboard.press('F1');
  await expect(page.getByRole('dialog', { name: 'Help' }).getByRole('link', { name: 'docs.ovn.org' })).toBeVisible();
  await page.keyboard.press('Escape');
  await command(page, 'Stages and actions');
  const words = page.getByRole('dialog', { name: 'Help: Pipeline' });
  for (const text of ['Ingress port security', 'Lets through or drops by the switch’s ACLs', 'It stands alone.'])
    await expect(words).toContainText(text);
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'OpenFlow' }).click();
  await page.getByRole('button', { name: 'Help on this pane' }).click();
  await page.getByRole('button', { name: 'Type it in the terminal: ovs-ofctl dump-flows br-int', exact: true }).click();
  await expect.poll(() => terminalText(page)).toContain('hv1$ ovs-ofctl dump-flows br-int');
  await expect(page.getByRole('textbox', { name: 'Terminal input' })).toBeFocused();
});

test('settings are kept; a pane takes all the room and gives it back; a presentation runs by a clicker', async ({
  page,
}) => {
  await openLab(page);
  await page.keyboard.press('Control+,');
  await page.getByLabel('130 %').check();
  await page.getByLabel('0.5×').check();
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(page.getByTestId('control-plane')).toContainText('settled');
  await expect.poll(() => page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('20.8px');

  const graph = page.getByRole('region', { name: 'Graph of the deployment' });
  await page.keyboard.press('F9');
  await expect.poll(async () => (await graph.boundingBox())?.height ?? 0).toBeLessThan(5);
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await graph.boundingBox())?.height ?? 0).toBeGreaterThan(200);

  await page.keyboard.press('F8');
  const slide = page.getByRole('region', { name: 'Step', exact: true });
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(page.getByRole('toolbar', { name: 'Presentation' })).toBeVisible();
  await page.keyboard.press('PageDown');
  await expect(slide.getByText('Step 1 of 11')).toBeVisible();
  await page.keyboard.press('Space');
  await page.keyboard.press('PageDown');
  await expect(slide.getByText('Step 3 of 11')).toBeVisible();
  await page.keyboard.press('PageUp');
  await expect(slide.getByText('Step 2 of 11')).toBeVisible();
  await page.keyboard.press('s');
  await page.getByLabel('Speaker notes, kept').fill('Say why table 16 comes first.');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('banner')).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
});
