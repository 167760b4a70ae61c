/** The match lab: an expression, its stages and flows, packets to try it on, and help with what is wrong. */
import type { Page } from '@playwright/test';
import { axeFaults, axeFaultsInBoth } from './axe';
import { command, details, expect, openLab, openPane, outlined, test } from './support';

async function openMatch(page: Page, expression: string): Promise<void> {
  await page.goto(`/#/match?${new URLSearchParams({ x: expression }).toString()}`);
  await expect(page.getByRole('tree', { name: 'Tree after parse' })).toBeVisible();
}

/** Replaces what is in the editor, as a person does. */
async function retype(page: Page, expression: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Match expression' }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(expression);
  await page.keyboard.press('Escape');
}

const flows = (page: Page) => page.getByRole('region', { name: 'Flows', exact: true });

test('every stage, its flows, and what was added on the way', async ({ page }) => {
  await openMatch(page, 'tcp.dst == {80, 443}');
  await retype(page, 'ip4.src == 10.0.0.0/24 && tcp.dst == 80');
  await expect(flows(page)).toContainText('tcp,nw_src=10.0.0.0/24,tp_dst=80');
  const annotated = page.getByRole('tree', { name: 'Tree after annotate' });
  await expect(annotated).toContainText('eth.type == 0x800');
  await expect(annotated.locator('[data-change]').first()).toBeVisible();
  await page
    .getByRole('tree', { name: 'Tree after parse' })
    .getByRole('treeitem')
    .filter({ hasText: 'tcp.dst' })
    .last()
    .hover();
  await expect(annotated.locator('[data-lit="true"]').first()).toContainText('tcp.dst');
});

test('an error says where and why, in OVN’s words, with a hint', async ({ page }) => {
  await openMatch(page, 'ip4');
  const problems = page.getByRole('status', { name: 'Problems' });
  await retype(page, 'ip4 & tcp');
  await expect(problems).toContainText("`&' is only valid as part of `&&'.");
  await retype(page, 'ip4 || tcp && udp');
  await expect(problems).toContainText('&& and || must be parenthesized when used together.');
  await retype(page, 'tcp && udp');
  await expect(problems).toContainText('Warning');
  await retype(page, 'tcp.dst == 80');
  await expect(flows(page)).toContainText('tp_dst=80');
});

test('packets that match, packets that just fail, and why', async ({ page }) => {
  await openMatch(page, 'ip4.dst == 10.0.0.1 && udp.dst == 53');
  await expect(flows(page)).toContainText('udp,nw_dst=10.0.0.1,tp_dst=53');
  const side = page.getByRole('complementary', { name: 'Packets and comparison' });
  await side.getByRole('button', { name: 'Make one that matches' }).click();
  await expect(side).toContainText('It matches');
  await side.getByRole('button', { name: 'One that just fails' }).click();
  await expect(side).toContainText('It does not match');
});

test('two expressions: equivalent, or a packet that tells them apart', async ({ page }) => {
  await openMatch(page, 'tcp.dst == {80, 81}');
  const other = page.getByRole('textbox', { name: 'Expression to compare with' });
  await other.fill('80 <= tcp.dst <= 81');
  const side = page.getByRole('complementary', { name: 'Packets and comparison' });
  await expect(side).toContainText('Equivalent');
  await other.fill('80 <= tcp.dst <= 82');
  await expect(side).not.toContainText('= Equivalent');
});

test('500 excluded addresses do not stop the page', async ({ page }) => {
  const addresses = Array.from({ length: 500 }, (_, n) => `10.${n >> 8}.${n & 255}.7`).join(', ');
  await openMatch(page, `ip4.src != {${addresses}}`);
  await expect(page.getByRole('toolbar', { name: 'Match lab' })).toContainText('flows');
});

test('what is pointed at lights up in the source, the stages and the flows, by keyboard too', async ({ page }) => {
  await openMatch(page, 'ip4.src == 10.0.0.1 || udp.dst == 53');
  const parsed = page.getByRole('tree', { name: 'Tree after parse' }).getByRole('treeitem');
  await parsed.first().focus();
  await page.keyboard.press('End');
  await expect(parsed.last()).toBeFocused();
  await expect(flows(page).locator('[data-lit="true"]')).toHaveCount(2);
  await expect(flows(page).locator('[data-lit="true"]').first()).toContainText('tp_dst=53');
  await expect(
    page.getByRole('tree', { name: 'Tree after normalize' }).locator('[data-lit="true"]').first(),
  ).toBeVisible();
  // From a flow back to the source and the tree.
  await flows(page).locator('[data-flow]').filter({ hasText: 'nw_src' }).hover();
  await expect(parsed.filter({ hasText: 'ip4.src' }).last()).toHaveAttribute('data-lit', 'true');
  await expect(parsed.last()).toHaveAttribute('data-lit', 'false');
  // And from the caret.
  await page.getByRole('textbox', { name: 'Match expression' }).focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowRight');
  await expect(flows(page).locator('[data-lit="true"]')).toHaveCount(1);
});

test('completion tells width and prerequisites, and a symbol under the pointer what it is', async ({ page }) => {
  await openMatch(page, 'ip4');
  await retype(page, 'tcp.dst == 80');
  await page.locator('.view-line').getByText('tcp.dst').hover();
  await expect(page.locator('.monaco-hover').filter({ hasText: 'The destination port' })).toContainText('16-bit');
  await page.getByRole('textbox', { name: 'Match expression' }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('udp.d');
  await expect(page.locator('.suggest-widget')).toContainText('udp.dst');
  await expect(page.locator('.suggest-widget')).toContainText('16-bit');
});

test('an expression that takes for ever can be cancelled, and typing goes on', async ({ page }) => {
  await openMatch(page, 'ip4');
  const endless = Array.from({ length: 70 }, (_, n) => `(ip4.src != 10.0.0.${n} || tcp.dst != ${n})`).join(' && ');
  await page.getByRole('textbox', { name: 'Match expression' }).focus();
  await page.keyboard.press('Control+a');
  await page.evaluate((text) => navigator.clipboard.writeText(text), endless);
  await page.keyboard.press('Control+v');
  const toolbar = page.getByRole('toolbar', { name: 'Match lab' });
  await toolbar.getByRole('button', { name: 'Cancel' }).click();
  await expect(toolbar).toContainText('Cancelled');
  await retype(page, 'udp.dst == 53');
  await expect(flows(page)).toContainText('tp_dst=53');
  await expect(toolbar).not.toContainText('Cancelled');
});

test('the lab’s pane shows the match of the row at which the packet stands, and of a selected one', async ({
  page,
}) => {
  await openLab(page);
  await command(page, 'ping');
  await openPane(page, 'Match');
  const pane = page.getByRole('tabpanel', { name: 'Match' });
  await expect(
    pane.getByRole('heading', { name: /^Table \d+, priority \d+ of sw0, where the packet is/ }),
  ).toBeVisible();
  await expect(pane).toContainText('It matches');
  await openPane(page, 'Pipeline');
  await page.getByRole('row').filter({ hasText: 'eth.src[40]' }).first().click();
  await details(page).getByRole('button', { name: 'Its stages, flows and truth' }).click();
  await expect(pane.getByRole('tree', { name: 'Tree after parse' })).toContainText('eth.src[40]');
  await expect(pane).toContainText('It does not match');
});

test('an ACL that is being written is checked as it is typed, and changed from the pane', async ({ page }) => {
  await openLab(page);
  await outlined(page, 'sw0').click();
  await details(page).getByRole('button', { name: 'Add an ACL' }).click();
  const match = details(page).getByLabel('Match');
  await match.fill('inport == sw0-port1 && ip4');
  await expect(details(page)).toContainText("Syntax error at `sw0' expecting constant.");
  await expect(details(page)).toContainText('"sw0-port1"');
  await match.fill('inport == "sw0-port1" && ip4');
  await expect(details(page)).toContainText('1 flow on');
  await details(page).getByRole('button', { name: 'Its stages, flows and truth' }).click();
  const pane = page.getByRole('tabpanel', { name: 'Match' });
  await expect(pane.getByRole('tree', { name: 'Tree after annotate' })).toContainText('eth.type == 0x800');
  await details(page).getByRole('button', { name: 'Add', exact: true }).click();
  await details(page).getByRole('button', { name: 'Show' }).click();
  await expect(pane.getByRole('heading', { name: 'ACL 1000 drop of sw0' })).toBeVisible();
  await retype(page, 'ip6');
  await pane.getByRole('button', { name: 'Change the ACL' }).click();
  await expect(pane.getByRole('button', { name: 'Change the ACL' })).toBeDisabled();
  await outlined(page, 'sw0').click();
  await expect(details(page)).toContainText('1000 drop');
  await expect(details(page).getByText('ip6', { exact: true })).toBeVisible();
  expect(await axeFaults(page)).toEqual([]);
});

test('Share on each page shares what is there, and the link reopens the match', async ({ page, browser }) => {
  await openMatch(page, 'eth.dst[40] && inport == "sw0-port1"');
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByLabel('Link to this match')).toHaveValue(/#\/match/);
  await page.getByRole('button', { name: 'Copy link' }).click();
  const url = await page.evaluate(() => navigator.clipboard.readText());
  expect(url).toContain('#/match?e=eth.dst%5B40%5D+%26%26+inport+==+%22sw0-port1%22');
  await page.getByText('QR code', { exact: true }).click();
  await expect(page.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
  await page.getByRole('radio', { name: 'My lab as it is now' }).click();
  await expect(page.getByLabel('Link to this scenario')).toHaveValue(/#\/lab\?s=a\./);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.goto('/#/match?e=ip4&symbols=2016');
  await expect(page.getByText('symbols=2016 is neither 2015 nor today nor acl')).toBeVisible();
  await page.goto('/#/learn/article');
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByLabel('Link to this lesson')).toHaveValue(/#\/learn\/article$/);
  await page.keyboard.press('Escape');
  const context = await browser.newContext();
  const fresh = await context.newPage();
  await fresh.goto(url);
  await expect(fresh.getByRole('tree', { name: 'Tree after parse' })).toContainText('inport == "sw0-port1"');
  await context.close();
});

/** Puts a text on the clipboard and pastes it where the focus is. */
async function pasteText(page: Page, text: string): Promise<void> {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press('Control+v');
}

async function pasteIntoEditor(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Match expression' }).focus();
  await page.keyboard.press('Control+a');
  await pasteText(page, text);
}

const ACLS = `to-lport  2000 (outport == @db && icmp4) allow-related
to-lport  1001 (outport == @db && ip4.src == $web && tcp.dst == {5432, 5433}) allow-related
to-lport  1001 (outport == @db && ip4.src == 10.0.0.7 && tcp.dst == 5432) allow-related
to-lport  1000 (outport == @db && ip) drop
to-lport   900 (outport == @db && udp.dst == 53) allow perhaps
to-lport   900 (outport == @db && udp.dst == 53) allow`;

const panel = (page: Page) => page.getByRole('region', { name: 'What was pasted' });
const rule = (page: Page, text: string) => page.getByRole('option').filter({ hasText: text });

test('a match is pasted as it is, and a log line gives the match that it quotes', async ({ page }) => {
  await openMatch(page, 'ip4');
  await pasteIntoEditor(page, 'udp.dst == 53');
  await expect(flows(page)).toContainText('tp_dst=53');
  await expect(panel(page)).toBeHidden();
  await pasteIntoEditor(
    page,
    '2021-03-01T10:00:00Z|00021|lflow|WARN|error parsing match "ip4 & tcp": `&\' is only valid as part of `&&\'.',
  );
  await expect(panel(page)).toBeFocused();
  await panel(page).getByRole('button', { name: 'Into the editor' }).click();
  await expect(page.getByRole('status', { name: 'Problems' })).toContainText('Write && for and.');
});

test('a pasted list of ACLs: what never takes effect, what repeats, what it costs and a cheaper form', async ({
  page,
}) => {
  await openMatch(page, 'ip4');
  const addresses = Array.from({ length: 16 }, (_, n) => `"10.0.0.${n}"`).join(', ');
  await page.getByRole('heading', { name: 'Match lab' }).evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  await pasteText(page, `${ACLS}\n\n$web = [${addresses}, hello]\n\nnobody knows this`);
  await expect(panel(page).getByTestId('understood')).toContainText('Understood: 6 ACLs, 1 address set.');
  await expect(panel(page)).toContainText('`hello` is not an address');
  await expect(panel(page)).toContainText('Line 10:');
  await panel(page).getByRole('button', { name: 'Put everything in its place' }).click();
  await expect(page.getByTestId('judged')).toHaveAttribute('data-done', 'true');
  // One name is missing; the list and the expression both offer it.
  await page.getByRole('button', { name: 'Define @db' }).first().click();
  await expect(rule(page, '10.0.0.7')).toContainText('repeats a part of the one above');
  await expect(rule(page, 'udp.dst == 53').first()).toContainText('never takes effect: 1000 drop is before it');
  await rule(page, '$web').click();
  await expect(page.getByTestId('cheaper')).toContainText('proved equivalent');
  await expect(page.getByRole('region', { name: 'Who else matches its packets' })).toContainText('this one wins');
  await page.getByRole('button', { name: 'Try it' }).click();
  await expect(page.getByText('$web (1)')).toBeVisible();
  // By keyboard through the list.
  const list = page.getByRole('listbox', { name: 'Rules in the order' });
  await list.focus();
  await page.keyboard.press('Home');
  await expect(list.getByRole('option', { selected: true })).toContainText('icmp4');
  expect(await axeFaults(page)).toEqual([]);
});

test('address sets as OVN prints them: counted by what was understood, the rest is named', async ({ page }) => {
  await openMatch(page, 'ip4');
  await retype(page, 'ip4.src == $as_0');
  await page.getByRole('button', { name: 'Define $as_0' }).click();
  const members = page.getByRole('textbox', { name: 'Members of $as_0' });
  await members.fill('["10.0.0.1", "10.1.1.8"]');
  await expect(page.locator('summary').filter({ hasText: '$as_0 (2)' })).toBeVisible();
  await expect(flows(page)).toContainText('nw_src=10.1.1.8');
  await members.fill('"10.0.0.1", hello, 10.0.0.300');
  await expect(page.getByText('`hello` is not an address.')).toBeVisible();
  await expect(page.getByText('300 is more than 255')).toBeVisible();
  await expect(page.locator('summary').filter({ hasText: '$as_0 (1, 2 not understood)' })).toBeVisible();
  await members.fill('nobody');
  const problems = page.getByRole('status', { name: 'Problems' });
  await expect(problems).toContainText('The address set as_0 is empty');
  await expect(problems).not.toContainText('exclude each other');
});

test('values as people write them, kept over a reload, and long lists opened', async ({ page }) => {
  const addresses = Array.from({ length: 100 }, (_, n) => `10.0.1.${n * 2}`).join(', ');
  await openMatch(page, `ip4.src == {${addresses}} && tcp.dst == 443`);
  const tree = page.getByRole('tree', { name: 'Tree after parse' });
  await expect(tree).toContainText('0x1bb');
  await page.getByRole('checkbox', { name: 'Values as people write them' }).check();
  await expect(tree).toContainText('tcp.dst == 443');
  await expect(tree).toContainText('ip4.src == 10.0.1.2');
  await expect(tree).not.toContainText('10.0.1.198');
  await page.getByRole('button', { name: 'more: show them' }).first().click();
  await expect(tree).toContainText('10.0.1.198');
  await page.reload();
  await expect(tree).toContainText('tcp.dst == 443');
});

test('symbols of ACLs with acl_ct_translation are a choice that a link keeps', async ({ page }) => {
  await openMatch(page, 'ip4');
  await retype(page, 'tcp.dst == 80');
  const choice = page.getByLabel('Symbols of');
  await choice.selectOption('today');
  await expect(flows(page)).toContainText('tcp,tp_dst=80');
  await choice.selectOption('acl');
  await expect(flows(page)).toContainText('ct_state=-inv+trk,ct_nw_proto=6,ct_tp_dst=80');
  await page.goto('/#/match?e=udp.src==53&symbols=acl');
  await expect(choice).toHaveValue('acl');
  await expect(flows(page)).toContainText('ct_state=-inv+trk,ct_nw_proto=17,ct_tp_src=53');
});

test('template values have a place before anything names one', async ({ page }) => {
  await page.goto('/#/match?e=ip4');
  const panel = page.locator('details', { hasText: 'Template values' });
  await panel.locator('summary').click();
  await panel.getByRole('button', { name: 'Add a template value' }).click();
  await panel.getByLabel('Name').fill('NODEIP');
  await panel.getByLabel('Value of ^NODEIP').fill('10.0.0.7');
  await retype(page, 'ip4.dst == ^NODEIP');
  await expect(flows(page)).toContainText('ip,nw_dst=10.0.0.7');
});

test('template values are given and stand in the expression', async ({ page }) => {
  await openMatch(page, 'ip4');
  await retype(page, 'ip4.dst == ^VIP && tcp.dst == 80');
  await page.getByRole('button', { name: 'Define ^VIP' }).click();
  await expect(flows(page)).toContainText('tcp,nw_dst=192.0.2.1,tp_dst=80');
});

for (const width of [1440, 390]) {
  test(`axe finds nothing in the match lab, in both themes: ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await openMatch(page, 'ip4.src == 10.0.0.1 && tcp.dst == {80, 443}');
    await expect(flows(page)).toContainText('tp_dst=80');
    expect(await axeFaultsInBoth(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}
