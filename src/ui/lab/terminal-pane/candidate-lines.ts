/** What Tab offers, as lines of a terminal: names in one column, what they are in the next. */

const MOST = 40;
/** Longer names push their explanation out of line, but nobody else's. */
const WIDEST = 30;

export function candidateLines(candidates: readonly { readonly text: string; readonly doc: string }[]): string {
  const shown = candidates.slice(0, MOST);
  const width = Math.min(WIDEST, Math.max(...shown.map(({ text }) => text.length)));
  const lines = shown.map(({ text, doc }) => `  ${doc === '' ? text : `${text.padEnd(width)}  ${doc}`}\n`);
  if (candidates.length > MOST) lines.push(`  and ${candidates.length - MOST} more\n`);
  return lines.join('');
}
