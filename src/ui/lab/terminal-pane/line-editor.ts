/** The line being typed, as a value: editing, history and completion without a terminal. */

export interface Line {
  readonly text: string;
  /** UTF-16 offset of the cursor. */
  readonly cursor: number;
}

export const emptyLine: Line = { text: '', cursor: 0 };

export function insert(line: Line, text: string): Line {
  return {
    text: line.text.slice(0, line.cursor) + text + line.text.slice(line.cursor),
    cursor: line.cursor + text.length,
  };
}

export function backspace(line: Line): Line {
  const from = previous(line.text, line.cursor);
  return { text: line.text.slice(0, from) + line.text.slice(line.cursor), cursor: from };
}

export function deleteForward(line: Line): Line {
  return { text: line.text.slice(0, line.cursor) + line.text.slice(next(line.text, line.cursor)), cursor: line.cursor };
}

/** Ctrl+W: back to the start of the word. */
export function deleteWord(line: Line): Line {
  const from = line.text.slice(0, line.cursor).replace(/\S+\s*$/, '').length;
  return { text: line.text.slice(0, from) + line.text.slice(line.cursor), cursor: from };
}

export function moveCursor(line: Line, to: 'left' | 'right' | 'start' | 'end'): Line {
  const cursor = {
    left: previous(line.text, line.cursor),
    right: next(line.text, line.cursor),
    start: 0,
    end: line.text.length,
  }[to];
  return { text: line.text, cursor };
}

/** Steps over a surrogate pair as one character. */
function previous(text: string, at: number): number {
  const low = text.charCodeAt(at - 1);
  return Math.max(0, at - (at > 1 && low >= 0xdc00 && low <= 0xdfff ? 2 : 1));
}

function next(text: string, at: number): number {
  const code = text.codePointAt(at) ?? 0;
  return Math.min(text.length, at + (code > 0xffff ? 2 : 1));
}

/** The longest text that all candidates begin with. */
export function commonPrefix(candidates: readonly string[]): string {
  let prefix = candidates[0] ?? '';
  for (const candidate of candidates) {
    while (!candidate.startsWith(prefix)) prefix = prefix.slice(0, -1);
  }
  return prefix;
}
