/** Ctrl+R: the lines typed before, the last first, that hold what is typed now. */
import type { Line } from './line-editor';

export interface Search {
  readonly sought: string;
  /** Only lines before this one are looked at. */
  readonly from: number;
  /** What was being typed before. */
  readonly before: Line;
}

export interface SearchStep {
  readonly search: Search | null;
  readonly line: Line;
  /** The key belonged to the search; otherwise it is for the line that was found. */
  readonly taken: boolean;
}

export function searching(search: Search, data: string, history: readonly string[], line: Line): SearchStep {
  const look = (sought: string, from: number): SearchStep => {
    const found = sought === '' ? -1 : history.findLastIndex((text, index) => index < from && text.includes(sought));
    const text = history[found];
    if (text === undefined) return { search: { ...search, sought }, line, taken: true };
    return {
      search: { ...search, sought, from: found },
      line: { text, cursor: text.indexOf(sought) + sought.length },
      taken: true,
    };
  };
  if (data === '\u0012') return look(search.sought, search.from);
  // Ctrl+G and Ctrl+C and Escape leave everything as it was.
  if (data === '\u0007' || data === '\u0003' || data === '\u001b')
    return { search: null, line: search.before, taken: true };
  if (data === '\u007f' || data === '\b') return look(search.sought.slice(0, -1), history.length);
  if (/^[^\u0000-\u001f\u007f]+$/.test(data)) {
    const sought = search.sought + data;
    const stays = line.text.includes(sought) && search.from < history.length;
    return look(sought, stays ? search.from + 1 : Math.min(search.from, history.length));
  }
  return { search: null, line, taken: false };
}
