/** Databases of real deployments, as recorded: dropped on the page, looked at, and packets traced in them. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { axeFaultsInBoth } from './axe';
import { expect, test } from './support';

const FOLDER = 'recordings/databases';

/** Drops files on the page, as a person does; each a name and its bytes. */
async function drop(page: Page, ...files: readonly (readonly [name: string, bytes: Uint8Array])[]): Promise<void> {
  const data = files.map(([name, bytes]) => ({ name, text: Buffer.from(bytes).toString('base64') }));
  await page.evaluate((given) => {
    const transfer = new DataTransfer();
    for (const { name, text } of given)
      transfer.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, data);
}

async function dropArchive(page: Page, name: string): Promise<void> {
  await drop(page, [`${name}.tar.gz`, readFileSync(`${FOLDER}/${name}.tar.gz`)]);
  await page.getByRole('button', { name: /^Open \S*\/sb\.db and \S*\/nb\.db$/ }).click();
  await expect(page.getByRole('tree', { name: 'Everything in the databases' })).toBeVisible();
}

async function trace(page: Page, microflow: string): Promise<void> {
  await page.getByRole('button', { name: 'Trace', exact: true }).first().click();
  await page.getByLabel('Packet, as an expression').fill(microflow);
  await page.getByLabel('Packet, as an expression').press('Enter');
}

interface Recorded {
  readonly args: readonly string[];
  readonly microflow: string;
  readonly stdout: string;
}

/** What ovn-trace printed of the first packet that was traced without options. */
function recordedTrace(name: string): Recorded {
  const lines = execFileSync('tar', ['-xzOf', `${FOLDER}/${name}.tar.gz`, `${name}/trace.jsonl`], { encoding: 'utf8' });
  const cases = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Recorded);
  const found = cases.find(({ args }) => args.length === 0);
  if (found === undefined) throw new Error(`${name} has no trace without options`);
  return found;
}

const ALLOWED =
  'inport == "sw0-p3" && eth.src == 50:54:00:00:00:03 && eth.dst == 50:54:00:00:00:02 && ip.ttl == 64 && ip4.src == 10.0.0.13 && ip4.dst == 10.0.0.12 && tcp.src == 33333 && tcp.dst == 80 && tcp.flags == 2';

test('an archive is dropped on the lab, one of its databases chosen, and a packet traced', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('tree', { name: 'Everything in this deployment' })).toBeVisible();
  await dropArchive(page, '26.03-acl');
  await trace(page, ALLOWED);
  const verdict = page.getByRole('status').filter({ hasText: 'Delivered to sw0-p2' });
  await expect(verdict).toBeVisible();
  await expect(page.getByTestId('position')).toHaveText('14 of 14');
  const details = page.getByRole('region', { name: 'Details of the step' });
  await expect(details).toContainText('ls_out_apply_port_sec');

  await test.step('the ACL that decided leads to its step, its row and its flows', async () => {
    await details.getByRole('button', { name: 'acl1' }).click();
    await expect(page.getByTestId('position')).toHaveText('5 of 14');
    await expect(details).toContainText('ls_in_acl_eval');
    await expect(details).toContainText('Why no flow of higher priority');
    await details.getByRole('button', { name: 'acl1' }).last().click();
    const row = page.getByRole('region', { name: 'Details', exact: true });
    await expect(row.getByRole('heading', { name: 'acl1' })).toBeVisible();
    await row.getByRole('button', { name: /logical flows? made from it/ }).click();
    await expect(page.getByRole('grid', { name: 'Logical flows' }).getByText('acl_eval').first()).toBeVisible();
    await page.goBack();
    await expect(page.getByTestId('position')).toHaveText('5 of 14');
  });

  await test.step('keys lead through the steps, and the text is that of ovn-trace', async () => {
    const steps = page.getByRole('grid', { name: 'Steps of the trace' });
    await steps.focus();
    await steps.press('Home');
    await expect(page.getByTestId('position')).toHaveText('1 of 14');
    await steps.press('ArrowDown');
    await expect(page.getByTestId('position')).toHaveText('2 of 14');
    await page.getByRole('button', { name: '--detailed' }).click();
    await expect(page.getByTestId('trace-text')).toContainText('ingress(dp="sw0", inport="sw0-p3")\n----');
    await page.getByRole('button', { name: 'Steps', exact: true }).click();
  });

  await test.step('what connection tracking says is chosen where it is asked', async () => {
    await page.getByLabel('What connection tracking says, time 1').selectOption('new');
    await expect(page.getByText('as chosen')).toBeVisible();
    await page.getByRole('button', { name: '--minimal' }).click();
    await expect(page.getByTestId('trace-text')).toContainText('ct_next(ct_state=new|trk)');
  });

  await test.step('the scenario in the lab is as it was', async () => {
    await page.getByRole('link', { name: 'Lab' }).click();
    await expect(page.getByRole('tree', { name: 'Everything in this deployment' })).toContainText('sw0-port1');
    await page.getByRole('link', { name: 'Real' }).click();
    await expect(page.getByRole('tree', { name: 'Everything in the databases' })).toContainText('sw0');
  });
});

for (const name of ['23.03-gwrouter', '24.03-natmisc', '26.03-dgp', '26.03-lbmore']) {
  test(`${name}: its first recorded packet is traced letter for letter`, async ({ page }) => {
    await page.goto('/#/real');
    await expect(page.getByRole('heading', { name: 'Open a real OVN' })).toBeVisible();
    await dropArchive(page, name);
    await expect(page.getByRole('region', { name: 'Graph of the network' })).toBeVisible();
    await page.getByRole('button', { name: 'Logical flows', exact: true }).click();
    await page.getByRole('list', { name: 'Stages' }).getByRole('button').first().click();
    await expect(page.getByRole('grid', { name: 'Logical flows' }).getByRole('row').nth(1)).toBeVisible();
    await page.getByRole('button', { name: 'Databases', exact: true }).click();
    await expect(
      page
        .getByRole('grid', { name: /^Rows of/ })
        .getByRole('row')
        .nth(1),
    ).toBeVisible();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await expect(page.getByText(/^(?:switch|router) [0-9a-f-]{36}/).first()).toBeVisible();
    const { microflow, stdout } = recordedTrace(name);
    await trace(page, microflow);
    await page.getByRole('button', { name: '--detailed' }).click();
    const text = await page.getByTestId('trace-text').textContent();
    // The recordings are without what differs from build to build: lines of northd's source, and UUIDs.
    expect(text?.replaceAll(/(?<=\(northd[.]c):\d+|, uuid [0-9a-f]{8}/g, '')).toBe(stdout);
  });
}

test('without a northbound database the network is there too, and a form writes the packet', async ({ page }) => {
  await page.goto('/#/real');
  await drop(page, ['26.03-acl.tar.gz', readFileSync(`${FOLDER}/26.03-acl.tar.gz`)]);
  await page.getByRole('listitem').filter({ hasText: '/sb.db' }).getByLabel('With the northbound database').uncheck();
  await page.getByRole('button', { name: /^Open \S*\/sb\.db$/ }).click();
  await page.getByRole('button', { name: 'Trace', exact: true }).click();
  await page.getByLabel('From port').fill('sw0-p1');
  await page.getByLabel('To port or address').fill('sw0-p2');
  await page.getByRole('button', { name: 'Write and trace' }).click();
  await expect(page.getByTestId('position')).toContainText(' of ');
  await expect(page.getByLabel('Packet, as an expression')).toHaveValue(/^inport == "sw0-p1" && eth\.src == /);
});

test('a file that is none says so, and what is open stays', async ({ page }) => {
  await page.goto('/#/real');
  await dropArchive(page, '26.03-acl');
  await drop(page, ['a.txt', new TextEncoder().encode('hello')], ['b.txt', new TextEncoder().encode('world')]);
  await expect(page.getByRole('alert')).toHaveText('There is nothing to open in it.');
  await expect(page.getByText('a.txt: There is no database in it.')).toBeVisible();
  await page.getByRole('button', { name: 'Back to the network' }).click();
  await expect(page.getByRole('tree', { name: 'Everything in the databases' })).toContainText('sw0');
});

test('on a phone there is one pane at a time', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/#/real');
  await drop(page, ['26.03-acl.tar.gz', readFileSync(`${FOLDER}/26.03-acl.tar.gz`)]);
  await page.getByRole('button', { name: /^Open \S*\/sb\.db and \S*\/nb\.db$/ }).click();
  await trace(page, ALLOWED);
  await expect(page.getByTestId('position')).toHaveText('14 of 14');
  await page.getByRole('button', { name: 'Details', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Delivered to sw0-p2' })).toBeVisible();
  await page.getByRole('button', { name: 'Outline', exact: true }).click();
  await page.getByRole('treeitem', { name: /sw0/ }).click();
  await expect(page.getByRole('heading', { name: 'sw0' })).toBeVisible();
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(wider).toBe(false);
});

test('every view is accessible', async ({ page }) => {
  await page.goto('/#/real');
  await dropArchive(page, '26.03-acl');
  for (const view of ['Graph', 'Logical flows', 'Databases', 'Show', 'Trace']) {
    await page.getByRole('button', { name: view, exact: true }).first().click();
    if (view === 'Trace') await trace(page, ALLOWED);
    expect(await axeFaultsInBoth(page), view).toEqual([]);
  }
});
