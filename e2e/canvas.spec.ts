/** The graph as a person uses it: a packet on its way, editing by hand and by keyboard, what goes wrong. */
import type { Locator, Page } from '@playwright/test';
import { axeFaults } from './axe';
import {
  command,
  details,
  dragOnto,
  expect,
  expectSaid,
  graph,
  graphInView,
  openLab,
  outline,
  outlined,
  sendPreset,
  test,
  typeCommands,
} from './support';

const table = (page: Page, machine: string, number: number): Locator =>
  graph(page).locator(`[data-machine="${machine}"] [data-table="${number}"]`);
const vif = (page: Page, name: RegExp): Locator => graph(page).getByRole('button', { name });
const card = (page: Page, name: RegExp): Locator => graph(page).getByRole('group', { name });

test('the packet lights up its real path, and nothing ahead of it', async ({ page }) => {
  await openLab(page);
  await command(page, 'Send Ping');
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Delivered to sw0-port2');
  await expect(graph(page).getByText('vxlan key 2')).toHaveAttribute('data-crossing', 'crossed');
  const arrived = vif(page, /^Interface .* on hv2, iface-id sw0-port2/);
  await expect(arrived.getByRole('img', { name: 'a packet was delivered here' })).toBeVisible();
  await expect(card(page, /^Hypervisor hv2/).locator('[data-kind="machine"]')).toHaveAttribute('data-crossing');

  await page.getByRole('button', { name: 'To the first step' }).click();
  await expect(arrived.getByRole('img')).toBeHidden();
  await expect(graph(page).getByText('vxlan', { exact: true })).not.toHaveAttribute('data-crossing');
  await expect(card(page, /^Hypervisor hv2/).locator('[data-kind="machine"]')).not.toHaveAttribute('data-crossing');
  const next = page.getByRole('button', { name: 'Step', exact: true });
  await next.click();
  await next.click();
  await expect(table(page, 'hv1', 0)).toHaveAttribute('data-crossing', 'crossed');
  await expect(table(page, 'hv1', 16)).toHaveAttribute('data-crossing', 'now');
  await expect(table(page, 'hv1', 17)).not.toHaveAttribute('data-crossing');
  await expect(vif(page, /^Logical port sw0-port1/)).toHaveAttribute('data-crossing', 'crossed');
  await expect(vif(page, /^Logical port sw0-port2/)).not.toHaveAttribute('data-crossing');
});

test('a flood shows every copy, and the one to its own port dropped there', async ({ page }) => {
  await openLab(page);
  await sendPreset(page, 'ARP request', 'sw0-port1 (vif1 on hv1)');
  const expected = /dropped here, as it should be/;
  await expect(vif(page, /^Logical port sw0-port1/).getByRole('img', { name: expected })).toBeVisible();
  await expect(table(page, 'hv1', 64)).toHaveAttribute('data-crossing', 'as expected');
  await expect(vif(page, /^Logical port sw0-port2/).getByRole('img', { name: /delivered/ })).toBeVisible();
});

test('the view follows the packet when asked', async ({ page }) => {
  await openLab(page);
  await command(page, 'Send Ping');
  const packet = graph(page).getByTestId('packet');
  await expect(packet).toBeVisible();
  await page.getByRole('button', { name: 'To the first step' }).click();
  const closer = graph(page).getByRole('button', { name: 'Zoom In' });
  while (await closer.isEnabled()) await closer.click();
  await graph(page).getByRole('button', { name: 'Follow' }).click();
  await expect(graph(page).getByRole('button', { name: 'Follow' })).toHaveAttribute('aria-pressed', 'true');
  await expect(packet).toBeInViewport();
  await page.getByRole('button', { name: 'To the last step' }).click();
  const inside = async () => {
    const [box, frame] = [await packet.boundingBox(), await graph(page).boundingBox()];
    if (!box || !frame) return false;
    return box.x > frame.x && box.y > frame.y && box.x < frame.x + frame.width && box.y < frame.y + frame.height;
  };
  await expect.poll(inside).toBe(true);
});

test('everything that is drawn can be done by keyboard, and is undone', async ({ page }) => {
  await openLab(page);
  const chip = vif(page, /^Logical port sw0-port2/);
  await chip.focus();
  await page.keyboard.press('Shift+F10');
  const menu = page.getByRole('menu', { name: 'sw0-port2' });
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  await expect(menu.getByRole('menuitem', { name: 'Send a packet from here' })).toBeVisible();
  expect(await axeFaults(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(vif(page, /^Interface .* on hv1, iface-id sw0-port2/)).toBeVisible();
  await expectSaid(page, 'sw0-port2 moved from hv2 to hv1');
  await expect(chip).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(vif(page, /^Interface .* on hv2, iface-id sw0-port2/)).toBeVisible();

  await chip.focus();
  await page.keyboard.press('Shift+F10');
  await expect(menu).toBeVisible();
  await page.keyboard.press('u');
  await page.keyboard.press('Enter');
  await expect(vif(page, /^Interface .* on hv2/)).toBeHidden();
  await expect(vif(page, /^Logical port sw0-port2, down/)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(vif(page, /^Interface .* on hv2, iface-id sw0-port2/)).toBeVisible();

  const sw = card(page, /^Logical switch sw0/);
  await sw.focus();
  await page.keyboard.press('Enter');
  await expect(details(page)).toContainText('Logical switch');
  const before = await sw.boundingBox();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => ((await sw.boundingBox())?.x ?? 0) > (before?.x ?? 0)).toBe(true);
  await page.keyboard.press('F2');
  await expect(page.getByRole('textbox', { name: 'New name' })).toBeFocused();
  await page.keyboard.type('office');
  await page.keyboard.press('Enter');
  await expect(outlined(page, 'office')).toBeVisible();

  await outlined(page, 'sw0-port1').click();
  await outline(page)
    .getByRole('treeitem', { name: /^sw0-port1/ })
    .focus();
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'New name' }).fill('sw0-port2');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('names of ports are unique');
  await page.keyboard.press('Escape');
  await expect(outlined(page, 'sw0-port1')).toBeVisible();
  await page.keyboard.press('Delete');
  await expect(outlined(page, 'sw0-port1')).toBeHidden();
});

test('many are selected, duplicated, copied, deleted and found, by keyboard', async ({ page }) => {
  await openLab(page);
  const cards = graph(page).locator('.react-flow__node');
  await card(page, /^Logical switch sw0/).focus();
  await page.keyboard.press('Enter');
  await card(page, /^Hypervisor hv1/).focus();
  await page.keyboard.press('Shift+Enter');
  await expect(details(page)).toContainText('2 selected');
  await page.keyboard.press('Control+a');
  await expect(details(page)).toContainText('3 selected');
  await page.keyboard.press('Control+d');
  await expect(cards).toHaveCount(6);
  await expect(vif(page, /^Interface .* on hv3, iface-id sw1-port1/)).toBeVisible();
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect(cards).toHaveCount(9);
  await page.keyboard.press('Delete');
  await expect(cards).toHaveCount(6);
  await page.keyboard.press('Control+z');
  await expect(cards).toHaveCount(9);

  await outlined(page, 'sw0').click();
  await details(page).getByRole('textbox', { name: 'How many ports' }).fill('9');
  await page.keyboard.press('Enter');
  await expect(outline(page).getByRole('treeitem', { name: /^sw0-port/ })).toHaveCount(11);
  await expect(
    outline(page)
      .getByRole('treeitem', { name: /^sw0-port/ })
      .last(),
  ).toContainText('sw0-port11');

  await graph(page).getByRole('button', { name: 'Several ports' }).click();
  const several = graph(page).getByRole('group', { name: 'Several ports for sw0' });
  await expect(several.getByRole('textbox', { name: 'How many ports' })).toBeFocused();
  await page.keyboard.type('3');
  await expect(several.getByRole('textbox', { name: 'Name of the first port' })).toHaveAttribute(
    'placeholder',
    'sw0-port12',
  );
  await several.getByRole('textbox', { name: 'Name of the first port' }).fill('web8');
  await page.keyboard.press('Enter');
  await expect(several).toBeHidden();
  for (const name of ['web8', 'web9', 'web10']) await expect(outlined(page, name)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(outlined(page, 'web9')).toBeHidden();

  await card(page, /^Logical switch sw0/).focus();
  await page.keyboard.press('/');
  await page.getByRole('searchbox', { name: 'Find on the graph' }).fill('hv2');
  await page.keyboard.press('Enter');
  await expect(details(page)).toContainText('Hypervisor');
  await page.keyboard.press('Escape');
  await expect(card(page, /^Hypervisor hv2/)).toBeFocused();
});

test('an interface dragged off its hypervisor is unplugged; a second claim and a cut are plain to see', async ({
  page,
}) => {
  await openLab(page);
  await graphInView(page);
  const plugged = vif(page, /^Interface .* on hv1, iface-id sw0-port1/);
  const [from, frame] = [await plugged.boundingBox(), await graph(page).boundingBox()];
  if (!from || !frame) throw new Error('The interface must be in sight');
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2 + 10, from.y - 20, { steps: 3 });
  await page.mouse.move(frame.x + 40, frame.y + frame.height - 40, { steps: 5 });
  await page.mouse.up();
  await expect(plugged).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect(plugged).toBeVisible();

  await typeCommands(page, [
    'as hv2 ovs-vsctl add-port br-int twin -- set interface twin external-ids:iface-id=sw0-port1',
  ]);
  await expect(vif(page, /^Interface .*iface-id sw0-port1, not bound here/)).toBeVisible();
  await dragOnto(page, vif(page, /^Logical port sw0-port2/), 'hv1');
  await expect(vif(page, /^Interface .* on hv1, iface-id sw0-port2/)).toBeVisible();
});

test('the first card that is dragged moves alone', async ({ page }) => {
  await openLab(page);
  await graphInView(page);
  const others = [card(page, /^Logical switch sw0/), card(page, /^Hypervisor hv1/)];
  const before = await Promise.all(others.map((other) => other.boundingBox()));
  const dragged = card(page, /^Hypervisor hv2/);
  const from = await dragged.boundingBox();
  if (!from) throw new Error('The hypervisor must be in sight');
  await page.mouse.move(from.x + 60, from.y + 18);
  await page.mouse.down();
  await page.mouse.move(from.x + 30, from.y + 30, { steps: 4 });
  await expect.poll(async () => (await dragged.boundingBox())?.x).toBeLessThan(from.x);
  expect(await Promise.all(others.map((other) => other.boundingBox()))).toEqual(before);
  await page.mouse.up();
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toHaveAttribute('title', /^Undo: move hv2/);
  expect(await Promise.all(others.map((other) => other.boundingBox()))).toEqual(before);
});

test('a growing network and an automatic layout keep cards apart', async ({ page }) => {
  await openLab(page);
  const status = page.getByTestId('control-plane');
  for (const name of ['Switch', 'Port', 'Port', 'Hypervisor', 'Switch', 'Hypervisor', 'Hypervisor']) {
    await graph(page).getByRole('button', { name, exact: true }).click();
    await expect(status).toContainText('settled');
  }
  const cards = graph(page).locator('.react-flow__node');
  await expect(cards).toHaveCount(8);
  expect(await overlapping(cards)).toEqual([]);
  await graph(page).getByRole('button', { name: 'Layout' }).click();
  await expectSaid(page, 'Everything is laid out');
  expect(await overlapping(cards)).toEqual([]);
});

/** Pairs of cards that stand on each other. */
async function overlapping(cards: Locator): Promise<string[]> {
  return cards.evaluateAll((elements) => {
    const boxes = elements.map((element) => ({ name: element.ariaLabel ?? '', box: element.getBoundingClientRect() }));
    return boxes.flatMap((a, index) =>
      boxes
        .slice(index + 1)
        .filter(
          (b) =>
            a.box.left < b.box.right &&
            b.box.left < a.box.right &&
            a.box.top < b.box.bottom &&
            b.box.top < a.box.bottom,
        )
        .map((b) => `${a.name} / ${b.name}`),
    );
  });
}
