/** How arguments are read and what is printed is laid out. */
import { compareText, hashOrder, hashText, ok } from '../../base';
import { fail, type Outcome } from '../../commands';
import { getPairs, type MapPair, type Row } from '../../ovsdb';

/** The number with which a text begins, as scanf(3) reads one. */
export function scanInteger(text = ''): number | undefined {
  const found = /^\s*[+-]?\d+/.exec(text)?.[0];
  return found === undefined ? undefined : Number(found);
}

/** The number with which a text begins, if it is within bounds. */
export function scanWithin(text: string | undefined, least: number, most: number): number | undefined {
  const value = scanInteger(text);
  return value !== undefined && value >= least && value <= most ? value : undefined;
}

/** The number that is the whole text. */
export function wholeInteger(text: string): number | undefined {
  return /^\s*[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

export function readPriority(text = ''): Outcome<number> {
  const priority = scanWithin(text, 0, 32767);
  return priority === undefined ? fail(`${text}: priority must in range 0...32767`) : ok(priority);
}

export type Direction = 'to-lport' | 'from-lport';

/** The first letter is enough. */
export function readDirection(text = ''): Outcome<Direction> {
  if (text.startsWith('t')) return ok('to-lport');
  if (text.startsWith('f')) return ok('from-lport');
  return fail(`${text}: direction must be "to-lport" or "from-lport"`);
}

export function readEnabled(text = ''): Outcome<boolean> {
  const enabled = { enabled: true, disabled: false }[text.toLowerCase()];
  return enabled === undefined ? fail(`${text}: state must be "enabled" or "disabled"`) : ok(enabled);
}

/** `KEY=VALUE` words as a map; a word without `=` is passed over, of two with one key the last counts. */
export function pairsOfWords(words: readonly string[]): readonly MapPair[] {
  const map = new Map<string, string>();
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals >= 0) map.set(word.slice(0, equals), word.slice(equals + 1));
  }
  return sortedPairs(map);
}

export function sortedPairs(map: ReadonlyMap<string, string>): readonly MapPair[] {
  return [...map].sort(([a], [b]) => compareText(a, b));
}

export function textMap(row: Row, column: string): Map<string, string> {
  return new Map(getPairs(row, column).map(([key, value]) => [String(key), String(value)]));
}

/** A map in the order of the hash table in which the real program holds it. */
export function hashedMap(row: Row, column: string): readonly (readonly [string, string])[] {
  const map = textMap(row, column);
  return hashOrder(map.keys(), hashText).map((key) => [key, map.get(key) ?? ''] as const);
}

/** As a set holds them: sorted, each once. */
export function textSet(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort(compareText);
}

/** Lines in the order of what they are sorted by. */
export function sortedLines(lines: readonly { readonly key: string; readonly text: string }[]): string {
  return [...lines]
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ text }) => `${text}\n`)
    .join('');
}

/** Cut to `most` characters and filled up to `width`, as printf(3) does with `%-WIDTH.MOSTs`. */
export function column(text: string, width: number, most: number): string {
  return text.slice(0, most).padEnd(width);
}

/** `UUID (NAME)` of every row, by name. */
export function nameList(rows: readonly Row[]): string {
  return sortedLines(rows.map((row) => ({ key: String(row.name), text: `${row._uuid} (${String(row.name)})` })));
}
