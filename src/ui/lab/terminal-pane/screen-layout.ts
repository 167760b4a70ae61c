/**
 * Where text lands on a terminal's screen, and text that it can be trusted with.
 * Widths are those of xterm's own tables (Unicode 6), so that the cursor goes back
 * exactly as many rows as the line being typed went down.
 */

export interface Place {
  /** Rows below the one where the text began. */
  readonly row: number;
  /** Cells from the left edge; equal to the number of columns where the next character will wrap. */
  readonly column: number;
}

/** Where the cursor is after `text`, which has no line breaks, was written from the start of a row. */
export function placeAfter(text: string, columns: number): Place {
  let row = 0;
  let column = 0;
  for (const char of text) {
    const width = widthOf(char.codePointAt(0) ?? 0);
    if (column + width > columns) {
      row += 1;
      column = 0;
    }
    column += width;
  }
  return { row, column };
}

/** Names of ports may hold anything; a terminal must not take it for its own codes. */
export function printable(text: string): string {
  return Array.from(text, (char) => (isControl(char) && char !== '\n' && char !== '\t' ? '\ufffd' : char)).join('');
}

/** What of typed or pasted text goes into the line; a tab parts words. */
export function withoutControls(text: string): string {
  return Array.from(text.replaceAll('\t', ' '))
    .filter((char) => !isControl(char))
    .join('');
}

/** C0, DEL, C1 (the 8-bit forms of escape sequences), and what turns the direction of writing around. */
function isControl(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  return (
    code < 0x20 ||
    (code >= 0x7f && code <= 0x9f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069)
  );
}

/** First and last code points that take two cells. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3040, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x20000, 0x2fffd],
  [0x30000, 0x3fffd],
];

function widthOf(code: number): 0 | 1 | 2 {
  if (code < 0x300) return 1;
  if (/^[\p{Mn}\p{Me}\p{Cf}]$/u.test(String.fromCodePoint(code))) return 0;
  return WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}
