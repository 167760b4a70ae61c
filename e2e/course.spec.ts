/** The course of docs/course/, as a site of its own: its three labs run in it. */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { expect, test } from './support';

const TYPES: Readonly<Record<string, string>> = { html: 'text/html', css: 'text/css', js: 'text/javascript' };

const server = createServer((request, response) => {
  const name = new URL(request.url ?? '/', 'http://course').pathname.replace(/^[/]$/, '/index.html').slice(1);
  readFile(`docs/course/${name}`).then(
    (bytes) => {
      response.setHeader('content-type', TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain');
      response.end(bytes);
    },
    () => {
      response.statusCode = 404;
      response.end();
    },
  );
});
let course = '';

test.beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  course = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`;
});
test.afterAll(() => server.close());

test('has three labs that run', async ({ page, baseURL }) => {
  // The page has no icon, and a browser asks for one.
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  await page.goto(`${course}?playground=${encodeURIComponent(baseURL ?? '')}`);
  await expect(page.locator('iframe')).toHaveCount(3);
  await expect(page.locator('#told-one')).toHaveText('What became of it: Delivered to sw0-port2');
  await page.locator('iframe').nth(1).scrollIntoViewIfNeeded();
  await expect(page.locator('#told-two')).toContainText('by the ACL with priority 1000');
  const lesson = page.frameLocator('iframe[title^="Lab 3"]');
  await page.locator('iframe').nth(2).scrollIntoViewIfNeeded();
  await expect(lesson.getByRole('heading', { name: 'What breaks when a daemon stops' })).toBeVisible();
  await lesson.getByRole('button', { name: 'Show me' }).click();
  await expect(lesson.locator('[data-state="done"]')).toHaveCount(1);
  await expect(page.getByRole('link', { name: 'The lessons' })).toHaveAttribute('href', /#\/learn$/);
  // Narrow, too, nothing leans out of the page.
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
