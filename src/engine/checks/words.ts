/** The words of one line of a suite, each with its place in the text. */
import { err, ok, type Problem, type Result, type TextRange } from '../base';

export interface Word {
  /** `comma` stands between names; `command` was in backticks, `quoted` in quotes, so that neither is a keyword. */
  readonly kind: 'plain' | 'quoted' | 'command' | 'comma';
  readonly text: string;
  readonly range: TextRange;
}

const WORD = /\s+|#.*|,|"(?:[^"\\]|\\.)*"|`[^`]*`|[^\s,"`]+|["`].*/y;

/** `offset` is where the line begins in the whole text. A comment begins with `#` before a word. */
export function wordsOf(line: string, offset: number): Result<readonly Word[]> {
  const words: Word[] = [];
  WORD.lastIndex = 0;
  for (let at = 0; at < line.length; at = WORD.lastIndex) {
    const text = WORD.exec(line)?.[0] ?? line.slice(at);
    const range = { start: offset + at, end: offset + at + text.length };
    const [first = ''] = text;
    if (first === '#') break;
    if (first.trim() === '') continue;
    if (first === ',') words.push({ kind: 'comma', text, range });
    else if (first !== '"' && first !== '`') words.push({ kind: 'plain', text, range });
    else if (text.length < 2 || !text.endsWith(first)) return err(unclosed(first, range));
    else if (first === '`') words.push({ kind: 'command', text: text.slice(1, -1), range });
    else words.push({ kind: 'quoted', text: text.slice(1, -1).replaceAll(/\\(.)/g, '$1'), range });
  }
  return ok(words);
}

function unclosed(quote: string, range: TextRange): Problem {
  return { code: 'bad-check', message: `this ${quote} has no second one in its line`, range };
}
