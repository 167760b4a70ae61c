/** Which of many named things a text means: those that begin with it first, in natural order. */

export interface Findable {
  readonly name: string;
  /** Other names and words it is found by. */
  readonly words?: string;
  /** Identifiers: found by their begin, from the fourth character on. */
  readonly ids?: readonly string[];
  /** It cannot be chosen now: it comes after those that mean as much and can. */
  readonly off?: boolean;
}

const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Those that `text` means, best first; all of them, in their own order, when it is empty. */
export function ranked<T extends Findable>(things: readonly T[], text: string): readonly T[] {
  const wanted = fold(text);
  if (wanted === '') return things;
  return things
    .map((thing, at) => ({ thing, at, rank: rankOf(thing, wanted) }))
    .filter(({ rank }) => rank > 0)
    .sort(
      (a, b) =>
        b.rank - a.rank ||
        Number(a.thing.off ?? false) - Number(b.thing.off ?? false) ||
        natural.compare(a.thing.name, b.thing.name) ||
        a.at - b.at,
    )
    .map(({ thing }) => thing);
}

const SHORTEST_ID = 4;

/** 0 when it is not meant; the whole name, its begin, a word's begin, anywhere in it, other words. */
function rankOf({ name, words = '', ids = [] }: Findable, wanted: string): number {
  const own = fold(name);
  if (own === wanted) return 7;
  if (own.startsWith(wanted)) return 6;
  if (wanted.length >= SHORTEST_ID && ids.some((id) => fold(id).startsWith(wanted))) return 5;
  if (startsWord(own, wanted)) return 4;
  const parts = wanted.split(' ');
  if (own.includes(wanted) || parts.every((part) => startsWord(own, part))) return 3;
  const all = `${own} ${fold(words)}`;
  if (parts.every((part) => startsWord(all, part))) return 2;
  return parts.every((part) => all.includes(part)) ? 1 : 0;
}

function startsWord(text: string, part: string): boolean {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return true;
  }
  return false;
}

/** Without case, quotes and more than one blank at a time. */
function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/[“”"…]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
