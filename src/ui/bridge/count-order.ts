/** Matches in order as people count: `in_port=2` before `in_port=10`; without a collator, since lists are long. */

/** Below 0, 0 or above 0, as for sorting. */
export function compareCounting(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  if (!isHexLetter(a, at) && !isHexLetter(b, at) && (isDigit(a, at - 1) || (isDigit(a, at) && isDigit(b, at)))) {
    const longer = digitsFrom(a, at) - digitsFrom(b, at);
    if (longer !== 0) return longer;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function digitsFrom(text: string, at: number): number {
  let end = at;
  while (isDigit(text, end)) end += 1;
  return end - at;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

/** A number in hexadecimal goes on there. */
function isHexLetter(text: string, at: number): boolean {
  const code = text.charCodeAt(at) | 32;
  return code >= 97 && code <= 102;
}
