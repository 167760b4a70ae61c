/** The trace debugger as a person uses it: two languages, a tree, a player, breakpoints, and why. */
import type { Locator, Page } from '@playwright/test';
import { axeFaults } from './axe';
import { details, expect, graph, openLab, openPane, outlined, sendPreset, test, typeCommands } from './support';

const FROM = 'sw0-port1 (vif1 on hv1)';

function tree(page: Page): Locator {
  return page.getByRole('tree', { name: 'Steps of the trace' });
}

function lines(page: Page): Locator {
  return tree(page).getByRole('treeitem');
}

function current(page: Page): Locator {
  return tree(page).getByRole('treeitem', { selected: true });
}

async function stands(page: Page, step: number, of: number): Promise<void> {
  await expect(details(page)).toContainText(`Step ${step} of ${of}`);
}

async function ping(page: Page): Promise<void> {
  await openLab(page);
  await sendPreset(page, 'Ping (ICMP echo request)', FROM);
  await tree(page).focus();
  await page.keyboard.press('Home');
  await stands(page, 1, 11);
}

async function flood(page: Page): Promise<void> {
  await openLab(page);
  await sendPreset(page, 'ARP request', FROM);
  await tree(page).focus();
  await page.keyboard.press('Home');
}

/** An ACL as drawn: drop, priority 1000. */
async function dropIp4(page: Page): Promise<void> {
  await outlined(page, 'sw0').click();
  await details(page).getByRole('button', { name: 'Add an ACL' }).click();
  await details(page).getByLabel('Match').fill('ip4');
  await details(page).getByRole('button', { name: 'Add', exact: true }).click();
  await expect(details(page)).toContainText('1000 drop');
}

test('both languages stand on one line; a badge says that they agree, or where they do not', async ({ page }) => {
  await ping(page);
  const line = lines(page).filter({ hasText: 'Destination lookup' });
  await expect(line).toContainText('eth.dst == 00:00:00:00:00:02');
  await expect(line).toContainText('17 · 50');
  await expect(page.getByText('Both agree on 4 rows')).toBeVisible();

  await outlined(page, 'ovn-controller hv1').click();
  await details(page).getByRole('button', { name: 'Pause' }).click();
  await dropIp4(page);
  await sendPreset(page, 'Ping (ICMP echo request)', FROM);
  const badge = page.getByRole('button', { name: /^Pipeline and OpenFlow disagree at step \d+$/ });
  await badge.click();
  const where = page.getByRole('dialog', { name: 'Where they disagree' });
  await expect(where).toContainText('In logical table 2 of sw0, “ip4” matched; hv1 matched the flow');
  await where.getByRole('button', { name: /^Go to step/ }).click();
  await expect(current(page)).toContainText('≠');
});

test('the steps are a tree: levels, opening, closing, Home and End', async ({ page }) => {
  await ping(page);
  await expect(current(page)).toHaveAttribute('aria-level', '1');
  await page.keyboard.press('ArrowDown');
  await expect(current(page)).toHaveAttribute('aria-level', '2');
  await expect(lines(page)).toHaveCount(11);
  await page.keyboard.press('ArrowLeft');
  await expect(current(page)).toHaveAttribute('aria-expanded', 'false');
  await expect(lines(page)).toHaveCount(2);
  await expect(current(page)).toContainText('+9');
  await page.keyboard.press('ArrowRight');
  await expect(current(page)).toHaveAttribute('aria-expanded', 'true');
  await expect(lines(page)).toHaveCount(11);
  await page.keyboard.press('End');
  await stands(page, 11, 11);
  await page.keyboard.press('ArrowLeft');
  await stands(page, 10, 11);

  await lines(page).nth(3).locator('[data-twisty]').click();
  await stands(page, 4, 11);
  await expect(lines(page)).toHaveCount(4);
  await page.keyboard.press('.');
  await stands(page, 5, 11);
  await expect(lines(page)).toHaveCount(11);
});

test('copies of a flood are numbered; a whole copy is stepped over', async ({ page }) => {
  await flood(page);
  const copies = lines(page).filter({ hasText: /[12]\/2 sw0-port/ });
  await expect(copies).toHaveCount(2);
  await copies.first().click();
  const first = Number(await current(page).getAttribute('data-step'));
  await page.keyboard.press('o');
  await expect(current(page)).toContainText('2/2 sw0-port');
  expect(Number(await current(page).getAttribute('data-step'))).toBeGreaterThan(first + 1);
  await copies.first().click();
  await page.keyboard.press('ArrowLeft');
  await expect(current(page)).toContainText('+');
  await page.getByRole('button', { name: 'Step over' }).click();
  await expect(current(page)).toContainText('2/2 sw0-port');
});

test('runs to the next table, tunnel, hypervisor, drop and delivery; goes to a step by its number', async ({
  page,
}) => {
  await flood(page);
  const runTo = (what: string) => page.getByRole('button', { name: new RegExp(`^Run to the next ${what}`) });
  await runTo('table').click();
  await expect(current(page)).toContainText('0 · 100');
  for (const [what, text] of [
    ['drop', 'dropped'],
    ['tunnel', 'tunnel to hv2'],
    ['hypervisor', 'arrives at hv2'],
    ['delivery', 'to sw0-port2'],
  ] as const) {
    await page.getByRole('button', { name: 'To the first step' }).click();
    await runTo(what).click();
    await expect(current(page)).toContainText(text);
  }
  await page.keyboard.press('g');
  await expect(page.getByLabel('Step number')).toBeFocused();
  await page.keyboard.type('99');
  await expect(page.getByText(/^A step is 1 to \d+\.$/)).toBeVisible();
  await page.getByLabel('Step number').fill('3');
  await page.keyboard.press('Enter');
  await expect(details(page)).toContainText('Step 3 of');
});

test('playing and running stop at breakpoints on a table, a row, a port and an expression', async ({ page }) => {
  await ping(page);
  await page.getByLabel('Speed').selectOption('8');
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('.');
  await tree(page).focus();
  await page.keyboard.press('Home');
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('b');
  await expect(current(page)).toContainText('Breakpoint.');
  await page.keyboard.press('Home');
  await page.keyboard.press(' ');
  await stands(page, 5, 11);
  await expect(page.getByRole('status').filter({ hasText: 'Stopped at a breakpoint: table 18' })).toBeVisible();
  await page.keyboard.press('Home');
  await page.getByRole('button', { name: /^Run to the next delivery/ }).click();
  await stands(page, 5, 11);

  await page.getByRole('button', { name: 'Breakpoints (1)' }).click();
  const panel = page.getByRole('dialog', { name: 'Breakpoints' });
  await panel.getByRole('button', { name: 'Remove table 18' }).click();
  await panel.getByLabel('Expression over the packet').fill('ip4 && outport == sw0');
  await panel.getByRole('button', { name: 'Add' }).click();
  await expect(panel.getByRole('alert')).toContainText("Syntax error at `sw0' expecting constant.");
  await expect(panel.getByRole('alert')).toContainText('^^^');
  await panel.getByLabel('Expression over the packet').fill('ip4 && outport == "sw0-port2"');
  await panel.getByRole('button', { name: 'Add' }).click();
  await expect(panel.getByRole('list', { name: 'Set breakpoints' })).toContainText(/outport == "sw0-port2"\s*3 steps/);
  await panel.getByLabel('Stop at').selectOption('port');
  await panel.getByLabel('Port', { exact: true }).selectOption('sw0-port2');
  await panel.getByRole('button', { name: 'Add' }).click();
  await page.keyboard.press('Escape');
  await tree(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press(' ');
  await stands(page, 5, 11);
  await page.keyboard.press('End');
  await page.keyboard.press('p');
  await stands(page, 8, 11);
  await page.keyboard.press('n');
  await stands(page, 11, 11);

  await page.getByRole('button', { name: 'Breakpoints (2)' }).click();
  await panel.getByRole('checkbox').first().uncheck();
  await panel.getByRole('checkbox').nth(1).uncheck();
  await page.keyboard.press('Escape');
  await lines(page).nth(5).locator('> span').first().click();
  await tree(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press(' ');
  await stands(page, 6, 11);
  await expect(page.getByRole('status').filter({ hasText: 'Pipeline 3 · 50 outport == "sw0-port2"' })).toBeVisible();
});

test('a step says what changed and what its table is for; fields and bytes light each other up', async ({ page }) => {
  await ping(page);
  await page.keyboard.press('ArrowDown');
  const panel = details(page);
  await expect(panel).toContainText('reg6');
  await expect(panel.getByRole('heading', { name: 'This step changes' }).locator('..')).toContainText(
    /reg6\s*0x?0? → 0x1/,
  );
  await page.keyboard.press('ArrowDown');
  for (const part of ['Registers and metadata', 'Packet', 'Bytes (56)'])
    await panel.getByText(part, { exact: true }).click();
  await expect(panel).toContainText('logical inport "sw0-port1" was 0x0');
  await panel.getByText('What “Ingress port security” does', { exact: true }).click();
  await expect(panel.getByLabel('What the actions do')).toContainText('Goes on in the next table.');
  await tree(page).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');

  const headers = panel.getByRole('tree', { name: 'Headers of the packet' });
  const lit = panel.getByTestId('bytes').locator('[data-lit]');
  // The details may still move under the pointer, since a step's flow is asked of the engine.
  await expect(async () => {
    await panel.getByTestId('bytes').locator('[data-at="0"]').hover();
    await headers.getByText('eth.src').hover();
    await expect(lit).toHaveText(['00', '00', '00', '00', '00', '01'], { timeout: 2000 });
  }).toPass();
  await panel.getByTestId('bytes').locator('[data-at="22"]').hover();
  await expect(headers.locator('[data-lit]')).toContainText('ip.ttl');
  await headers.getByText('Ethernet', { exact: true }).click();
  await expect(headers.getByText('eth.src')).toBeHidden();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(headers.locator(':focus')).toContainText('ip.version');
  await expect(lit).toHaveText(['45']);
});

test('why not: the clause that failed and what it met, for any flow of the table', async ({ page }) => {
  await ping(page);
  await lines(page).filter({ hasText: 'Destination lookup' }).click();
  const others = details(page).getByRole('list', { name: 'Flows that were not taken' });
  await expect(others.getByRole('listitem').first()).toBeVisible();
  await details(page).getByLabel('Flows with this text').fill('00:00:00:00:00:01');
  await expect(others).toContainText('dl_dst=00:00:00:00:00:01 fails: eth_dst is 00:00:00:00:00:02');
  await details(page).getByLabel('Flows with this text').fill('nothing has this');
  await expect(details(page)).toContainText('No other flow of the table has this text.');
});

test('a drop is told first, with its cause and a fix that runs', async ({ page }) => {
  await openLab(page);
  await dropIp4(page);
  await sendPreset(page, 'Ping (ICMP echo request)', FROM);
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await expect(verdict).toContainText('Dropped by hv1 in table 2');
  await page.getByRole('button', { name: 'To the first step' }).click();
  await verdict.getByRole('button', { name: /^step \d+$/ }).click();
  await expect(current(page)).toContainText('dropped');
  await verdict.getByRole('button', { name: /^ACL/ }).click();
  await expect(details(page)).toContainText('Row of ACL');
  await tree(page).focus();
  await page.keyboard.press('p');
  await verdict.getByRole('button', { name: 'Let this packet through above it' }).click();
  await expect(verdict).toContainText('Delivered to sw0-port2');
  await page.getByRole('button', { name: 'Undo' }).click();
  await details(page).getByRole('button', { name: 'Send the packet again' }).click();
  await verdict.getByRole('button', { name: 'Delete this ACL' }).click();
  await expect(verdict).toContainText('Delivered to sw0-port2');
});

test('keys are listed, work in the details too, and leave fields alone', async ({ page }) => {
  await ping(page);
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'All keys' });
  for (const text of ['Play or pause', 'Step over', 'Breakpoint on this table', 'Go to a step by its number'])
    await expect(list).toContainText(text);
  expect(await axeFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await details(page).getByRole('heading', { name: 'Registers and metadata' }).click();
  await page.keyboard.press('ArrowRight');
  await stands(page, 2, 11);
  await page.keyboard.press('n');
  await stands(page, 8, 11);
  await page.keyboard.press('ArrowLeft');
  await stands(page, 7, 11);
  await details(page).getByLabel('Flows with this text').focus();
  await page.keyboard.type('nob g');
  await expect(details(page).getByLabel('Flows with this text')).toHaveValue('nob g');
  await stands(page, 7, 11);
  await expect(page.getByRole('button', { name: 'Breakpoints (0)' })).toBeVisible();
});

test('ten thousand steps: the scrubber goes anywhere, and the page holds only what is seen', async ({ page }) => {
  await ping(page);
  const slider = page.getByRole('slider', { name: 'Step of the trace' });
  const many = (action: string, times: number) => Array.from({ length: times }, () => action).join(',');
  await typeCommands(page, [
    `ovs-ofctl add-flow br-int 'table=0,priority=65535,actions=${many('resubmit(,200)', 8)}'`,
    `ovs-ofctl add-flow br-int 'table=200,actions=${many('resubmit(,201)', 8)}'`,
    `ovs-ofctl add-flow br-int 'table=201,actions=${many('resubmit(,202)', 8)}'`,
    `ovs-ofctl add-flow br-int 'table=202,actions=${many('in_port', 16)},output:1'`,
  ]);
  await openPane(page, 'Trace');
  await sendPreset(page, 'Ping (ICMP echo request)', FROM);
  await expect(tree(page)).toBeVisible();
  await expect(slider).not.toHaveAttribute('max', '10');
  const last = Number(await slider.getAttribute('max'));
  expect(last).toBeGreaterThanOrEqual(10_000);
  expect(await lines(page).count()).toBeLessThan(60);

  for (const step of [last >> 1, 1, last - 1]) {
    await slider.fill(String(step));
    await stands(page, step + 1, last + 1);
    await expect(tree(page).locator('[aria-selected="true"]')).toBeVisible();
    expect(await lines(page).count()).toBeLessThan(60);
  }

  await tree(page).focus();
  await page.keyboard.press('End');
  await stands(page, last + 1, last + 1);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await expect(lines(page)).toHaveCount(1);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await stands(page, 2, last + 1);
});

test('390 wide: one column with a choice of language, everything big enough to touch', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/');
  await page.getByRole('button', { name: 'Panes' }).click();
  await page.getByRole('button', { name: /^Send “/ }).click();
  await stands(page, 11, 11);
  await page.getByRole('button', { name: 'Panes' }).click();
  const line = lines(page).filter({ hasText: 'Destination lookup' });
  await tree(page).focus();
  await page.keyboard.press('Home');
  await expect(line.getByText('17 · 50')).toBeVisible();
  await expect(line.getByText('eth.dst == 00:00:00:00:00:02')).toBeHidden();
  await page.getByRole('group', { name: 'Language' }).getByRole('button', { name: 'Pipeline' }).click();
  await expect(line.getByText('eth.dst == 00:00:00:00:00:02')).toBeVisible();
  await expect(line.getByText('17 · 50')).toBeHidden();
  const small = await page.getByRole('toolbar', { name: 'Player' }).evaluate(
    (bar) =>
      Array.from(bar.querySelectorAll('button, select'))
        .filter((control) => control.getClientRects().length > 0)
        .map((control) => control.getBoundingClientRect())
        .filter(({ width, height }) => width < 43.5 || height < 43.5).length,
  );
  expect(small).toBe(0);
  await page.getByRole('button', { name: 'Details', exact: true }).click();
  await details(page).getByRole('button', { name: 'Next' }).click();
  await stands(page, 2, 11);
  expect(await axeFaults(page)).toEqual([]);
});

test('on a phone a packet is followed in one sheet, from the verdict back to the start and on', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/');
  await page.getByRole('button', { name: 'Panes' }).click();
  await page.getByRole('button', { name: /^Send “/ }).press('Enter');
  await expect(page.getByRole('region', { name: 'Verdict' }).getByRole('heading')).toBeFocused();
  await expect(page.getByRole('toolbar', { name: 'Draw' })).toBeHidden();
  await stands(page, 11, 11);
  await details(page).getByRole('button', { name: 'From the start', exact: true }).click();
  await stands(page, 1, 11);
  for (let step = 2; step <= 4; step += 1) await details(page).getByRole('button', { name: 'Next' }).click();
  await stands(page, 4, 11);
  await expect(details(page)).toContainText('Destination lookup');
  await expect(details(page)).toContainText('eth.dst == 00:00:00:00:00:02');
  await expect(details(page)).toContainText('Logical_Port sw0-port2');
  await expect(details(page).getByRole('list', { name: 'Flows that were not taken' })).toBeVisible();
  await expect(details(page).getByText('Registers and metadata')).toBeHidden();
  await details(page)
    .getByRole('button', { name: /^Registers, packet, bytes, OpenFlow/ })
    .click();
  await expect(details(page).getByText('Registers and metadata')).toBeVisible();

  const handle = page.getByRole('slider', { name: 'Height of the sheet' });
  const height = async () => Number(await handle.getAttribute('aria-valuenow'));
  const before = await height();
  await handle.click();
  expect(await height()).toBeGreaterThan(before);
  await handle.press('Home');
  expect(await height()).toBeLessThan(before);
  const box = await handle.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 8);
  await page.mouse.down();
  await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) - 250, { steps: 4 });
  await page.mouse.up();
  expect(await height()).toBe(before);

  await page.getByRole('button', { name: 'Graph', exact: true }).click();
  await graph(page)
    .getByRole('button', { name: /^Logical port sw0-port1/ })
    .click();
  await expect(details(page).getByRole('heading', { name: 'sw0-port1' })).toBeVisible();
});
