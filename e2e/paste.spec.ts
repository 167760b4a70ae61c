/** What is pasted is plain text wherever that is; where no field takes it, and of files, it is said what was understood. */
import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, expectSaid, graph, openLab, openPane, test } from './support';

/** Copies a text elsewhere and pastes it where the keyboard is. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press('Control+v');
}

const terminal = (page: Page) => page.getByTestId('terminal');

test('in the terminal: a copied command runs, and so does a pattern that takes others for ever', async ({ page }) => {
  await openLab(page);
  await openPane(page, 'Terminal');
  await page.getByRole('textbox', { name: 'Terminal input' }).focus();
  await paste(page, 'ovn-nbctl\u00a0lswitch-add “copied”\u200b\n');
  await expectSaid(page, '1 invisible character, 1 no-break space and 2 curly quotes were made plain.');
  await paste(page, 'ovn-nbctl lswitch-list\n');
  await expect(terminal(page)).toContainText('(copied)');
  // Takes longer than anybody waits where a pattern is tried again and again.
  await paste(page, `echo ${'t'.repeat(60)}! | grep -cE '(t+)+$'\n`);
  await expect(terminal(page)).toContainText(/\$'\s*0/);
});

test('in the match lab', async ({ page }) => {
  await page.goto(`/#/match?${new URLSearchParams({ x: 'ip4' }).toString()}`);
  await expect(page.getByRole('tree', { name: 'Tree after parse' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Match expression' }).focus();
  await page.keyboard.press('Control+a');
  await paste(page, 'inport ==\u00a0“p1” && ip4');
  await expectSaid(page, '1 no-break space and 2 curly quotes were made plain.');
  await expect(page.getByRole('tree', { name: 'Tree after parse' })).toContainText('inport == "p1"');
  const other = page.getByRole('textbox', { name: 'Expression to compare with' });
  await other.focus();
  await paste(page, 'ip4 && inport\u00a0== “p1”');
  await expect(other).toHaveValue('ip4 && inport == "p1"');
  await expect(page.getByRole('complementary', { name: 'Packets and comparison' })).toContainText('Equivalent');
});

test('in the packet editor', async ({ page }) => {
  await openLab(page);
  await page.getByRole('button', { name: 'New packet…' }).click();
  const dialog = page.getByRole('dialog', { name: 'New packet' });
  await dialog.getByRole('tab', { name: 'Import' }).click();
  const field = dialog.getByLabel('Or paste hex');
  await field.fill('ffff');
  await field.press('End');
  await paste(page, '\u200b ffff\u00a0ffff\u00a00000\u20030000 0001\u202f0806');
  await expect(field).toHaveValue('ffff ffff ffff 0000 0000 0001 0806');
  await expectSaid(page, 'were made plain');
});

test('where no field is: what was understood is said, and its places are offered', async ({ page }) => {
  await openLab(page);
  await page.getByTestId('control-plane').click();
  await paste(
    page,
    `ovn-nbctl acl-add sw0 to-lport 1001 'outport == "sw0-port1" && ip4.src == $office' allow-related
ovn-nbctl acl-add sw0 from-lport 900 ip4 drop
ovn-nbctl create Address_Set name=office addresses="10.0.0.1 10.0.0.300"
nonsense`,
  );
  const dialog = page.getByRole('dialog', { name: 'What was pasted' });
  await expect(dialog.getByTestId('understood')).toHaveText(
    'Understood: 2 ACLs, 1 address set. Not understood: 2 pieces.',
  );
  await expect(dialog).toContainText('Line 3: `10.0.0.300` is not an address: 300 is more than 255.');
  await expect(dialog).toContainText('A switch of 2015 does not take 1 with direction from-lport.');
  await dialog.getByRole('button', { name: 'Put them there' }).click();
  await expectSaid(page, '1 ACL is in place; one undo takes them back');
  await expect(graph(page).getByText('2 ports · 1 ACL')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(graph(page).getByText('2 ports · 1 ACL')).toBeHidden();

  await paste(page, 'to-lport 1000 (tcp.dst == 22) drop\nto-lport 900 (ip4) allow\n');
  await dialog.getByRole('button', { name: 'To the match lab' }).click();
  await expect(page.getByTestId('rule')).toHaveCount(2);
  await page.getByRole('button', { name: 'Write one' }).click();
  await page.getByLabel('Microflow expression').fill('ip4 && tcp.dst == 80');
  await expect(page.getByTestId('winner')).toHaveText('900 allow decides');
  await expect(page.getByTestId('decisions')).toContainText('1000 drop: tcp.dst == 22');
});

test('files: a northbound database opens as a scenario, an archive without one is refused by its name', async ({
  page,
}) => {
  await openLab(page);
  const drop = (name: string, bytes: readonly number[]) =>
    page.evaluate(
      ([called, content]) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([Uint8Array.from(content)], called));
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
      },
      [name, bytes] as const,
    );
  await drop('nb.db.gz', [0x1f, 0x8b, 8, 0]);
  const refused = page.getByRole('region', { name: 'What was wrong' });
  await expect(refused).toContainText('nb.db.gz: There is no database in it.');
  await refused.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('link', { name: 'Lab' }).click();
  await drop('ovnnb.db', [...Buffer.from(databaseFile())]);
  const offer = page.getByRole('dialog', { name: 'ovnnb.db' });
  await expect(offer.getByTestId('understood')).toHaveText('Understood: a northbound database, 1 switch, 1 port.');
  await offer.getByText('Left out: one kind of things').click();
  await expect(offer).toContainText('1 × Logical_Router');
  await offer.getByRole('button', { name: 'Open as a scenario' }).click();
  await expect(page.getByRole('textbox', { name: 'Name of this scenario' })).toHaveValue('ovnnb');
  await expect(page.getByText('web', { exact: true }).first()).toBeVisible();
});

function databaseFile(): string {
  const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const rows = {
    Logical_Switch: { [uuid(1)]: { name: 'web', ports: ['uuid', uuid(2)] } },
    Logical_Switch_Port: { [uuid(2)]: { name: 'w1', addresses: '0a:00:00:00:00:01 10.0.0.1' } },
    Logical_Router: { [uuid(3)]: { name: 'r1' } },
  };
  const text = { type: 'string' };
  const many = (key: string) => ({ type: { key, min: 0, max: 'unlimited' } });
  const tables = {
    Logical_Switch: { columns: { name: text, ports: many('uuid') } },
    Logical_Switch_Port: { columns: { name: text, addresses: many('string') } },
    Logical_Router: { columns: { name: text } },
  };
  return [{ name: 'OVN_Northbound', tables }, rows]
    .map((record) => `${JSON.stringify(record)}\n`)
    .map((text) => `OVSDB JSON ${text.length} ${createHash('sha1').update(text).digest('hex')}\n${text}`)
    .join('');
}
