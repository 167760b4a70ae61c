/** Parts of the page in a frame of another site: they fit, they answer, they leave nothing behind. */
import { createServer } from 'node:http';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { layoutFaults } from './layout';
import { expect, openLab, test } from './support';

/** A page of another site with a frame in it, and what the frame has said. */
const AROUND = `<!doctype html><html lang="en"><title>A course</title><body style="margin: 0">
<script type="module">
window.said = [];
addEventListener('message', ({ data }) => window.said.push(data));
</script>
<iframe title="OVN Playground" style="border: 0" src="SRC" width="WIDTH" height="HEIGHT"></iframe>`;

let html = '';
const server = createServer((_, response) => {
  response.setHeader('content-type', 'text/html');
  response.end(html);
});
let around = '';

test.beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  around = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`;
});
test.afterAll(() => server.close());

async function embed(page: Page, baseURL: string, src: string, width = 800, height = 520) {
  html = AROUND.replace('SRC', (baseURL + src).replaceAll('&', '&amp;'))
    .replace('WIDTH', String(width))
    .replace('HEIGHT', String(height));
  await page.setViewportSize({ width: Math.max(width, 400), height: Math.max(height, 400) });
  await page.goto(around);
  const inside = page.frameLocator('iframe');
  await expect(inside.getByRole('link', { name: 'Open in OVN Playground' })).toBeVisible();
  return inside;
}

/** Asks the frame something and waits for its answer. */
function ask(page: Page, request: object): Promise<unknown> {
  return page.evaluate(
    (message) => {
      const answer = new Promise((resolve) => {
        addEventListener('message', ({ data }: MessageEvent<{ id?: unknown }>) => {
          if (data.id === message.id) resolve(data);
        });
      });
      document.querySelector('iframe')?.contentWindow?.postMessage(message, '*');
      return answer;
    },
    { ovn: 1, id: Math.random(), ...request },
  );
}

function said(page: Page, what: string): Promise<Record<string, unknown> | undefined> {
  return page.evaluate(
    (wanted) => (Reflect.get(window, 'said') as { say?: string }[]).findLast(({ say }) => say === wanted),
    what,
  );
}

test('another site loads a link into a frame, steps, hears the verdict, and cannot ask for more', async ({
  page,
  baseURL,
}) => {
  await openLab(page);
  await page.getByRole('button', { name: 'Share' }).click();
  const made = page.getByRole('textbox', { name: 'Link to this scenario' });
  await expect(made).toHaveValue(/#\/lab\?s=/);
  const address = await made.inputValue();
  await page.getByText('Embed', { exact: true }).click();
  const code = page.getByRole('textbox', { name: 'Code to embed this' });
  await expect(code).toHaveValue(/^<iframe src="[^"]*[?]embed=trace&amp;readonly&amp;paused#[/]lab[?]s=[^"]*" title=/);

  const inside = await embed(page, baseURL ?? '', '?embed=trace&readonly&paused&packet=');
  await expect.poll(() => said(page, 'ready')).toMatchObject({ ovn: 1, part: 'trace', readonly: true });
  expect(await ask(page, { do: 'step', step: 'next' })).toMatchObject({ say: 'problem', code: 'no-trace' });
  expect(await ask(page, { do: 'load', link: address })).toMatchObject({ say: 'done' });
  await expect(inside.getByRole('region', { name: 'Verdict' })).toContainText('Delivered to sw0-port2');
  expect(await said(page, 'verdict')).toMatchObject({
    kind: 'delivered',
    sentence: 'Delivered to sw0-port2',
    delivered: [{ machine: 'hv2', port: 'sw0-port2' }],
    dropped: [],
  });
  expect(await ask(page, { do: 'step', step: 3 })).toMatchObject({ say: 'done' });
  expect(await said(page, 'step')).toMatchObject({ step: 3, machine: 'hv1', playing: false });
  await expect(inside.getByRole('textbox', { name: 'Step number' })).toHaveValue('3');
  await inside.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(() => said(page, 'step')).toMatchObject({ step: 4 });
  await ask(page, { do: 'theme', theme: 'dark' });
  await expect(inside.locator('html')).toHaveAttribute('data-theme', 'dark');
  await ask(page, { do: 'select', name: 'sw0' });
  await expect(inside.getByRole('complementary', { name: 'Details' })).toContainText('sw0');

  for (const nonsense of [
    { do: 'run', line: 'ovn-nbctl lswitch-del sw0' },
    { do: 'step', step: 99 },
    { do: 'select', name: 'nobody' },
    { do: 'load', link: 'a.AAAA' },
    { do: 'load', document: '{' },
    { do: 'load', link: '#/match?e=ip4' },
    { ovn: 9, do: 'play' },
  ])
    expect(await ask(page, nonsense)).toMatchObject({ say: 'problem' });
  await expect(inside.getByRole('textbox', { name: 'Step number' })).toHaveValue('4');
});

test('what is embedded leaves nothing in the browser', async ({ browser, baseURL }) => {
  // Where the frame's site is its own, nothing but the page itself keeps it from storing.
  const context = await browser.newContext({ serviceWorkers: 'allow', baseURL: baseURL ?? '' });
  const page = await context.newPage();
  await page.goto('/?embed=graph&theme=dark#/lab');
  await expect(page.getByText('Delivered to sw0-port2').first()).toBeAttached();
  await page.getByRole('button', { name: 'Switch', exact: true }).click();
  await expect(page.getByText('sw1').first()).toBeVisible();
  await page.goto('/favicon.svg');
  const kept = await page.evaluate(async () => [
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(({ name }) => name),
    ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
  ]);
  expect(kept).toEqual([]);
  await context.close();
});

const MATCH =
  '#/match?e=ip4.src==10.0.0.1+%26%26+tcp.dst==80&packet.good=ip4.src==10.0.0.1+%26%26+tcp.dst==80&packet.bad=ip4.src==10.0.0.1+%26%26+tcp.dst==22&focus=bad';

const FORMS = [
  { src: '?embed=trace&readonly&paused#/lab', seen: 'Delivered to sw0-port2' },
  { src: '?embed=graph&paused#/lab', seen: 'Delivered to sw0-port2' },
  { src: `?embed=match&readonly${MATCH}`, seen: 'It does not match' },
  { src: '?embed=lesson#/learn/article', seen: 'Tell a hypervisor who it is' },
] as const;

const SIZES = [[800, 520], [480, 320], ...(process.env.E2E_ALL === '1' ? ([[1200, 300]] as const) : [])] as const;

for (const { src, seen } of FORMS) {
  const part = /embed=(\w+)/.exec(src)?.[1] ?? '';
  test(`the ${part} fits its frame, in light and dark`, async ({ page, baseURL }) => {
    for (const [width, height] of part === 'lesson' ? SIZES.slice(0, 1) : SIZES) {
      const inside = await embed(page, baseURL ?? '', src.replace('?', '?theme=dark&'), width, height);
      await expect(inside.getByText(seen).first()).toBeAttached();
      expect({ width, faults: await layoutFaults(inside.locator('body')) }).toEqual({ width, faults: [] });
      if (width !== 800) continue;
      for (const theme of ['dark', 'light']) {
        await ask(page, { do: 'theme', theme });
        const { violations } = await new AxeBuilder({ page }).include(['iframe', 'body']).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      }
    }
  });
}
