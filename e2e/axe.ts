/** What axe finds on a page: all of its rules, WCAG among them. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Each fault with its element; nothing where axe finds nothing. `region` is a selector of a part to look at alone. */
export async function axeFaults(page: Page, region?: string): Promise<readonly string[]> {
  // Runs in the page itself: only what frames tell would have to be put together in a page of its own.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (region === undefined ? axe : axe.include(region)).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html }) => `${id} at ${target.join(' ')}: ${html}`),
  );
}
