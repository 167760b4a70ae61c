/** The `key=value`, `key:value` and `key(value)` lists that ovs-ofctl reads, with places. */
import type { TextRange } from '../base';

export interface KeyValue {
  readonly key: string;
  readonly value: string;
  readonly keyRange: TextRange;
  /** Equal to the key's end, twice, when there is no value. */
  readonly valueRange: TextRange;
}

/**
 * Splits a list at commas and white space. A value runs to the next separator
 * outside parentheses; `key(...)` has what is inside as its value.
 */
export function splitKeyValues(text: string, offset = 0): readonly KeyValue[] {
  const list: KeyValue[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && isSeparator(text[at])) at += 1;
    if (at >= text.length) return list;
    const start = at;
    while (at < text.length && !isSeparator(text[at]) && !'=:('.includes(text[at] ?? '')) at += 1;
    const keyEnd = at;
    const delimiter = text[at];
    let valueStart = at;
    let valueEnd = at;
    if (delimiter === '(') {
      valueStart = at + 1;
      at = closingParenthesis(text, at);
      valueEnd = at;
      if (at < text.length) at += 1;
      // `f(x)->y` and the like belong to the value as a whole.
      if (at < text.length && !isSeparator(text[at])) {
        while (at < text.length && !isSeparator(text[at])) at += 1;
        valueEnd = at;
      }
    } else if (delimiter === '=' || delimiter === ':') {
      valueStart = at + 1;
      at = valueStart;
      while (at < text.length && !isSeparator(text[at]))
        at = text[at] === '(' ? closingParenthesis(text, at) + 1 : at + 1;
      at = Math.min(at, text.length);
      valueEnd = at;
    }
    list.push({
      key: text.slice(start, keyEnd),
      value: text.slice(valueStart, valueEnd),
      keyRange: { start: start + offset, end: keyEnd + offset },
      valueRange: { start: valueStart + offset, end: valueEnd + offset },
    });
  }
}

function isSeparator(char: string | undefined): boolean {
  return char === ',' || char === ' ' || char === '\t' || char === '\n' || char === '\r';
}

/** Where the parenthesis that opens at `open` closes, or the end of the text. */
function closingParenthesis(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(') depth += 1;
    else if (text[at] === ')' && --depth === 0) return at;
  }
  return text.length;
}
