/** What axe finds on a page: all of its rules, WCAG among them. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

interface Scope {
  /** A selector of the part to look at; the whole page without one. */
  readonly part?: string;
  /** The names of the rules to look at; all of them without any. */
  readonly rules?: readonly string[];
}

/** Each fault with its element; nothing where axe finds nothing. */
export async function axeFaults(page: Page, { part, rules }: Scope = {}): Promise<readonly string[]> {
  // Runs in the page itself: only what frames tell would have to be put together in a page of its own.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (part !== undefined) axe.include(part);
  if (rules !== undefined) axe.withRules([...rules]);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html }) => `${id} at ${target.join(' ')}: ${html}`),
  );
}

/** The same in both themes, of which the second differs in its colours only. */
export async function axeFaultsInBoth(page: Page, scope: Scope = {}): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  const faults = await axeFaults(page, scope);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await axeFaults(page, { ...scope, rules: ['color-contrast'] });
  await page.emulateMedia({ colorScheme: 'light' });
  return [...faults, ...dark.map((fault) => `in the dark theme, ${fault}`)];
}
