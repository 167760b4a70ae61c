/** Where parentheses around a match close, past the ones inside of it and its strings. */

/** The place of the `)` that closes a `(` before `from`; -1 when there is none. */
export function closingParenthesis(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x28) depth++;
    else if (code === 0x29 && depth-- === 0) return at;
    else if (code === 0x22) {
      const close = endOfString(text, at + 1);
      // A quotation mark that is not closed belongs to a match that is wrong, and is none here.
      if (close >= 0) at = close;
    }
  }
  return -1;
}

function endOfString(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at;
    if (code === 0x5c) at++;
  }
  return -1;
}
