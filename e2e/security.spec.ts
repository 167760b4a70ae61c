/** Nothing leaves for a foreign host, and nothing but our own files runs: in the page and in its workers. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { BrowserContext, Page, Worker } from '@playwright/test';
import { test as plain } from '@playwright/test';
import { expect, openLab, openPane, test } from './support';

const PANES = ['Trace', 'Traffic', 'Pipeline', 'Match', 'OpenFlow', 'Databases', 'Timeline', 'Log', 'Terminal'];

interface Host {
  readonly url: string;
  readonly hits: () => number;
  readonly close: () => void;
}

/** A server of another origin than the page's. */
async function listen(answer: (path: string, response: ServerResponse) => void): Promise<Host> {
  let hits = 0;
  const server = createServer((request, response) => {
    hits += 1;
    answer(new URL(request.url ?? '/', 'http://localhost').pathname, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { url: `http://127.0.0.1:${port ?? 0}/`, hits: () => hits, close: () => server.close() };
}

/** Anybody may read what it answers, and it counts who asks. */
function foreignHost(): Promise<Host> {
  return listen((_, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.end('1');
  });
}

const TYPES: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

/** The built page from a host that sends no headers; without `meta`, the page itself says nothing either. */
function bareHost(meta: boolean): Promise<Host> {
  return listen((path, response) => {
    const file = `dist${path === '/' ? '/index.html' : path}`;
    if (!existsSync(file)) {
      response.statusCode = 404;
      response.end();
      return;
    }
    response.setHeader('Content-Type', TYPES[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream');
    const bytes = readFileSync(file);
    const without = () => bytes.toString().replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
    response.end(file.endsWith('.html') && !meta ? without() : bytes);
  });
}

/** The requests of page and workers that go anywhere but home. */
function foreignRequests(context: BrowserContext, home: string): string[] {
  const foreign: string[] = [];
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && url.origin !== new URL(home).origin) foreign.push(request.url());
  });
  return foreign;
}

interface Attempt {
  readonly fetched: string;
  readonly evaluated: string;
}

/** Runs in page or worker, after the debugger has let go: what it evaluates itself may always be evaluated. */
function attempt(url: string): Promise<Attempt> {
  return new Promise((resolve) => {
    setTimeout(() => {
      let evaluated = 'ran';
      try {
        (0, eval)('1');
      } catch (error) {
        evaluated = error instanceof Error ? error.name : 'refused';
      }
      fetch(url).then(
        () => resolve({ fetched: 'arrived', evaluated }),
        () => resolve({ fetched: 'refused', evaluated }),
      );
    }, 0);
  });
}

const REFUSED: Attempt = { fetched: 'refused', evaluated: 'EvalError' };
const FREE: Attempt = { fetched: 'arrived', evaluated: 'ran' };

async function settled(page: Page): Promise<readonly Worker[]> {
  await expect(page.getByTestId('control-plane')).toContainText('settled');
  expect(page.workers().length).toBeGreaterThan(0);
  return page.workers();
}

test('no request leaves for a foreign host in any pane, the match lab, the lessons and the page of evidence', async ({
  page,
  context,
  baseURL,
}) => {
  const foreign = foreignRequests(context, baseURL!);
  await openLab(page);
  for (const pane of PANES) {
    await openPane(page, pane);
    await expect(page.getByRole('tab', { name: pane, exact: true })).toHaveAttribute('aria-selected', 'true');
  }
  await page.getByRole('button', { name: 'Layout' }).click();
  await page.goto('/#/match?x=tcp.dst+%3D%3D+80');
  await expect(page.getByRole('tree', { name: 'Tree after parse' })).toBeVisible();
  await page.goto('/#/learn/article');
  await expect(page.getByRole('heading', { name: 'OVN in April 2015, from nothing to a packet' })).toBeVisible();
  await page.goto('/#/right');
  await expect(page.getByRole('heading', { name: 'How right is it?' })).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(foreign).toEqual([]);
});

test('the headers are those that the page promises, on the page, its scripts and its workers', async ({ page }) => {
  const answers = new Map<string, Readonly<Record<string, string>>>();
  page.context().on('response', (response) => answers.set(new URL(response.url()).pathname, response.headers()));
  await openLab(page);
  const workers = (await settled(page)).map((worker) => new URL(worker.url()).pathname);
  const scripts = Array.from(answers.keys()).filter((path) => path.endsWith('.js'));
  for (const path of ['/', ...workers, ...scripts]) {
    const headers = answers.get(path) ?? (await page.request.get(path)).headers();
    expect(headers['content-security-policy'], path).toContain("default-src 'self'; script-src 'self'");
    expect(headers['content-security-policy'], path).toContain('frame-ancestors *');
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    expect(headers['referrer-policy'], path).toBe('no-referrer');
    expect(headers['cross-origin-opener-policy'], path).toBe('same-origin');
  }
});

plain(
  'what is planted can neither fetch from elsewhere nor evaluate text, in the page and in workers',
  async ({ page }) => {
    const host = await foreignHost();
    try {
      await openLab(page);
      expect(await page.evaluate(attempt, host.url)).toEqual(REFUSED);
      for (const worker of await settled(page)) {
        expect(await worker.evaluate(attempt, host.url), worker.url()).toEqual(REFUSED);
      }
      expect(host.hits()).toBe(0);
    } finally {
      host.close();
    }
  },
);

plain(
  'without the policy it would be noticed: the planted requests arrive, and are seen',
  async ({ page, context }) => {
    const [host, bare] = [await foreignHost(), await bareHost(false)];
    const foreign = foreignRequests(context, bare.url);
    try {
      await page.goto(bare.url);
      const workers = await settled(page);
      expect(await page.evaluate(attempt, host.url)).toEqual(FREE);
      for (const worker of workers) expect(await worker.evaluate(attempt, host.url), worker.url()).toEqual(FREE);
      expect(host.hits()).toBe(1 + workers.length);
      expect(foreign).toEqual(Array.from({ length: 1 + workers.length }, () => host.url));
    } finally {
      host.close();
      bare.close();
    }
  },
);

plain('on a host that sends no headers the page is bound all the same', async ({ page }) => {
  const [host, bare] = [await foreignHost(), await bareHost(true)];
  try {
    await page.goto(bare.url);
    await settled(page);
    expect(await page.evaluate(attempt, host.url)).toEqual(REFUSED);
    expect(host.hits()).toBe(0);
  } finally {
    host.close();
    bare.close();
  }
});

plain('any site may embed the page', async ({ page, baseURL }) => {
  const site = await listen((_, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(`<!doctype html><iframe src="${baseURL!}" width="1200" height="800"></iframe>`);
  });
  try {
    await page.goto(site.url);
    await expect(page.frameLocator('iframe').getByTestId('control-plane')).toContainText('settled');
  } finally {
    site.close();
  }
});
