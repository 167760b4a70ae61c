/**
 * Whether the page shows only a part of itself, in a frame of another page, as its
 * address says: `?embed=trace&readonly#/lab?s=…`, or the same words after the `#`.
 * All that there is to say is in docs/embed.md; here is what the whole page must know.
 */
const PARTS = ['trace', 'graph', 'match', 'lesson'] as const;

export type EmbeddedPart = (typeof PARTS)[number];

export interface Embedding {
  /** Null for the whole page. */
  readonly part: EmbeddedPart | null;
  /** Nothing of what is shown can be changed. */
  readonly readonly: boolean;
  /** The words of the address, those of its query before those of its fragment. */
  readonly words: ReadonlyMap<string, string>;
}

export function readEmbedding(search: string, hash: string): Embedding {
  const fragment = hash.includes('?') ? hash.slice(hash.indexOf('?') + 1) : '';
  const words = new Map([...new URLSearchParams(fragment), ...new URLSearchParams(search)]);
  const asked = words.get('embed');
  const part = asked === undefined ? null : (PARTS.find((known) => known === asked) ?? 'trace');
  return { part, readonly: part !== null && isSet(words, 'readonly'), words };
}

/** `readonly`, `readonly=1`, `readonly=yes`; not `readonly=0` or `readonly=no`. */
export function isSet(words: ReadonlyMap<string, string>, word: string): boolean {
  const value = words.get(word);
  return value !== undefined && !['0', 'no', 'false'].includes(value);
}

export const embedding: Embedding =
  typeof location === 'undefined' ? readEmbedding('', '') : readEmbedding(location.search, location.hash);

/** The name of a worker that keeps nothing. */
export const KEEPS_NOTHING = 'engine that keeps nothing';
